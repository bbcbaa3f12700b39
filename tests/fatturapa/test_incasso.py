"""A collection from a public body before its invoice was sent (FPA-009)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.documenti.banco import COMUNE, ROSSI, Banco, apri_banco, euro, parcella, riga
from parcella.fatturapa import emissione
from parcella.fatturapa.esportazione import esporta
from parcella.fatturapa.registro import segna
from parcella.ledger.archivio import Archivio
from parcella.ledger.esito import Risposte

GIORNO = date(2026, 3, 2)
SI = ("fattura_sospesa", "cig_cup_mancanti", "riferimenti_esterni_mancanti")


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    banco = apri_banco(archivio_vuoto)
    return Banco(banco.archivio, replace(banco.contesto, data_lavoro=GIORNO))


def incassa(banco: Banco, chiave: int, importo: str) -> list[str]:
    risposte = Risposte()
    with banco.archivio.scrittura() as sessione:
        emissione.incassa(sessione, banco.contesto, chiave, GIORNO, euro(importo), None, risposte)
    return [avviso.codice for avviso in risposte.avvisi]


def emetti(banco: Banco, cliente: str, giorno: date = GIORNO) -> int:
    dati = parcella(riga(importo="100.00"), cliente=cliente, giorno=giorno, pagata="N")
    return banco.emetti(dati, si=SI).id


@pytest.mark.requisito("FPA-009")
def test_un_incasso_prima_dell_invio_si_avverte(banco: Banco, tmp_path: Path) -> None:
    chiave = emetti(banco, COMUNE)
    assert incassa(banco, chiave, "10.00") == ["incasso_senza_file_inviato"]
    esporta(banco.archivio, banco.contesto, [chiave], tmp_path)
    assert incassa(banco, chiave, "10.00") == ["incasso_senza_file_inviato"], "fatto non è inviato"
    for stato in ("firmato", "inviato"):
        with banco.archivio.scrittura() as sessione:
            segna(sessione, banco.contesto, [1], stato)
    assert incassa(banco, chiave, "10.00") == []


@pytest.mark.requisito("FPA-009")
def test_non_per_i_privati_ne_prima_dell_obbligo(banco: Banco) -> None:
    vecchia = emetti(banco, COMUNE, date(2012, 3, 1))
    assert incassa(banco, vecchia, "10.00") == []
    assert incassa(banco, emetti(banco, ROSSI), "10.00") == []


@pytest.mark.requisito("FPA-009")
@pytest.mark.parametrize(("pagata", "pagato"), [("S", None), ("N", "10.00")])
def test_anche_se_l_incasso_e_nella_conferma(banco: Banco, pagata: str, pagato: str | None) -> None:
    """When the parcella is confirmed its file is not even made."""

    def avvisi(cliente: str, giorno: date = GIORNO, **pagamento: str | None) -> list[str]:
        dati = parcella(riga(importo="100.00"), cliente=cliente, giorno=giorno, **pagamento)
        return [a.codice for a in banco.emetti(dati, si=SI).avvisi if a.codice.startswith("incasso")]

    incassata = {"pagata": pagata, "pagato": pagato}
    assert avvisi(COMUNE, date(2012, 3, 1), **incassata) == []
    assert avvisi(COMUNE, **incassata) == ["incasso_senza_file_inviato"]
    assert avvisi(COMUNE, pagata="N") == []
    assert avvisi(ROSSI, **incassata) == []
