"""`archivio verifica`: every invariant broken by hand on the file is named, and sound books are silent."""

import pytest

from .banco import COMUNE, ROSSI, VERDI, Banco, notula, parcella, riga


@pytest.fixture
def libri(banco: Banco) -> Banco:
    """NO 1/1; PA 1/1 paid; PA 1/2 paid in part, then again; PA 1/3 provvisoria; PA 2/1 suspended, unpaid."""
    banco.emetti(notula(riga("CON22", "100.00", "10.00"), cliente=VERDI))
    banco.emetti(parcella(riga(importo="350.00"), riga("ESENTE", "100.00")))
    acconto = banco.emetti(parcella(riga(importo="650.00"), pagata="N", pagato="81.20"))
    banco.incassa(acconto.id, "100.00")
    banco.emetti(parcella(riga(importo="10.00"), stato="P"))
    banco.emetti(parcella(riga("CON22", "100.00"), cliente=COMUNE, pagata="N"), si=("fattura_sospesa",))
    return banco


def test_libri_sani(libri: Banco) -> None:
    assert libri.violazioni() == []


# Numbers of the file are thousandths or cents: one more of them is enough. Documents 1 NO 1/1, 2 PA 1/1, 3 PA 1/2.
GUASTI = {
    "un totale": ("UPDATE documento SET totale_iva = totale_iva + 1 WHERE id = 2", "PA 1/1: totale_iva "),
    "il da pagare": ("UPDATE documento SET totale_da_pagare = totale_da_pagare + 1 WHERE id = 1", "totale_da_pagare"),
    "il bollo": ("UPDATE documento SET bollo_virtuale = 'N' WHERE id = 2", "PA 1/1: bollo virtuale N"),
    "un importo di riga": (
        "UPDATE riga_documento SET importo_prestazione = importo_prestazione + 100 WHERE documento = 4",
        "PA 1/3: totale_prestazioni 10,00 anziche' 11,00",
    ),
    "una riga che manca": ("DELETE FROM riga_documento WHERE documento = 2 AND numero_riga = 1", "non è continua"),
    "il riepilogo": ("UPDATE riepilogo_iva SET imposta = imposta + 1 WHERE documento = 2", "PA 1/1: il riepilogo IVA"),
    "il riepilogo che manca": ("DELETE FROM riepilogo_iva WHERE documento = 4", "PA 1/3: il riepilogo IVA"),
    "una rata di notula": ("UPDATE rata_notula SET importo_rata = importo_rata - 1", "NO 1/1: totale rate"),
    "una rata che manca": ("DELETE FROM rata_contabile WHERE documento = 5", "PA 2/1: scadenzario contabile 0,00"),
    "una rata pagata": ("UPDATE rata_contabile SET stato_rata = 'P' WHERE documento = 5", "PA 2/1: rate pagate per"),
    "una rata riaperta": (
        "UPDATE rata_contabile SET stato_rata = NULL WHERE documento = 2",
        "PA 1/1: rate pagate per 0,00",
    ),
    "un importo di primanota": (
        "UPDATE riga_primanota SET importo = importo + 1 WHERE id = 1",
        "registrazione 1 del 2010: dare e avere non quadrano",
    ),
    "due importi che quadrano": (
        "UPDATE riga_primanota SET importo = importo + 1 WHERE id IN (1, 2)",
        "PA 1/1: le righe della registrazione FE non corrispondono",
    ),
    "un pagamento spostato": (
        "UPDATE riga_primanota SET importo = importo + 100 WHERE registrazione = 4 AND numero_riga IN (1, 2)",
        "PA 1/2: le righe del pagamento n. 4 non corrispondono",
    ),
    "un conto sconosciuto": (
        "UPDATE riga_primanota SET conto = '999.00001' WHERE id = 2",
        "il conto 999.00001, usato in primanota, non è nel piano dei conti",
    ),
    "la fattura che manca": (
        "UPDATE rata_contabile SET registrazione = NULL; DELETE FROM riga_primanota WHERE registrazione = 3; "
        "DELETE FROM registrazione WHERE id = 3",
        "PA 1/2: attesa una registrazione FE, trovate 0",
    ),
    "il pagamento che manca": (
        "UPDATE rata_contabile SET registrazione = NULL; DELETE FROM riga_primanota WHERE registrazione = 5; "
        "DELETE FROM registrazione WHERE id = 5",
        "PA 1/2: rate pagate per 181,20, pagamenti in primanota per 81,20",
    ),
    "il solo pagamento": (
        "UPDATE rata_contabile SET registrazione = NULL; DELETE FROM riga_primanota WHERE registrazione = 2; "
        "DELETE FROM registrazione WHERE id = 2",
        "PA 1/1: totalmente pagata, attesa una registrazione PG, trovate 0",
    ),
    "una registrazione senza righe": (
        "DELETE FROM riga_primanota WHERE registrazione = 2",
        "registrazione 2 del 2010: senza righe",
    ),
    "la causale": ("UPDATE documento SET causale = 'FE' WHERE id = 5", "PA 2/1: attesa una registrazione FE"),
    "il protocollo": ("UPDATE registrazione SET numero_documento = 9 WHERE id = 1", "PA 1/1: protocollo o data"),
    "la causale tolta": (
        "UPDATE documento SET causale = NULL WHERE id = 2",
        "PA 1/1: registrazioni in primanota per una parcella non contabilizzata",
    ),
    "una definitiva mai registrata": (
        "UPDATE documento SET stato_parcella = 'D' WHERE id = 4",
        "PA 1/3: parcella definitiva senza registrazione",
    ),
    "primanota di una notula": (
        "UPDATE registrazione SET documento = 1 WHERE id = 1",
        "NO 1/1: una notula non ha registrazioni",
    ),
    "l'anno": ("UPDATE documento SET anno = 2011 WHERE id = 1", "NO 1/1: anno 2011 diverso"),
    "la data del numeratore": (
        "UPDATE numeratore SET data_ultimo = NULL WHERE documento = 'PA' AND serie = 1",
        "numeratore PA serie 1 del 2010: data ultimo documento anteriore",
    ),
    "un numero doppio": (
        "PRAGMA foreign_keys = OFF; CREATE TABLE copia AS SELECT * FROM documento; DROP TABLE documento; "
        "ALTER TABLE copia RENAME TO documento; UPDATE documento SET numero_documento = 1 WHERE id = 4",
        "PA 1/1 del 2010: numero usato da più documenti",
    ),
}


@pytest.mark.parametrize("guasto", GUASTI)
def test_ogni_guasto_ha_un_nome(libri: Banco, guasto: str) -> None:
    istruzione, attesa = GUASTI[guasto]
    libri.sql(istruzione)
    violazioni = libri.violazioni()
    assert any(attesa in violazione for violazione in violazioni), violazioni
    assert all(violazione.startswith("STU: ") for violazione in violazioni)


@pytest.mark.requisito("DOC-127")
def test_cambiare_un_conto_dei_parametri_non_guasta_i_libri_gia_scritti(libri: Banco) -> None:
    libri.imposta(conti_automatici={"conto_cassa": "101.00002"})
    assert libri.violazioni() == []
    emessa = libri.emetti(parcella(riga(importo="1.00"), cliente=ROSSI))
    assert libri.saldo("101.00002") == libri.documento(emessa.id).totale_da_pagare
