"""The parcella to a public body of FPA-084 and FPA-085, from its confirm to its file."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ledger.documenti.banco import COMUNE, Banco, apri_banco, parcella, riga
from parcella.fatturapa.esportazione import esporta
from parcella.ledger.archivio import Archivio

GIORNO = date(2026, 4, 2)
ESCLUSE = "Escluse art. 15 DPR 633/72"
DOCUMENTO = "FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento"


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    escluse = {"codice": "S15E", "natura": "N1", "descrizione": "Escluse", "descrizione_estesa": ESCLUSE}
    parametri = {"cod_esenzione_spese_anticipate": "S15E"}
    banco = apri_banco(archivio_vuoto, codici_iva=[escluse], parametri_studio=parametri)
    return Banco(banco.archivio, replace(banco.contesto, data_lavoro=GIORNO))


def file_di(banco: Banco, cartella: Path, *, sospesa: bool, spese: str | None = None, **altro: Any) -> Any:
    """The tree of PA 1/68: a fee of 1.000,00, not paid yet."""
    risposte = {"si": ("cig_cup_mancanti",), "no": ()}
    risposte["si" if sospesa else "no"] += ("fattura_sospesa",)
    dati = parcella(
        riga("CON22", importo="1000.00", spese=spese),
        cliente=COMUNE,
        serie=1,
        numero_documento=68,
        giorno=GIORNO,
        pagata="N",
        **altro,
    )
    (fatta,) = esporta(banco.archivio, banco.contesto, [banco.emetti(dati, **risposte).id], cartella)
    return etree.parse(str(fatta.file)).getroot()


def righe(radice: Any, percorso: str) -> list[str]:
    """The fields of each element, as `name=text`."""
    return [" ".join(f"{campo.tag}={campo.text}" for campo in nodo) for nodo in radice.iterfind(percorso)]


@pytest.mark.requisito("FPA-084")
@pytest.mark.parametrize(("sospesa", "esigibilita"), [(True, "D"), (False, "I")])
def test_un_commercialista_alla_pa(banco: Banco, tmp_path: Path, sospesa: bool, esigibilita: str) -> None:
    radice = file_di(banco, tmp_path, sospesa=sospesa)
    assert radice.findtext(f"{DOCUMENTO}/Numero") == "1/68"
    assert radice.find("FatturaElettronicaHeader/CedentePrestatore").findtext(".//RegimeFiscale") == "RF01"
    assert righe(radice, f"{DOCUMENTO}/DatiRitenuta") == [
        "TipoRitenuta=RT01 ImportoRitenuta=200.00 AliquotaRitenuta=20.00 CausalePagamento=A"
    ]
    assert righe(radice, f"{DOCUMENTO}/DatiCassaPrevidenziale") == [
        "TipoCassa=TC02 AlCassa=4.00 ImportoContributoCassa=40.00 ImponibileCassa=1000.00 AliquotaIVA=22.00"
    ]
    assert radice.findtext(f"{DOCUMENTO}/ImportoTotaleDocumento") == "1268.80"
    assert righe(radice, "FatturaElettronicaBody/DatiBeniServizi/DatiRiepilogo") == [
        f"AliquotaIVA=22.00 ImponibileImporto=1040.00 Imposta=228.80 EsigibilitaIVA={esigibilita}"
    ]
    (linea,) = radice.iterfind(".//DettaglioLinee")
    assert (linea.findtext("PrezzoTotale"), linea.findtext("Ritenuta")) == ("1000.00", "SI")
    assert [pagamento.text for pagamento in radice.iterfind(".//ImportoPagamento")] == ["1068.80"]
    assert radice.find(f"{DOCUMENTO}/DatiBollo") is None


@pytest.mark.requisito("FPA-085", "FPA-056")
@pytest.mark.parametrize("escluso", ["S", "N"])
def test_con_spese_anticipate_il_bollo_non_si_addebita(banco: Banco, tmp_path: Path, escluso: str) -> None:
    radice = file_di(banco, tmp_path, sospesa=True, spese="150.00", escludi_bollo_virtuale=escluso)
    linea = radice.findall(".//DettaglioLinee")[1]
    campi = ("PrezzoTotale", "AliquotaIVA", "Natura", "Ritenuta")
    assert [linea.findtext(campo) for campo in campi] == ["150.00", "0.00", "N1", None]
    assert len(radice.findall(".//DettaglioLinee")) == 2
    assert righe(radice, "FatturaElettronicaBody/DatiBeniServizi/DatiRiepilogo") == [
        "AliquotaIVA=22.00 ImponibileImporto=1040.00 Imposta=228.80 EsigibilitaIVA=D",
        f"AliquotaIVA=0.00 Natura=N1 ImponibileImporto=150.00 Imposta=0.00 RiferimentoNormativo={ESCLUSE}",
    ]
    assert radice.findtext(f"{DOCUMENTO}/ImportoTotaleDocumento") == "1418.80"
    assert [pagamento.text for pagamento in radice.iterfind(".//ImportoPagamento")] == ["1218.80"]
    bollo = righe(radice, f"{DOCUMENTO}/DatiBollo")
    assert bollo == ([] if escluso == "S" else ["BolloVirtuale=SI ImportoBollo=2.00"])
