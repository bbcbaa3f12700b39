"""What a document takes from one already made: the conditions of then, not the parametri of today (DOC-127)."""

from sqlmodel import Session, col, select

from parcella.ledger.documenti.composizione import Precedente
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.nota_credito import corretta
from parcella.ledger.documenti.tabelle import Documento, FondoDocumento, RigaDocumento
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.documenti.voci import Fondo

# Those of the window Cassa Prev/Rda are changed if they are typed.
CONDIZIONI = (
    "soggetto_rda",
    "perc_cassa",
    "tipo_cassa",
    "iva_cassa",
    "cassa_iva",
    "aliquota_rda",
    "perc_imponibile_rda",
    "perc_inps",
    "iva_inps",
    "inps_soggetta_rda",
    "spese_banca_soggette_rda",
    "perc_enasarco",
    "cod_esenzione_spese_anticipate",
    "addebita_bollo",
    "forfettario",
    "iva_per_cassa",
    "causale_pagamento_770s",
)


def precedente(sessione: Session, documento: Documento, dati: DatiDocumento) -> Precedente:
    """What a revision starts from: the conditions the document was made with, but for those typed now."""
    scritte = {campo: getattr(dati, campo, None) for campo in CONDIZIONI}
    prestazioni = sessione.exec(
        select(RigaDocumento.codice_prestazione).where(
            RigaDocumento.azienda == documento.azienda, RigaDocumento.documento == documento.id
        )
    ).all()
    fondi = sessione.exec(
        select(FondoDocumento)
        .where(FondoDocumento.azienda == documento.azienda, FondoDocumento.documento == documento.id)
        .order_by(col(FondoDocumento.numero_riga))
    ).all()
    return Precedente(
        {campo: getattr(documento, campo) if scritta is None else scritta for campo, scritta in scritte.items()},
        [codice for codice in prestazioni if codice is not None],
        tuple(Fondo(f.percentuale, f.quota, f.tipo_cassa) for f in fondi),
    )


def della_corretta(tavole: Tavole, dati: DatiDocumento) -> Precedente | None:
    """What a nota di credito starts from: the conditions of the parcella it corrects, if that is in the archive."""
    if dati.nota_credito != "S":
        return None
    documento = corretta(tavole, dati.fattura_collegata_numero, dati.fattura_collegata_data)
    return None if documento is None else precedente(tavole.sessione, documento, dati)
