"""`parcella clienti`: list and show the clients; the other commands of the group are in files of their own."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcella.batch import clienti_anagrafica
from parcella.batch.annessi import comandi_allegati, comandi_altri_dati
from parcella.batch.clienti_anagrafica import COLONNE
from parcella.batch.clienti_da_xml import importa_da_xml
from parcella.batch.clienti_variazione import varia_fattura_elettronica
from parcella.batch.opzioni import UsoErrato, apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import stampa
from parcella.ledger.esito import Rifiuto

if TYPE_CHECKING:
    from sqlmodel import SQLModel

app = typer.Typer(help="Elenca, mostra e cerca i clienti, e ne dice i doppioni.")
for _comando in ("cerca", "annulla", "riattiva", "elimina", "doppioni"):
    app.command(_comando)(getattr(clienti_anagrafica, _comando))
app.add_typer(comandi_allegati("clienti"), name="allegati")
app.add_typer(comandi_altri_dati("clienti"), name="altri-dati")
app.command("importa-da-xml")(importa_da_xml)
app.command("varia-fattura-elettronica")(varia_fattura_elettronica)


@app.command()
def elenco(
    ctx: typer.Context,
    cerca: Annotated[
        str | None,
        typer.Option(
            metavar="TESTO", help="Solo chi ha queste parole nel nome, nel codice, nei codici fiscali o nel comune."
        ),
    ] = None,
    per: Annotated[str, typer.Option(metavar="nome|codice", help="L'ordine dell'elenco.")] = "nome",
    responsabile: Annotated[str | None, typer.Option(metavar="UTENTE", help="Solo i suoi clienti.")] = None,
    zona: Annotated[str | None, typer.Option(help="Solo di questa zona.")] = None,
    categoria: Annotated[str | None, typer.Option(help="Solo di questa categoria statistica.")] = None,
    provincia: Annotated[str | None, typer.Option(metavar="SIGLA", help="Solo di questa provincia.")] = None,
    annullati: Annotated[
        str, typer.Option(metavar="S|N|A", help="S anche gli annullati, N senza, A solo quelli.")
    ] = "S",
    limite: Annotated[int | None, typer.Option(min=1, help="Al massimo tanti clienti.")] = None,
) -> None:
    """Elenca i clienti, per nome o per codice."""
    from parcella.ledger.clienti import ricerca

    if per not in ("nome", "codice"):
        raise UsoErrato(f"--per {per}: scrivere nome oppure codice.")
    if annullati.upper() not in ("S", "N", "A"):
        raise UsoErrato(f"--annullati {annullati}: scrivere S, N oppure A.")
    filtro = ricerca.Filtro(
        responsabile,
        zona.upper() if zona else None,
        categoria.upper() if categoria else None,
        provincia.upper() if provincia else None,
        annullati.upper(),
    )
    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        quanti = limite or max(1, ricerca.conta(sessione, azienda))
        if cerca is not None:
            trovati = ricerca.cerca(sessione, azienda, cerca, quanti, filtro)
        else:
            ordine: ricerca.Ordine = "nome" if per == "nome" else "codice"
            trovati = ricerca.pagina(sessione, azienda, ordine, quanti=quanti, filtro=filtro)
    stampa([{nome: getattr(voce, nome) for nome in COLONNE} for voce in trovati], opzioni, COLONNE)


@app.command()
def mostra(
    ctx: typer.Context,
    codice: Annotated[str, typer.Argument(metavar="CODICE", help="Il codice del cliente, con o senza il mastro.")],
) -> None:
    """Mostra un cliente, nella forma del formato di archivio, e se le sue parcelle vanno sulla sua azienda."""
    from parcella.ledger.clienti import anagrafica, liste, ricerca
    from parcella.ledger.clienti.contabilizzazione import contabilizzazione_di, in_parole
    from parcella.ledger.clienti.tabelle import Cliente
    from parcella.ledger.scambio.forma import a_json
    from parcella.ledger.scambio.sezioni import DATI_PARCELLAZIONE

    opzioni = opzioni_di(ctx)
    with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
        azienda = contesto(sessione, opzioni).azienda
        trovato = ricerca.risolvi(sessione, azienda, codice)
        cliente = None if trovato is None else anagrafica.leggi(sessione, azienda, trovato)
        if cliente is None:
            raise Rifiuto(f"Il cliente {codice} non esiste.", "codice")
        contabilizzazione = contabilizzazione_di(sessione, cliente.model_dump())
        sue = {nome: righe for nome, righe in liste.leggi(sessione, azienda, cliente.codice).items() if righe}
    if opzioni.json:
        parcellazione = a_json(Cliente, cliente, gruppo=DATI_PARCELLAZIONE)
        derivate = {DATI_PARCELLAZIONE: parcellazione, "contabilizzazione": contabilizzazione}
        elenchi = {
            nome: [a_json(liste.LISTE[nome], SimpleNamespace(**riga)) for riga in righe] for nome, righe in sue.items()
        }
        stampa(a_json(Cliente, cliente) | elenchi | derivate, opzioni)
    else:
        stampa(scheda(Cliente, cliente) | {"contabilizzazione": in_parole(contabilizzazione)} | sue, opzioni)


def scheda(tabella: "type[SQLModel]", riga: "SQLModel") -> dict[str, Any]:
    """A record for people: what is filled, as it is, in the order of the columns."""
    from parcella.ledger.tabella import colonne

    valori = {colonna.name: getattr(riga, colonna.name) for colonna in colonne(tabella)}
    return {nome: valore for nome, valore in valori.items() if valore is not None}
