"""`parcella clienti varia-fattura-elettronica`: a preview unless asked to write."""

import pytest

from .banco_comandi import Ufficio

COMANDO = ("clienti", "varia-fattura-elettronica")


@pytest.mark.requisito("FEL-037", "FEL-042")
def test_prova_e_poi_scrive(ufficio: Ufficio) -> None:
    voluto = ("--var-fatturazione-elettronica", "S", "--var-sezionale", 1)
    in_prova = ufficio.json(*COMANDO, *voluto, "--sel-fatturazione-elettronica", "S")
    assert in_prova
    assert {riga["sezionale_dopo"] for riga in in_prova} == {1}
    fatte = ufficio.json(*COMANDO, *voluto, "--prova", "N")
    assert {riga["codice"] for riga in fatte} >= {riga["codice"] for riga in in_prova}
    assert ufficio.json(*COMANDO, *voluto) == []


def test_chiede_il_sezionale(ufficio: Ufficio) -> None:
    esito = ufficio(*COMANDO, "--var-fatturazione-elettronica", "S")
    assert (esito.codice, "Indicare il sezionale IVA" in esito.errori) == (1, True)
    assert ufficio(*COMANDO, "--var-fatturazione-elettronica", "S", "--prova", "X").codice == 2
