"""A small program made of the kit, with everything in memory: what the tests (and a hand in tmux) drive."""

import os
import sys
from collections.abc import Hashable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.esito import Richiesta, Rifiuto
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import CampoLasciato, MarcheCambiate, RigaScelta
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from parcella.widgets.programma import Programma, Sessione
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.schermo import Schermo
from parcella.widgets.sorgente import Colonna, Riga

LAVORO = date(2026, 3, 20)
CLIENTI = [
    {"codice": "501.00001", "nome": "Rossi s.r.l.", "citta": "Torino"},
    {"codice": "501.00002", "nome": "Verdi Aldo", "citta": "Asti"},
    {"codice": "501.00318", "nome": "Rossi Anna", "citta": "Rimini"},
    {"codice": "501.00777", "nome": "Rossini e Figli s.n.c.", "citta": "Pesaro"},
]
PRESTAZIONI = [
    {"codice": "CONSUL", "nome": "Consulenza fiscale"},
    {"codice": "TENUTA", "nome": "Tenuta contabilità"},
]


def cerca_clienti(testo: str, ordine: str) -> list[dict[str, str]]:
    chiave = "nome" if ordine == "per nome" else "codice"
    trovati = [c for c in CLIENTI if testo.casefold() in f"{c['codice']} {c['nome']}".casefold()]
    return sorted(trovati, key=lambda c: c[chiave])


RICERCA_CLIENTI = Ricerca(
    "Clienti",
    [
        Colonna("codice", "Codice", 10),
        Colonna("nome", "Ragione sociale", 24, elastica=True),
        Colonna("citta", "Città", 12),
    ],
    cerca_clienti,
    ordini=("per nome", "per codice"),
    risolvi=lambda testo: next((c for c in CLIENTI if c["codice"] == testo), None),
    riporta={"ragione_sociale": "nome"},
)
RICERCA_PRESTAZIONI = Ricerca(
    "Prestazioni",
    [Colonna("codice", "Codice", 10), Colonna("nome", "Descrizione", 30)],
    lambda testo, _: [p for p in PRESTAZIONI if p["codice"].startswith(testo.upper())],
    riporta={"descrizione": "nome"},
)


class Documento(Schermo[None]):
    """A document: header, body, total."""

    titolo = "Documento di prova"
    pagina_aiuto = "prova"
    comandi = [
        Comando("documento.cancella", "shift+f3", "Cancella", "cancella"),
        Comando("documento.elenco", "f9", "Documenti", "apri_documenti"),
        Comando("documento.copia", "shift+f11", "Copia", "copia", attivo="ha_cliente"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.registrati: list[dict[str, Any]] = []

    def corpo(self) -> ComposeResult:
        yield Modulo(
            [
                Campo(
                    "cliente", "Cliente", "codice", 12, ricerca=RICERCA_CLIENTI, obbligatorio=True, aiuto="F2 elenco"
                ),
                Campo("ragione_sociale", "", larghezza=30, sola_lettura=True, accanto=True),
                Campo("data", "Data", "data", predefinito=LAVORO),
                Campo("definitivo", "Definitivo", "lettera", predefinito="N", accanto=True),
                Campo("protocollo", "Prot.", "intero", accanto=True, attivo=lambda v: v["definitivo"] == "S"),
                Campo("note", "Note", lunghezza=40, elastico=True),
                Campo("importo", "Importo", "importo", sezione="Importi"),
                Campo("doppio", "Doppio", "importo", sola_lettura=True, accanto=True),
            ],
            id="testata",
        )
        yield Griglia(
            [
                Campo("codice", "Codice", "codice", 8, ricerca=RICERCA_PRESTAZIONI),
                Campo("descrizione", "Descrizione", lunghezza=60, larghezza=20, elastico=True),
                Campo("quantita", "Qta", "quantita", larghezza=8, attivo=lambda r: r["codice"] != "."),
                Campo("prezzo", "Prezzo", "prezzo", larghezza=10, attivo=lambda r: r["codice"] != "."),
            ],
            id="righe",
        )

    @property
    def testata(self) -> Modulo:
        return self.query_one("#testata", Modulo)

    @property
    def righe(self) -> Griglia:
        return self.query_one("#righe", Griglia)

    @property
    def ha_cliente(self) -> bool:
        return bool(self.testata["cliente"])

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        if event.identificatore == "importo" and event.valore is not None:
            self.testata.imposta("doppio", event.valore * 2)

    async def conferma(self) -> None:
        dati = self.testata.valori | {"righe": self.righe.righe}
        if fatto := await self.esegui(registra, dati):
            self.registrati.append(fatto.valore)
            self.registrato()
            self.avvisa("Documento registrato.")

    async def cancella(self) -> None:
        if await self.conferma_cancellazione("Cancello il documento di prova"):
            self.testata.carica({})
            self.righe.carica([])
            self.avvisa("Cancellato.")

    def copia(self) -> None:
        self.avvisa(f"Copia di {self.testata['cliente']}.")

    async def apri_documenti(self) -> None:
        scelto = await self.programma.attendi(Documenti())
        if scelto is not None:
            self.avvisa(f"Scelto {scelto}.")


def registra(dati: dict[str, Any], risposte: dict[str, str]) -> dict[str, Any]:
    """A rule, as the ledger writes them."""
    if dati["importo"] == Decimal(13):
        raise Rifiuto("Importo: tredici non è ammesso, scrivere un altro importo.", "importo")
    if any(r["prezzo"] == Decimal(13) for r in dati["righe"]):
        raise Rifiuto("Prezzo della riga 2: tredici non è ammesso.", "righe.2.prezzo")
    if dati["importo"] == Decimal(99) and "minimo" not in risposte:
        raise Richiesta("minimo", "Importo sotto il minimo. Confermi (S/N)", "N")
    return {"dati": dati, "risposte": risposte}


class SorgenteNumeri:
    """A hundred thousand rows that nobody keeps; counts what is asked of it."""

    def __init__(self, quanti: int) -> None:
        self.quanti = quanti
        self.salti: list[int] = []

    def conta(self) -> int:
        return self.quanti

    def chiave(self, riga: Riga) -> Hashable:
        return riga["numero"]

    def pagina(
        self,
        quante: int,
        *,
        dopo: Hashable | None = None,
        prima: Hashable | None = None,
        salto: int = 0,
        dal_fondo: bool = False,
    ) -> Sequence[Riga]:
        self.salti.append(salto)
        if dal_fondo:
            inizio = self.quanti - quante + 1
        elif prima is not None:
            inizio = max(1, int(str(prima)) - quante)
            quante = int(str(prima)) - inizio
        else:
            inizio = (int(str(dopo)) if dopo is not None else 0) + 1 + salto
        fine = min(self.quanti, inizio + quante - 1)
        return [{"numero": n, "cliente": f"Cliente {n:06}", "importo": Decimal(n)} for n in range(inizio, fine + 1)]

    def posizione(self, testo: str) -> int | None:
        return int(testo) - 1 if testo.isdigit() and 1 <= int(testo) <= self.quanti else None


class Documenti(Schermo[int]):
    """A long list."""

    titolo = "Documenti di prova"

    def __init__(self, quanti: int = 100_000) -> None:
        super().__init__()
        self.sorgente = SorgenteNumeri(quanti)

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("numero", "Numero", 8, "intero"),
                Colonna("cliente", "Cliente", 20, elastica=True),
                Colonna("importo", "Importo", 14, "importo"),
            ],
            self.sorgente,
            titolo="Filtro: tutti",
            marche={"*": "*", "s": "s"},
        )

    def on_marche_cambiate(self, event: MarcheCambiate) -> None:
        marcate = event.elenco.righe_marcate.values()
        self.avvisa(f"{len(marcate)} marcate, {sum(r['importo'] for r in marcate)} €")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(int(str(event.chiave)))


def sessione(archivio: Path | None = None) -> Sessione:
    return Sessione(archivio, "STU", "Studio Bianchi", "anna", LAVORO)


def aiuto(pagina: str) -> str:
    testo = "\n\n".join(f"## Campo {n}\n\n" + f"testo del campo {n} " * 20 for n in range(20))
    return f"# Pagina {pagina}\n\n{testo}\n\n## Note\n\nQui si scrivono le note.\n\n" + "fine\n\n" * 40


class Prova(Programma):
    """Opens the document at once."""

    def on_mount(self) -> None:
        self.push_screen(Documento())


def programma(archivio: Path | None = None) -> Prova:
    return Prova(sessione(archivio), leggi_aiuto=aiuto, mappa={"conferma": ("f10", "ctrl+s")})


if __name__ == "__main__":
    dove = os.environ.get("PARCELLA_PROVA_ARCHIVIO")
    app = programma(Path(dove) if dove else None)
    app.run()
    sys.exit(app.return_code or 0)
