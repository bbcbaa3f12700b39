"""Electronic and paper sezionali: sezionale 1 paper, 2 and 3 electronic; Alfa enabled on 2, Beta not enabled."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.documenti.banco import OGGI, ROSSI, Banco, apri_banco, banco_di, con, notula, parcella, riga
from parcella.fatturapa.esportazione import da_esportare, esporta
from parcella.ledger import archivio as libro
from parcella.ledger.archivio import Archivio
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Richiesta, Rifiuto, Risposte
from parcella.ledger.scambio.importa import importa

FS = ("fattura_sospesa", "cig_cup_mancanti")
ALFA, BETA = "501.00011", "501.00012"
SERIE = [
    {"documento": "PA", "serie": 1, "fattura_elettronica": "N"},
    {"documento": "PA", "serie": 3, "fattura_elettronica": "S"},
]
CLIENTI = [
    {"codice": ALFA, "ragione_sociale": "Alfa s.r.l.", "partita_iva": "12345670017", "indirizzo": "Via Po 1",
     "cap": "10123", "comune": "Torino", "provincia": "TO", "sezionale_fattura_elettronica": 2},
    {"codice": BETA, "cognome": "Beta", "nome": "Bruno", "codice_fiscale": "VRDLDA60A01H501K",
     "tipo_fattura_elettronica": "N", "indirizzo": "Via Po 2", "cap": "10123", "comune": "Torino", "provincia": "TO"},
]  # fmt: skip


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    banco = apri_banco(archivio_vuoto, clienti=CLIENTI)
    banco.imposta(numeratori=SERIE)
    return banco


def pa(cliente: str, serie: int | None = None) -> DatiDocumento:
    return parcella(riga(importo="10.00"), cliente=cliente, serie=serie)


def da_fare(banco: Banco) -> list[int]:
    with banco.archivio.lettura() as sessione:
        return da_esportare(sessione, banco.contesto)


@pytest.mark.requisito("FEL-012", "FEL-023", "FEL-031", "FPA-069")
def test_la_parcella_va_sul_sezionale_del_cliente(banco: Banco) -> None:
    emessa = banco.emetti(pa(ALFA))
    assert (emessa.nome, emessa.avvisi) == ("PA 2/1", ())
    assert da_fare(banco) == [emessa.id]


@pytest.mark.requisito("FEL-024", "FEL-029", "FEL-031")
def test_su_un_altro_sezionale_elettronico_si_avverte(banco: Banco) -> None:
    with pytest.raises(Richiesta, match=r"Il sezionale 3 e' diverso da quello .* del cliente \(2\)") as domanda:
        banco.emetti(pa(ALFA, 3))
    assert (domanda.value.codice, domanda.value.predefinita) == ("sezionale_diverso", "S")
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(pa(ALFA, 3), no=("sezionale_diverso",))
    assert rifiuto.value.campo == "serie"
    emessa = banco.emetti(pa(ALFA, 3), si=("sezionale_diverso",))
    assert [avviso.codice for avviso in emessa.avvisi] == ["sezionale_diverso"]
    assert da_fare(banco) == [emessa.id]


@pytest.mark.requisito("FEL-024", "FEL-025", "FEL-026", "FEL-027", "FEL-031")
def test_su_uno_cartaceo_si_chiede_e_non_e_piu_elettronica(banco: Banco) -> None:
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(pa(ALFA, 1))
    assert (domanda.value.codice, domanda.value.predefinita) == ("serie_cartacea", "N")
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(pa(ALFA, 1), no=("serie_cartacea",))
    assert (rifiuto.value.campo, banco.conta(Documento)) == ("serie", 0)
    emessa = banco.emetti(pa(ALFA, 1), si=("serie_cartacea",))
    assert (emessa.nome, da_fare(banco)) == ("PA 1/1", [])
    with pytest.raises(Rifiuto, match="PA 1/1 è su un sezionale cartaceo"):
        esporta(banco.archivio, banco.contesto, [emessa.id], banco.archivio.percorso.parent)


@pytest.mark.requisito("FEL-004", "FEL-030", "FEL-031")
def test_chi_non_e_abilitato_non_va_su_uno_elettronico(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="indicare un altro cliente o un sezionale cartaceo") as rifiuto:
        banco.emetti(pa(BETA, 2), si=("cliente_senza_fattura_elettronica",))
    assert rifiuto.value.campo == "serie"
    emessa = banco.emetti(pa(BETA))
    assert (emessa.nome, da_fare(banco)) == ("PA 1/1", [])


@pytest.mark.requisito("FEL-030")
def test_se_sono_tutti_elettronici_si_chiede(archivio_vuoto: Archivio) -> None:
    """There is no paper sezionale to send the operator to (Ambiguità 2)."""
    banco = apri_banco(archivio_vuoto, clienti=CLIENTI)
    banco.imposta(numeratori=[{"documento": "PA", "serie": 1, "fattura_elettronica": "S"}])
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(pa(BETA))
    assert (domanda.value.codice, domanda.value.predefinita) == ("cliente_senza_fattura_elettronica", "N")
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(pa(BETA), no=("cliente_senza_fattura_elettronica",))
    assert (rifiuto.value.campo, banco.conta(Documento)) == ("serie", 0)
    assert banco.emetti(pa(BETA), si=("cliente_senza_fattura_elettronica",)).nome == "PA 1/1"
    assert da_fare(banco) == []


@pytest.mark.requisito("FEL-022", "FEL-031")
def test_una_notula_non_ha_sezionale_elettronico(banco: Banco) -> None:
    assert banco.emetti(notula(riga(importo="10.00"), cliente=ALFA)).nome == "NO 1/1"
    banco.imposta(numeratori=[{"documento": "NO", "serie": 1, "fattura_elettronica": "N"}])
    assert banco.emetti(notula(riga(importo="10.00"), cliente=ALFA)).nome == "NO 1/2", "e non si chiede nulla"
    with pytest.raises(Rifiuto, match="Le notule non sono mai fatture elettroniche"):
        banco.imposta(numeratori=[{"documento": "NO", "serie": 1, "fattura_elettronica": "S"}])


def test_una_serie_senza_valore_prende_tutto(archivio_vuoto: Archivio) -> None:
    banco = apri_banco(archivio_vuoto, clienti=CLIENTI)
    primo = banco.emetti(pa(ALFA, 1))
    secondo = banco.emetti(pa(BETA, 1))
    assert (primo.nome, secondo.nome, primo.avvisi) == ("PA 1/1", "PA 1/2", ())
    assert da_fare(banco) == [primo.id]


@pytest.mark.requisito("FEL-013")
def test_un_archivio_che_ha_gia_un_sezionale_cartaceo_si_importa(banco: Banco) -> None:
    """And comes out of it as it was."""
    banco.imposta(numeratori=[{"documento": "PA", "serie": 3, "fattura_elettronica": "N"}])
    banco.imposta(clienti=[{"codice": ALFA, "sezionale_fattura_elettronica": 3}])
    intero = banco.impronta()
    libro.crea(percorso := banco.archivio.percorso.with_name("altro.parcella"))
    with libro.apri(percorso) as altro:
        risposte = Risposte(interattive=False)
        importa(altro, [("archivio", intero)], data_lavoro=OGGI, risposte=risposte)
        assert "sezionale_cartaceo" in {avviso.codice for avviso in risposte.avvisi}
        assert banco_di(altro).impronta() == intero


def test_una_provvisoria_si_ricontrolla_quando_diventa_definitiva(banco: Banco) -> None:
    provvisoria = banco.emetti(con(pa(ALFA), stato_parcella="P", pagamento=None))
    banco.imposta(clienti=[{"codice": ALFA, "tipo_fattura_elettronica": "N"}])
    with pytest.raises(Rifiuto, match="non abilitato alla fatturazione elettronica"):
        banco.rivedi(provvisoria.id, con(banco.dati(provvisoria.id), stato_parcella="D"))


@pytest.mark.requisito("FPA-002")
def test_prima_dell_obbligo_la_pubblica_amministrazione_non_vuole_il_file(banco: Banco) -> None:
    """Those of 2010 to private clients are left to the choice of the operator."""
    banco.imposta(clienti=[{"codice": ALFA, "ente_pubblico": "S", "fattura_pa": "S", "codice_ufficio": "UF1234"}])
    banco.emetti(pa(ALFA))
    assert da_fare(banco) == []
    rossi = banco.emetti(pa(ROSSI, 2))
    assert da_fare(banco) == [rossi.id]
    dopo = Banco(banco.archivio, replace(banco.contesto, data_lavoro=date(2014, 6, 6)))
    dopo.emetti(con(pa(ALFA), data_documento=date(2014, 6, 5)), si=FS)
    primo = dopo.emetti(con(pa(ALFA), data_documento=date(2014, 6, 6)), si=FS)
    assert da_fare(dopo) == [rossi.id, primo.id]
