"""The companies and the people of the archive."""

from typing import Any

import pytest
from sqlmodel import Session

from parcella.ledger.aziende.anagrafica import elenco_aziende, elenco_utenti, salva_azienda, salva_utente
from parcella.ledger.aziende.codici import elenco_descrizioni_documento
from parcella.ledger.aziende.parametri import parametri_studio
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Richiesta, Rifiuto, Risposte


def salva(sessione: Session, risposte: Risposte | None = None, **dati: Any) -> Azienda:
    base = {"sigla": "NUO", "tipo": "P", "ragione_sociale": "Studio nuovo"}
    return salva_azienda(sessione, base | dati, risposte or Risposte())


def test_una_nuova_azienda_ha_i_suoi_parametri(sessione: Session) -> None:
    azienda = salva(sessione)
    assert azienda.id is not None
    assert parametri_studio(sessione, azienda.id) is not None
    assert [d.descrizione for d in elenco_descrizioni_documento(sessione, azienda.id)] == ["NOTULA", "PARCELLA"]
    salva(sessione, comune="Rimini")
    (scritta,) = elenco_aziende(sessione)
    assert (scritta.comune, scritta.regime_fiscale) == ("Rimini", "RF01")


@pytest.mark.requisito("FPA-021")
@pytest.mark.parametrize(
    "dati",
    [
        {"partita_iva": "00743110158"},
        {"partita_iva": "0074311015"},
        {"partita_iva": "00000000000"},
        {"codice_fiscale": "BNCNNA75L41H294X"},
        {"codice_fiscale": "bncnna75l41h294h"},
        {"iban": "IT61X0542811101000000123456"},
        {"bic": "XX"},
        {"regime_fiscale": "RF03"},
        {"cap": "4792"},
        {"provincia": "rn"},
        {"pec": "studio"},
        {"sigla": "STUD"},
        {"tipo": "X"},
    ],
)
def test_i_dati_impossibili_sono_rifiutati(sessione: Session, dati: dict[str, str]) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        salva(sessione, **dati)
    assert rifiuto.value.campo == next(iter(dati))


def test_i_dati_buoni(sessione: Session) -> None:
    salva(
        sessione,
        partita_iva="00743110157",
        codice_fiscale="RSSMRAULALMHRLMD",
        iban="IT60X0542811101000000123456",
        bic="BPMOIT22XXX",
    )


def test_un_ufficio_sconosciuto_e_una_domanda(sessione: Session) -> None:
    with pytest.raises(Richiesta) as richiesta:
        salva(sessione, partita_iva="12345678903")
    assert (richiesta.value.codice, richiesta.value.predefinita) == ("partita_iva_ufficio", "S")
    with pytest.raises(Rifiuto):
        salva(sessione, Risposte({"partita_iva_ufficio": "N"}), partita_iva="12345678903")
    salva(sessione, Risposte(interattive=False), partita_iva="12345678903")
    salva(sessione, partita_iva="12345678903", telefono="0541 1234")  # asked once for each value


def test_il_tipo_azienda_non_cambia(sessione: Session, studio: Contesto) -> None:
    with pytest.raises(Rifiuto, match="non si cambia"):
        salva(sessione, sigla="STU", tipo="I")


def test_gli_utenti(sessione: Session, studio: Contesto) -> None:
    salva_utente(sessione, studio, {"nome": "gabri", "nome_completo": "Gabriella Neri"}, Risposte())
    salva_utente(sessione, studio, {"nome": "anna", "attivo": "N"}, Risposte())
    assert [utente.nome for utente in elenco_utenti(sessione)] == ["anna", "gabri"]
    assert [utente.nome for utente in elenco_utenti(sessione, solo_attivi=True)] == ["gabri"]
