"""Documents made by hand from a short description; their sums come from the arithmetic of the ledger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from parcella.ledger.aziende.tabelle import Azienda, CodiceIva, Pagamento, ParametriStudio
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.calcolo import calcola
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.documenti.voci import Aliquota, Condizioni, Fondo, RegolaBollo, VoceRiga
from parcella.ledger.scadenzario.tabelle import RataContabile
from parcella.ledger.tipi import ZERO, euro

D = Decimal
BOLLO = RegolaBollo(D("2.00"), D("77.47"), addebita=True)
CODICI = {
    codice: CodiceIva(
        azienda=1,
        codice=codice,
        aliquota=D(aliquota),
        natura=natura,
        descrizione=descrizione,
        descrizione_estesa=estesa,
    )
    for codice, aliquota, natura, descrizione, estesa in (
        ("22", "22.00", None, "IVA 22%", None),
        ("22B", "22.00", None, "IVA 22% bis", None),
        ("21", "21.00", None, "IVA 21%", None),
        ("10", "10.00", None, "IVA 10%", None),
        ("E10", "0.00", "N4", "Esente art. 10", "Esente art. 10 n. 18 DPR 633/72"),
        ("E15", "0.00", "N1", "Escluse art. 15", "Escluse ex art. 15 DPR 633/72"),
        ("FORF", "0.00", "N2.2", "Forfettario", "Art. 1 c. 54-89 L. 190/2014"),
        ("E7", "0.00", "N2.1", "Art. 7-ter DPR 633/72", None),
        ("RC", "0.00", "N6.9", "Inversione contabile", "Art. 17 c. 6 DPR 633/72"),
    )
}
RIFERIMENTI = {
    "bollo_virtuale": "Imposta di bollo assolta in modo virtuale ai sensi dell'art. 15 DPR 642/72 e DM 17/06/2014",
    "forfettario": "Operazione in franchigia da IVA, art. 1 c. 54-89 L. 190/2014; senza ritenuta, c. 67",
    "iva_per_cassa": "IVA per cassa, art. 32-bis DL 83/2012",
    "split_payment": "Scissione dei pagamenti, art. 17-ter DPR 633/72",
    "art_15": "Spese anticipate escluse dalla base imponibile, art. 15 c. 1 n. 3 DPR 633/72",
}
CASSA4 = (Fondo(D("4.00"), tipo_cassa="TC02"),)
CASSA2 = (Fondo(D("2.00"), tipo_cassa="TC21"),)
CASSA5 = (Fondo(D("5.00"), tipo_cassa="TC03"),)
INPS4 = {"perc_inps": D("4.00")}
PRIVATO = {"soggetto_rda": False}
FORFETTARIO = {"forfettario": True, "soggetto_rda": False, "iva_cassa": "FORF", "iva_inps": "FORF"}
ASSOCIATO = {"fondi": (Fondo(D("2.00"), D("60.00"), "TC01"), Fondo(D("4.00"), D("40.00"), "TC02"))}
ASSOCIATO_B = {"fondi": (Fondo(D("2.00"), D("66.67"), "TC01"), Fondo(D("4.00"), D("33.33"), "TC02"))}
SPLIT = {"split_payment": True, "soggetto_rda": False}


def azienda(**altro: Any) -> Azienda:
    dati: dict[str, Any] = {
        "id": 1, "sigla": "STU", "tipo": "P", "ragione_sociale": "Studio Rossi", "cognome": "Rossi", "nome": "Mario",
        "partita_iva": "01234567897", "codice_fiscale": "RSSMRA80A01H501U", "indirizzo": "Via Roma",
        "numero_civico": "1", "cap": "00100", "comune": "Roma", "provincia": "RM", "nazione": "IT",
        "iban": "IT60X0542811101000000123456",
        "trasmittente": "A", "regime_fiscale": "RF01", "tipo_documento_fatturapa": "TD06", "iva_per_cassa": "N",
        "progressivo_file": "00000",
    }  # fmt: skip
    return Azienda(**(dati | altro))


def cliente(**altro: Any) -> Cliente:
    dati: dict[str, Any] = {
        "id": 1, "azienda": 1, "codice": "501.00001", "ragione_sociale": "Alfa srl", "chiave_nome": "ALFA SRL",
        "partita_iva": "12345670017", "codice_fiscale": "12345670017", "indirizzo": "Corso Francia 10", "cap": "10100",
        "comune": "Torino", "provincia": "TO", "nazione": "IT", "codice_destinatario": "ABC1234",
        "tipo_fattura_elettronica": "S", "fattura_pa": "N", "ente_pubblico": "N",
    }  # fmt: skip
    return Cliente(**(dati | altro))


def ente(**altro: Any) -> Cliente:
    """A public body."""
    dati: dict[str, Any] = {
        "ragione_sociale": "Comune di Esempio", "partita_iva": None, "codice_fiscale": "80012000826",
        "fattura_pa": "S", "ente_pubblico": "S", "codice_ufficio": "UFX12A", "codice_destinatario": None,
    }  # fmt: skip
    return cliente(**(dati | altro))


def riga(
    importo: str = "0.00",
    iva: str | None = "22",
    rda: str = "S",
    cassa: str = "S",
    inps: str = "N",
    spese: str = "0.00",
    descrizione: str | None = "Consulenza",
    **altro: Any,
) -> RigaDocumento:
    """A row with its amount typed; with `quantita` and `prezzo_unitario` as strings too."""
    for nome in ("quantita", "prezzo_unitario"):
        if nome in altro:
            altro[nome] = D(altro[nome])
    return RigaDocumento(
        azienda=1,
        documento=1,
        importo_prestazione=euro(importo),
        spese_anticipate_riga=euro(spese),
        codice_iva_riga=iva,
        soggetta_rda=rda,
        soggetta_cassa=cassa,
        soggetta_inps=inps,
        descrizione_riga=descrizione,
        **altro,
    )


def nota(testo: str, tipo: str = ".") -> RigaDocumento:
    """A row of text only."""
    return RigaDocumento(azienda=1, documento=1, tipo_riga=tipo, descrizione_riga=testo)


def condizioni(**variazioni: Any) -> Condizioni:
    """A professional in 2026 towards a sostituto: ritenuta 20 %, bollo recharged, no cassa."""
    base = Condizioni(
        codici_iva={c.codice: Aliquota(c.codice, c.aliquota, c.natura) for c in CODICI.values()},
        codice_spese_anticipate="E15",
        iva_cassa="22",
        iva_inps="22",
        codice_iva_ordinario="22",
        aliquota_rda=D("20.00"),
        bollo=BOLLO,
    )
    return replace(base, **variazioni)


def fascicolo(
    *righe: RigaDocumento,
    azienda: Azienda = azienda(),  # noqa: B008 - never changed
    cliente: Cliente = cliente(),  # noqa: B008
    documento: dict[str, Any] | None = None,
    rate: tuple[str, ...] | None = None,
    pagamento: Pagamento | None = None,
    causale_pagamento: str | None = "A",
    prestazioni: dict[str, Any] | None = None,
    riferimenti: dict[str, str] | None = None,
    **variazioni: Any,
) -> Fascicolo:
    """A parcella definitiva `PA 1/27`. `rate` are amounts, `P` after those paid; None is one rate of the whole."""
    c = condizioni(**variazioni)
    for posizione, r in enumerate(righe, 1):
        r.numero_riga = posizione
    voci = [
        VoceRiga(
            r.importo_prestazione,
            r.codice_iva_riga,
            r.soggetta_rda or "N",
            r.soggetta_cassa == "S",
            r.soggetta_inps == "S",
            r.soggetta_enasarco == "S",
            r.spese_anticipate_riga,
        )
        for r in righe
        if r.codice_iva_riga is not None
    ]
    totali = calcola(voci, c)
    dati: dict[str, Any] = {
        "id": 1, "azienda": 1, "sigla_documento": "PA", "anno": 2026, "serie": 1, "numero_documento": 27,
        "data_documento": date(2026, 4, 2), "stato_parcella": "D", "codice_cliente": cliente.codice, "causale": "FE",
        "aliquota_rda": c.aliquota_rda, "forfettario": "S" if c.forfettario else "N",
        "esigibilita_iva": "S" if c.split_payment else "I", "perc_enasarco": c.perc_enasarco,
        "spese_banca_soggette_rda": "S" if c.spese_banca_soggette_rda else "N", "cod_esenzione_spese_anticipate": "E15",
    }  # fmt: skip
    return Fascicolo(
        azienda=azienda,
        parametri=ParametriStudio(azienda=1, causale_pagamento_770s=causale_pagamento),
        cliente=cliente,
        documento=Documento(**(dati | (documento or {}))),
        righe=righe,
        totali=totali,
        codici_iva=CODICI,
        pagamento=pagamento,
        rate=_rate(rate if rate is not None else (str(totali.totale_da_pagare),)),
        riferimenti=RIFERIMENTI if riferimenti is None else riferimenti,
        prestazioni=prestazioni or {},
    )


def _rate(importi: tuple[str, ...]) -> tuple[RataContabile, ...]:
    return tuple(
        RataContabile(
            azienda=1,
            documento=1,
            numero_rata=posizione,
            data_scadenza=date(2026, 3 + posizione, 30),
            importo_rata=D(dato.removesuffix("P")),
            stato_rata="P" if dato.endswith("P") else None,
        )
        for posizione, dato in enumerate(importi, 1)
        if D(dato.removesuffix("P")) != ZERO
    )
