"""The files attached to a provvisoria, that has only its working number: they follow it to its own, or go with it."""

import pytest

from ledger.documenti.banco import Banco, apri_banco, con, parcella, riga
from parcella.fatturapa import emissione
from parcella.ledger.annessi import allegati
from parcella.ledger.annessi.tabelle import DOCUMENTI
from parcella.ledger.archivio import Archivio
from parcella.ledger.documenti.verifica import verifica
from parcella.ledger.esito import Richiesta, Rifiuto, Risposte


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    aperto = apri_banco(archivio_vuoto)
    aperto.imposta(parametri_studio={"numero_alla_definitiva": "S"})
    return aperto


def allega(banco: Banco, chiave: str, contenuto: bytes = b"mandato", risposte: Risposte | None = None) -> None:
    with banco.archivio.scrittura() as sessione:
        allegati.aggiungi(sessione, banco.contesto, DOCUMENTI, chiave, "mandato.pdf", contenuto, None, risposte)


def nomi(banco: Banco, chiave: str) -> list[str]:
    with banco.archivio.lettura() as sessione:
        assert verifica(sessione) == []
        voci = allegati.elenco(sessione, banco.contesto.azienda, DOCUMENTI, chiave)
    return [voce.nome_file for voce in voci]


def provvisoria(banco: Banco) -> int:
    return banco.emetti(con(parcella(riga("CON22", importo="100.00")), stato_parcella="P")).id


def test_seguono_la_parcella_quando_prende_il_numero(banco: Banco) -> None:
    chiave = provvisoria(banco)
    allega(banco, "PA 2010 1/prov.1")
    assert nomi(banco, "PA 2010 1/prov.1") == ["mandato.pdf"]
    emessa = banco.rivedi(chiave, con(banco.dati(chiave), stato_parcella="D"))
    assert emessa.nome == "PA 1/1"
    assert (nomi(banco, "PA 2010 1/1"), nomi(banco, "PA 2010 1/prov.1")) == (["mandato.pdf"], [])


def test_si_cancellano_con_lei(banco: Banco) -> None:
    chiave = provvisoria(banco)
    allega(banco, "PA 2010 1/prov.1")
    emissione.elimina(banco.archivio, banco.contesto, chiave, Risposte(tutte_si=True))
    assert nomi(banco, "PA 2010 1/prov.1") == []


def test_non_si_allega_a_una_che_non_c_e_o_che_ha_gia_il_numero(banco: Banco) -> None:
    chiave = provvisoria(banco)
    with pytest.raises(Rifiuto, match="non esiste"):
        allega(banco, "PA 2010 1/prov.2")
    banco.rivedi(chiave, con(banco.dati(chiave), stato_parcella="D"))
    with pytest.raises(Rifiuto, match="non esiste"):
        allega(banco, "PA 2010 1/prov.1")


@pytest.mark.requisito("FPA-081")
def test_il_file_troppo_grande_si_dice_alla_conferma(banco: Banco) -> None:
    chiave = provvisoria(banco)
    allega(banco, "PA 2010 1/prov.1", b"x" * 4_000_000)
    dati = con(banco.dati(chiave), stato_parcella="D")
    giudizio = emissione.giudica(banco.archivio, banco.contesto, dati, Risposte(), chiave=chiave)
    assert [difetto.campo for difetto in giudizio.difetti] == ["allegati"]
    with pytest.raises(Richiesta, match=r"supera 5 MB.*\[00003\]"):
        banco.rivedi(chiave, dati)
    assert nomi(banco, "PA 2010 1/prov.1") == ["mandato.pdf"], "tutto com'era"


def test_lo_stesso_file_due_volte_si_chiede(banco: Banco) -> None:
    provvisoria(banco)
    allega(banco, "PA 2010 1/prov.1", risposte=Risposte())
    with pytest.raises(Richiesta, match="già allegato, uguale, col numero 1"):
        allega(banco, "PA 2010 1/prov.1", risposte=Risposte())
    with pytest.raises(Rifiuto):
        allega(banco, "PA 2010 1/prov.1", risposte=Risposte(interattive=False))
    allega(banco, "PA 2010 1/prov.1", b"altro", risposte=Risposte())
    assert len(nomi(banco, "PA 2010 1/prov.1")) == 2
