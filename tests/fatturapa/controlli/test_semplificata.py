"""The simplified invoice: its layout judged like the schema, and the few controls that surely hold for it."""

from datetime import date
from random import Random
from typing import Any

import pytest
from lxml import etree

from parcella.fatturapa.controlli.esito import Esito
from parcella.fatturapa.controlli.formato import controlla_formato
from parcella.fatturapa.controlli.giudizio import giudica
from parcella.fatturapa.tracciato.tracciato import SPAZIO_SEMPLIFICATA, tracciato, tracciato_semplificato

from .completa import completa
from .modello import OGGI
from .mutazioni import muta

IVA = "<IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>{}</IdCodice></IdFiscaleIVA>"
CLIENTE = IVA.format("12345670017")
RIGA = (
    "<DatiBeniServizi><Descrizione>Pranzo</Descrizione><Importo>61.00</Importo><DatiIVA><Imposta>11.00</Imposta>"
    "<Aliquota>22.00</Aliquota></DatiIVA></DatiBeniServizi>"
)
CORPO = (
    "<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD07</TipoDocumento>"
    "<Divisa>EUR</Divisa><Data>2026-04-02</Data><Numero>S/12</Numero></DatiGeneraliDocumento></DatiGenerali>"
    f"{RIGA}</FatturaElettronicaBody>"
)
MODELLO = (
    f'<p:FatturaElettronicaSemplificata xmlns:p="{SPAZIO_SEMPLIFICATA}" versione="FSM10"><FatturaElettronicaHeader>'
    "<DatiTrasmissione><IdTrasmittente><IdPaese>IT</IdPaese><IdCodice>RSSMRA80A01H501U</IdCodice></IdTrasmittente>"
    "<ProgressivoInvio>1</ProgressivoInvio><FormatoTrasmissione>FSM10</FormatoTrasmissione>"
    "<CodiceDestinatario>ABC1234</CodiceDestinatario></DatiTrasmissione><CedentePrestatore>"
    f"{IVA.format('01234567897')}<Denominazione>Trattoria da Gino</Denominazione><Sede><Indirizzo>Via Po 1</Indirizzo>"
    "<CAP>10100</CAP><Comune>Torino</Comune><Nazione>IT</Nazione></Sede><RegimeFiscale>RF01</RegimeFiscale>"
    f"</CedentePrestatore><CessionarioCommittente><IdentificativiFiscali>{CLIENTE}</IdentificativiFiscali>"
    f"</CessionarioCommittente></FatturaElettronicaHeader>{CORPO}</p:FatturaElettronicaSemplificata>"
)
NOTA = "controllo_parziale"


def esito(*cambi: tuple[str, str]) -> Esito:
    """What is said of the model with each first text replaced by the second."""
    testo = MODELLO
    for prima, dopo in cambi:
        assert prima in testo, prima
        testo = testo.replace(prima, dopo)
    return giudica(etree.fromstring(testo.encode()), OGGI)


def test_una_buona_passa_e_si_dice_che_il_resto_non_e_controllato() -> None:
    buona = esito()
    assert (buona.valido, buona.formato, buona.errori) == (True, "FSM10", [])
    assert [avviso.codice for avviso in buona.avvisi] == [NOTA]
    assert "gli altri no" in buona.avvisi[0].messaggio


@pytest.mark.parametrize(
    ("codice", "che_lo_rompe", "che_per_poco_no"),
    [
        ("00417", [(CLIENTE, "")], [(CLIENTE, "<CodiceFiscale>12345670017</CodiceFiscale>")]),
        ("00425", [("S/12", "S/uno")], [("S/12", "S/1")]),
        ("00409", [(CORPO, CORPO * 2)], [(CORPO, CORPO + CORPO.replace("TD07", "TD08"))]),
        ("00409", [(CORPO, CORPO * 2)], [(CORPO, CORPO + CORPO.replace("2026-04", "2025-04"))]),
        ("00400", [("22.00", "0.00")],
         [("22.00</Aliquota></DatiIVA>", "0.00</Aliquota></DatiIVA><Natura>N4</Natura>")]),
        ("00401", [("</DatiIVA>", "</DatiIVA><Natura>N4</Natura>")], [("<Aliquota>22.00</Aliquota>", "")]),
        ("00445", [("22.00</Aliquota></DatiIVA>", "0.00</Aliquota></DatiIVA><Natura>N2</Natura>")],
         [("22.00</Aliquota></DatiIVA>", "0.00</Aliquota></DatiIVA><Natura>N2.2</Natura>")]),
        ("00476", [("<IdPaese>IT</IdPaese><IdCodice>0", "<IdPaese>FR</IdPaese><IdCodice>0"),
                   ("<IdPaese>IT</IdPaese><IdCodice>1", "<IdPaese>DE</IdPaese><IdCodice>1")],
         [("<IdPaese>IT</IdPaese><IdCodice>1", "<IdPaese>DE</IdPaese><IdCodice>1")]),
    ],
)  # fmt: skip
def test_i_controlli_che_rifiutano(
    codice: str, che_lo_rompe: list[tuple[str, str]], che_per_poco_no: list[tuple[str, str]]
) -> None:
    assert [errore.codice for errore in esito(*che_lo_rompe).errori] == [codice]
    assert esito(*che_per_poco_no).errori == []


@pytest.mark.parametrize(
    ("codice", "che_lo_dice", "che_per_poco_no"),
    [
        ("00403", [("2026-04-02", "2026-04-11")], [("2026-04-02", "2026-04-10")]),
        ("00424", [("22.00", "0.22")], [("22.00", "1.00")]),
        ("00460", [("61.00", "400.01")], [("61.00", "400.00")]),
        ("00460", [("61.00", "400.01")], [("61.00", "400.01"), ("RF01", "RF19")]),
        ("00460", [(RIGA, RIGA * 7)], [(RIGA, RIGA * 6)]),
        ("00460", [("61.00", "400.01")], [("61.00", "400.01"), ("TD07", "TD08")]),
        ("00300", [("RSSMRA80A01H501U", "RSSMRA80A01H501X")], [("RSSMRA80A01H501U", "01234567897")]),
        ("00301", [("01234567897", "01234567890")], [("01234567897", "12345670017")]),
        ("00305", [("12345670017", "12345670018")], [("12345670017", "01234567897")]),
        ("00306", [(CLIENTE, "<CodiceFiscale>12345670018</CodiceFiscale>")],
         [(CLIENTE, "<CodiceFiscale>RSSMRA80A01H501U</CodiceFiscale>")]),
    ],
)  # fmt: skip
def test_gli_avvisi(codice: str, che_lo_dice: list[tuple[str, str]], che_per_poco_no: list[tuple[str, str]]) -> None:
    detto = esito(*che_lo_dice)
    assert detto.valido
    assert {avviso.codice for avviso in detto.avvisi} == {codice, NOTA}
    assert {avviso.codice for avviso in esito(*che_per_poco_no).avvisi} == {NOTA}


@pytest.mark.dati
@pytest.mark.parametrize("scelta", ["A", "B"])
def test_con_tutti_gli_elementi_e_valida(schema_semplificata: etree.XMLSchema, scelta: str) -> None:
    radice = completa(scelta, tracciato_semplificato())
    schema_semplificata.validate(radice)
    assert [str(errore) for errore in schema_semplificata.error_log] == []
    assert controlla_formato(radice) == []


@pytest.mark.dati
@pytest.mark.parametrize(
    ("quante", "seme"), [(400, 1), pytest.param(10_000, 2, marks=pytest.mark.slow)], ids=["poche", "molte"]
)
def test_lo_stesso_verdetto_dello_schema(schema_semplificata: etree.XMLSchema, quante: int, seme: int) -> None:
    caso = Random(seme)
    modelli: list[Any] = [completa("A", tracciato_semplificato()), completa("B", tracciato_semplificato())]
    modelli.append(etree.fromstring(MODELLO.encode()))
    validi = 0
    for giro in range(quante):
        radice = muta(caso.choice(modelli), caso)
        valido = schema_semplificata.validate(radice)
        nostri = controlla_formato(radice)
        assert (not nostri) is valido, (giro, str(schema_semplificata.error_log), nostri)
        giudizio = giudica(radice, OGGI)  # no file, however odd, stops the controls
        assert valido or not giudizio.valido
        validi += valido
    assert 0 < validi < quante / 2


def test_dice_i_codici_e_i_numeri_del_suo_tracciato() -> None:
    (versione,) = esito(('versione="FSM10"', 'versione="FPR12"')).errori
    assert versione.messaggio == (
        "Fattura elettronica semplificata: l'attributo versione: trovato «FPR12»; ammesso: solo FSM10."
    )
    (manca,) = esito((' versione="FSM10"', "")).errori
    assert manca.rimedio == 'scrivere versione="FSM10"'
    (tipo,) = esito(("TD07", "TD01")).errori
    assert (
        "Tipo documento (2.1.1.1 TipoDocumento): trovato «TD01»; ammesso: uno dei codici TD07, TD08" in tipo.messaggio
    )
    (natura,) = esito(("</DatiIVA>", "</DatiIVA><Natura>N6.1</Natura>")).errori
    assert natura.posizione == "2.2.4 FatturaElettronicaBody/DatiBeniServizi/Natura"


def test_i_due_tracciati_non_si_confondono() -> None:
    ordinario = tracciato().trova("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/TipoDocumento").formato
    semplice = tracciato_semplificato().trova("FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/TipoDocumento")
    assert ordinario is not None
    assert ordinario.vale("TD01")
    assert semplice.formato is not None
    assert not semplice.formato.vale("TD01")
    assert esito(("<Data>2026-04-02", "<Data>99999-01-01")).valido  # the last day there is


def test_si_giudica_alla_data_data() -> None:
    radice = etree.fromstring(MODELLO.encode())
    assert "00403" in {avviso.codice for avviso in giudica(radice, date(2026, 4, 1)).avvisi}
