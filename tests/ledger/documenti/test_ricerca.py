"""The list of documents: filters, columns, paging (chapter 09)."""

from datetime import date

import pytest

from parcella.ledger.documenti.ricerca import Filtro, Voce, conta
from parcella.ledger.esito import Rifiuto

from .banco import COMUNE, ROSSI, VERDI, Banco, con, euro, notula, parcella, riga

R = riga(importo="100.00")


@pytest.fixture
def elenco(banco: Banco) -> Banco:
    """Six documents of three months, with three states of a parcella and two of a notula."""
    banco.emetti(notula(R, giorno=date(2010, 1, 1), note_testata="prima dell'anno"))
    chiusa = banco.emetti(notula(R, giorno=date(2010, 6, 30), cliente=VERDI, modulo_stampa="1"))
    banco.emetti(parcella(R, giorno=date(2010, 6, 30)))
    banco.emetti(parcella(R, giorno=date(2010, 6, 30), pagata="N", modulo_stampa="T"))
    banco.emetti(parcella(R, giorno=date(2010, 12, 31), stato="P", modulo_stampa="1"))
    sospesa = parcella(R, giorno=date(2010, 12, 31), cliente=COMUNE, pagata="N")
    banco.emetti(sospesa, si=("fattura_sospesa",))
    banco.chiudi(chiusa.id)
    return banco


def nomi(banco: Banco, filtro: Filtro) -> list[str]:
    trovate = [v.documento for v in banco.cerca(filtro)]
    with banco.archivio.lettura() as sessione:
        assert conta(sessione, banco.contesto.azienda, filtro) == len(trovate)
    return trovate


TUTTI = ["NO 1/1", "NO1 1/2", "PA 1/1", "PAT 1/2", "PA1 1/3", "PA 2/1"]


@pytest.mark.requisito("RIC-015", "RIC-016", "RIC-017", "RIC-018", "RIC-020", "RIC-021")
def test_le_colonne(elenco: Banco) -> None:
    voci = elenco.cerca()
    assert [(v.documento, v.sp, v.nc, v.r, v.p) for v in voci] == [
        ("NO 1/1", "", "", "", ""),
        ("NO1 1/2", "", "S", "", ""),
        ("PA 1/1", "D", "", "", "S"),
        ("PAT 1/2", "D", "", "", ""),
        ("PA1 1/3", "", "", "", ""),
        ("PA 2/1", "D", "FS", "", ""),
    ]
    prima, seconda = voci[:2]
    assert (prima.data_documento, prima.codice_cliente, prima.nome_cliente, prima.note_testata) == (
        date(2010, 1, 1), ROSSI, "Rossi s.r.l.", "prima dell'anno",
    )  # fmt: skip
    assert (prima.totale_documento, prima.totale_da_pagare) == (euro("124.80"), euro("104.80"))
    assert seconda.nome_cliente == "Verdi Aldo"


@pytest.mark.requisito("RIC-019")
def test_la_r_dei_riferimenti(elenco: Banco) -> None:
    notula_, parcella_ = elenco.cerca()[0].id, elenco.cerca()[2].id
    elenco.sql(f"INSERT INTO riferimento_documento (azienda, notula, parcella) VALUES (1, {notula_}, {parcella_})")
    assert [v.r for v in elenco.cerca()] == ["r", "", "r", "", "", ""]


@pytest.mark.requisito("RIC-005", "RIC-008", "RIC-009", "RIC-010", "RIC-011", "RIC-012")
@pytest.mark.parametrize(
    ("filtro", "attesi"),
    [
        (Filtro(), TUTTI),
        (Filtro(sigla="NO"), TUTTI[:2]),
        (Filtro(sigla="PA"), TUTTI[2:]),
        (Filtro(data_da=date(2010, 6, 30)), TUTTI[1:]),
        (Filtro(data_da=date(2010, 7, 1)), TUTTI[4:]),
        (Filtro(data_a=date(2010, 6, 30)), TUTTI[:4]),
        (Filtro(data_a=date(2010, 6, 29)), TUTTI[:1]),
        (Filtro(serie_da=2), TUTTI[5:]),
        (Filtro(serie_a=1), TUTTI[:5]),
        (Filtro(numero_da=2, numero_a=2), ["NO1 1/2", "PAT 1/2"]),
        (Filtro(numero_a=1), ["NO 1/1", "PA 1/1", "PA 2/1"]),
        (Filtro(cliente_da=VERDI), ["NO1 1/2", "PA 2/1"]),
        (Filtro(cliente_a=ROSSI), ["NO 1/1", "PA 1/1", "PAT 1/2", "PA1 1/3"]),
    ],
)
def test_i_filtri_hanno_gli_estremi_compresi(elenco: Banco, filtro: Filtro, attesi: list[str]) -> None:
    assert nomi(elenco, filtro) == attesi


@pytest.mark.requisito("RIC-013", "RIC-014")
def test_ogni_stato_filtra_solo_la_sua_sigla(elenco: Banco) -> None:
    assert nomi(elenco, Filtro(stato_parcella="P")) == ["NO 1/1", "NO1 1/2", "PA1 1/3"]
    assert nomi(elenco, Filtro(stato_parcella="D")) == ["NO 1/1", "NO1 1/2", "PA 1/1", "PAT 1/2", "PA 2/1"]
    assert nomi(elenco, Filtro(notule_chiuse="N")) == ["NO 1/1", *TUTTI[2:]]
    assert nomi(elenco, Filtro(notule_chiuse="S", sigla="NO")) == ["NO1 1/2"]


@pytest.mark.requisito("RIC-006", "RIC-007")
def test_il_terzo_carattere(elenco: Banco) -> None:
    assert nomi(elenco, Filtro(sigla="NO", modulo="t")) == TUTTI[:2]
    assert nomi(elenco, Filtro(sigla="NO", modulo="1")) == ["NO1 1/2"]
    assert nomi(elenco, Filtro(modulo="1")) == ["NO1 1/2", "PA1 1/3"]
    assert nomi(elenco, Filtro(modulo="T")) == ["PAT 1/2"]


def test_una_sigla_sconosciuta(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="sono ammesse NO e PA"):
        banco.cerca(Filtro(sigla="FT"))


@pytest.mark.requisito("RIC-022", "RIC-023")
@pytest.mark.parametrize("quanti", [1, 2, 4, 7])
def test_si_sfoglia_nei_due_versi_anche_a_pari_data(banco: Banco, quanti: int) -> None:
    dati = notula(R, giorno=date(2010, 5, 5))
    for giorno in (date(2010, 5, 5), date(2010, 5, 5), date(2010, 5, 6), date(2010, 5, 5), date(2010, 5, 5)):
        banco.emetti(con(dati, data_documento=giorno), si=("data_precedente",))
    intero = banco.cerca()
    assert [v.documento for v in intero] == ["NO 1/1", "NO 1/2", "NO 1/4", "NO 1/5", "NO 1/3"]
    assert _sfoglia(banco, quanti, avanti=True) == intero
    assert _sfoglia(banco, quanti, avanti=False) == intero
    assert (
        banco.cerca(quanti=quanti, dopo=intero[-1].chiave) == banco.cerca(quanti=quanti, prima=intero[0].chiave) == []
    )


def _sfoglia(banco: Banco, quanti: int, avanti: bool) -> list[Voce]:
    pagina = banco.cerca(quanti=quanti) if avanti else banco.cerca(quanti=quanti, dal_fondo=True)
    lette = pagina
    while pagina:
        if avanti:
            pagina = banco.cerca(quanti=quanti, dopo=pagina[-1].chiave)
            lette = lette + pagina
        else:
            pagina = banco.cerca(quanti=quanti, prima=pagina[0].chiave)
            lette = pagina + lette
    return lette
