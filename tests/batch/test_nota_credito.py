"""`documenti accredita` and `compensa`, and the TD04 that comes of them."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from .banco_comandi import ROSSI, Ufficio, parcella


@pytest.fixture
def emessa(ufficio: Ufficio) -> dict[str, Any]:
    dati = parcella(stato="D", codice_cliente=ROSSI, data_documento="2026-03-02", pagamento={"totalmente_pagata": "N"})
    (fatta,) = ufficio.json("--si", "documenti", "emetti", ufficio.file(dati))
    return fatta


def nome(documento: dict[str, Any]) -> str:
    return f"{documento['serie']}/{documento['numero_documento']}"


def test_accredita_emette_la_nota_di_tutta_la_parcella(ufficio: Ufficio, emessa: dict[str, Any]) -> None:
    nota = ufficio.json("documenti", "accredita", "PA", nome(emessa), "--anno", "2026", "--data", "2026-03-20")
    uguali = ("totale_documento", "totale_iva", "ritenuta_acconto", "totale_da_pagare")
    assert {n: nota[n] for n in uguali} == {n: emessa[n] for n in uguali}
    assert (nota["nota_credito"], nota["causale"]) == ("S", "NE")
    assert (nota["fattura_collegata_numero"], nota["fattura_collegata_data"]) == (nome(emessa), "2026-03-02")
    assert [r["importo_rata"] for r in nota["rate"]] == [f"-{emessa['totale_da_pagare']}"]
    di_nota = ufficio("documenti", "accredita", "PA", nome(nota), "--anno", "2026")
    assert (di_nota.codice, "si fa di una parcella definitiva" in di_nota.errori) == (1, True)
    ancora = ufficio("documenti", "accredita", "PA", nome(emessa), "--anno", "2026", "--data", "2026-03-21")
    assert (ancora.codice, "è già stata accreditata per intero" in ancora.errori) == (1, True)


def test_il_file_e_un_td04_senza_pagamento_che_dice_che_cosa_storna(
    ufficio: Ufficio, emessa: dict[str, Any], tmp_path: Path
) -> None:
    nota = ufficio.json("documenti", "accredita", "PA", nome(emessa), "--anno", "2026", "--data", "2026-03-20")
    cartella = tmp_path / "xml"
    (fatta,) = ufficio.json(
        "--data-lavoro", "2026-03-20", "fatturapa", "esporta", "PA", nome(nota), "--cartella", cartella
    )
    xml = etree.parse(fatta["file"])
    assert xml.findtext(".//TipoDocumento") == "TD04"
    assert xml.findtext(".//Numero") == nome(nota)
    collegata = xml.find(".//DatiFattureCollegate")
    assert collegata is not None
    assert (collegata.findtext("IdDocumento"), collegata.findtext("Data")) == (nome(emessa), "2026-03-02")
    assert xml.findtext(".//ImportoTotaleDocumento") == emessa["totale_documento"], "importi positivi"
    assert xml.find(".//DatiPagamento") is None
    (giudizio,) = ufficio.json("--data-lavoro", "2026-03-20", "fatturapa", "controlla", fatta["file"])
    assert (giudizio["valido"], giudizio["avvisi"]) == (True, [])


def test_compensa_chiude_le_due_scadenze(ufficio: Ufficio, emessa: dict[str, Any]) -> None:
    nota = ufficio.json("documenti", "accredita", "PA", nome(emessa), "--anno", "2026", "--data", "2026-03-20")
    senza = ufficio("documenti", "compensa", "PA", nome(nota), "--anno", "2026")
    assert (senza.codice, "Manca il conto di giro" in senza.errori) == (1, True)
    ufficio("importa", ufficio.file({"formato": "parcella/1", "azienda": {"sigla": "STU"},
            "parametri_studio": {"conto_giro_effetti_notule": "104.00001"}}, "giro.json"))  # fmt: skip
    fatta = ufficio.json("documenti", "compensa", "PA", nome(nota), "--anno", "2026", "--data", "2026-03-21")
    assert (fatta["importo"], fatta["residuo_nota"], fatta["residuo_documento"]) == (
        emessa["totale_da_pagare"], "0.00", "0.00",
    )  # fmt: skip
    assert ufficio("archivio", "verifica").codice == 0


def test_la_stampa_e_il_suo_modulo(ufficio: Ufficio, emessa: dict[str, Any]) -> None:
    nota = ufficio.json("documenti", "accredita", "PA", nome(emessa), "--anno", "2026", "--data", "2026-03-20")
    dove = ("--anno", "2026", "--cartella", ufficio.cartella / "pdf")
    assert len(ufficio.json("documenti", "stampa", "PA", nome(nota), *dove)) == 1
    (con_nome,) = ufficio.json("documenti", "stampa", "PA", nome(nota), "--modulo", "PA", *dove)
    assert con_nome["documento"] == f"PA {nome(nota)}", "il modulo della parcella vuol dire quello della sua nota"
    esito = ufficio("documenti", "stampa", "PA", nome(nota), "--modulo", "NO", *dove)
    assert (esito.codice, "non è per i documenti NC" in esito.errori) == (1, True)
    codici = {modulo["codice"] for modulo in ufficio.json("moduli", "elenco")}
    assert {"NC", "NCE"} <= codici
