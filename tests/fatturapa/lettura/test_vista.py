"""An invoice as a person reads it: what is shown, in which words, in which width."""

from datetime import date

import pytest

from parcella.fatturapa.lettura.fattura import Cifra, Giorno
from parcella.fatturapa.lettura.lettore import da_xml
from parcella.fatturapa.lettura.testo import righe
from parcella.fatturapa.lettura.vista import Blocco, Vista, cifra, giorno, vista

from .fatture import ROSSI, corpo, riga, xml

OGGI = date(2026, 11, 22)
RITENUTA = (
    "<DatiRitenuta><TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>20.00</ImportoRitenuta>"
    "<AliquotaRitenuta>20.00</AliquotaRitenuta><CausalePagamento>A</CausalePagamento></DatiRitenuta>"
)
CASSA = (
    "<DatiCassaPrevidenziale><TipoCassa>TC02</TipoCassa><AlCassa>4.00</AlCassa><ImportoContributoCassa>4.00"
    "</ImportoContributoCassa><ImponibileCassa>100.00</ImponibileCassa><AliquotaIVA>22.00</AliquotaIVA>"
    "</DatiCassaPrevidenziale>"
)
SCISSIONE = (
    "<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>104.00</ImponibileImporto>"
    "<Imposta>22.88</Imposta><EsigibilitaIVA>S</EsigibilitaIVA></DatiRiepilogo>"
)


def di(*corpi: str, numero: int = 0) -> Vista:
    return vista(da_xml(xml(ROSSI, *corpi)), numero, (), OGGI)


def blocco(v: Vista, titolo: str) -> Blocco:
    return next(b for b in v.blocchi if b.titolo == titolo)


def test_i_totali_dal_lordo_al_netto() -> None:
    v = di(corpo(generali=RITENUTA + CASSA, riepilogo=SCISSIONE, totale="126.88"))
    assert v.titolo == "Parcella 1 del 31/03/2025"
    assert blocco(v, "Totali").righe == [
        ("Totale documento", "126,88"),
        ("RT01 Ritenuta d'acconto, persone fisiche 20%, causale A", "-20,00"),
        ("IVA in scissione dei pagamenti", "-22,88"),
        ("Netto a pagare", "84,00"),
    ]
    assert blocco(v, "Cassa previdenza").righe == [("TC02 Dottori commercialisti", "4%", "100,00", "4,00", "22%")]
    assert blocco(v, "Riepilogo IVA").righe == [("22%", "104,00", "22,88", "scissione dei pagamenti")]


def test_un_totale_che_non_torna_si_dice() -> None:
    righe_ = blocco(di(corpo(totale="100.00")), "Totali").righe
    assert righe_ == [("Totale documento", "100,00"), ("Totale secondo il riepilogo IVA", "122,00")]


@pytest.mark.requisito("FPA-045")
def test_chi_vende_chi_emette_e_chi_trasmette_sono_distinti() -> None:
    testo = xml(ROSSI).decode()
    terzo = (
        "<TerzoIntermediarioOSoggettoEmittente><DatiAnagrafici><Anagrafica><Denominazione>Servizi srl</Denominazione>"
        "</Anagrafica></DatiAnagrafici></TerzoIntermediarioOSoggettoEmittente><SoggettoEmittente>TZ</SoggettoEmittente>"
    )
    fattura = da_xml(testo.replace("</FatturaElettronicaHeader>", f"{terzo}</FatturaElettronicaHeader>").encode())
    v = vista(fattura, 0, (), OGGI)
    assert blocco(v, "Cedente").coppie[0] == ("", "Studio Bianchi")
    assert blocco(v, "Terzo intermediario o soggetto emittente").coppie[0] == ("", "Servizi srl")
    assert ("Trasmittente", "IT01234560017") in blocco(v, "Trasmissione").coppie


def test_quello_che_non_c_e_non_si_mostra() -> None:
    titoli = [b.titolo for b in di(corpo()).blocchi]
    assert titoli == [
        "Cedente",
        "Cessionario",
        "Documento",
        "Righe",
        "Riepilogo IVA",
        "Totali",
        "Trasmissione",
        "Firma",
    ]


@pytest.mark.parametrize(
    ("scritta", "letta"),
    [
        ("1234.50", "1.234,50"),
        ("0.01249724", "0,01249724"),
        ("10.00000", "10,00"),
        ("-5", "-5,00"),
        ("1.234,50", "1.234,50"),
        ("", ""),
    ],
)
def test_una_cifra(scritta: str, letta: str) -> None:
    assert cifra(Cifra(scritta)) == letta


def test_una_data() -> None:
    assert giorno(Giorno("2025-03-31+01:00")) == "31/03/2025"
    assert giorno(Giorno("marzo")) == "marzo"


@pytest.mark.parametrize("larghezza", [40, 77, 110])
def test_le_righe_stanno_nella_larghezza(larghezza: int) -> None:
    lunga = riga("Consulenza " * 30, "1234567.12345678", quantita="1000.00", um="ore", natura="N4", ritenuta="SI")
    testo = righe(di(corpo(righe=[lunga] * 3, generali=RITENUTA + CASSA)), larghezza)
    assert max(map(len, testo)) <= larghezza
    if larghezza > 60:  # narrower, words are broken
        assert any("Soggetta" in r for r in testo)
        assert sum("Consulenza" in r for r in testo) >= 3


def test_venditore_e_compratore_fianco_a_fianco_se_c_e_posto() -> None:
    v = di(corpo())
    assert any("Cedente" in r and "Cessionario" in r for r in righe(v, 80))
    assert not any("Cedente" in r and "Cessionario" in r for r in righe(v, 60))


def test_quattro_sconti_non_tolgono_il_posto_alla_descrizione() -> None:
    sconti = "".join(
        f"<ScontoMaggiorazione><Tipo>SC</Tipo><Percentuale>{p}</Percentuale></ScontoMaggiorazione>"
        for p in ("10.00", "5.00", "3.50", "2.00")
    )
    descritta = riga("Consulenza fiscale e tributaria", "1234.00", quantita="2.50", um="mesi")
    scontata = descritta.replace("<PrezzoTotale>", f"{sconti}<PrezzoTotale>")
    testo = righe(di(corpo(righe=[scontata])), 77)
    testate = next(n for n, linea in enumerate(testo) if linea.startswith("N."))
    assert "Descrizione" in testo[testate], "the headings are never broken"
    assert any("Consulenza fiscale e" in linea and "10% 5%" in linea for linea in testo)
    immensa = scontata.replace("1234.00", "1234567.12345678")
    testo = righe(di(corpo(righe=[immensa])), 77)
    assert "Consulenza fiscale e tributaria" in testo, "on a line of its own"
    assert any("1.234.567,12345678" in linea and "10% 5% 3,50% 2%" in linea for linea in testo)
