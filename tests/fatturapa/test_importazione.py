"""A file of the archive format with new parcelle: they are judged like those confirmed, the restored ones are not."""

import json
from typing import Any

import pytest

from ledger.documenti.banco import OGGI, ROSSI, Banco, apri_banco, banco_di, parcella, riga
from parcella.fatturapa.importazione import importa
from parcella.ledger import archivio as libro
from parcella.ledger.archivio import Archivio
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Avviso, Rifiuto, Risposte

SCARTATA = "fattura_scartata"
SENZA_CAP = [{"codice": ROSSI, "cap": None}]


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    return apri_banco(archivio_vuoto)


def definitiva(**altro: Any) -> dict[str, Any]:
    return {
        "sigla_documento": "PA", "stato_parcella": "D", "data_documento": "2010-09-02", "codice_cliente": ROSSI,
        "righe": [{"codice_prestazione": "CON22", "importo_prestazione": "100.00"}],
    } | altro  # fmt: skip


def importati(banco: Banco, *documenti: dict[str, Any], **risposte: str) -> list[Avviso]:
    contenuto = {"formato": "parcella/1", "azienda": {"sigla": "STU"}, "documenti": documenti}
    dette = Risposte(risposte, interattive=False)
    importa(banco.archivio, [("prova.json", json.dumps(contenuto).encode())], data_lavoro=OGGI, risposte=dette)
    return dette.avvisi


@pytest.mark.requisito("FPA-081")
@pytest.mark.parametrize("numero", [{}, {"numero_documento": "AUTO"}, {"numero_documento": 7}])
def test_una_nuova_che_sdi_scarterebbe_e_detta(banco: Banco, numero: dict[str, Any]) -> None:
    banco.imposta(clienti=SENZA_CAP)
    prima = banco.impronta()
    with pytest.raises(Rifiuto, match=r"(?s)prova\.json.*: dato obbligatorio") as rifiuto:
        importati(banco, definitiva(codice_cliente="501.00005", **numero), definitiva(), **{SCARTATA: "N"})
    assert (rifiuto.value.campo, rifiuto.value.codice) == ("documenti.1.codice_cliente", SCARTATA)
    assert banco.impronta() == prima
    (avviso,) = importati(banco, definitiva(**numero))
    assert avviso.codice == SCARTATA and avviso.messaggio.startswith("SdI scarterebbe la fattura.")
    assert banco.conta(Documento) == 1


def test_quel_che_si_puo_mandare_lo_stesso_e_avvertito(banco: Banco) -> None:
    (avviso,) = importati(banco, definitiva(fattura_collegata_numero="1/9", fattura_collegata_data="2010-09-03"))
    assert avviso.codice == "fatturapa_00418"


def test_notule_e_provvisorie_no(banco: Banco) -> None:
    banco.imposta(clienti=SENZA_CAP)
    notula = definitiva(sigla_documento="NO")
    del notula["stato_parcella"]
    importati(banco, definitiva(stato_parcella="P"), notula)
    assert banco.conta(Documento) == 2


def test_una_ripristinata_con_il_suo_numero_era_gia_emessa(banco: Banco) -> None:
    """An archive goes into a new one whatever SdI would say of it today."""
    banco.emetti(parcella(riga("CON22", importo="100.00")))
    banco.imposta(clienti=SENZA_CAP)
    intero = banco.impronta()
    libro.crea(percorso := banco.archivio.percorso.with_name("altro.parcella"))
    with libro.apri(percorso) as altro:
        importa(altro, [("archivio", intero)], data_lavoro=OGGI)
        assert banco_di(altro).impronta() == intero
