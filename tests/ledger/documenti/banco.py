"""A small studio, and the operations of the documents on it, for tests that read like the manual's examples."""

import io
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import select

from parcella.fatturapa import emissione
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda, Numeratore
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento, DatiRata, DatiRiga
from parcella.ledger.documenti.emetti import Emesso
from parcella.ledger.documenti.fascicoli import fascicolo
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.incassa import Incassato, incassa
from parcella.ledger.documenti.ricerca import Filtro, Voce, pagina
from parcella.ledger.documenti.rivedi import chiudi, dati_di
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.verifica import verifica
from parcella.ledger.esito import Risposte
from parcella.ledger.primanota.consultazione import di_documento, saldo
from parcella.ledger.scambio.esporta import esporta
from parcella.ledger.scambio.importa import importa

OGGI = date(2010, 9, 2)
ROSSI, VERDI, COMUNE, ESTINTO = "501.00004", "501.00005", "501.00006", "501.00007"


def euro(testo: str) -> Decimal:
    return Decimal(testo)


def studio(**sezioni: Any) -> dict[str, Any]:
    """The studio of the manual's figures (cassa 4 %, ritenuta 20 %); a section given is merged over its own."""
    base: dict[str, Any] = {
        "formato": "parcella/1",
        "azienda": {
            "sigla": "STU", "tipo": "P", "ragione_sociale": "Studio Bianchi", "cognome": "Bianchi", "nome": "Anna",
            "partita_iva": "00743110157", "codice_fiscale": "BNCNNA75L41H294H", "indirizzo": "Via Flaminia 76",
            "cap": "47923", "comune": "Rimini", "provincia": "RN", "iban": "IT60X0542811101000000123456",
        },
        "parametri_studio": {
            "parcellazione_studio": "S", "cod_esenzione_spese_anticipate": "S15",
            "conto_spese_anticipate": "104.00001", "conto_ricavo_standard": "801.00001",
            "conto_ricavo_sospeso": "002.00101", "conto_erario_ritenute": "109.00001",
            "conto_erario_ritenute_sospeso": "005.00003", "conto_arrotondamento_pagamento": "815.00001",
            "importo_soglia_arrotondamento": "0.01", "stato_parcella_proposto": "P",
            "apertura_automatica_scadenzario": "N", "codice_tributo": "1040", "perc_fondo_professionisti": "4.00",
            "iva_fondo_professionisti": "20", "tipo_cassa_fatturapa": "TC02", "causale_pagamento_770s": "A",
        },
        "numeratori": [
            {"documento": "NO", "serie": 1, "ultimo_numero": 0},
            {"documento": "PA", "serie": 1, "ultimo_numero": 0},
            {"documento": "PA", "serie": 2, "ultimo_numero": 0, "fattura_elettronica": "S"},
        ],
        "codici_iva": [
            {"codice": "20", "aliquota": "20.00", "descrizione": "IVA 20%"},
            {"codice": "22", "aliquota": "22.00", "descrizione": "IVA 22%"},
            {"codice": "10", "aliquota": "10.00", "descrizione": "IVA 10%"},
            {"codice": "S15", "natura": "N1", "descrizione": "Escluse art. 15"},
            {"codice": "E10", "natura": "N4", "descrizione": "Esenti art. 10"},
        ],
        "codici_tributo": [
            {"codice": "1040", "descrizione": "Ritenute", "aliquota_rda": "20.00", "perc_imponibile_rda": "100.00"}
        ],
        "pagamenti": [
            {"codice": "RD", "descrizione": "Rimessa diretta", "tipo_pagamento": "M"},
            {"codice": "B3060", "descrizione": "Bonifico 30/60", "tipo_pagamento": "B", "numero_rate": 2,
             "giorni_prima_rata": 30, "giorni_intervallo": 30},
            {"codice": "RB30", "descrizione": "RiBa 30", "tipo_pagamento": "R", "giorni_prima_rata": 30,
             "spese_banca": "5.00"},
            {"codice": "TR", "descrizione": "Tratta", "tipo_pagamento": "T"},
        ],
        "conti": [
            {"codice": "501", "descrizione": "CLIENTI", "tipo": "P C"},
            *({"codice": c, "descrizione": d, "tipo": "P G"} for c, d in (
                ("101.00001", "CASSA"), ("101.00002", "BANCA"), ("109.00001", "ERARIO C/RITENUTE"),
                ("110.00003", "IVA A DEBITO"), ("110.00005", "IVA DIFFERITA"), ("104.00001", "SPESE ANTICIPATE"),
                ("104.00002", "SPESE ANTICIPATE ROSSI"), ("318.00120", "CASSA PREVIDENZA"), ("318.00130", "BOLLO"),
            )),
            {"codice": "101.00009", "descrizione": "BANCA CHIUSA", "tipo": "P G", "bloccato": "S"},
            *({"codice": c, "descrizione": d, "tipo": "E G"} for c, d in (
                ("801.00001", "PRESTAZIONI"), ("801.00002", "RIVALSA INPS"), ("801.00003", "SPESE BANCA"),
                ("801.00009", "CONSULENZE"), ("815.00001", "ARROTONDAMENTI"),
            )),
            *({"codice": c, "descrizione": d, "tipo": "P Z"} for c, d in (
                ("002.00101", "C/SOSPESO PRESTAZIONI"), ("002.00102", "C/SOSPESO RIVALSA"),
                ("002.00103", "C/SOSPESO SPESE BANCA"), ("005.00003", "ERARIO C/RIT. SOSPESO"),
            )),
        ],
        "conti_automatici": {
            "mastro_clienti": "501", "conto_cassa": "101.00001", "conto_iva_vendite": "110.00003",
            "conto_iva_differita": "110.00005", "conto_fondo_previdenza": "318.00120",
            "conto_rivalsa_inps": "801.00002", "conto_rivalsa_inps_sospeso": "002.00102",
            "conto_spese_banca": "801.00003", "conto_spese_banca_sospeso": "002.00103", "conto_bollo": "318.00130",
        },
        "utenti": [{"nome": "anna", "nome_completo": "Anna Bianchi"}],
        "tariffari": [{"numero": 1, "descrizione": "BASE"}, {"numero": 2, "descrizione": "AMICI"}],
        "prestazioni": [
            {"codice": "CONS", "tipo": "R", "descrizione": "CONSULENZA", "cod_iva": "20", "unita_misura": "HR",
             "soggetta_ritenuta": "S", "soggetta_cassa": "S", "prezzi": {"1": "50.00", "2": "40.00"}},
            {"codice": "LIMITI", "tipo": "R", "descrizione": "PRATICA", "cod_iva": "20", "soggetta_ritenuta": "S",
             "soggetta_cassa": "S", "minimo_fatturabile": "10.00", "massimo_fatturabile": "60.00"},
            {"codice": "CON22", "tipo": "R", "descrizione": "CONSULENZA 22", "cod_iva": "22",
             "soggetta_ritenuta": "S", "soggetta_cassa": "S"},
            {"codice": "NORDA", "tipo": "R", "descrizione": "SENZA RITENUTA", "cod_iva": "22",
             "soggetta_ritenuta": "N", "soggetta_cassa": "S"},
            {"codice": "ESENTE", "tipo": "R", "descrizione": "PRESTAZIONE ESENTE", "cod_iva": "E10",
             "soggetta_ritenuta": "N", "soggetta_cassa": "N"},
            {"codice": "AVVISO", "tipo": "D", "descrizione": "AVVISO", "tipo_descrizione": ",",
             "messaggio": "Studio chiuso in agosto", "scadenza_messaggio": "2010-08-31"},
            {"codice": "FISSO", "tipo": "T", "descrizione": "CONDIZIONI", "tipo_descrizione": ".",
             "righe_testo": ["Prima riga", "Seconda riga"]},
            {"codice": "VARIA", "tipo": "V", "descrizione": "PERIODO", "tipo_descrizione": ".",
             "righe_testo": ["DAL ????", "AL ????"]},
        ],
        "clienti": [
            {"codice": ROSSI, "ragione_sociale": "Rossi s.r.l.", "partita_iva": "00488410010",
             "codice_fiscale": "00488410010", "indirizzo": "Via Roma 1", "cap": "10121", "comune": "Torino",
             "provincia": "TO", "soggetto_ritenuta": "S", "codice_destinatario": "ABC1234"},
            {"codice": VERDI, "cognome": "Verdi", "nome": "Aldo", "codice_fiscale": "VRDLDA60A01H501K",
             "indirizzo": "Via Po 3", "cap": "00198", "comune": "Roma", "provincia": "RM", "privato": "S",
             "soggetto_ritenuta": "N", "pagamento": "B3060", "tariffario": 2},
            {"codice": COMUNE, "ragione_sociale": "Comune di Prova", "codice_fiscale": "80012000826",
             "indirizzo": "Piazza 1", "cap": "47921", "comune": "Rimini", "provincia": "RN",
             "soggetto_ritenuta": "S", "ente_pubblico": "S", "fattura_pa": "S", "codice_ufficio": "UF1234",
             "sezionale_fattura_elettronica": 2},
            {"codice": ESTINTO, "ragione_sociale": "Estinta s.r.l.", "partita_iva": "00488410010",
             "annullato": "S"},
        ],
    }  # fmt: skip
    for nome, valore in sezioni.items():
        propria = base.get(nome)
        base[nome] = {**propria, **valore} if isinstance(propria, dict) else [*(propria or []), *valore]
    return base


@dataclass
class Banco:
    """The open archive of the small studio. Amounts are written as text."""

    archivio: Archivio
    contesto: Contesto

    def emetti(self, dati: DatiDocumento, si: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> Emesso:
        """Confirm a document; questions not answered in `si` or `no` raise Richiesta, as on the screen."""
        return emissione.conferma(self.archivio, self.contesto, [dati], self.risposte(si, no))[0]

    def rivedi(self, chiave: int, dati: DatiDocumento, si: tuple[str, ...] = (), **altro: Any) -> Emesso:
        return emissione.rivedi(self.archivio, self.contesto, chiave, dati, self.risposte(si), **altro)

    def elimina(self, chiave: int, si: tuple[str, ...] = ("elimina_documento", "elimina_primanota")) -> str:
        return emissione.elimina(self.archivio, self.contesto, chiave, self.risposte(si))

    def incassa(self, chiave: int, importo: str, giorno: date = OGGI, conto: str | None = None) -> Incassato:
        with self.archivio.scrittura() as sessione:
            return incassa(sessione, self.contesto, chiave, giorno, euro(importo), conto, Risposte())

    @staticmethod
    def risposte(si: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> Risposte:
        return Risposte(dict.fromkeys(si, "S") | dict.fromkeys(no, "N"))

    def leggi(self, chiave: int) -> Fascicolo:
        with self.archivio.lettura() as sessione:
            return fascicolo(sessione, self.contesto, chiave)

    def registrazioni(self, chiave: int) -> list[dict[str, Any]]:
        with self.archivio.lettura() as sessione:
            return di_documento(sessione, self.contesto.azienda, chiave)

    def righe(self, chiave: int, causale: str, quale: int = 0) -> list[str]:
        """The rows of a registration as the manual prints them: `501.00004 436,80 D`, memo text at the end."""
        trovate = [r for r in self.registrazioni(chiave) if r["causale"] == causale]
        return [
            f"{r['conto']} {r['importo']:.2f}{r['segno']}{' ' + r['descrizione'] if r['descrizione'] else ''}"
            for r in trovate[quale]["righe"]
        ]

    def saldo(self, conto: str) -> Decimal:
        with self.archivio.lettura() as sessione:
            return saldo(sessione, self.contesto.azienda, conto)

    def ultimo_numero(self, documento: str, serie: int = 1, anno: int = 2010) -> int:
        with self.archivio.lettura() as sessione:
            domanda = select(Numeratore.ultimo_numero).where(
                Numeratore.documento == documento, Numeratore.serie == serie, Numeratore.anno == anno
            )
            return sessione.exec(domanda).first() or 0

    def documento(self, chiave: int) -> Documento:
        """The header and foot as they stand in the archive."""
        return self.leggi(chiave).documento

    def dati(self, chiave: int) -> DatiDocumento:
        """A document recalled from the list, to be changed and confirmed again."""
        return dati_di(self.leggi(chiave))

    def cerca(self, filtro: Filtro | None = None, quanti: int = 100, **altro: Any) -> list[Voce]:
        with self.archivio.lettura() as sessione:
            return pagina(sessione, self.contesto.azienda, filtro or Filtro(), quanti, **altro)

    def chiudi(self, chiave: int, si: tuple[str, ...] = ("chiusura_notula",)) -> str:
        with self.archivio.scrittura() as sessione:
            return chiudi(sessione, self.contesto, chiave, self.risposte(si))

    def sql(self, *istruzioni: str) -> None:
        """Lay hands on the file behind the program's back."""
        with closing(sqlite3.connect(self.archivio.percorso)) as db:
            db.executescript(";".join(istruzioni))

    def impronta(self) -> bytes:
        """Everything the archive says of the studio, as `esporta` writes it."""
        foglio = io.StringIO()
        with self.archivio.lettura() as sessione:
            esporta(sessione, self.contesto.azienda, foglio)
        return foglio.getvalue().encode()

    def conta(self, tabella: Any) -> int:
        with self.archivio.lettura() as sessione:
            return len(sessione.exec(select(tabella)).all())

    def violazioni(self) -> list[str]:
        with self.archivio.lettura() as sessione:
            return verifica(sessione)

    def imposta(self, **sezioni: Any) -> None:
        """Change parts of the studio by an import."""
        contenuto = {"formato": "parcella/1", "azienda": {"sigla": "STU"}, **sezioni}
        importa(self.archivio, [("variazione", json.dumps(contenuto).encode())], data_lavoro=OGGI)


def apri_banco(archivio: Archivio, **sezioni: Any) -> Banco:
    """Load the small studio into an empty archive."""
    importa(archivio, [("studio", json.dumps(studio(**sezioni)).encode())], data_lavoro=OGGI)
    return banco_di(archivio)


def banco_di(archivio: Archivio) -> Banco:
    """The bench on an archive that has the small studio already."""
    with archivio.lettura() as sessione:
        azienda = sessione.exec(select(Azienda)).one()
    return Banco(archivio, Contesto(azienda.id or 0, "STU", azienda.tipo, "anna", OGGI))


def riga(codice: str | None = "CONS", importo: str | None = None, spese: str | None = None, **altro: Any) -> DatiRiga:
    importi = {"importo_prestazione": importo, "spese_anticipate_riga": spese}
    return DatiRiga(codice, **{k: None if v is None else euro(v) for k, v in importi.items()} | altro)


def descrittiva(scritto: str, tipo: str = ".") -> DatiRiga:
    return DatiRiga(None, tipo, scritto)


def notula(*righe: DatiRiga, cliente: str = ROSSI, giorno: date = OGGI, **altro: Any) -> DatiDocumento:
    return DatiDocumento("NO", giorno, cliente, righe=list(righe), **altro)


def parcella(
    *righe: DatiRiga,
    cliente: str = ROSSI,
    giorno: date = OGGI,
    stato: str | None = "D",
    pagata: str | None = "S",
    pagato: str | None = None,
    **altro: Any,
) -> DatiDocumento:
    pagamento = DatiPagamento(pagata, None if pagato is None else euro(pagato), altro.pop("conto", None))
    return DatiDocumento("PA", giorno, cliente, righe=list(righe), stato_parcella=stato, pagamento=pagamento, **altro)


def rata(giorno: date, importo: str, tipo: str = "M", **altro: Any) -> DatiRata:
    return DatiRata(giorno, euro(importo), tipo, **altro)


def con(dati: DatiDocumento, **altro: Any) -> DatiDocumento:
    return replace(dati, **altro)
