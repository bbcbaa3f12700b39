"""What the card of a client reads and writes, and how it shows it."""

from typing import Any

from sqlmodel import Session

from parcella.ledger import parole
from parcella.ledger.clienti import anagrafica, banca, liste
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni import particolarita
from parcella.widgets.sorgente import Colonna

COLONNE_TIPICHE = (
    Colonna("riga", "Nr.", 3, "intero"),
    Colonna("prestazione", "Codice", 16),
    Colonna("descrizione", "Descrizione", 20, elastica=True),
    Colonna("unita_misura", "Um", 2),
    Colonna("quantita", "Qta", 8, "quantita"),
    Colonna("mese", "Mese", 4, "intero"),
    Colonna("prezzo", "Prezzo Eur", 11, "importo"),
)


def leggi(sessione: Session, azienda: int, codice: str) -> tuple[Cliente | None, int, dict[str, list[dict[str, Any]]]]:
    """The client, how many particolarità it has, and its lists; the typical prestazioni with what they are."""
    cliente = anagrafica.leggi(sessione, azienda, codice.upper())
    if cliente is None:
        return None, 0, {}
    sue = liste.leggi(sessione, azienda, cliente.codice)
    if sue["prestazioni_tipiche"]:
        sue["prestazioni_tipiche"] = liste.tipiche(sessione, azienda, cliente.codice)
    return cliente, len(particolarita.elenco(sessione, azienda, None, cliente.codice)), sue


def quanti(indirizzi: int, contatti: int) -> str:
    """«2 indirizzi 1 contatto», nothing for none."""
    voci = ((indirizzi, "indirizzo", "indirizzi"), (contatti, "contatto", "contatti"))
    return " ".join(parole.quanti(numero, uno, piu) for numero, uno, piu in voci if numero)


def abi_cab(iban: str | None) -> str:
    """ABI and CAB of an IBAN, as the card shows them."""
    return in_mostra(banca.coordinate(iban)) if iban else ""


def in_mostra(coordinate: banca.Coordinate) -> str:
    """The same, of a bank already known."""
    return f"ABI {coordinate.abi} CAB {coordinate.cab}" if coordinate.abi else ""


def scrivi(
    sessione: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte, *, nuovo: bool, proposto: str
) -> str:
    """Write the client; a code proposed and taken meanwhile by somebody else gives way to the next one."""
    if nuovo and anagrafica.leggi(sessione, contesto.azienda, str(dati["codice"])) is not None:
        if dati["codice"] != proposto:
            raise Rifiuto(f"Il codice {dati['codice']} è già di un altro cliente.", "codice")
        dati = dati | {"codice": ""}
    return anagrafica.salva(sessione, contesto, dati, risposte).codice
