"""The prestazioni that a print selects (STA-037…051)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from ledger.clienti.studio import OGGI, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import ParametriStudio
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import selezione
from parcella.ledger.prestazioni.selezione import Selezione
from parcella.ledger.prestazioni.tabelle import ParametriPrestazioni, Prestazione, PrezzoTariffario

STU = Contesto(1, "STU", "P", "gabri", OGGI)


def prestazione(codice: str, descrizione: str, **altri: Any) -> Prestazione:
    dati = {"tipo": "R", "cod_iva": "22", **altri}
    return Prestazione(azienda=1, codice=codice, descrizione=descrizione, chiave_nome=chiave_nome(descrizione), **dati)


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        prepara(sessione, perc_gestione_separata_inps=Decimal("4.00"))
        sessione.add_all([
            prestazione("ATTO", "Redazione", codice_alternativo="Z", soggetta_ritenuta="S", soggetta_cassa="S",
                        conto_ricavo="801.00001", conto_ricavo_sospeso="002.00101"),
            prestazione("BILANCIO", "Bilancio", codice_alternativo="A", periodicita="M", mese=4, cod_iva="E10"),
            prestazione("CONSUL", "Consulenza", codice_alternativo="M", periodicita="S", soggetta_inps="S",
                        conto_ricavo="801.00009"),
            prestazione("RIMB", "Rimborso", soggetta_ritenuta="R"),
            prestazione("VECCHIA", "Vecchia", precancellata="S"),
        ])  # fmt: skip
        sessione.flush()
        yield sessione


def scelte(session: Session, contesto: Contesto = STU, **campi: Any) -> list[str]:
    return [p.dati.codice for p in selezione.leggi(session, contesto, Selezione(**campi))]


TUTTE = ["ATTO", "BILANCIO", "CONSUL", "RIMB"]


@pytest.mark.requisito("STA-037", "STA-038")
def test_in_ordine_di_codice_di_alternativo_di_descrizione(session: Session) -> None:
    assert scelte(session) == TUTTE
    assert scelte(session, ordine="S") == ["RIMB", "BILANCIO", "CONSUL", "ATTO"]
    assert scelte(session, ordine="D") == ["BILANCIO", "CONSUL", "ATTO", "RIMB"]
    with pytest.raises(Rifiuto) as rifiuto:
        scelte(session, ordine="C")
    assert rifiuto.value.campo == "ordine"


@pytest.mark.requisito("STA-040")
def test_da_codice_a_codice_compresi(session: Session) -> None:
    assert scelte(session, da_prestazione="BILANCIO", a_prestazione="CONSUL") == ["BILANCIO", "CONSUL"]
    with pytest.raises(Rifiuto, match="viene dopo"):
        scelte(session, da_prestazione="CONSUL", a_prestazione="ATTO")


@pytest.mark.requisito("STA-041", "STA-042", "STA-043", "STA-044", "STA-045", "STA-046", "STA-047")
@pytest.mark.parametrize(
    ("campo", "valore", "attese"),
    [
        ("cod_iva", "E10", ["BILANCIO"]),
        ("periodicita", "M", ["BILANCIO"]),
        ("periodicita", "S", ["CONSUL"]),
        ("periodicita", "N", ["ATTO", "RIMB"]),
        ("ritenuta", "S", ["ATTO"]),
        ("ritenuta", "N", ["BILANCIO", "CONSUL", "RIMB"]),
        ("cassa_previdenza", "S", ["ATTO"]),
        ("cassa_previdenza", "N", ["BILANCIO", "CONSUL", "RIMB"]),
        ("gestione_separata_inps", "S", ["CONSUL"]),
        ("gestione_separata_inps", "N", ["ATTO", "BILANCIO", "RIMB"]),
        ("conto_ricavo_sospeso", "002.00101", ["ATTO"]),
        ("conto_ricavo", "801.00009", ["CONSUL"]),
    ],
)
def test_un_filtro_alla_volta(session: Session, campo: str, valore: str, attese: list[str]) -> None:
    assert scelte(session, **{campo: valore}) == attese


@pytest.mark.requisito("STA-044", "STA-045")
def test_cassa_e_gestione_separata_solo_con_la_loro_percentuale(session: Session) -> None:
    parametri = session.exec(select(ParametriStudio)).one()
    parametri.perc_fondo_professionisti = parametri.perc_gestione_separata_inps = None
    session.flush()
    presentati = selezione.campi_presentati(session, STU)
    assert (presentati.cassa_previdenza, presentati.gestione_separata_inps) == (False, False)
    for campo in ("cassa_previdenza", "gestione_separata_inps"):
        with pytest.raises(Rifiuto, match="nei parametri studio") as rifiuto:
            scelte(session, **{campo: "S"})
        assert rifiuto.value.campo == campo
    parametri.perc_fondo_professionisti = Decimal("4.00")
    session.flush()
    assert scelte(session, cassa_previdenza="S") == ["ATTO"]


@pytest.mark.requisito("STA-039")
def test_l_ordine_si_sceglie_solo_con_il_codice_alternativo(session: Session) -> None:
    assert selezione.campi_presentati(session, STU).ordine
    session.add(ParametriPrestazioni(azienda=1, codice_alternativo="N"))
    session.flush()
    assert not selezione.campi_presentati(session, STU).ordine
    assert scelte(session) == TUTTE
    with pytest.raises(Rifiuto, match="codice alternativo") as rifiuto:
        scelte(session, ordine="S")
    assert rifiuto.value.campo == "ordine"


@pytest.mark.requisito("STA-048")
def test_le_precancellate_solo_se_richieste(session: Session) -> None:
    assert scelte(session, includi_precancellate="S") == [*TUTTE, "VECCHIA"]


@pytest.mark.requisito("STA-049", "STA-050")
def test_i_prezzi_per_tariffario(session: Session) -> None:
    session.add_all(
        PrezzoTariffario(azienda=1, prestazione="CONSUL", tariffario=n, prezzo=Decimal(90 - n)) for n in (2, 1)
    )
    session.flush()
    prezzi = {p.dati.codice: p.prezzi for p in selezione.leggi(session, STU, Selezione())}
    assert prezzi["CONSUL"] == {1: Decimal(89), 2: Decimal(88)}
    assert prezzi["ATTO"] == {}


def test_un_altra_azienda_non_si_vede(session: Session) -> None:
    assert scelte(session, Contesto(2, "PR1", "I", "gabri", OGGI)) == []
