"""What an invoice says: any prefix, any version, missing parts, the simplified format."""

from decimal import Decimal
from pathlib import Path

import pytest

from parcella.fatturapa.lettura.lettore import da_xml, leggi
from parcella.fatturapa.lettura.origini import Archivi, Origine
from parcella.ledger.esito import DatiNonValidi

from .fatture import ROSSI, corpo, riga, xml


def test_testata_e_corpo() -> None:
    fattura = da_xml(
        xml(ROSSI, corpo("7", righe=[riga("Consulenza", "100.00"), riga("Bollo", "2.00", "0.00", natura="N1")]))
    )
    assert fattura.testata.cedente.nominativo == "Studio Bianchi"
    assert fattura.testata.cessionario.partita_iva == "IT00488410010"
    assert fattura.testata.cessionario.sede.comune == "Torino"
    uno = fattura.corpi[0]
    assert (uno.numero, uno.totale.valore) == ("7", Decimal("122.00"))
    assert [(r.descrizione, r.prezzo.valore, r.natura) for r in uno.righe] == [
        ("Consulenza", Decimal("100.00"), ""),
        ("Bollo", Decimal("2.00"), "N1"),
    ]


def test_prefisso_e_versione_non_contano() -> None:
    nostro = xml().decode()
    for altro in (
        nostro.replace("p:", "ns9:").replace(":p=", ":ns9="),
        nostro.replace("fatture/v1.2", "fatture/v1.0"),
        nostro.replace("<p:", "<").replace("</p:", "</").replace("xmlns:p", "xmlns"),
        nostro.replace("p:", "").replace(":p=", ":x="),
    ):
        assert da_xml(altro.encode()) == da_xml(nostro.encode())


def test_quello_che_manca_e_vuoto() -> None:
    fattura = da_xml(b"<FatturaElettronica><FatturaElettronicaBody/></FatturaElettronica>")
    assert fattura.testata.cedente.nominativo == ""
    assert fattura.corpi[0].totale.valore is None
    assert fattura.corpi[0].data.valore is None


def test_una_cifra_sbagliata_si_vede_com_e() -> None:
    uno = da_xml(xml(ROSSI, corpo(totale="1.220,00", data="31/03/2025"))).corpi[0]
    assert (uno.totale.testo, uno.totale.valore) == ("1.220,00", None)
    assert (uno.data.testo, uno.data.valore) == ("31/03/2025", None)


def test_un_xml_che_non_e_una_fattura() -> None:
    with pytest.raises(
        DatiNonValidi, match="ma non una fattura elettronica: comincia con «RicevutaConsegna»"
    ) as errore:
        da_xml(b'<a:RicevutaConsegna xmlns:a="urn:a"/>')
    assert errore.value.codice == "non_fattura"
    with pytest.raises(DatiNonValidi, match="nessun documento"):
        da_xml(b"<FatturaElettronica/>")


def test_la_fattura_semplificata() -> None:
    fattura = da_xml(
        b"<FatturaElettronicaSemplificata><FatturaElettronicaHeader><CedentePrestatore><IdFiscaleIVA>"
        b"<IdPaese>IT</IdPaese><IdCodice>01234560017</IdCodice></IdFiscaleIVA><Denominazione>Bar Sport</Denominazione>"
        b"<Sede><Comune>Torino</Comune></Sede></CedentePrestatore><CessionarioCommittente><IdentificativiFiscali>"
        b"<CodiceFiscale>VRDLDA80A01H501O</CodiceFiscale></IdentificativiFiscali></CessionarioCommittente>"
        b"</FatturaElettronicaHeader><FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento>"
        b"<TipoDocumento>TD07</TipoDocumento><Numero>5</Numero></DatiGeneraliDocumento></DatiGenerali>"
        b"<DatiBeniServizi><Descrizione>Pranzo</Descrizione><Importo>22.00</Importo><DatiIVA><Aliquota>10.00</Aliquota>"
        b"</DatiIVA></DatiBeniServizi></FatturaElettronicaBody></FatturaElettronicaSemplificata>"
    )
    assert fattura.semplificata
    assert (fattura.testata.cedente.nominativo, fattura.testata.cedente.sede.comune) == ("Bar Sport", "Torino")
    assert fattura.testata.cessionario.codice_fiscale == "VRDLDA80A01H501O"
    assert [(r.descrizione, r.totale.testo, r.aliquota.testo) for r in fattura.corpi[0].righe] == [
        ("Pranzo", "22.00", "10.00")
    ]


def test_allegati() -> None:
    allegato = "<Allegati><NomeAttachment>a.txt</NomeAttachment><Attachment>Y2\n lhbw==</Attachment></Allegati>"
    uno = da_xml(xml(ROSSI, corpo(dopo=allegato))).corpi[0].allegati[0]
    assert (uno.nome, uno.dimensione, uno.contenuto()) == ("a.txt", 4, b"ciao")
    rotto = da_xml(xml(ROSSI, corpo(dopo=allegato.replace("Y2", "§")))).corpi[0].allegati[0]
    with pytest.raises(DatiNonValidi, match=r"L'allegato a\.txt è danneggiato"):
        rotto.contenuto()


@pytest.mark.dati
def test_un_lotto_e_un_allegato_dei_campioni(dati_prova: Path) -> None:
    campioni = dati_prova / "fatturapa" / "samples"
    lotto, _ = leggi(Origine(campioni / "invoices" / "official_IT01234567890_FPA03.xml"), Archivi())
    assert [uno.numero for uno in lotto.corpi] == ["12", "456"]
    con_allegato, _ = leggi(Origine(campioni / "invoices" / "allegato_pdf.xml"), Archivi())
    allegato = con_allegato.corpi[0].allegati[0]
    assert len(allegato.contenuto()) == allegato.dimensione == 13383
    vecchia, _ = leggi(Origine(campioni / "invalid" / "windows-1252_TD06_TC03.xml"), Archivi())
    assert vecchia.testata.cessionario.nominativo == "CIR 2000 snc"
    firmata, contenuto = leggi(Origine(campioni / "signed" / "IT01234567890_FPR03.base64.xml.p7m"), Archivi())
    assert len(firmata.corpi) == 2 and len(contenuto.buste) == 1
