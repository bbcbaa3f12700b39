"""The tables a new azienda starts from."""

from datetime import date

import pytest

from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.codici import elenco_codici_iva
from parcella.ledger.aziende.conti import conti_automatici, elenco_conti
from parcella.ledger.aziende.parametri import parametri_studio
from parcella.ledger.aziende.serie import elenco_serie
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni.tariffari import abilitati
from parcella.ledger.scambio.predefiniti import crea_azienda

GIORNO = date(2026, 3, 31)


@pytest.mark.requisito("PAR-012", "PAR-059", "PAR-073", "CTA-012", "CTA-013", "TAR-010")
@pytest.mark.parametrize("tipo", ["P", "I"])
def test_una_nuova_azienda_e_pronta(archivio_vuoto: Archivio, tipo: str) -> None:
    risposte = Risposte(interattive=False)
    with archivio_vuoto.scrittura() as session:
        azienda = crea_azienda(session, "NUO", tipo, "Nuova", GIORNO, {"comune": "Rimini"}, risposte)
        parametri = parametri_studio(session, azienda)
        automatici = conti_automatici(session, azienda)
        assert parametri is not None and automatici is not None
        assert parametri.numero_alla_definitiva == "S"
        assert automatici.conto_iva_vendite == "110.00003"
        assert automatici.conto_spese_banca == "803.00001"
        assert automatici.conto_spese_banca_sospeso == ("002.00103" if tipo == "P" else None)
        assert {conto.codice for conto in elenco_conti(session, azienda, ("P Z",))} == (
            {"001.00101", "002.00101", "002.00102", "002.00103", "002.00104", "005.00003"} if tipo == "P" else set()
        )
        serie = [(s.documento, s.serie, s.fattura_elettronica) for s in elenco_serie(session, azienda)]
        assert serie == [("NO", 1, None), ("PA", 1, "S")]
        nature = {codice.natura for codice in elenco_codici_iva(session, azienda)}
        assert {"N1", "N2.1", "N2.2", "N3.5", "N4"} <= nature
        assert abilitati(session, azienda) == {1: "BASE"}
    assert risposte.avvisi == []
