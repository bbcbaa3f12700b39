"""The numbers of the documents: AUTO and its counter, numbers typed, working numbers of the provvisorie."""

from datetime import date

import pytest

from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Richiesta, Rifiuto

from .banco import OGGI, Banco, con, notula, parcella, riga


def conta_fino_a(banco: Banco, documento: str, numero: int) -> None:
    banco.imposta(numeratori=[{"documento": documento, "serie": 1, "anno": 2010, "ultimo_numero": numero}])


@pytest.mark.requisito("DOC-023", "DOC-024", "DOC-025")
def test_ventisette_auto_cinquanta_a_mano_ventinove(banco: Banco) -> None:
    conta_fino_a(banco, "NO", 27)
    dati = notula(riga(importo="10.00"))
    assert (banco.emetti(dati).nome, banco.ultimo_numero("NO")) == ("NO 1/28", 28)
    assert (banco.emetti(con(dati, numero_documento=50)).nome, banco.ultimo_numero("NO")) == ("NO 1/50", 28)
    assert banco.emetti(dati).nome == "NO 1/29"


@pytest.mark.requisito("DOC-026", "RIC-034")
def test_cancellare_non_arretra_il_numeratore(banco: Banco) -> None:
    conta_fino_a(banco, "NO", 28)
    dati = notula(riga(importo="10.00"))
    banco.elimina(banco.emetti(dati).id)
    assert banco.emetti(dati).nome == "NO 1/30"


@pytest.mark.requisito("DOC-024")
def test_un_numero_gia_scritto_a_mano_si_scavalca_e_si_dice(banco: Banco) -> None:
    dati = notula(riga(importo="10.00"))
    banco.emetti(con(dati, numero_documento=1))
    banco.emetti(con(dati, numero_documento=2))
    emessa = banco.emetti(dati)
    assert (emessa.nome, banco.ultimo_numero("NO")) == ("NO 1/3", 3)
    assert [avviso.codice for avviso in emessa.avvisi] == ["numero_saltato"]


@pytest.mark.requisito("DOC-025")
def test_un_numero_gia_usato_e_rifiutato(banco: Banco) -> None:
    dati = notula(riga(importo="10.00"))
    banco.emetti(dati)
    with pytest.raises(Rifiuto, match="Documento gia' esistente: NO 1/1 del 2010") as rifiuto:
        banco.emetti(con(dati, numero_documento=1))
    assert rifiuto.value.campo == "numero_documento"
    assert banco.conta(Documento) == 1
    assert banco.emetti(con(parcella(riga(importo="10.00")), numero_documento=1)).nome == "PA 1/1"  # another counter


@pytest.mark.requisito("DOC-024")
def test_ogni_serie_e_ogni_anno_ha_il_suo_contatore(banco: Banco) -> None:
    dati = parcella(riga(importo="10.00"))
    assert [banco.emetti(dati).nome, banco.emetti(con(dati, serie=2)).nome] == ["PA 1/1", "PA 2/1"]
    assert banco.emetti(con(dati, data_documento=date(2011, 1, 3))).nome == "PA 1/1"
    assert banco.emetti(dati).nome == "PA 1/2"
    assert (banco.ultimo_numero("PA"), banco.ultimo_numero("PA", anno=2011)) == (2, 1)


@pytest.mark.requisito("DOC-021")
def test_una_serie_non_gestita_e_rifiutata(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="La serie 7 non è gestita per il documento NO") as rifiuto:
        banco.emetti(notula(riga(importo="10.00"), serie=7))
    assert rifiuto.value.campo == "serie"


@pytest.mark.requisito("DOC-027")
def test_una_data_anteriore_all_ultima_della_serie_si_chiede(banco: Banco) -> None:
    dati = notula(riga(importo="10.00"))
    banco.emetti(dati)
    ieri = con(dati, data_documento=date(2010, 9, 1))
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(ieri)
    assert (domanda.value.codice, domanda.value.predefinita) == ("data_precedente", "N")
    assert "La data 01/09/2010 e' anteriore all'ultima registrata sulla serie 1 (02/09/2010)" in domanda.value.domanda
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(ieri, no=("data_precedente",))
    assert (rifiuto.value.codice, rifiuto.value.campo) == ("data_precedente", "data_documento")
    assert banco.conta(Documento) == 1
    assert banco.emetti(ieri, si=("data_precedente",)).nome == "NO 1/2"
    assert banco.emetti(dati).nome == "NO 1/3"  # the last date of the serie is still the latest


@pytest.mark.requisito("PDI-004", "DOC-031")
def test_una_provvisoria_prende_subito_il_numero(banco: Banco) -> None:
    conta_fino_a(banco, "PA", 67)
    provvisoria = banco.emetti(parcella(riga(importo="350.00"), stato="P"))
    assert (provvisoria.nome, banco.ultimo_numero("PA")) == ("PA 1/68", 68)
    assert banco.emetti(parcella(riga(importo="10.00"))).nome == "PA 1/69"
    definitiva = banco.rivedi(provvisoria.id, con(banco.dati(provvisoria.id), stato_parcella="D"))
    assert (definitiva.nome, banco.ultimo_numero("PA")) == ("PA 1/68", 69)


class TestNumeroAllaDefinitiva:
    @pytest.fixture(autouse=True)
    def alla_definitiva(self, banco: Banco) -> None:
        banco.imposta(parametri_studio={"numero_alla_definitiva": "S"})
        conta_fino_a(banco, "PA", 67)

    @pytest.mark.requisito("DOC-031")
    def test_la_provvisoria_ha_un_numero_di_lavoro_fino_alla_definitiva(self, banco: Banco) -> None:
        dati = parcella(riga(importo="350.00"), stato="P")
        prima, seconda = banco.emetti(dati), banco.emetti(dati)
        assert [prima.nome, seconda.nome, banco.ultimo_numero("PA")] == ["PA 1/prov.1", "PA 1/prov.2", 67]
        assert banco.emetti(parcella(riga(importo="10.00"))).nome == "PA 1/68"
        definitiva = banco.rivedi(seconda.id, con(banco.dati(seconda.id), stato_parcella="D"))
        assert (definitiva.nome, banco.ultimo_numero("PA")) == ("PA 1/69", 69)
        assert [voce.documento for voce in banco.cerca()] == ["PA 1/prov.1", "PA 1/69", "PA 1/68"]
        assert banco.violazioni() == []

    def test_la_data_si_controlla_quando_prende_il_numero(self, banco: Banco) -> None:
        provvisoria = banco.emetti(parcella(riga(importo="350.00"), stato="P", giorno=date(2010, 8, 1)))
        banco.emetti(parcella(riga(importo="10.00"), giorno=OGGI))
        with pytest.raises(Richiesta) as domanda:
            banco.rivedi(provvisoria.id, con(banco.dati(provvisoria.id), stato_parcella="D"))
        assert domanda.value.codice == "data_precedente"

    def test_un_numero_a_mano_su_una_provvisoria_non_si_perde_in_silenzio(self, banco: Banco) -> None:
        with pytest.raises(Rifiuto, match="prende il numero quando diventa definitiva"):
            banco.emetti(con(parcella(riga(importo="350.00"), stato="P"), numero_documento=5))
