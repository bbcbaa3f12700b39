"""FatturaPA files made for the tests, as another program would write them."""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

NAMESPACE = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"
STUDIO = {"iva": "01234560017", "denominazione": "Studio Bianchi"}
ROSSI = {"iva": "00488410010", "fiscale": "00488410010", "denominazione": "Rossi s.r.l.", "comune": "Torino"}
VERDI = {"fiscale": "VRDLDA80A01H501O", "cognome": "Verdi", "nome": "Aldo", "comune": "Roma"}


def riga(descrizione: str = "Consulenza", prezzo: str = "100.00", iva: str = "22.00", **altro: str) -> str:
    """A DettaglioLinee; `altro`: quantita, natura, ritenuta, um."""
    return (
        "<DettaglioLinee><NumeroLinea>1</NumeroLinea>"
        + _se("Descrizione", descrizione)
        + _se("Quantita", altro.get("quantita"))
        + _se("UnitaMisura", altro.get("um"))
        + _se("PrezzoUnitario", prezzo)
        + _se("PrezzoTotale", prezzo)
        + _se("AliquotaIVA", iva)
        + _se("Ritenuta", altro.get("ritenuta"))
        + _se("Natura", altro.get("natura"))
        + "</DettaglioLinee>"
    )


def corpo(
    numero: str = "1",
    data: str = "2025-03-31",
    tipo: str = "TD06",
    righe: Iterable[str] = (),
    *,
    generali: str = "",
    dopo: str = "",
    riepilogo: str = "",
    totale: str = "122.00",
) -> str:
    """A FatturaElettronicaBody."""
    righe = righe or (riga(),)
    riepilogo = riepilogo or (
        "<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>100.00</ImponibileImporto>"
        "<Imposta>22.00</Imposta></DatiRiepilogo>"
    )
    return (
        "<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento>"
        f"<TipoDocumento>{tipo}</TipoDocumento><Divisa>EUR</Divisa><Data>{data}</Data><Numero>{numero}</Numero>"
        f"{generali}<ImportoTotaleDocumento>{totale}</ImportoTotaleDocumento></DatiGeneraliDocumento></DatiGenerali>"
        f"<DatiBeniServizi>{''.join(righe)}{riepilogo}</DatiBeniServizi>{dopo}</FatturaElettronicaBody>"
    )


def xml(
    cessionario: Mapping[str, str] = ROSSI,
    *corpi: str,
    cedente: Mapping[str, str] = STUDIO,
    formato: str = "FPR12",
    destinatario: str = "ABC1234",
    pec: str = "",
    codifica: str = "UTF-8",
) -> bytes:
    """A whole file. A subject has iva, fiscale, denominazione or cognome and nome, comune, provincia, nazione, cap."""
    testo = (
        f'<?xml version="1.0" encoding="{codifica}"?>\n'
        f'<p:FatturaElettronica versione="{formato}" xmlns:p="{NAMESPACE}">'
        "<FatturaElettronicaHeader><DatiTrasmissione><IdTrasmittente><IdPaese>IT</IdPaese>"
        "<IdCodice>01234560017</IdCodice></IdTrasmittente><ProgressivoInvio>1</ProgressivoInvio>"
        f"<FormatoTrasmissione>{formato}</FormatoTrasmissione>"
        f"<CodiceDestinatario>{destinatario}</CodiceDestinatario>{_se('PECDestinatario', pec)}</DatiTrasmissione>"
        f"<CedentePrestatore>{_soggetto(cedente, '<RegimeFiscale>RF01</RegimeFiscale>')}</CedentePrestatore>"
        f"<CessionarioCommittente>{_soggetto(cessionario)}</CessionarioCommittente></FatturaElettronicaHeader>"
        f"{''.join(corpi or (corpo(),))}</p:FatturaElettronica>"
    )
    return testo.encode(codifica)


def _soggetto(chi: Mapping[str, str], regime: str = "") -> str:
    iva = chi.get("iva")
    numero = f"<IdPaese>{chi.get('paese', 'IT')}</IdPaese><IdCodice>{iva}</IdCodice>" if iva else ""
    return (
        "<DatiAnagrafici>"
        + (f"<IdFiscaleIVA>{numero}</IdFiscaleIVA>" if numero else "")
        + _se("CodiceFiscale", chi.get("fiscale"))
        + f"<Anagrafica>{_se('Denominazione', chi.get('denominazione'))}{_se('Nome', chi.get('nome'))}"
        + f"{_se('Cognome', chi.get('cognome'))}</Anagrafica>{regime}</DatiAnagrafici>"
        + f"<Sede>{_se('Indirizzo', chi.get('indirizzo', 'Via Po'))}{_se('NumeroCivico', chi.get('civico', '1'))}"
        + f"{_se('CAP', chi.get('cap', '10100'))}{_se('Comune', chi.get('comune', 'Torino'))}"
        + f"{_se('Provincia', chi.get('provincia', 'TO'))}{_se('Nazione', chi.get('nazione', 'IT'))}</Sede>"
    )


def _se(nome: str, valore: str | None) -> str:
    return f"<{nome}>{escape(valore)}</{nome}>" if valore else ""
