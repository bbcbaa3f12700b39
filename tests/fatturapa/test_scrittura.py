"""Every kind of parcella against the official schema, the controls of SdI, and its own totals."""

from typing import Any

import pytest
from lxml import etree

from parcella.fatturapa.scrittura import xml
from parcella.ledger.documenti.fascicolo import Fascicolo

from .controlli_sdi import D, controlla, leggi, numero, valore_di, valori
from .fascicoli import (
    ASSOCIATO,
    ASSOCIATO_B,
    CASSA2,
    CASSA4,
    CASSA5,
    FORFETTARIO,
    INPS4,
    PRIVATO,
    SPLIT,
    azienda,
    cliente,
    ente,
    fascicolo,
    nota,
    riga,
)

CORPO = "FatturaElettronicaBody"
DOCUMENTO = f"{CORPO}/DatiGenerali/DatiGeneraliDocumento"
LINEE = f"{CORPO}/DatiBeniServizi/DettaglioLinee"
RIEPILOGHI = f"{CORPO}/DatiBeniServizi/DatiRiepilogo"
RATE = f"{CORPO}/DatiPagamento/DettaglioPagamento"

IMPRESA = azienda(ragione_sociale="Beta srl", cognome=None, nome=None, codice_fiscale="02765430216")
FORF = azienda(regime_fiscale="RF19")
CONSUMATORE = cliente(
    ragione_sociale=None, cognome="Verdi", nome="Giulia", partita_iva=None, codice_fiscale="RSSMRA80A01H501U",
    codice_destinatario=None, privato="S",
)  # fmt: skip
TEDESCO = cliente(
    ragione_sociale="Müller GmbH", partita_iva="DE129273398", codice_fiscale=None, nazione="DE", cap="80331",
    comune="München", provincia=None, codice_destinatario=None,
)  # fmt: skip

# name: document, "totale ritenuta pagamento", riepiloghi "aliquota natura imponibile imposta esigibilità"
ESEMPI: dict[str, tuple[Fascicolo, str, list[str]]] = {
    "1": (fascicolo(riga("1000"), fondi=CASSA4), "1268.80 200.00 1068.80", ["22.00 - 1040.00 228.80 I"]),
    "2": (
        fascicolo(riga("1000"), fondi=CASSA4, cliente=CONSUMATORE, **PRIVATO),
        "1268.80 0.00 1268.80",
        ["22.00 - 1040.00 228.80 I"],
    ),
    "3": (fascicolo(riga("1000", inps="S"), **INPS4), "1268.80 208.00 1060.80", ["22.00 - 1040.00 228.80 I"]),
    "4": (fascicolo(riga("1000")), "1220.00 200.00 1020.00", ["22.00 - 1000.00 220.00 I"]),
    "5": (fascicolo(riga("1500"), fondi=CASSA5), "1921.50 300.00 1621.50", ["22.00 - 1575.00 346.50 I"]),
    "6": (
        fascicolo(riga("1000", "FORF"), fondi=CASSA4, azienda=FORF, **FORFETTARIO),
        "1042.00 0.00 1042.00",
        ["0.00 N2.2 1042.00 0.00 -"],
    ),
    "7": (
        fascicolo(riga("500", "FORF", inps="S"), azienda=FORF, **INPS4, **FORFETTARIO),
        "522.00 0.00 522.00",
        ["0.00 N2.2 522.00 0.00 -"],
    ),
    "7b": (
        fascicolo(riga("74.49", "FORF"), fondi=CASSA4, azienda=FORF, **FORFETTARIO),
        "77.47 0.00 77.47",
        ["0.00 N2.2 77.47 0.00 -"],
    ),
    "7c": (
        fascicolo(riga("74.50", "FORF"), fondi=CASSA4, azienda=FORF, **FORFETTARIO),
        "79.48 0.00 79.48",
        ["0.00 N2.2 79.48 0.00 -"],
    ),
    "8A": (
        fascicolo(riga("1000"), riga("200", "E10"), fondi=CASSA4, spese_anticipate_piede=D("150.00")),
        "1628.80 240.00 1388.80",
        ["22.00 - 1040.00 228.80 I", "0.00 N4 208.00 0.00 -", "0.00 N1 152.00 0.00 -"],
    ),
    "8B": (
        fascicolo(
            riga("1000"), riga("200", "E10"), fondi=CASSA4, spese_anticipate_piede=D("150.00"), cassa_iva="CODICE"
        ),
        "1630.56 240.00 1390.56",
        ["22.00 - 1048.00 230.56 I", "0.00 N4 200.00 0.00 -", "0.00 N1 152.00 0.00 -"],
    ),
    "9": (
        fascicolo(riga("300", "E10"), fondi=CASSA2, cliente=CONSUMATORE, **PRIVATO),
        "308.00 0.00 308.00",
        ["0.00 N4 306.00 0.00 -", "0.00 N1 2.00 0.00 -"],
    ),
    "9b": (
        fascicolo(riga("300", "E10"), fondi=CASSA2),
        "308.00 60.00 248.00",
        ["0.00 N4 306.00 0.00 -", "0.00 N1 2.00 0.00 -"],
    ),
    "10": (
        fascicolo(riga("1000"), azienda=IMPRESA, **ASSOCIATO),
        "1254.16 200.00 1054.16",
        ["22.00 - 1028.00 226.16 I"],
    ),
    "10b": (
        fascicolo(riga("333.33"), azienda=IMPRESA, **ASSOCIATO_B),
        "417.50 66.67 350.83",
        ["22.00 - 342.21 75.29 I"],
    ),
    "11": (
        fascicolo(riga("700"), riga("300", "E10"), fondi=CASSA4, spese_banca=D("5.00")),
        "1207.93 200.00 1007.93",
        ["22.00 - 731.50 160.93 I", "0.00 N4 313.50 0.00 -", "0.00 N1 2.00 0.00 -"],
    ),
    "11b": (
        fascicolo(riga("500"), riga("333.33", "10"), riga("166.67", "E10"), spese_banca=D("3.10")),
        "1148.88 200.00 948.88",
        [
            "22.00 - 501.55 110.34 I",
            "10.00 - 334.36 33.44 I",
            "0.00 N4 167.19 0.00 -",
            "0.00 N1 2.00 0.00 -",
        ],
    ),
    "12": (
        fascicolo(riga("1000"), fondi=CASSA4, spese_anticipate_piede=D("77.47")),
        "1346.27 200.00 1146.27",
        ["22.00 - 1040.00 228.80 I", "0.00 N1 77.47 0.00 -"],
    ),
    "12b": (
        fascicolo(riga("1000"), fondi=CASSA4, spese_anticipate_piede=D("77.48")),
        "1348.28 200.00 1148.28",
        ["22.00 - 1040.00 228.80 I", "0.00 N1 79.48 0.00 -"],
    ),
    "13": (
        fascicolo(riga("1000"), riga("100", rda="R", cassa="N"), fondi=CASSA4),
        "1390.80 200.00 1190.80",
        ["22.00 - 1140.00 250.80 I"],
    ),
    "14": (
        fascicolo(riga("1000"), azienda=IMPRESA, cliente=ente(), **SPLIT),
        "1220.00 0.00 1000.00",
        ["22.00 - 1000.00 220.00 S"],
    ),
    "14b D": (
        fascicolo(riga("1000"), fondi=CASSA4, cliente=ente(), documento={"causale": "FS", "iva_per_cassa": "S"}),
        "1268.80 200.00 1068.80",
        ["22.00 - 1040.00 228.80 D"],
    ),
    "14b I": (
        fascicolo(riga("1000"), fondi=CASSA4, cliente=ente()),
        "1268.80 200.00 1068.80",
        ["22.00 - 1040.00 228.80 I"],
    ),
    "15": (
        fascicolo(riga("1000"), aliquota_rda=D("23.00"), perc_imponibile_rda=D("50.00"), causale_pagamento="R"),
        "1220.00 115.00 1105.00",
        ["22.00 - 1000.00 220.00 I"],
    ),
    "16": (
        fascicolo(riga("1000"), azienda=IMPRESA, aliquota_rda=D("4.00"), causale_pagamento="W"),
        "1220.00 40.00 1180.00",
        ["22.00 - 1000.00 220.00 I"],
    ),
    "18": (
        fascicolo(*(riga("33.33") for _ in range(3)), **PRIVATO),
        "121.99 0.00 121.99",
        ["22.00 - 99.99 22.00 I"],
    ),
    "estero N2.1": (
        fascicolo(riga("1000", "E7"), cliente=TEDESCO, **PRIVATO),
        "1002.00 0.00 1002.00",
        ["0.00 N2.1 1000.00 0.00 -", "0.00 N1 2.00 0.00 -"],
    ),
    "sconto": (
        fascicolo(riga("1000"), riga("-100", descrizione="Sconto"), fondi=CASSA4),
        "1141.92 180.00 961.92",
        ["22.00 - 936.00 205.92 I"],
    ),
    "due codici alla stessa aliquota": (
        fascicolo(riga("0.10"), riga("0.10", "22B"), riga("0.05", "E10"), **PRIVATO),
        "0.29 0.00 0.29",
        ["22.00 - 0.20 0.04 I", "0.00 N4 0.05 0.00 -"],
    ),
    "inversione contabile": (
        fascicolo(riga("1000", "RC", rda="N"), azienda=IMPRESA),
        "1000.00 0.00 1000.00",
        ["0.00 N6.9 1000.00 0.00 -"],
    ),
    "Enasarco": (
        fascicolo(riga("1000", soggetta_enasarco="S"), perc_enasarco=D("8.50"), causale_pagamento="R"),
        "1220.00 285.00 935.00",
        ["22.00 - 1000.00 220.00 I"],
    ),
    # The examples of the specification (fatturapa.md § 4.7), at the 21 % of 2012.
    "SdI A": (
        fascicolo(riga("12600", "21"), fondi=(CASSA4[0].__class__(D("2.00"), tipo_cassa="TC02"),)),
        "15550.92 2520.00 13030.92",
        ["21.00 - 12852.00 2698.92 I"],
    ),
    "SdI B": (
        fascicolo(riga("1600", "21", inps="S"), azienda=azienda(tipo_documento_fatturapa="TD01"), **INPS4),
        "2013.44 332.80 1680.64",
        ["21.00 - 1664.00 349.44 I"],
    ),
    "SdI C": (
        fascicolo(riga("465.50", "21"), azienda=IMPRESA, cliente=ente(), **SPLIT),
        "563.26 0.00 465.50",
        ["21.00 - 465.50 97.76 S"],
    ),
}


def scrivi(documento: Fascicolo, progressivo: str = "00001") -> Any:
    return leggi(xml(documento, progressivo))


def valido(schema: etree.XMLSchema, documento: Fascicolo) -> Any:
    radice = scrivi(documento)
    schema.validate(radice)
    assert [str(errore) for errore in schema.error_log] == []
    assert controlla(radice) == []
    return radice


def riepiloghi(radice: Any) -> list[str]:
    campi = ("AliquotaIVA", "Natura", "ImponibileImporto", "Imposta", "EsigibilitaIVA")
    return [" ".join(valore_di(r, campo) or "-" for campo in campi) for r in radice.iterfind(RIEPILOGHI)]


@pytest.mark.dati
@pytest.mark.requisito("FPA-010", "FPA-055", "FPA-080", "FPA-084", "FPA-085")
@pytest.mark.parametrize("nome", ESEMPI)
def test_esempi_validi_per_schema_e_controlli(schema_fatturapa: etree.XMLSchema, nome: str) -> None:
    documento, somme, _ = ESEMPI[nome]
    radice = valido(schema_fatturapa, documento)
    assert _somme(radice) == somme


@pytest.mark.requisito("FPA-010", "FPA-055")
@pytest.mark.parametrize("nome", ESEMPI)
def test_totali_degli_esempi(nome: str) -> None:
    documento, somme, attesi = ESEMPI[nome]
    radice = scrivi(documento)
    assert controlla(radice) == []
    assert riepiloghi(radice) == attesi
    assert _somme(radice) == somme
    totali = documento.totali
    assert numero(radice, f"{DOCUMENTO}/ImportoTotaleDocumento") == totali.totale_documento
    assert totali.totale_documento == sum(
        numero(r, "ImponibileImporto") + numero(r, "Imposta") for r in radice.iterfind(RIEPILOGHI)
    )


def _somme(radice: Any) -> str:
    ritenute = sum(map(D, valori(radice, f"{DOCUMENTO}/DatiRitenuta/ImportoRitenuta")), D("0.00"))
    pagamenti = sum(map(D, valori(radice, f"{RATE}/ImportoPagamento")), D("0.00"))
    return f"{numero(radice, f'{DOCUMENTO}/ImportoTotaleDocumento')} {ritenute} {pagamenti}"


@pytest.mark.requisito("FPA-084")
def test_commercialista_alla_pa_elemento_per_elemento() -> None:
    radice = scrivi(ESEMPI["14b D"][0], "0000Z")
    assert radice.tag == "{http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2}FatturaElettronica"
    assert radice.prefix == "p"
    assert radice.get("versione") == "FPA12"
    assert _rami(radice, "FatturaElettronicaHeader/DatiTrasmissione") == [
        "IdTrasmittente/IdPaese=IT",
        "IdTrasmittente/IdCodice=RSSMRA80A01H501U",
        "ProgressivoInvio=0000Z",
        "FormatoTrasmissione=FPA12",
        "CodiceDestinatario=UFX12A",
    ]
    assert _rami(radice, CORPO) == [
        "DatiGenerali/DatiGeneraliDocumento/TipoDocumento=TD06",
        "DatiGenerali/DatiGeneraliDocumento/Divisa=EUR",
        "DatiGenerali/DatiGeneraliDocumento/Data=2026-04-02",
        "DatiGenerali/DatiGeneraliDocumento/Numero=1/27",
        "DatiGenerali/DatiGeneraliDocumento/DatiRitenuta/TipoRitenuta=RT01",
        "DatiGenerali/DatiGeneraliDocumento/DatiRitenuta/ImportoRitenuta=200.00",
        "DatiGenerali/DatiGeneraliDocumento/DatiRitenuta/AliquotaRitenuta=20.00",
        "DatiGenerali/DatiGeneraliDocumento/DatiRitenuta/CausalePagamento=A",
        "DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale/TipoCassa=TC02",
        "DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale/AlCassa=4.00",
        "DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale/ImportoContributoCassa=40.00",
        "DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale/ImponibileCassa=1000.00",
        "DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale/AliquotaIVA=22.00",
        "DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento=1268.80",
        "DatiBeniServizi/DettaglioLinee/NumeroLinea=1",
        "DatiBeniServizi/DettaglioLinee/Descrizione=Consulenza",
        "DatiBeniServizi/DettaglioLinee/PrezzoUnitario=1000.00",
        "DatiBeniServizi/DettaglioLinee/PrezzoTotale=1000.00",
        "DatiBeniServizi/DettaglioLinee/AliquotaIVA=22.00",
        "DatiBeniServizi/DettaglioLinee/Ritenuta=SI",
        "DatiBeniServizi/DatiRiepilogo/AliquotaIVA=22.00",
        "DatiBeniServizi/DatiRiepilogo/ImponibileImporto=1040.00",
        "DatiBeniServizi/DatiRiepilogo/Imposta=228.80",
        "DatiBeniServizi/DatiRiepilogo/EsigibilitaIVA=D",
        "DatiPagamento/CondizioniPagamento=TP02",
        "DatiPagamento/DettaglioPagamento/ModalitaPagamento=MP05",
        "DatiPagamento/DettaglioPagamento/DataScadenzaPagamento=2026-04-30",
        "DatiPagamento/DettaglioPagamento/ImportoPagamento=1068.80",
        "DatiPagamento/DettaglioPagamento/IBAN=IT60X0542811101000000123456",
    ]


def _rami(radice: Any, percorso: str) -> list[str]:
    """The leaves under an element, as `path=text`."""
    inizio = radice.find(percorso)
    rami = []
    for foglia in inizio.iter():
        if len(foglia) == 0:
            antenati = [a.tag for a in foglia.iterancestors()]
            antenati = antenati[: antenati.index(inizio.tag)][::-1]
            rami.append("/".join([*antenati, foglia.tag]) + f"={foglia.text}")
    return rami


@pytest.mark.requisito("FPA-085")
@pytest.mark.parametrize("escluso", [True, False])
def test_spese_anticipate_alla_pa_senza_bollo_addebitato(escluso: bool) -> None:
    """A public body is never charged the duty: the block of the bollo alone changes no amount."""
    from parcella.ledger.documenti.voci import RegolaBollo

    bollo = None if escluso else RegolaBollo(D("2.00"), D("77.47"), addebita=False)
    spese = {"spese_anticipate_piede": D("150.00"), "bollo": bollo}
    radice = scrivi(fascicolo(riga("1000"), fondi=CASSA4, cliente=ente(), documento={"causale": "FS"}, **spese))
    linea = radice.findall(LINEE)[1]
    assert [(f.tag, f.text) for f in linea] == [
        ("NumeroLinea", "2"), ("Descrizione", "Spese anticipate"), ("PrezzoUnitario", "150.00"),
        ("PrezzoTotale", "150.00"), ("AliquotaIVA", "0.00"), ("Natura", "N1"),
    ]  # fmt: skip
    assert riepiloghi(radice) == ["22.00 - 1040.00 228.80 D", "0.00 N1 150.00 0.00 -"]
    assert valori(radice, f"{RIEPILOGHI}/RiferimentoNormativo") == ["Escluse ex art. 15 DPR 633/72"]
    assert _somme(radice) == "1418.80 200.00 1218.80"
    assert valore_di(radice, f"{DOCUMENTO}/DatiBollo/ImportoBollo") == (None if escluso else "2.00")


def test_ritenuta_su_righe_e_rivalsa_solo_se_il_documento_la_porta() -> None:
    con = scrivi(ESEMPI["3"][0])
    assert valori(con, f"{LINEE}/Ritenuta") == ["SI"]
    assert valori(con, f"{DOCUMENTO}/DatiCassaPrevidenziale/TipoCassa") == ["TC22"]
    assert valori(con, f"{DOCUMENTO}/DatiCassaPrevidenziale/Ritenuta") == ["SI"]
    senza = scrivi(ESEMPI["7"][0])
    assert valori(senza, ".//Ritenuta") == []
    assert valori(senza, f"{DOCUMENTO}/DatiCassaPrevidenziale/Natura") == ["N2.2"]
    rimborso = scrivi(ESEMPI["13"][0])
    assert [valore_di(linea, "Ritenuta") for linea in rimborso.iterfind(LINEE)] == ["SI", None]


def test_tipo_ritenuta_dalla_natura_dell_azienda() -> None:
    def tipo(studio: Any) -> list[str]:
        return valori(scrivi(fascicolo(riga("100"), azienda=studio)), f"{DOCUMENTO}/DatiRitenuta/TipoRitenuta")

    assert tipo(azienda()) == ["RT01"]
    assert tipo(IMPRESA) == ["RT02"]
    assert tipo(azienda(tipo_ritenuta="RT02")) == ["RT02"]
    con_enasarco = scrivi(ESEMPI["Enasarco"][0])
    assert valori(con_enasarco, f"{DOCUMENTO}/DatiRitenuta/TipoRitenuta") == ["RT01", "RT04"]
    assert valori(con_enasarco, f"{DOCUMENTO}/DatiRitenuta/ImportoRitenuta") == ["200.00", "85.00"]


def test_una_cassa_per_fondo_e_per_trattamento() -> None:
    def casse(nome: str) -> list[list[str]]:
        blocchi = scrivi(ESEMPI[nome][0]).iterfind(f"{DOCUMENTO}/DatiCassaPrevidenziale")
        return [[foglia.text for foglia in blocco] for blocco in blocchi]

    assert casse("10") == [
        ["TC01", "2.00", "12.00", "600.00", "22.00"],
        ["TC02", "4.00", "16.00", "400.00", "22.00"],
    ]
    assert casse("8A") == [
        ["TC02", "4.00", "40.00", "1000.00", "22.00"],
        ["TC02", "4.00", "8.00", "200.00", "0.00", "N4"],
    ]
    assert casse("8B") == [["TC02", "4.00", "48.00", "1200.00", "22.00"]]


def test_bollo_addebitato_e_dicitura() -> None:
    radice = scrivi(ESEMPI["9"][0])
    assert valori(radice, f"{DOCUMENTO}/DatiBollo/BolloVirtuale") == ["SI"]
    assert valori(radice, f"{LINEE}/Descrizione")[-1] == "Imposta di bollo"
    assert valori(radice, f"{LINEE}/Natura") == ["N4", "N1"]
    assert "bollo assolta in modo virtuale" in valori(radice, f"{DOCUMENTO}/Causale")[-1]
    forfettario = scrivi(ESEMPI["6"][0])
    assert valori(forfettario, f"{LINEE}/Natura") == ["N2.2", "N2.2"]
    assert scrivi(ESEMPI["7b"][0]).find(f"{DOCUMENTO}/DatiBollo") is None


def test_causali_nell_ordine_e_in_pezzi_da_200() -> None:
    lunga = "parola " * 40
    radice = scrivi(
        fascicolo(
            riga("1000", "FORF"),
            azienda=FORF,
            documento={"note_testata": "Vs. incarico"},
            riferimenti={"forfettario": lunga.strip(), "bollo_virtuale": "bollo"},
            **FORFETTARIO,
        )
    )
    causali = valori(radice, f"{DOCUMENTO}/Causale")
    assert causali[0] == "Vs. incarico"
    assert causali[-1] == "bollo"
    assert " ".join(causali[1:-1]) == lunga.strip()
    assert all(len(causale) <= 200 for causale in causali)
    assert valori(scrivi(fascicolo(riga("1000"), riferimenti={})), f"{DOCUMENTO}/Causale") == []


def test_iva_per_cassa_e_split_hanno_la_loro_dicitura() -> None:
    per_cassa = azienda(regime_fiscale="RF17")
    sospesa = fascicolo(riga("1000"), azienda=per_cassa, documento={"causale": "FS", "iva_per_cassa": "S"})
    assert valori(scrivi(sospesa), f"{DOCUMENTO}/Causale") == ["IVA per cassa, art. 32-bis DL 83/2012"]
    assert valori(scrivi(sospesa), f"{RIEPILOGHI}/EsigibilitaIVA") == ["D"]
    # Towards a public body the deferral is another rule (art. 6 c. 5 DPR 633/72).
    pubblica = fascicolo(
        riga("1000"), azienda=per_cassa, cliente=ente(), documento={"causale": "FS", "iva_per_cassa": "S"}
    )
    assert valori(scrivi(pubblica), f"{DOCUMENTO}/Causale") == []
    differita = fascicolo(riga("1000"), documento={"esigibilita_iva": "D"})
    assert valori(scrivi(differita), f"{RIEPILOGHI}/EsigibilitaIVA") == ["D"]
    assert valori(scrivi(ESEMPI["14"][0]), f"{DOCUMENTO}/Causale") == [
        "Scissione dei pagamenti, art. 17-ter DPR 633/72"
    ]


@pytest.mark.requisito("FPA-056")
def test_riferimento_normativo_per_ogni_natura() -> None:
    radice = scrivi(ESEMPI["8A"][0])
    assert valori(radice, f"{RIEPILOGHI}/RiferimentoNormativo") == [
        "Esente art. 10 n. 18 DPR 633/72",
        "Escluse ex art. 15 DPR 633/72",
    ]
    # Without a descrizione estesa, the descrizione.
    assert valori(scrivi(ESEMPI["estero N2.1"][0]), f"{RIEPILOGHI}/RiferimentoNormativo")[0] == "Art. 7-ter DPR 633/72"


@pytest.mark.requisito("FPA-087", "DOC-138", "DOC-140", "DOC-141", "DOC-142", "DOC-149", "DOC-150", "DOC-151")
@pytest.mark.dati
def test_riferimenti_esterni_e_appalti(schema_fatturapa: etree.XMLSchema) -> None:
    from datetime import date

    appalto = {"cig": "Z1234567AB", "cup": "B11H04000010002"}

    def generali(**documento: Any) -> Any:
        f = fascicolo(riga("1000"), cliente=ente(), documento={**appalto, **documento})
        return valido(schema_fatturapa, f).find(f"{CORPO}/DatiGenerali")

    def foglie(blocco: Any) -> list[str]:
        return [foglia.text for foglia in blocco]

    giorno = date(2026, 3, 1)
    codici = ["B11H04000010002", "Z1234567AB"]
    documento = generali(rif_ext_tipo="Documento", rif_ext_sigla="OC", rif_ext_numero="123", rif_ext_data=giorno)
    assert foglie(documento.find("DatiOrdineAcquisto")) == ["OC 123", "2026-03-01", *codici]
    contratto = generali(rif_ext_tipo="Contratto", rif_ext_codice="CONTR-7")
    assert foglie(contratto.find("DatiContratto")) == ["CONTR-7", *codici]
    convenzione = generali(rif_ext_tipo="Convenzione", rif_ext_codice="CONV-7", rif_ext_data=giorno)
    assert foglie(convenzione.find("DatiConvenzione")) == ["CONV-7", "2026-03-01", *codici]
    assert [figlio.tag for figlio in generali()] == ["DatiGeneraliDocumento"]
    assert [figlio.tag for figlio in generali(rif_ext_tipo="Contratto")] == ["DatiGeneraliDocumento"]
    collegata = generali(
        rif_ext_tipo="Contratto", rif_ext_codice="X", fattura_collegata_numero="1/20", fattura_collegata_data=giorno
    )
    assert [figlio.tag for figlio in collegata] == ["DatiGeneraliDocumento", "DatiContratto", "DatiFattureCollegate"]
    assert foglie(collegata.find("DatiFattureCollegate")) == ["1/20", "2026-03-01", *codici]
    amministrazione = fascicolo(riga("1"), documento={"riferimento_amministrazione": "FORN-12"})
    radice = valido(schema_fatturapa, amministrazione)
    assert valore_di(radice, "FatturaElettronicaHeader/CedentePrestatore/RiferimentoAmministrazione") == "FORN-12"


@pytest.mark.requisito("FPA-044")
def test_l_emittente_non_va_nel_file() -> None:
    testata = scrivi(ESEMPI["1"][0]).find("FatturaElettronicaHeader")
    assert [parte.tag for parte in testata] == ["DatiTrasmissione", "CedentePrestatore", "CessionarioCommittente"]


def test_dichiarazione_e_codifica() -> None:
    contenuto = xml(fascicolo(riga("1000", descrizione="Perizia già resa")), "00001")
    assert contenuto.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<p:FatturaElettronica ")
    assert "già resa".encode() in contenuto


@pytest.mark.dati
def test_caratteri_tipografici_e_testi_lunghi(schema_fatturapa: etree.XMLSchema) -> None:
    tipografica = "Consulenza – “bilancio” dell’anno… 100 € Čapek"
    radice = valido(
        schema_fatturapa,
        fascicolo(
            nota("Premessa — testo"),
            riga("500", descrizione=tipografica, unita_misura="m²", quantita="2", prezzo_unitario="250"),
            nota("nota " * 250, ","),
            riga("200", descrizione="parola " * 142, spese="3.00"),
            documento={"note_testata": "Rif. “Rossi’s”"},
            cliente=cliente(ragione_sociale="L’Œuvre & Figli <srl>", indirizzo="Via dell’Ž"),
        ),
    )
    descrizioni = valori(radice, f"{LINEE}/Descrizione")
    assert descrizioni[0] == 'Premessa - testo - Consulenza - "bilancio" dell\'anno... 100 EUR Capek'
    assert all(len(descrizione) <= 1000 for descrizione in descrizioni)
    assert valori(radice, f"{LINEE}/PrezzoTotale") == ["500.00", "0.00", "0.00", "200.00", "3.00"]
    assert valore_di(
        radice, "FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/Anagrafica/Denominazione"
    ) == ("L'OEuvre & Figli <srl>")
