"""Accounts and conti automatici (chapter 02)."""

from typing import Any

import pytest
from sqlmodel import Session

from parcella.ledger.aziende.conti import (
    conti_automatici,
    elenco_conti,
    elimina_conto,
    salva_conti_automatici,
    salva_conto,
)
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte


def salva(sessione: Session, contesto: Contesto, **dati: Any) -> Risposte:
    risposte = Risposte(interattive=False)
    salva_conti_automatici(sessione, contesto, dati, risposte)
    return risposte


@pytest.mark.requisito("CTA-001", "CTA-003", "CTA-010")
def test_i_conti_automatici_si_scrivono(sessione: Session, studio: Contesto) -> None:
    salva(sessione, studio, conto_cassa="102.00001", conto_fornitore_studio="601")
    scritti = conti_automatici(sessione, studio.azienda)
    assert scritti is not None
    assert (scritti.conto_cassa, scritti.conto_fornitore_studio, scritti.mastro_clienti) == ("102.00001", "601", "501")


@pytest.mark.requisito("CTA-012", "CTA-013")
@pytest.mark.parametrize(
    ("campo", "cattivo"),
    [
        ("conto_cassa", "501"),
        ("conto_iva_vendite", "002.00101"),
        ("conto_spese_banca_sospeso", "803.00001"),
        ("conto_fondo_previdenza_sospeso", "318.00120"),
        ("conto_fornitore_studio", "501"),
        ("mastro_clienti", "601"),
    ],
)
def test_un_conto_di_altro_tipo_e_rifiutato(sessione: Session, studio: Contesto, campo: str, cattivo: str) -> None:
    with pytest.raises(Rifiuto, match="ammesso") as rifiuto:
        salva(sessione, studio, **{campo: cattivo})
    assert rifiuto.value.campo == campo


@pytest.mark.requisito("CTA-006", "CTA-007")
def test_il_costo_dello_studio_dipende_dal_tipo(sessione: Session, studio: Contesto, impresa: Contesto) -> None:
    salva(sessione, studio, conto_costo_prestazione_studio="001.00101")
    salva(sessione, impresa, conto_costo_prestazione_studio="701.00001")
    with pytest.raises(Rifiuto, match="ammesso P Z"):
        salva(sessione, studio, conto_costo_prestazione_studio="701.00001")


def test_un_conto_in_uso_non_si_cancella_ne_cambia_tipo(sessione: Session, studio: Contesto) -> None:
    with pytest.raises(Rifiuto, match="in uso"):
        elimina_conto(sessione, studio, "101.00001")
    with pytest.raises(Rifiuto, match="in uso"):
        salva_conto(sessione, studio, {"codice": "101.00001", "tipo": "P Z"}, Risposte())
    salva_conto(sessione, studio, {"codice": "101.00001", "descrizione": "Cassa contanti"}, Risposte())
    elimina_conto(sessione, studio, "110.00010")
    assert "110.00010" not in {conto.codice for conto in elenco_conti(sessione, studio.azienda)}
    with pytest.raises(Rifiuto, match="inesistente"):
        elimina_conto(sessione, studio, "110.00010")


def test_un_conto_bloccato_si_fa_notare(sessione: Session, studio: Contesto) -> None:
    salva_conto(sessione, studio, {"codice": "102.00050", "bloccato": "S"}, Risposte())
    (avviso,) = salva(sessione, studio, conto_cassa="102.00050").avvisi
    assert avviso.codice == "conto_bloccato"


@pytest.mark.parametrize("codice", ["", "101.", ".00001", "101.00001.2", "cassa", "101 1"])
def test_la_forma_del_codice(sessione: Session, studio: Contesto, codice: str) -> None:
    with pytest.raises(Rifiuto):
        salva_conto(sessione, studio, {"codice": codice, "descrizione": "x", "tipo": "P G"}, Risposte())


def test_l_elenco_per_tipo(sessione: Session, studio: Contesto) -> None:
    codici = [conto.codice for conto in elenco_conti(sessione, studio.azienda, ("P C", "P F"))]
    assert codici == ["501", "601"]
