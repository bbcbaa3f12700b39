"""A fascicolo made by hand, with sums worked out by the real arithmetic."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from parcella.ledger.aziende.tabelle import Azienda, CodiceIva, Pagamento, ParametriStudio
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.calcolo import calcola
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.documenti.voci import Aliquota, Condizioni, Fondo, VoceRiga
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula
from parcella.ledger.tipi import ZERO
from parcella.stampe.documento import modulo_di, pdf
from parcella.stampe.modulo import Modulo

IBAN = "IT60X0542811101000000123456"

CODICI = {
    "22": CodiceIva(azienda=1, codice="22", aliquota=Decimal("22.00"), descrizione="IVA 22%"),
    "10": CodiceIva(azienda=1, codice="10", aliquota=Decimal("10.00"), descrizione="IVA 10%"),
    "S15": CodiceIva(azienda=1, codice="S15", aliquota=ZERO, descrizione="Escluse art. 15 DPR 633/72", natura="N1"),
    "E10": CodiceIva(azienda=1, codice="E10", aliquota=ZERO, descrizione="Esenti art. 10 DPR 633/72", natura="N4"),
    "FOR": CodiceIva(
        azienda=1, codice="FOR", aliquota=ZERO, descrizione="Regime forfettario L. 190/2014", natura="N2.2"
    ),
}

RIFERIMENTI = {
    "notula_non_fattura": "DICITURA-NOTULA: il presente avviso non costituisce fattura.",
    "bollo_virtuale": "DICITURA-BOLLO: imposta di bollo assolta in modo virtuale.",
    "forfettario": "DICITURA-FORFETTARIO: operazione in franchigia da IVA.",
    "iva_per_cassa": "DICITURA-CASSA: IVA per cassa, art. 32-bis DL 83/2012.",
    "split_payment": "DICITURA-SPLIT: scissione dei pagamenti.",
    "copia_cortesia": "DICITURA-COPIA: copia di cortesia della fattura elettronica.",
}


def azienda(**altri: Any) -> Azienda:
    dati = {
        "id": 1, "sigla": "STU", "tipo": "P", "ragione_sociale": "Studio Montanari", "partita_iva": "99000010405",
        "codice_fiscale": "MNTLSE74E63H294X", "indirizzo": "Corso d’Augusto", "numero_civico": "118", "cap": "47921",
        "comune": "Rimini", "provincia": "RN", "telefono": "0541 123456", "email": "segreteria@montanari.example",
        "pec": "studio.montanari@pec.example", "iban": IBAN, "bic": "BLOPIT22XXX",
        "istituto_finanziario": "Banca Popolare di Bergamo", "regime_fiscale": "RF01",
        "albo_professionale": "Ordine dei dottori commercialisti", "provincia_albo": "RN",
        "numero_iscrizione_albo": "412/A", "iva_per_cassa": "N",
    }  # fmt: skip
    return Azienda(**(dati | altri))


def cliente(**altri: Any) -> Cliente:
    dati = {
        "azienda": 1, "codice": "201.00001", "ragione_sociale": "Rossi Costruzioni s.r.l.", "chiave_nome": "ROSSI",
        "indirizzo": "Via Flaminia", "numero_civico": "171/B", "cap": "47923", "comune": "Rimini", "provincia": "RN",
        "partita_iva": "01234567897", "codice_fiscale": "01234567897", "privato": "N", "tipo_fattura_elettronica": "S",
        "fattura_pa": "N",
    }  # fmt: skip
    return Cliente(**(dati | altri))


def riga(numero: int, descrizione: str | None, importo: str = "0.00", **altri: Any) -> RigaDocumento:
    dati = {
        "azienda": 1, "documento": 1, "numero_riga": numero, "descrizione_riga": descrizione,
        "importo_prestazione": Decimal(importo), "spese_anticipate_riga": ZERO, "codice_iva_riga": "22",
        "soggetta_rda": "S", "soggetta_cassa": "S", "soggetta_inps": "N",
    }  # fmt: skip
    return RigaDocumento(**(dati | altri))


def nota(numero: int, testo: str, tipo: str = ".") -> RigaDocumento:
    return riga(numero, testo, tipo_riga=tipo, codice_iva_riga=None)


def condizioni(**altri: Any) -> Condizioni:
    dati = {
        "codici_iva": {k: Aliquota(k, c.aliquota, c.natura) for k, c in CODICI.items()},
        "codice_spese_anticipate": "S15",
        "fondi": (Fondo(Decimal("4.00"), tipo_cassa="TC02"),),
        "iva_cassa": "22",
        "aliquota_rda": Decimal("20.00"),
        "codice_iva_ordinario": "22",
    }
    return Condizioni(**(dati | altri))


def rata(numero: int, scadenza: date, importo: Decimal | str, *, parcella: bool = False, **altri: Any) -> Any:
    classe = RataContabile if parcella else RataNotula
    dati = {
        "azienda": 1, "documento": 1, "numero_rata": numero, "data_scadenza": scadenza, "tipo_pagamento": "B",
        "importo_rata": Decimal(importo),
    }  # fmt: skip
    return classe(**(dati | altri))


def fascicolo(
    righe: Sequence[RigaDocumento],
    *,
    sigla: str = "NO",
    regole: Condizioni | None = None,
    documento: dict[str, Any] | None = None,
    **altri: Any,
) -> Fascicolo:
    """A document with these rows; `documento` and the other keys change what is usual."""
    regole = regole or condizioni()
    totali = calcola(
        [
            VoceRiga(
                r.importo_prestazione,
                r.codice_iva_riga,
                r.soggetta_rda or "S",
                r.soggetta_cassa == "S",
                r.soggetta_inps == "S",
                spese_anticipate=r.spese_anticipate_riga,
            )
            for r in righe
            if r.tipo_riga is None and r.codice_iva_riga
        ],
        regole,
    )
    dati = {
        "id": 1, "azienda": 1, "sigla_documento": sigla, "anno": 2026, "serie": 1, "numero_documento": 12,
        "data_documento": date(2026, 3, 31), "stato_parcella": "D" if sigla == "PA" else None,
        "codice_cliente": "201.00001", "aliquota_rda": regole.aliquota_rda, "esigibilita_iva": "I",
        "perc_cassa": Decimal("4.00"), "perc_inps": regole.perc_inps or None, "escludi_bollo_virtuale": "N",
        "forfettario": "N", "perc_imponibile_rda": Decimal("100.00"),
    }  # fmt: skip
    pagamento = Pagamento(azienda=1, codice="BB30", descrizione="Bonifico 30 giorni", tipo_pagamento="B")
    base = Fascicolo(
        azienda=azienda(),
        parametri=ParametriStudio(azienda=1),
        cliente=cliente(),
        documento=Documento(**(dati | (documento or {}))),
        righe=tuple(righe),
        totali=totali,
        codici_iva=CODICI,
        pagamento=pagamento,
        rate=(rata(1, date(2026, 4, 30), totali.totale_da_pagare, parcella=sigla == "PA"),),
        riferimenti=RIFERIMENTI,
        descrizione_documento={"NO": "Notula", "PA": "Parcella"}[sigla],
    )
    return replace(base, **altri)


def pagine(contenuto: bytes) -> list[str]:
    """The text of each page, read back by another library."""
    return [pagina.extract_text() for pagina in PdfReader(BytesIO(contenuto)).pages]


def letto(contenuto: bytes) -> str:
    return "\n".join(pagine(contenuto))


def modulo(f: Fascicolo) -> Modulo:
    trovato = modulo_di(f.documento)
    assert trovato is not None
    return trovato


def stampata(f: Fascicolo) -> str:
    return letto(pdf(f, modulo(f)))


@pytest.fixture(autouse=True)
def cartella_utente(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Never on the developer's own forms."""
    cartella = tmp_path / "utente"
    monkeypatch.setattr("parcella.risorse.cartella_utente", lambda: cartella)
    return cartella


Costruttore = Callable[..., Fascicolo]
