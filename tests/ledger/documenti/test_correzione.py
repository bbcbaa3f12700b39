"""A parcella definitiva that SdI scartò is written again: same number and date, its postings made again in place."""

from typing import Any

import pytest

from ledger.documenti.banco import Banco, con, euro, parcella, riga
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.rivedi import rivedi
from parcella.ledger.esito import Rifiuto

CASSA = "101.00001"


def correggi(banco: Banco, chiave: int, dati: DatiDocumento) -> str:
    with banco.archivio.scrittura() as sessione:
        return rivedi(sessione, banco.contesto, chiave, dati, banco.risposte(), non_emessa=True).nome


def numeri(banco: Banco, chiave: int) -> list[tuple[str, int]]:
    return [(r["causale"], r["numero"]) for r in banco.registrazioni(chiave)]


@pytest.mark.requisito("FPA-082")
@pytest.mark.parametrize("pagata", [True, False])
def test_la_correzione_rifa_le_scritture_sotto_gli_stessi_numeri(banco: Banco, pagata: bool) -> None:
    scartata = banco.emetti(parcella(riga(importo="350.00"), pagata="S" if pagata else "N"))
    banco.emetti(parcella(riga(importo="100.00")))
    prima = numeri(banco, scartata.id)
    dati = con(banco.dati(scartata.id), righe=[riga(importo="300.00")])
    assert correggi(banco, scartata.id, dati) == scartata.nome
    documento = banco.documento(scartata.id)
    assert (documento.totale_prestazioni, documento.versione) == (euro("300.00"), 2)
    assert numeri(banco, scartata.id) == prima
    assert documento.totalmente_pagata == ("S" if pagata else "N")
    assert sum(r.importo_rata for r in banco.leggi(scartata.id).rate) == documento.totale_da_pagare
    assert banco.violazioni() == []


def test_un_acconto_resta_quello_che_era(banco: Banco) -> None:
    scartata = banco.emetti(parcella(riga(importo="350.00"), pagata="N", pagato="100.00"))
    assert banco.saldo(CASSA) == euro("100.00")
    correggi(banco, scartata.id, con(banco.dati(scartata.id), note_testata="corretta"))
    assert banco.saldo(CASSA) == euro("100.00")
    assert banco.violazioni() == []


def _provvisoria(dati: Any) -> DatiDocumento:
    return con(dati, stato_parcella="P")


def test_non_si_corregge_cio_che_e_gia_incassato_ne_si_torna_indietro(banco: Banco) -> None:
    scartata = banco.emetti(parcella(riga(importo="350.00"), pagata="N"))
    with pytest.raises(Rifiuto, match="la lascia definitiva"):
        correggi(banco, scartata.id, _provvisoria(banco.dati(scartata.id)))
    banco.incassa(scartata.id, "50.00", giorno=scartata_dopo(banco, scartata.id))
    prima = banco.impronta()
    with pytest.raises(Rifiuto, match="incassi registrati dopo"):
        correggi(banco, scartata.id, banco.dati(scartata.id))
    assert banco.impronta() == prima


def scartata_dopo(banco: Banco, chiave: int) -> Any:
    from datetime import timedelta

    return banco.documento(chiave).data_documento + timedelta(days=10)


def test_una_definitiva_emessa_davvero_non_si_corregge(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="350.00")))
    with banco.archivio.scrittura() as sessione, pytest.raises(Rifiuto, match="sola consultazione"):
        rivedi(sessione, banco.contesto, emessa.id, banco.dati(emessa.id), banco.risposte())
