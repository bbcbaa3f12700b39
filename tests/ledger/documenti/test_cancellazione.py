"""Deletion: what may go, what must stay, and what goes with it."""

from datetime import date
from pathlib import Path

import pytest

from parcella.fatturapa.esportazione import esporta
from parcella.ledger.documenti.tabelle import Cointestatario, Documento, RiepilogoIva, RigaDocumento
from parcella.ledger.esito import Richiesta, Rifiuto
from parcella.ledger.primanota.tabelle import Registrazione, RigaPrimanota
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula

from .banco import ROSSI, Banco, con, notula, parcella, riga

TUTTO = (
    Documento, RigaDocumento, RiepilogoIva, Cointestatario, RataNotula, RataContabile, Registrazione, RigaPrimanota,
)  # fmt: skip


def resta(banco: Banco) -> int:
    return sum(banco.conta(tabella) for tabella in TUTTO)


@pytest.mark.requisito("RIC-029", "DOC-044", "RIC-035", "NOT-042")
def test_una_notula_si_cancella_anche_chiusa(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    banco.chiudi(emessa.id)
    assert banco.elimina(emessa.id) == "NO 1/1"
    assert resta(banco) == 0


@pytest.mark.requisito("RIC-029")
def test_la_cancellazione_si_chiede(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    with pytest.raises(Richiesta) as domanda:
        banco.elimina(emessa.id, si=())
    assert (domanda.value.codice, domanda.value.predefinita) == ("elimina_documento", "N")
    assert "NO 1/1" in domanda.value.domanda
    assert banco.conta(Documento) == 1


@pytest.mark.requisito("RIC-029", "RIC-034")
def test_una_provvisoria_si_cancella_anche_se_non_e_l_ultima(banco: Banco) -> None:
    dati = parcella(riga(importo="100.00"), stato="P")
    prima, seconda = banco.emetti(dati), banco.emetti(dati)
    assert [banco.elimina(prima.id), banco.elimina(seconda.id)] == ["PA 1/1", "PA 1/2"]
    assert (resta(banco), banco.ultimo_numero("PA")) == (0, 2)


def test_una_definitiva_ultima_della_serie_porta_via_i_suoi_libri(banco: Banco) -> None:
    altra = banco.emetti(parcella(riga(importo="10.00"), serie=2))
    emessa = banco.emetti(parcella(riga(importo="100.00"), pagata="N", pagato="4.80"))
    banco.incassa(emessa.id, "50.00")
    with pytest.raises(Richiesta) as domanda:
        banco.elimina(emessa.id, si=("elimina_documento",))
    assert domanda.value.codice == "elimina_primanota"
    assert banco.elimina(emessa.id) == "PA 1/1"
    assert {r["documento"] for r in banco.registrazioni(altra.id)} == {"PA 2/1"}
    assert [banco.conta(t) for t in (Documento, Registrazione, RataContabile)] == [1, 2, 1]
    assert banco.saldo(ROSSI) == banco.saldo("002.00101") == 0
    assert banco.violazioni() == []


def test_una_definitiva_che_non_e_l_ultima_vuole_la_nota_di_credito(banco: Banco) -> None:
    prima, seconda = (banco.emetti(parcella(riga(importo="100.00"))) for _ in range(2))
    stato = banco.impronta()
    with pytest.raises(Rifiuto, match="nota di credito") as rifiuto:
        banco.elimina(prima.id)
    assert "non è l'ultima parcella della serie 1 del 2010 (l'ultima è la 1/2)" in rifiuto.value.messaggio
    assert rifiuto.value.codice == "nota_di_credito"
    assert banco.impronta() == stato
    banco.elimina(seconda.id)
    assert banco.elimina(prima.id) == "PA 1/1"  # now it is


def test_una_definitiva_di_un_altro_anno_non_impedisce(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00")))
    banco.emetti(con(parcella(riga(importo="100.00")), data_documento=date(2011, 1, 10)))
    assert banco.elimina(emessa.id) == "PA 1/1"


def test_una_definitiva_esportata_vuole_la_nota_di_credito(banco: Banco, tmp_path: Path) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00")))
    esporta(banco.archivio, banco.contesto, [emessa.id], tmp_path / "xml")
    with pytest.raises(Rifiuto, match="già stata esportata in XML: per stornarla serve la nota di credito"):
        banco.elimina(emessa.id)


def test_una_definitiva_di_un_periodo_chiuso_vuole_la_nota_di_credito(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00")))
    banco.imposta(azienda={"sigla": "STU", "periodo_chiuso_al": "2010-09-30"})
    with pytest.raises(Rifiuto, match="periodo già chiuso") as rifiuto:
        banco.elimina(emessa.id)
    assert rifiuto.value.codice == "nota_di_credito"


def test_un_documento_gia_cancellato(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    banco.elimina(emessa.id)
    with pytest.raises(Rifiuto, match="non esiste più"):
        banco.elimina(emessa.id)


def test_una_notula_con_effetti_emessi_non_si_cancella(banco: Banco) -> None:
    emessa = banco.emetti(notula(riga(importo="100.00")))
    banco.sql("UPDATE rata_notula SET stato_rata = 'e'")
    with pytest.raises(Rifiuto, match="effetti emessi"):
        banco.elimina(emessa.id)
