"""A good parcella as text, and how the tests change it: pairs of what is there and what takes its place."""

from datetime import date
from typing import Any

from lxml import etree

from parcella.fatturapa.controlli.esito import Esito
from parcella.fatturapa.controlli.giudizio import giudica

OGGI = date(2026, 4, 10)
RITENUTA = (
    "<DatiRitenuta><TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>20.00</ImportoRitenuta>"
    "<AliquotaRitenuta>20.00</AliquotaRitenuta><CausalePagamento>A</CausalePagamento></DatiRitenuta>"
)
CASSA = (
    "<DatiCassaPrevidenziale><TipoCassa>TC02</TipoCassa><AlCassa>4.00</AlCassa>"
    "<ImportoContributoCassa>4.00</ImportoContributoCassa><ImponibileCassa>100.00</ImponibileCassa>"
    "<AliquotaIVA>22.00</AliquotaIVA></DatiCassaPrevidenziale>"
)
LINEA = (
    "<DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Consulenza</Descrizione>"
    "<PrezzoUnitario>100.00</PrezzoUnitario><PrezzoTotale>100.00</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA>"
    "<Ritenuta>SI</Ritenuta></DettaglioLinee>"
)
RIEPILOGO = (
    "<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>104.00</ImponibileImporto>"
    "<Imposta>22.88</Imposta><EsigibilitaIVA>I</EsigibilitaIVA></DatiRiepilogo>"
)
PAGAMENTO = (
    "<DatiPagamento><CondizioniPagamento>TP02</CondizioniPagamento><DettaglioPagamento>"
    "<ModalitaPagamento>MP05</ModalitaPagamento><ImportoPagamento>106.88</ImportoPagamento>"
    "<IBAN>IT60X0542811101000000123456</IBAN></DettaglioPagamento></DatiPagamento>"
)
CORPO = (
    "<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD06</TipoDocumento>"
    "<Divisa>EUR</Divisa><Data>2026-04-02</Data><Numero>1/27</Numero>"
    f"{RITENUTA}{CASSA}<ImportoTotaleDocumento>126.88</ImportoTotaleDocumento></DatiGeneraliDocumento></DatiGenerali>"
    f"<DatiBeniServizi>{LINEA}{RIEPILOGO}</DatiBeniServizi>{PAGAMENTO}</FatturaElettronicaBody>"
)
CEDENTE_IVA = "<IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567897</IdCodice></IdFiscaleIVA>"
CLIENTE_IVA = "<IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>12345670017</IdCodice></IdFiscaleIVA>"
CLIENTE_CF = "<CodiceFiscale>12345670017</CodiceFiscale>"
CEDENTE_CF = "<CodiceFiscale>RSSMRA80A01H501U</CodiceFiscale>"
MODELLO = (
    '<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2" versione="FPR12">'
    "<FatturaElettronicaHeader><DatiTrasmissione><IdTrasmittente><IdPaese>IT</IdPaese>"
    "<IdCodice>RSSMRA80A01H501U</IdCodice></IdTrasmittente><ProgressivoInvio>0000A</ProgressivoInvio>"
    "<FormatoTrasmissione>FPR12</FormatoTrasmissione><CodiceDestinatario>ABC1234</CodiceDestinatario>"
    f"</DatiTrasmissione><CedentePrestatore><DatiAnagrafici>{CEDENTE_IVA}{CEDENTE_CF}"
    "<Anagrafica><Nome>Mario</Nome><Cognome>Rossi</Cognome></Anagrafica><RegimeFiscale>RF01</RegimeFiscale>"
    "</DatiAnagrafici><Sede><Indirizzo>Via Roma 1</Indirizzo><CAP>00100</CAP><Comune>Roma</Comune>"
    "<Provincia>RM</Provincia><Nazione>IT</Nazione></Sede></CedentePrestatore><CessionarioCommittente>"
    f"<DatiAnagrafici>{CLIENTE_IVA}{CLIENTE_CF}<Anagrafica><Denominazione>Alfa srl</Denominazione></Anagrafica>"
    "</DatiAnagrafici><Sede><Indirizzo>Corso Francia 10</Indirizzo><CAP>10100</CAP><Comune>Torino</Comune>"
    "<Provincia>TO</Provincia><Nazione>IT</Nazione></Sede></CessionarioCommittente></FatturaElettronicaHeader>"
    f"{CORPO}</p:FatturaElettronica>"
)


def albero(*cambi: tuple[str, str]) -> Any:
    """The model with each first text replaced by the second, everywhere it stands."""
    testo = MODELLO
    for prima, dopo in cambi:
        assert prima in testo, prima
        testo = testo.replace(prima, dopo)
    return etree.fromstring(testo.encode())


def esito(*cambi: tuple[str, str]) -> Esito:
    """What is said of the model so changed; its layout must be good."""
    trovato = giudica(albero(*cambi), OGGI)
    assert "00200" not in {errore.codice for errore in trovato.errori}, trovato.errori
    return trovato
