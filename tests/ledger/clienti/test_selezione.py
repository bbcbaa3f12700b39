"""The clients that a print selects (STA-016…036)."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from ledger.clienti.studio import prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import FormatoInAttesa
from parcella.ledger.clienti import selezione
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.clienti.selezione import Selezione
from parcella.ledger.clienti.tabelle import Cliente, PrestazioneTipica
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tabelle import Prestazione


def cliente(codice: str, nome: str, **altri: Any) -> Cliente:
    return Cliente(azienda=1, codice=codice, ragione_sociale=nome, chiave_nome=chiave_nome(nome), **altri)


def contratto(posizione: int, cliente: str, prestazione: str, stato: str = "A") -> FormatoInAttesa:
    voce = {"codice_prestazione": prestazione, "quantita": "2.00", "prezzo": "150.00"}
    contenuto = {"codice_cliente": cliente, "tipo": "C", "stato": stato, "anno": 2026, "prestazioni": [voce]}
    return FormatoInAttesa(azienda=1, sezione="contratti", posizione=posizione, contenuto=json.dumps(contenuto))


def prestazione(codice: str, **altri: Any) -> Prestazione:
    return Prestazione(
        azienda=1, codice=codice, tipo="R", descrizione=codice.capitalize(), chiave_nome=codice, cod_iva="22", **altri
    )


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        prepara(sessione)
        sessione.add_all([
            prestazione("TENUTA", periodicita="S"), prestazione("BILANCIO", periodicita="M", mese=4),
            prestazione("UNICO", periodicita="M", mese=6), prestazione("CONSUL"),
            cliente("501.00001", "Zeta s.r.l.", provincia="RN", responsabile="gabri", sigla_azienda="PR1",
                    pagamento="RD", zona="N", categoria="A"),
            cliente("501.00002", "Alfa s.r.l.", provincia="RN", responsabile="gabri", pagamento="TR", zona="S"),
            cliente("501.00003", "Beta s.r.l.", provincia="BO", responsabile="gabri", categoria="B"),
            cliente("501.00004", "Gamma s.r.l.", provincia="BO", annullato="S", responsabile="carlo"),
            cliente("502.00001", "Delta s.r.l."),
        ])  # fmt: skip
        sessione.flush()
        yield sessione


@pytest.fixture
def con_prestazioni(session: Session) -> Session:
    """Zeta has TENUTA in a contratto; Alfa BILANCIO in one, and UNICO as typical of May; Beta an old contratto."""
    session.add_all([
        contratto(1, "501.00001", "TENUTA"), contratto(2, "501.00002", "BILANCIO"),
        contratto(3, "501.00003", "TENUTA", stato="N"), contratto(4, "501.00003", "TENUTA", stato="C"),
        PrestazioneTipica(azienda=1, cliente="501.00002", riga=1, prestazione="UNICO", mese=5, prezzo=Decimal("80.00")),
        PrestazioneTipica(azienda=1, cliente="502.00001", riga=1, prestazione="CONSUL"),
    ])  # fmt: skip
    session.flush()
    return session


def scelti(session: Session, **campi: Any) -> list[str]:
    return [c.dati.codice for c in selezione.leggi(session, 1, Selezione(**campi))]


ATTIVI = ["501.00001", "501.00002", "501.00003", "502.00001"]


@pytest.mark.requisito("STA-017")
def test_in_ordine_di_codice_o_di_descrizione(session: Session) -> None:
    assert scelti(session) == ATTIVI
    assert scelti(session, ordine="D") == ["501.00002", "501.00003", "502.00001", "501.00001"]
    with pytest.raises(Rifiuto) as rifiuto:
        scelti(session, ordine="X")
    assert rifiuto.value.campo == "ordine"


@pytest.mark.requisito("STA-018", "STA-019")
def test_da_cliente_a_cliente_compresi(session: Session) -> None:
    assert scelti(session, da_cliente="501.00002", a_cliente="501.00003") == ["501.00002", "501.00003"]
    assert scelti(session, da_cliente="501.00003") == ["501.00003", "502.00001"]
    assert scelti(session, a_cliente="501") == ATTIVI[:3], "fino a un mastro: con tutti i suoi conti"
    with pytest.raises(Rifiuto, match="viene dopo"):
        scelti(session, da_cliente="502.00001", a_cliente="501.00001")


@pytest.mark.requisito("STA-020", "STA-021", "STA-022")
def test_conti_annullati(session: Session) -> None:
    assert scelti(session, conti_annullati="S") == sorted([*ATTIVI, "501.00004"])
    assert scelti(session, conti_annullati="N") == ATTIVI
    assert scelti(session, conti_annullati="A") == ["501.00004"]


@pytest.mark.requisito("STA-023", "CLI-034")
def test_responsabile_quello_di_oggi_per_nome_utente_o_nome_completo(session: Session) -> None:
    assert scelti(session, responsabile="gabri") == ATTIVI[:3]
    assert scelti(session, responsabile="Gabriella Neri") == ATTIVI[:3]
    assert scelti(session, responsabile="carlo", conti_annullati="S") == ["501.00004"], "chi non è più utente si trova"


@pytest.mark.requisito("STA-029", "STA-030", "STA-031", "STA-032")
@pytest.mark.parametrize(
    ("campo", "valore", "attesi"),
    [
        ("provincia", "BO", ["501.00003"]),
        ("zona", "S", ["501.00002"]),
        ("categoria_statistica", "A", ["501.00001"]),
        ("tipo_pagamento", "T", ["501.00002"]),
        ("codice_pagamento", "RD", ["501.00001"]),
    ],
)
def test_un_filtro_alla_volta(session: Session, campo: str, valore: str, attesi: list[str]) -> None:
    assert scelti(session, **{campo: valore}) == attesi


@pytest.mark.requisito("STA-033", "STA-034", "STA-035")
def test_sigla_azienda(session: Session) -> None:
    assert scelti(session, con_sigla_azienda="T") == ATTIVI
    assert scelti(session, con_sigla_azienda="S") == ["501.00001"]
    assert scelti(session, con_sigla_azienda="N") == ATTIVI[1:]


@pytest.mark.requisito("STA-036")
def test_i_filtri_valgono_insieme(session: Session) -> None:
    """The worked example: RN, Bianchi, with no sigla."""
    assert scelti(session, provincia="RN", responsabile="gabri", con_sigla_azienda="N") == ["501.00002"]


@pytest.mark.requisito("STA-024", "STA-027", "STA-028")
@pytest.mark.parametrize(
    ("campi", "campo"),
    [
        ({"codice_prestazione": "TENUTA"}, "codice_prestazione"),
        ({"periodo_prestazione": "T"}, "periodo_prestazione"),
        ({"solo_con_prestazione": "S", "periodo_prestazione": "X"}, "periodo_prestazione"),
        ({"solo_con_prestazione": "S", "mese": 4}, "mese"),
        ({"solo_con_prestazione": "S", "periodo_prestazione": "T", "mese": 4}, "mese"),
        ({"solo_con_prestazione": "S", "periodo_prestazione": "M", "mese": 13}, "mese"),
        ({"solo_con_prestazione": "S", "codice_prestazione": "BOH"}, "codice_prestazione"),
    ],
)
def test_i_campi_chiusi_dagli_altri(session: Session, campi: dict[str, Any], campo: str) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        scelti(session, **campi)
    assert rifiuto.value.campo == campo


@pytest.mark.requisito("STA-024", "STA-025", "STA-026")
def test_solo_chi_ha_una_prestazione_nei_contratti_attivi_o_fra_le_tipiche(con_prestazioni: Session) -> None:
    session = con_prestazioni
    assert scelti(session, solo_con_prestazione="S") == ["501.00001", "501.00002", "502.00001"]
    assert scelti(session, solo_con_prestazione="S", periodo_prestazione="T", codice_prestazione="TENUTA") == [
        "501.00001"
    ]
    assert scelti(session, solo_con_prestazione="S", codice_prestazione="CONSUL") == ["502.00001"]


@pytest.mark.requisito("STA-027", "STA-028")
def test_periodo_e_mese(con_prestazioni: Session) -> None:
    session = con_prestazioni
    del_mese = {"solo_con_prestazione": "S", "periodo_prestazione": "M"}
    assert scelti(session, **del_mese) == ["501.00002"], "TENUTA è sempre, CONSUL non è proposta"
    assert scelti(session, **del_mese, mese=4) == ["501.00002"]
    assert scelti(session, **del_mese, mese=5) == ["501.00002"], "per una tipica vale il mese della riga"
    assert scelti(session, **del_mese, mese=6) == []


def test_le_prestazioni_trovate(con_prestazioni: Session) -> None:
    tutte = {
        c.dati.codice: [asdict(p) for p in c.prestazioni]
        for c in selezione.leggi(con_prestazioni, 1, Selezione(solo_con_prestazione="S"))
    }
    assert tutte["501.00002"] == [
        {"prestazione": "BILANCIO", "descrizione": "Bilancio", "periodicita": "M", "mese": 4,
         "origine": "contratto 2026", "quantita": Decimal("2.00"), "prezzo": Decimal("150.00")},
        {"prestazione": "UNICO", "descrizione": "Unico", "periodicita": "M", "mese": 5, "origine": "tipica 1",
         "quantita": None, "prezzo": Decimal("80.00")},
    ]  # fmt: skip


def test_un_altra_azienda_non_si_vede(session: Session) -> None:
    assert [c.dati.codice for c in selezione.leggi(session, 2, Selezione())] == []


def test_piu_clienti_di_quanti_se_ne_leggono_per_volta(session: Session) -> None:
    session.add_all(cliente(f"503.{n:05}", f"Cliente {n}") for n in range(1200))
    session.add_all(contratto(n, f"503.{n:05}", "TENUTA") for n in (0, 499, 500, 1199))
    session.flush()
    assert scelti(session, da_cliente="503") == [f"503.{n:05}" for n in range(1200)]
    assert scelti(session, solo_con_prestazione="S", da_cliente="503") == [f"503.{n:05}" for n in (0, 499, 500, 1199)]
