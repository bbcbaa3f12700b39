"""Each control has a file that breaks it and one that only just does not."""

import json
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from parcella.fatturapa.controlli.elenco import SUL_CORPO, SUL_FILE
from parcella.fatturapa.controlli.giudizio import giudica

from .modello import (
    CASSA,
    CEDENTE_CF,
    CEDENTE_IVA,
    CLIENTE_CF,
    CLIENTE_IVA,
    CORPO,
    LINEA,
    PAGAMENTO,
    RIEPILOGO,
    RITENUTA,
    albero,
    esito,
)

Cambi = list[tuple[str, str]]
ESENTE = [("<AliquotaIVA>22.00</AliquotaIVA>", "<AliquotaIVA>0.00</AliquotaIVA>"), ("22.88", "0.00")]
ESTERO = CLIENTE_IVA.replace("IT", "DE")
SCONTO = "<ScontoMaggiorazione><Tipo>SC</Tipo>{}</ScontoMaggiorazione>"
FINE_GENERALI = "</DatiGeneraliDocumento>"
COLLEGATA = (
    f"{FINE_GENERALI}<DatiFattureCollegate><IdDocumento>1/20</IdDocumento><Data>{{}}</Data></DatiFattureCollegate>"
)
DUE_SCONTI = SCONTO.format("<Importo>0.25</Importo>") + SCONTO.format("<Percentuale>2.00</Percentuale>")
IMPORTO_E_PERCENTUALE = SCONTO.format("<Percentuale>50.00</Percentuale><Importo>10.00</Importo>")
BOLLO = "<DatiBollo><BolloVirtuale>SI</BolloVirtuale></DatiBollo>"
RAPPRESENTANTE = (
    "<RappresentanteFiscale><DatiAnagrafici>{}<Anagrafica><Denominazione>Beta</Denominazione></Anagrafica>"
    "</DatiAnagrafici></RappresentanteFiscale><CessionarioCommittente>"
)
CIG = "<DatiContratto><IdDocumento>7</IdDocumento><CodiceCIG>ZA12345678</CodiceCIG></DatiContratto>"
INTENTO = "<AltriDatiGestionali><TipoDato>INTENTO</TipoDato></AltriDatiGestionali></DettaglioLinee>"
MESSAGGI = "http://www.fatturapa.gov.it/sdi/messaggi/v1.0"


def tipo(codice: str) -> tuple[str, str]:
    return "TD06", codice


def fiscali(cedente: str, cliente: str) -> Cambi:
    """Other countries and numbers for the two parties."""
    return [
        (
            CEDENTE_IVA,
            f"<IdFiscaleIVA><IdPaese>{cedente[:2]}</IdPaese><IdCodice>{cedente[2:]}</IdCodice></IdFiscaleIVA>",
        ),
        (
            CLIENTE_IVA,
            f"<IdFiscaleIVA><IdPaese>{cliente[:2]}</IdPaese><IdCodice>{cliente[2:]}</IdCodice></IdFiscaleIVA>",
        ),
    ]


SE_STESSO = fiscali("IT01234567897", "IT01234567897")


def con_natura(blocco: str, natura: str) -> tuple[str, str]:
    """A Natura in a line, a cassa or a riepilogo."""
    if blocco is RIEPILOGO:
        return blocco, blocco.replace("<ImponibileImporto>", f"<Natura>{natura}</Natura><ImponibileImporto>")
    if blocco is CASSA:
        return blocco, blocco.replace("</DatiCassa", f"<Natura>{natura}</Natura></DatiCassa")
    return blocco, blocco.replace("</DettaglioLinee>", f"<Natura>{natura}</Natura></DettaglioLinee>")


def esente(natura: str) -> Cambi:
    """All of the document at 0.00 with this Natura."""
    return [con_natura(LINEA, natura), con_natura(CASSA, natura), con_natura(RIEPILOGO, natura), *ESENTE]


def con_quantita(quantita: str, prezzo: str, totale: str = "100.00", sconto: str = "") -> Cambi:
    return [
        (
            "<PrezzoUnitario>100.00</PrezzoUnitario><PrezzoTotale>100.00",
            f"<Quantita>{quantita}</Quantita><PrezzoUnitario>{prezzo}</PrezzoUnitario>{sconto}<PrezzoTotale>{totale}",
        )
    ]


def pec(indirizzo: str) -> tuple[str, str]:
    codice = "ABC1234</CodiceDestinatario>"
    return codice, f"{codice}<PECDestinatario>{indirizzo}</PECDestinatario>"


def lotto(secondo: str) -> Cambi:
    return [(CORPO, CORPO + secondo)]


SECONDO = CORPO.replace("2026-04-02", "2026-04-03")
ART73 = ("</ImportoTotaleDocumento>", "</ImportoTotaleDocumento><Art73>SI</Art73>")

SCARTI: list[tuple[str, Cambi, Cambi]] = [
    ("00427", [("ABC1234", "ABC123")], [("ABC1234", "ABC123"), ("FPR12", "FPA12")]),
    ("00427", [("FPR12", "FPA12")], [("ABC1234", "0000000")]),
    ("00428", [('versione="FPR12"', 'versione="FPA12"')], [("FPR12", "FPA12")]),
    ("00313", [("ABC1234", "XXXXXXX")], [("ABC1234", "XXXXXXX"), (CLIENTE_IVA, ESTERO)]),
    ("00313", [("ABC1234", "XXXXXXX"), (CLIENTE_IVA, "")], [("ABC1234", "XXXXXX0")]),
    ("00330", [pec("SDI12@pec.fatturapa.it")], [pec("sdi@pec.fatturapa.it")]),
    ("00417", [(CLIENTE_IVA, ""), (CLIENTE_CF, "")], [(CLIENTE_IVA, "")]),
    ("00476", fiscali("FR12345678901", "DE123456789"), fiscali("FR12345678901", "IT12345670017")),
    ("00471", [*SE_STESSO, (CLIENTE_CF, "")], [tipo("TD04"), *SE_STESSO, (CLIENTE_CF, "")]),
    ("00471", [*SE_STESSO, (CLIENTE_CF, CEDENTE_CF)], SE_STESSO),  # other tax codes: a gruppo IVA, perhaps
    ("00472", [tipo("TD27")], [tipo("TD27"), *SE_STESSO]),
    ("00472", [tipo("TD21"), (CLIENTE_IVA, "")], [tipo("TD21"), (CLIENTE_IVA, ""), (CLIENTE_CF, CEDENTE_CF)]),
    ("00473", [tipo("TD17")], [tipo("TD17"), *fiscali("FR12345678901", "IT12345670017")]),
    ("00473", [tipo("TD29"), *fiscali("FR12345678901", "IT12345670017")], [tipo("TD29")]),
    ("00473", fiscali("OO99999999999", "IT12345670017"), [tipo("TD19"), *fiscali("OO99999999999", "IT12345670017")]),
    ("00475", [tipo("TD20"), (CLIENTE_IVA, "")], [tipo("TD20")]),
    ("00425", [("1/27", "ventisette")], [("1/27", "ventisette-2")]),
    ("00409", lotto(SECONDO), lotto(SECONDO.replace("1/27", "1/28"))),
    ("00409", lotto(CORPO), lotto(SECONDO.replace("2026-04-03", "2025-12-31"))),
    ("00409", lotto(SECONDO.replace("TD06", "TD01")), lotto(SECONDO.replace("TD06", "TD04"))),
    ("00409", [*lotto(CORPO), ART73], [*lotto(SECONDO), ART73]),
    (
        "00418",
        [tipo("TD04"), (FINE_GENERALI, COLLEGATA.format("2026-04-03"))],
        [tipo("TD04"), (FINE_GENERALI, COLLEGATA.format("2026-04-02"))],
    ),
    ("00411", [(RITENUTA, "")], [(RITENUTA, ""), ("<Ritenuta>SI</Ritenuta>", "")]),
    (
        "00415",
        [(RITENUTA, ""), (CASSA, CASSA.replace("</AliquotaIVA>", "</AliquotaIVA><Ritenuta>SI</Ritenuta>"))],
        [(CASSA, CASSA.replace("</AliquotaIVA>", "</AliquotaIVA><Ritenuta>SI</Ritenuta>"))],
    ),
    (
        "00437",
        [("<ImportoTotaleDocumento>", SCONTO.format("") + "<ImportoTotaleDocumento>")],
        [("<ImportoTotaleDocumento>", SCONTO.format("<Importo>0.00</Importo>") + "<ImportoTotaleDocumento>")],
    ),
    (
        "00438",
        con_quantita("1.00", "100.00", sconto=SCONTO.format("")),
        con_quantita("1.00", "100.00", sconto=SCONTO.format("<Percentuale>0.00</Percentuale>")),
    ),
    ("00423", con_quantita("3.00", "33.33", "100.01"), con_quantita("3.00", "33.33", "100.00")),
    ("00423", con_quantita("3.00", "33.33", "99.97"), con_quantita("3.00", "33.33", "99.98")),
    (
        "00423",
        con_quantita("100.00", "5.00", "465.52", DUE_SCONTI),
        con_quantita("100.00", "5.00", "465.50", DUE_SCONTI),
    ),
    (
        "00423",
        con_quantita("1.00", "90.00", "81.00", IMPORTO_E_PERCENTUALE),
        con_quantita("1.00", "90.00", "80.00", IMPORTO_E_PERCENTUALE),
    ),
    ("00474", [tipo("TD21"), *esente("N3.5")], [tipo("TD21")]),
    ("00400", [con_natura(CASSA, "N4"), con_natura(RIEPILOGO, "N4"), *ESENTE], esente("N4")),
    ("00401", [con_natura(LINEA, "N4")], [con_natura(LINEA, "N6.7"), tipo("TD16")]),
    ("00413", [con_natura(LINEA, "N4"), con_natura(RIEPILOGO, "N4"), *ESENTE], esente("N4")),
    ("00414", [con_natura(CASSA, "N4")], esente("N4")),
    ("00429", [con_natura(LINEA, "N4"), con_natura(CASSA, "N4"), *ESENTE], esente("N4")),
    ("00430", [con_natura(RIEPILOGO, "N4")], [con_natura(RIEPILOGO, "N6.7"), tipo("TD16")]),
    ("00445", esente("N2"), esente("N2.1")),
    ("00445", esente("N6"), esente("N6.9")),
    ("00424", [("<AliquotaIVA>22.00", "<AliquotaIVA>0.22")], [("<AliquotaIVA>22.00", "<AliquotaIVA>1.00")]),
    (
        "00419",
        [(CASSA, CASSA.replace("22.00", "10.00"))],
        [(CASSA, CASSA.replace("22.00", "10.00")), (RIEPILOGO, RIEPILOGO + RIEPILOGO)],
    ),
    (
        "00420",
        [*esente("N6.1"), ("<EsigibilitaIVA>I", "<EsigibilitaIVA>S")],
        [*esente("N4"), ("<EsigibilitaIVA>I", "<EsigibilitaIVA>S")],
    ),
    ("00421", [("22.88", "22.90")], [("22.88", "22.89")]),
    ("00421", [("22.88", "22.86")], [("22.88", "22.87")]),
    (
        "00422",
        [("<ImponibileImporto>104.00", "<ImponibileImporto>105.01")],
        [("<ImponibileImporto>104.00", "<ImponibileImporto>105.00")],
    ),
    (
        "00422",
        [("<ImponibileImporto>104.00", "<ImponibileImporto>100.00")],
        [("<ImponibileImporto>104.00", "<Arrotondamento>-4.00</Arrotondamento><ImponibileImporto>100.00")],
    ),
    ("00443", [(CASSA, CASSA.replace("22.00", "10.00"))], [(CASSA, "")]),
    ("00443", [(RIEPILOGO, RIEPILOGO + RIEPILOGO.replace("22.00", "5.00"))], [(RIEPILOGO, RIEPILOGO + RIEPILOGO)]),
    ("00444", [*esente("N4"), ("<Natura>N4</Natura></Dati", "<Natura>N1</Natura></Dati")], esente("N4")),
]

AVVISI: list[tuple[str, Cambi, Cambi]] = [
    ("00300", [("RSSMRA80A01H501U</IdCodice>", "RSSMRA80A01H501X</IdCodice>")], []),
    ("00301", [("01234567897", "01234567898")], []),
    (
        "00303",
        [("<CessionarioCommittente>", RAPPRESENTANTE.format(CEDENTE_IVA.replace("97", "98")))],
        [("<CessionarioCommittente>", RAPPRESENTANTE.format(CEDENTE_IVA))],
    ),
    (
        "00305",
        [(CLIENTE_IVA, CLIENTE_IVA.replace("17", "18"))],
        [(CLIENTE_IVA, CLIENTE_IVA.replace("IT", "SM").replace("17", "18"))],
    ),
    ("00306", [(CLIENTE_CF, CLIENTE_CF.replace("17", "18"))], [(CLIENTE_CF, CEDENTE_CF)]),
    ("00403", [("2026-04-02", "2026-04-11")], [("2026-04-02", "2026-04-10")]),
    ("00418", [(FINE_GENERALI, COLLEGATA.format("2026-04-03"))], [(FINE_GENERALI, COLLEGATA.format("2026-04-02"))]),
    (
        "totale_documento",
        [("126.88</ImportoTotaleDocumento>", "126.89</ImportoTotaleDocumento>")],
        [("126.88</ImportoTotaleDocumento>", "126.89</ImportoTotaleDocumento><Arrotondamento>0.01</Arrotondamento>")],
    ),
    ("importo_pagamento", [("106.88", "126.88")], [(PAGAMENTO, "")]),
    (
        "importo_pagamento",
        [("<EsigibilitaIVA>I", "<EsigibilitaIVA>S")],
        [("<EsigibilitaIVA>I", "<EsigibilitaIVA>S"), ("106.88", "84.00")],
    ),
    (
        "riepilogo_non_quadra",
        [("<ImponibileImporto>104.00", "<ImponibileImporto>104.01")],
        [("<ImponibileImporto>104.00", "<Arrotondamento>0.01</Arrotondamento><ImponibileImporto>104.01")],
    ),
    (
        "cassa_non_nel_riepilogo",
        [("<ImponibileImporto>104.00", "<ImponibileImporto>100.00"), ("22.88", "22.00")],
        [(CASSA, ""), ("<ImponibileImporto>104.00", "<ImponibileImporto>100.00"), ("22.88", "22.00")],
    ),
    ("importo_cassa", [("<AlCassa>4.00", "<AlCassa>4.06")], [("<AlCassa>4.00", "<AlCassa>4.05")]),
    ("importo_cassa", [("<AlCassa>4.00", "<AlCassa>3.94")], [("<ImponibileCassa>100.00</ImponibileCassa>", "")]),
    ("bollo_mancante", [*esente("N2.2"), ("104.00", "77.48")], [*esente("N2.2"), ("104.00", "77.47")]),
    ("bollo_mancante", esente("N1"), esente("N3.1")),
    ("bollo_mancante", [*esente("N4"), tipo("TD01")], [*esente("N4"), tipo("TD17")]),
    (
        "bollo_superfluo",
        [*esente("N2.2"), ("104.00", "77.47"), (RITENUTA, RITENUTA + BOLLO)],
        [*esente("N2.2"), ("104.00", "77.48"), (RITENUTA, RITENUTA + BOLLO)],
    ),
    (
        "bollo_superfluo",
        [(CASSA, BOLLO + CASSA)],
        [
            con_natura(LINEA, "N4"),
            con_natura(RIEPILOGO, "N4"),
            ("22.88", "0.00"),
            (CASSA, BOLLO + CASSA.replace("</DatiCassa", "<Natura>N4</Natura></DatiCassa")),
            ("<AliquotaIVA>22.00", "<AliquotaIVA>0.00"),
        ],
    ),
    (
        "importo_ritenuta",
        [("<ImportoRitenuta>20.00", "<ImportoRitenuta>20.03")],
        [("<ImportoRitenuta>20.00", "<ImportoRitenuta>20.02")],
    ),
    (
        "importo_ritenuta",
        [("<ImportoRitenuta>20.00", "<ImportoRitenuta>15.00")],
        [("<ImportoRitenuta>20.00", "<ImportoRitenuta>10.00")],
    ),
    (
        "importo_ritenuta",
        [("<ImportoRitenuta>20.00", "<ImportoRitenuta>4.03")],
        [("<ImportoRitenuta>20.00", "<ImportoRitenuta>4.00")],
    ),
    ("ritenuta_senza_linee", [("<Ritenuta>SI</Ritenuta>", "")], []),
    (
        "causale_pagamento",
        [("<CausalePagamento>A", "<CausalePagamento>Z")],
        [("<CausalePagamento>A", "<CausalePagamento>ZO")],
    ),
    (
        "tipo_ritenuta",
        [("RT01", "RT02")],
        [
            ("RT01", "RT02"),
            ("<Nome>Mario</Nome><Cognome>Rossi</Cognome>", "<Denominazione>Rossi e Bianchi</Denominazione>"),
        ],
    ),
    ("ritenuta_e_regime", [("RF01", "RF19")], [("RF01", "RF18")]),
    ("ritenuta_e_regime", [("RF01", "RF02")], [("RF01", "RF02"), ("RT01", "RT04")]),
    ("iva_e_regime", [("RF01", "RF19")], [("RF01", "RF19"), *esente("N2.2")]),
    ("iva_e_regime", [("RF01", "RF02")], [("RF01", "RF02"), tipo("TD17")]),
    ("natura_e_regime", esente("N2.2"), [("RF01", "RF19"), *esente("N2.2")]),
    ("natura_e_cliente", esente("N2.1"), [*esente("N2.1"), (CLIENTE_IVA, ESTERO)]),
    (
        "natura_e_cliente",
        esente("N3.5"),
        [*esente("N3.5"), ("</DettaglioLinee>", INTENTO)],
    ),
    ("natura_con_ritenuta", esente("N1"), [*esente("N1"), ("<Ritenuta>SI</Ritenuta>", "")]),
    (
        "split_con_ritenuta",
        [("<EsigibilitaIVA>I", "<EsigibilitaIVA>S")],
        [("<EsigibilitaIVA>I", "<EsigibilitaIVA>S"), ("RT01", "RT04")],
    ),
    (
        "split_e_cliente",
        [("<EsigibilitaIVA>I", "<EsigibilitaIVA>S")],
        [("<EsigibilitaIVA>I", "<EsigibilitaIVA>S"), ("FPR12", "FPA12"), ("ABC1234", "ABC123")],
    ),
    (
        "cig_mancante",
        [("FPR12", "FPA12"), ("ABC1234", "ABC123")],
        [("FPR12", "FPA12"), ("ABC1234", "ABC123"), (FINE_GENERALI, FINE_GENERALI + CIG)],
    ),
    ("iban", [("123456</IBAN>", "123457</IBAN>")], []),
]


def test_il_modello_non_ha_niente_da_dire() -> None:
    trovato = esito()
    assert (trovato.errori, trovato.avvisi, trovato.valido) == ([], [], True)


@pytest.mark.parametrize(("codice", "rotto", "appena_buono"), SCARTI, ids=[f"{n}-{s[0]}" for n, s in enumerate(SCARTI)])
def test_uno_scarto_e_appena_no(codice: str, rotto: Cambi, appena_buono: Cambi) -> None:
    trovati = [errore for errore in esito(*rotto).errori if errore.codice == codice]
    assert trovati
    assert all(e.messaggio and e.posizione and e.rimedio for e in trovati)
    assert codice not in {errore.codice for errore in esito(*appena_buono).errori}


@pytest.mark.parametrize(("codice", "rotto", "appena_buono"), AVVISI, ids=[f"{n}-{s[0]}" for n, s in enumerate(AVVISI)])
def test_un_avviso_e_appena_no(codice: str, rotto: Cambi, appena_buono: Cambi) -> None:
    trovato = esito(*rotto)
    assert codice in {avviso.codice for avviso in trovato.avvisi}
    assert codice not in {errore.codice for errore in trovato.errori}
    assert codice not in {avviso.codice for avviso in esito(*appena_buono).avvisi}


def test_ogni_controllo_ha_le_sue_prove_e_le_sue_parole() -> None:
    controlli = [*SUL_FILE, *SUL_CORPO]
    assert {c.codice for c in controlli if not c.avviso} == {codice for codice, *_ in SCARTI}
    assert {c.codice for c in controlli if c.avviso} == {codice for codice, *_ in AVVISI}
    assert all(c.significato.endswith(".") and c.rimedio for c in controlli)


@pytest.mark.dati
@pytest.mark.requisito("FPA-081")
def test_lo_stesso_giudizio_sui_campioni(dati_prova: Path) -> None:
    cartella = dati_prova / "fatturapa" / "samples"
    attesi = json.loads((cartella / "expected.json").read_text("utf-8"))
    visti = 0
    for nome, atteso in attesi.items():
        if atteso["sdi_codes"] is None:
            continue
        visti += 1
        trovato = giudica(etree.parse(str(cartella / nome)).getroot(), date(2026, 4, 10))
        assert sorted({errore.codice for errore in trovato.errori}) == atteso["sdi_codes"], nome
        avvisi = {avviso.codice for avviso in trovato.avvisi}
        osservato = atteso.get("observations_not_checked_by_sdi", "")
        assert ("totale_documento" in avvisi) is ("ImportoTotaleDocumento" in osservato), nome
        assert ("importo_pagamento" in avvisi) is ("netto atteso" in osservato), nome
    assert visti == 27


def test_dice_le_cifre_confrontate_e_il_posto() -> None:
    (errore,) = esito(("<ImponibileImporto>104.00", "<ImponibileImporto>100.00"), ("22.88", "22.00")).errori
    assert errore.codice == "00422"
    assert errore.messaggio == (
        "Documento 1/27, aliquota 22,00: linee, casse e arrotondamenti fanno 104,00, l'imponibile è 100,00 "
        "(differenza -4,00, tolleranza 1,00)."
    )
    assert errore.posizione == "2.2.2.5 FatturaElettronicaBody/DatiBeniServizi/DatiRiepilogo/ImponibileImporto"


def test_le_autofatture_restano_fuori_dagli_avvisi_di_chi_emette() -> None:
    autofattura = [tipo("TD17"), *esente("N2.1"), *fiscali("FR12345678901", "IT12345670017")]
    assert "bollo_mancante" not in {avviso.codice for avviso in esito(*autofattura).avvisi}


def test_una_natura_generica_di_allora() -> None:
    """A file sent today is refused whatever its date (as the published samples are); the reader is told why."""
    (di_linea, *altri) = esito(*esente("N2"), ("2026-04-02", "2019-04-02")).errori
    assert di_linea.messaggio == (
        "Documento 1/27, linea 1: Natura generica N2, ammessa alla data del documento e oggi non più."
    )
    assert {errore.codice for errore in altri} == {"00445"}


def test_un_commento_dentro_un_valore_non_inganna() -> None:
    radice = albero(("<Imposta>22.88", "<Imposta>22<!-- nota -->.88"))
    assert giudica(radice, date(2026, 4, 10)).errori == []
    assert radice.find(".//Imposta")[0].text == " nota "  # the tree of the caller is left as it was


@pytest.mark.parametrize(
    ("xml", "valido", "formato", "codice"),
    [
        (f'<a:RicevutaConsegna xmlns:a="{MESSAGGI}"/>', None, None, "non_controllato"),
        ("<FatturaElettronica/>", False, None, "00200"),
        ('<a:FatturaElettronica xmlns:a="http://www.fatturapa.gov.it/sdi/fatturapa/v1.1"/>', False, None, "00200"),
        ("<html/>", False, None, "00200"),
    ],
)  # fmt: skip
def test_gli_altri_formati(xml: str, valido: bool | None, formato: str | None, codice: str) -> None:
    trovato = giudica(etree.fromstring(xml), date(2026, 4, 10))
    assert (trovato.valido, trovato.formato) == (valido, formato)
    assert [r.codice for r in trovato.errori + trovato.avvisi] == [codice]
