"""The confirm of a notula: what it writes, and what it leaves alone."""

from datetime import timedelta

import pytest

from parcella.ledger.documenti import proposte
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.esito import Richiesta, Rifiuto
from parcella.ledger.primanota.tabelle import Registrazione
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula

from .banco import OGGI, ROSSI, Banco, con, descrittiva, euro, notula, parcella, riga


@pytest.mark.requisito("DOC-004", "DOC-005", "NOT-001", "NOT-002", "NOT-025", "DOC-003")
def test_una_notula_scrive_documento_rate_e_numeratore_e_nulla_nei_libri(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00"), descrittiva("Come da accordi")))
    assert (emessa.nome, banco.ultimo_numero("NO"), banco.ultimo_numero("PA")) == ("NO 1/1", 1, 0)
    assert [banco.conta(t) for t in (Documento, RigaDocumento, RataNotula)] == [1, 2, 1]
    assert [banco.conta(t) for t in (Registrazione, RataContabile)] == [0, 0]
    assert banco.saldo(ROSSI) == 0
    documento = banco.documento(emessa.id)
    assert (documento.stato_parcella, documento.chiusa_definitiva, documento.causale) == (None, "N", None)
    assert (documento.utente, documento.totale_da_pagare) == ("anna", euro("104.80"))


@pytest.mark.requisito("DOC-003")
@pytest.mark.parametrize("guasto", [{"codice_cliente": "501.00099"}, {"codice_pagamento": "TR"}, {"rate": []}])
def test_un_rifiuto_non_scrive_nulla(banco: Banco, guasto: dict[str, object]) -> None:
    prima = banco.impronta()
    with pytest.raises(Rifiuto):
        banco.emetti(con(notula(riga(importo="100.00")), **guasto))
    assert banco.impronta() == prima


@pytest.mark.requisito("DOC-003")
def test_molti_documenti_insieme_sono_tutti_o_nessuno(banco: Banco) -> None:
    from parcella.fatturapa import emissione

    buoni = [notula(riga(importo="100.00")), parcella(riga(importo="100.00"))]
    prima = banco.impronta()
    with pytest.raises(Rifiuto) as rifiuto:
        emissione.conferma(
            banco.archivio,
            banco.contesto,
            [*buoni, notula(riga("MANCA", "1.00"))],
            banco.risposte(),
            campo=lambda n: f"documento {n + 1}, ",
        )
    assert rifiuto.value.campo == "documento 3, righe.1.codice_prestazione"
    assert banco.impronta() == prima
    emessi = emissione.conferma(banco.archivio, banco.contesto, [*buoni, *buoni], banco.risposte())
    assert [e.nome for e in emessi] == ["NO 1/1", "PA 1/1", "NO 1/2", "PA 1/2"]


@pytest.mark.requisito("DOC-041", "DOC-029")
def test_stato_solo_sulle_parcelle_e_chiusura_solo_sulle_notule(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="solo per le parcelle"):
        banco.emetti(con(notula(riga(importo="1.00")), stato_parcella="P"))
    with pytest.raises(Rifiuto, match="solo per le notule"):
        banco.emetti(con(parcella(riga(importo="1.00")), chiusa_definitiva="N"))
    with pytest.raises(Rifiuto):
        banco.emetti(parcella(riga(importo="1.00"), stato="X"))
    with pytest.raises(Rifiuto):
        banco.emetti(con(notula(riga(importo="1.00")), chiusa_definitiva="X"))
    with pytest.raises(Rifiuto, match="pagamento si scrivono solo sulle parcelle"):
        banco.emetti(con(notula(riga(importo="1.00")), pagamento=parcella().pagamento))


@pytest.mark.requisito("DOC-045", "DOC-041")
def test_chiudere_alla_conferma_chiede(banco: Banco) -> None:
    dati = con(notula(riga(importo="1.00")), chiusa_definitiva="S")
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(dati)
    assert (domanda.value.codice, domanda.value.predefinita) == ("chiusura_notula", "N")
    assert "La Notula verra' chiusa in modo DEFINITIVO" in domanda.value.domanda
    assert banco.documento(banco.emetti(dati, si=("chiusura_notula",)).id).chiusa_definitiva == "S"


@pytest.mark.requisito("DOC-046")
def test_il_responsabile_del_cliente(banco: Banco) -> None:
    banco.imposta(clienti=[{"codice": ROSSI, "dati_parcellazione": {"responsabile": "anna"}}])
    assert banco.leggi(banco.emetti(notula(riga(importo="1.00"))).id).nome_responsabile == "Anna Bianchi"


@pytest.mark.requisito("DOC-038")
def test_soggetto_ritenuta_e_proposto_dal_cliente(banco: Banco) -> None:
    banco.imposta(clienti=[{"codice": ROSSI, "soggetto_ritenuta": "N"}])
    dati = notula(riga(importo="100.00"), giorno=OGGI)
    documenti = [banco.documento(banco.emetti(d).id) for d in (dati, con(dati, soggetto_rda="S"))]
    assert [(d.soggetto_rda, d.ritenuta_acconto) for d in documenti] == [("N", 0), ("S", euro("20.00"))]


@pytest.mark.requisito("DOC-038")
def test_chi_trattiene_la_ritenuta_da_un_giorno_la_propone_da_quel_giorno(banco: Banco) -> None:
    dal = {"codice": ROSSI, "soggetto_ritenuta": "S", "soggetto_ritenuta_dal": OGGI.isoformat()}
    banco.imposta(clienti=[dal])
    giorni = (OGGI - timedelta(days=1), OGGI)
    documenti = [banco.documento(banco.emetti(notula(riga(importo="100.00"), giorno=g)).id) for g in giorni]
    assert [(d.soggetto_rda, d.ritenuta_acconto) for d in documenti] == [("N", 0), ("S", euro("20.00"))]
    with banco.archivio.lettura() as sessione:
        proposti = [proposte.cliente(sessione, banco.contesto, ROSSI, g).soggetto_rda for g in giorni]
    assert proposti == ["N", "S"]
