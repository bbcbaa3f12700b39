"""What a document takes of a prestazione: its IVA, its description; and what it does not look at any more."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.clienti.studio import comando, prepara
from ledger.documenti.banco import ROSSI, Banco, apri_banco, notula, riga
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.codici import salva_codice_iva
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import anagrafica


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    return apri_banco(archivio_vuoto)


@pytest.mark.requisito("PRE-003")
def test_prestazioni_descriptions_and_texts_in_one_archive(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.scrittura() as session:
        contesto = prepara(session)
        for codice, tipo, altro in (
            ("A", "R", {"cod_iva": "22"}), ("B", "D", {}), ("C", "T", {"righe_testo": ["x"]}),
            ("D", "V", {"righe_testo": ["X"]}),
        ):  # fmt: skip
            dati = {"codice": codice, "tipo": tipo, "descrizione": codice, **altro}
            assert anagrafica.salva(session, contesto, dati, comando()).tipo == tipo
        with pytest.raises(Rifiuto, match="Tipo: valore 'X' non ammesso"):
            anagrafica.salva(session, contesto, {"codice": "E", "tipo": "X", "descrizione": "E"}, comando())


@pytest.mark.requisito("PRE-051")
@pytest.mark.parametrize(("codice", "aliquota"), [("4", "4.00"), ("0,1", "0.10"), ("99.9", "99.90"), ("22", "22.00")])
def test_a_number_is_its_rate(archivio_vuoto: Archivio, codice: str, aliquota: str) -> None:
    with archivio_vuoto.scrittura() as session:
        contesto = prepara(session)
        dati = {"codice": codice, "descrizione": "IVA", "aliquota": Decimal(aliquota)}
        assert salva_codice_iva(session, contesto, dati, comando()).aliquota == Decimal(aliquota)
        with pytest.raises(Rifiuto, match="il numero è l'aliquota, non 21,00") as rifiuto:
            salva_codice_iva(session, contesto, dati | {"aliquota": Decimal("21.00")}, comando())
        assert rifiuto.value.campo == "aliquota"


@pytest.mark.requisito("PRE-052")
@pytest.mark.parametrize(
    ("codice", "natura"), [("E10", "N4"), ("I8", "N3.1"), ("S15", "N1"), ("F7", "N2.1"), ("Z9", "N4")]
)
def test_a_letter_before_the_number_is_a_kind_of_exemption(archivio_vuoto: Archivio, codice: str, natura: str) -> None:
    """Any letter will do: E, I, S and F are advice."""
    with archivio_vuoto.scrittura() as session:
        contesto = prepara(session)
        dati = {"codice": codice, "descrizione": "Esenzione", "natura": natura}
        salvato = salva_codice_iva(session, contesto, dati, comando())
        assert (salvato.aliquota, salvato.natura) == (Decimal("0.00"), natura)
        prestazione = {"codice": "A", "tipo": "R", "descrizione": "A", "cod_iva": codice.lower()}
        assert anagrafica.salva(session, contesto, prestazione, comando()).cod_iva == codice


@pytest.mark.requisito("PRE-054")
def test_the_client_s_own_iva_comes_before_that_of_the_prestazione(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00"), riga("CON22", "50.00")))
    assert [r.codice_iva_riga for r in banco.leggi(emessa.id).righe] == ["20", "22"]
    banco.imposta(clienti=[{"codice": ROSSI, "cod_iva": "E10"}])
    emessa = banco.emetti(notula(riga(importo="100.00"), riga("CON22", "50.00")))
    fascicolo = banco.leggi(emessa.id)
    assert [r.codice_iva_riga for r in fascicolo.righe] == ["E10", "E10"]
    assert {v.codice_iva for v in fascicolo.totali.riepilogo if v.codice_iva in ("20", "22", "E10")} >= {"E10"}


@pytest.mark.requisito("PRE-057")
def test_periodicita_and_mese_do_not_touch_the_documents(banco: Banco) -> None:
    """A prestazione never proposed, or of another month, is charged as any other."""
    uguali = []
    for periodicita, mese in (("S", None), ("N", None), ("M", 1)):
        banco.imposta(prestazioni=[{"codice": "CONS", "periodicita": periodicita, "mese": mese}])
        emessa = banco.emetti(notula(riga(quantita=Decimal("2.00")), giorno=date(2010, 9, 2)))
        letta = banco.leggi(emessa.id)
        uguali.append((letta.righe[0].importo_prestazione, letta.documento.totale_da_pagare))
    assert uguali[0][0] == Decimal("100.00") and len(set(uguali)) == 1
