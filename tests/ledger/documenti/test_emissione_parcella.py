"""The confirm of a direct parcella; its registrations are proved in test_primanota_parcelle."""

import pytest

from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Richiesta, Rifiuto
from parcella.ledger.primanota.tabelle import Registrazione
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula

from .banco import ROSSI, Banco, con, euro, parcella, riga


@pytest.mark.requisito("PAR-016", "PAR-018", "PDI-002", "DOC-033")
@pytest.mark.parametrize(("proposto", "altro"), [("P", "D"), ("D", "P")])
def test_lo_stato_e_proposto_dai_parametri_e_modificabile(banco: Banco, proposto: str, altro: str) -> None:
    banco.imposta(parametri_studio={"stato_parcella_proposto": proposto})
    dati = parcella(riga(importo="1.00"), stato=None)
    assert banco.documento(banco.emetti(dati).id).stato_parcella == proposto
    assert banco.documento(banco.emetti(con(dati, stato_parcella=altro)).id).stato_parcella == altro


@pytest.mark.requisito("PAR-017", "PDI-003", "DOC-007", "DOC-003")
def test_provvisoria_e_definitiva(banco: Banco) -> None:
    banco.emetti(parcella(riga(importo="100.00"), stato="P"))
    assert [banco.conta(t) for t in (Documento, Registrazione, RataContabile, RataNotula)] == [1, 0, 0, 0]
    banco.emetti(parcella(riga(importo="100.00")))
    assert [banco.conta(t) for t in (Documento, Registrazione, RataContabile, RataNotula)] == [2, 2, 1, 0]
    assert (banco.saldo(ROSSI), banco.saldo("101.00001")) == (0, euro("104.80"))


@pytest.mark.requisito("PDI-017", "PDI-014")
def test_pagata_o_no_decide_le_registrazioni(banco: Banco) -> None:
    for pagata, pagato, causali in (("S", None, ["FE", "PG"]), ("N", None, ["FE"]), ("N", "4.80", ["FE", "PG"])):
        emessa = banco.emetti(parcella(riga(importo="100.00"), pagata=pagata, pagato=pagato))
        assert [r["causale"] for r in banco.registrazioni(emessa.id)] == causali


def test_pagato_per_intero_con_n_si_chiede(banco: Banco) -> None:
    """PDI, Ambiguita' 2: N with the whole amount asks to set S."""
    dati = parcella(riga(importo="100.00"), pagata="N", pagato="104.80")
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(dati)
    assert (domanda.value.codice, domanda.value.predefinita) == ("pagata_per_intero", "S")
    assert banco.documento(banco.emetti(dati, si=("pagata_per_intero",)).id).totalmente_pagata == "S"
    assert banco.documento(banco.emetti(dati, no=("pagata_per_intero",)).id).totalmente_pagata == "N"
    assert banco.violazioni() == []


def test_un_totale_a_zero_non_si_registra_e_si_dice(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="0.00")))
    assert [avviso.codice for avviso in emessa.avvisi] == ["totale_zero"]
    assert banco.registrazioni(emessa.id) == []
    assert banco.violazioni() == []


def test_un_periodo_chiuso_rifiuta_le_definitive(banco: Banco) -> None:
    """PDI, Ambiguita' 7."""
    banco.imposta(azienda={"sigla": "STU", "periodo_chiuso_al": "2010-09-02"})
    with pytest.raises(Rifiuto, match="periodo già chiuso") as rifiuto:
        banco.emetti(parcella(riga(importo="1.00")))
    assert rifiuto.value.campo == "data_documento"
    assert banco.emetti(parcella(riga(importo="1.00"), stato="P")).nome == "PA 1/1"


@pytest.mark.parametrize(("pagata", "pagato"), [("N", "-0.01"), ("S", "-104.80")])
def test_importo_pagato_negativo(banco: Banco, pagata: str, pagato: str) -> None:
    with pytest.raises(Rifiuto, match="non può essere negativo"):
        banco.emetti(parcella(riga(importo="100.00"), pagata=pagata, pagato=pagato))


@pytest.mark.requisito("CTA-010", "PDI-032")
def test_il_conto_di_pagamento_serve_solo_se_qualcosa_e_pagato(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match=r"Il conto 801\.00001 non è un conto patrimoniale") as rifiuto:
        banco.emetti(parcella(riga(importo="100.00"), conto="801.00001"))
    assert rifiuto.value.campo == "pagamento.conto_pagamento"
    assert banco.emetti(parcella(riga(importo="100.00"), conto="801.00001", pagata="N")).nome == "PA 1/1"


def test_un_conto_che_manca_si_nomina_e_non_si_scrive_nulla(banco: Banco) -> None:
    banco.sql("UPDATE conti_automatici SET conto_fondo_previdenza = NULL")
    prima = banco.impronta()
    with pytest.raises(Rifiuto, match="Manca il conto fondo previdenza"):
        banco.emetti(parcella(riga(importo="100.00")))
    assert banco.impronta() == prima
