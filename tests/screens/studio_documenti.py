"""The studio in which the documents of these tests are typed, and two hands that know their screen."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import select

from parcella.app import leggi_aiuto
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Azienda, ParametriStudio
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.fascicoli import fascicolo
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Risposte
from parcella.ledger.primanota.consultazione import di_documento
from parcella.ledger.scambio.importa import importa
from parcella.screens.documenti import SchermoDocumenti
from parcella.widgets.programma import Programma, Sessione
from widgets.pilota import Mani

LAVORO = date(2026, 3, 20)


def _conti(tipo: str, *codici: str) -> list[dict[str, str]]:
    return [{"codice": codice, "descrizione": f"CONTO {codice}", "tipo": tipo} for codice in codici]


STUDIO: dict[str, Any] = {
    "formato": "parcella/1",
    "azienda": {
        "sigla": "STU", "tipo": "P", "ragione_sociale": "Studio Bianchi", "cognome": "Bianchi", "nome": "Anna",
        "partita_iva": "00743110157", "codice_fiscale": "BNCNNA75L41H294H", "indirizzo": "Via Flaminia 76",
        "cap": "47923", "comune": "Rimini", "provincia": "RN", "regime_fiscale": "RF01", "gestione_scadenzario": "S",
    },
    "parametri_studio": {
        "parcellazione_studio": "S", "cod_esenzione_spese_anticipate": "S15", "conto_spese_anticipate": "110.00009",
        "conto_ricavo_standard": "801.00001", "conto_ricavo_sospeso": "002.00101",
        "conto_erario_ritenute": "109.00001", "conto_erario_ritenute_sospeso": "005.00003",
        "conto_arrotondamento_pagamento": "815.00001", "importo_soglia_arrotondamento": "0.01",
        "stato_parcella_proposto": "D", "apertura_automatica_scadenzario": "N", "codice_tributo": "1040",
        "perc_fondo_professionisti": "4.00", "iva_fondo_professionisti": "22", "tipo_cassa_fatturapa": "TC02",
        "causale_pagamento_770s": "A",
    },
    "numeratori": [
        {"documento": "NO", "serie": 1, "anno": 2026, "ultimo_numero": 27, "descrizione": "Notule"},
        {"documento": "PA", "serie": 1, "anno": 2026, "ultimo_numero": 67, "descrizione": "Parcelle"},
        {"documento": "PA", "serie": 2, "anno": 2026, "ultimo_numero": 0, "descrizione": "Enti"},
    ],
    "codici_iva": [
        {"codice": "22", "aliquota": "22.00", "descrizione": "IVA 22%"},
        {"codice": "20", "aliquota": "20.00", "descrizione": "IVA 20%"},
        {"codice": "S15", "natura": "N1", "descrizione": "Escluse art. 15"},
        {"codice": "E10", "natura": "N4", "descrizione": "Esenti art. 10"},
    ],
    "codici_tributo": [
        {"codice": "1040", "descrizione": "Lavoro autonomo", "aliquota_rda": "20.00", "perc_imponibile_rda": "100.00"}
    ],
    "pagamenti": [
        {"codice": "RD", "descrizione": "Rimessa diretta", "tipo_pagamento": "M"},
        {"codice": "RB3060", "descrizione": "RiBa 30/60 FM", "tipo_pagamento": "R", "numero_rate": 2,
         "giorni_prima_rata": 30, "giorni_intervallo": 30, "fine_mese": "S", "spese_banca": "5.00"},
        {"codice": "TR", "descrizione": "Tratta", "tipo_pagamento": "T"},
    ],
    "conti": [
        *_conti("P C", "501"),
        *_conti("P G", "101.00001", "101.00002", "109.00001", "110.00003", "110.00005", "110.00009", "318.00120",
                "318.00130"),
        *_conti("E G", "801.00001", "801.00002", "801.00003", "815.00001"),
        *_conti("P Z", "002.00101", "002.00102", "002.00103", "005.00003"),
    ],
    "conti_automatici": {
        "mastro_clienti": "501", "conto_cassa": "101.00001", "conto_iva_vendite": "110.00003",
        "conto_iva_differita": "110.00005", "conto_fondo_previdenza": "318.00120", "conto_rivalsa_inps": "801.00002",
        "conto_rivalsa_inps_sospeso": "002.00102", "conto_spese_banca": "801.00003",
        "conto_spese_banca_sospeso": "002.00103", "conto_bollo": "318.00130",
    },
    "utenti": [{"nome": "anna", "nome_completo": "Anna Bianchi"}, {"nome": "gabri", "nome_completo": "Gabriella Neri"}],
    "tariffari": [{"numero": 1, "descrizione": "BASE"}],
    "prestazioni": [
        {"codice": "CONSUL", "tipo": "R", "descrizione": "CONSULENZA FISCALE", "cod_iva": "22", "unita_misura": "HR",
         "minimo_fatturabile": "50.00", "massimo_fatturabile": "1000.00", "soggetta_ritenuta": "S",
         "soggetta_cassa": "S", "prezzi": {"1": "90.00"}},
        {"codice": "TENUTA", "tipo": "R", "descrizione": "TENUTA CONTABILITA'", "cod_iva": "22", "unita_misura": "ME",
         "soggetta_ritenuta": "S", "soggetta_cassa": "S", "prezzi": {"1": "150.00"}},
        {"codice": "PRE2", "tipo": "R", "descrizione": "SENZA RITENUTA", "cod_iva": "22", "soggetta_ritenuta": "N",
         "soggetta_cassa": "S"},
        {"codice": "ASSIST", "tipo": "R", "descrizione": "ASSISTENZA DEL ? PRESSO ?", "cod_iva": "22",
         "soggetta_ritenuta": "S", "soggetta_cassa": "S", "prezzi": {"1": "10.00"}},
        {"codice": "VECCHIA", "tipo": "R", "descrizione": "VECCHIA PRESTAZIONE", "cod_iva": "22",
         "soggetta_ritenuta": "S", "soggetta_cassa": "S", "precancellata": "S"},
        {"codice": "INCAR", "tipo": "D", "descrizione": "COME DA INCARICO", "tipo_descrizione": "."},
        {"codice": "NOTACOND", "tipo": "T", "descrizione": "CONDIZIONI", "tipo_descrizione": ".",
         "righe_testo": ["Non costituisce fattura", "art. 6 DPR 633/72."]},
        {"codice": "VERBALE", "tipo": "V", "descrizione": "VERBALE", "tipo_descrizione": ".",
         "righe_testo": ["VERBALE DEL ?", "PRESSO LA SEDE", "REGISTRATO AL N. ?"]},
    ],
    "particolarita": [
        {"prestazione": "CONSUL", "cliente": "501.00002", "valida_da": "2026-01-01", "modo": "Q",
         "scaglioni": [{"quantita": "10.00", "prezzo": "80.00"}], "prezzo_oltre": "70.00"}
    ],
    "clienti": [
        {"codice": "501.00001", "ragione_sociale": "Rossi s.r.l.", "partita_iva": "00488410010",
         "indirizzo": "Via Roma 1", "cap": "10121", "comune": "Torino", "provincia": "TO", "soggetto_ritenuta": "S",
         "dati_parcellazione": {"responsabile": "gabri"}},
        {"codice": "501.00002", "cognome": "Verdi", "nome": "Aldo", "codice_fiscale": "VRDLDA60A01H501K",
         "indirizzo": "Via Po 3", "cap": "00198", "comune": "Roma", "provincia": "RM", "soggetto_ritenuta": "N",
         "privato": "S", "pagamento": "RD"},
        {"codice": "501.00003", "ragione_sociale": "Comune di Rimini", "codice_fiscale": "00304260409",
         "indirizzo": "Piazza Cavour 27", "cap": "47921", "comune": "Rimini", "provincia": "RN",
         "soggetto_ritenuta": "S", "ente_pubblico": "S", "fattura_pa": "S", "codice_ufficio": "UF1234",
         "gestione_cig_cup": "S", "sezionale_fattura_elettronica": 2},
        {"codice": "501.00004", "ragione_sociale": "Banca Riba s.p.a.", "partita_iva": "01234567897",
         "indirizzo": "Via Po 2", "cap": "10123", "comune": "Torino", "provincia": "TO", "soggetto_ritenuta": "S",
         "pagamento": "RB3060"},
        {"codice": "501.00005", "ragione_sociale": "Tratta s.n.c.", "partita_iva": "00743110157",
         "indirizzo": "Via Po 9", "cap": "10123", "comune": "Torino", "provincia": "TO", "soggetto_ritenuta": "S",
         "pagamento": "TR"},
    ],
}  # fmt: skip


def crea(percorso: Path, **parametri: str) -> Path:
    """Make the archive; `parametri` replace those of the studio."""
    archivio.crea(percorso)
    dati = STUDIO | {"parametri_studio": STUDIO["parametri_studio"] | parametri}
    with archivio.apri(percorso) as aperto:
        importa(
            aperto,
            [("studio.json", json.dumps(dati).encode())],
            data_lavoro=LAVORO,
            utente="anna",
            risposte=Risposte(interattive=False, tutte_si=True),
        )
    return percorso


class Prova(Programma):
    """The program with one screen on an archive."""

    def __init__(self, percorso: Path) -> None:
        sessione = Sessione(percorso, "STU", "Studio Bianchi", "anna", LAVORO)
        super().__init__(sessione, leggi_aiuto=leggi_aiuto, mappa={"conferma": ("f10", "ctrl+s")})
        self.archivio = archivio.apri(percorso)
        self.archivio_percorso = percorso
        self.parcellazione = True
        with self.archivio.lettura() as letto:
            azienda = letto.exec(select(Azienda)).one()
        self.contesto = Contesto(azienda.id or 0, "STU", "P", "anna", LAVORO)

    def annota_origine(self, schermo: str) -> None:
        """Nobody reads here which screen wrote."""


class ManiDocumenti(Mani):
    """Hands on Gestione notule/parcelle."""

    @property
    def schermo(self) -> SchermoDocumenti:
        return next(s for s in self.app.screen_stack if isinstance(s, SchermoDocumenti))

    async def quiete(self) -> None:
        await super().quiete()
        aperto = next((s for s in self.app.screen_stack if isinstance(s, SchermoDocumenti)), None)
        if aperto is not None:
            await self.fino_a(lambda: not aperto.in_calcolo)

    # --- what an operator does again and again ---

    async def testata(self, sigla: str, cliente: str = "501.00001") -> None:
        """Sigla, then Enter down to the body."""
        await self.scrivi(f"{sigla}\n\n\n\n")
        if sigla.upper().startswith("PA"):
            await self.premi("enter")  # Stato
        await self.scrivi(f"\n{cliente}\n\n")
        if sigla.upper().startswith("NO"):
            await self.premi("enter")  # Ch.Def
        assert self.app.focused is self.schermo.griglia, self.video

    async def riga(self, codice: str, quantita: str = "", importo: str = "", spese: str = "") -> None:
        """One row of the body, to the next one."""
        await self.scrivi(f"{codice}\n{quantita}\n{importo}\n{spese}\n")

    def campo(self) -> str:
        """The field the cursor is on."""
        corrente = self.app.focused.campo  # type: ignore[union-attr]
        return corrente.identificatore if corrente else ""

    # --- what is in the archive ---

    def documenti(self) -> list[Documento]:
        with self.app.archivio.lettura() as sessione:
            return list(sessione.exec(select(Documento).order_by(Documento.id)))

    def fascicolo(self, chiave: int) -> Any:
        with self.app.archivio.lettura() as sessione:
            return fascicolo(sessione, self.app.contesto, chiave)

    @property
    def ultimo(self) -> Any:
        """The document just saved, whole."""
        return self.fascicolo(self.documenti()[-1].id)

    def registrazioni(self, chiave: int) -> list[dict[str, Any]]:
        with self.app.archivio.lettura() as sessione:
            return di_documento(sessione, self.app.contesto.azienda, chiave)

    def parametri(self, **valori: Any) -> None:
        """Change a parameter of the studio."""
        with self.app.archivio.scrittura() as sessione:
            parametri = sessione.exec(select(ParametriStudio)).one()
            for nome, valore in valori.items():
                setattr(parametri, nome, valore)
            sessione.add(parametri)


@asynccontextmanager
async def gestione(
    percorso: Path, size: tuple[int, int] = (80, 24), chiave: int | None = None
) -> AsyncIterator[ManiDocumenti]:
    """Gestione notule/parcelle just opened."""
    app = Prova(percorso)
    async with app.run_test(size=size) as pilota:
        mani = ManiDocumenti(pilota, app)  # type: ignore[arg-type]
        await app.push_screen(SchermoDocumenti(chiave))
        await mani.quiete()
        yield mani
    app.archivio.chiudi()


def euro(testo: str) -> Decimal:
    return Decimal(testo)
