"""Messages of SdI written for the tests, as SdI writes them but without its signature."""

from pathlib import Path

PA = "http://www.fatturapa.gov.it/sdi/messaggi/v1.0"
B2B = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fattura/messaggi/v1.0"
_RADICI = {
    ("RC", PA): "RicevutaConsegna", ("RC", B2B): "RicevutaConsegna",
    ("NS", PA): "NotificaScarto", ("NS", B2B): "RicevutaScarto",
    ("MC", PA): "NotificaMancataConsegna", ("MC", B2B): "RicevutaImpossibilitaRecapito",
    ("NE", PA): "NotificaEsito", ("DT", PA): "NotificaDecorrenzaTermini",
    ("AT", PA): "AttestazioneTrasmissioneFattura", ("EC", PA): "NotificaEsitoCommittente",
    ("SE", PA): "ScartoEsitoCommittente", ("MT", PA): "MetadatiInvioFile", ("MT", B2B): "FileMetadati",
}  # fmt: skip


def messaggio(
    tipo: str, nome_file: str, *, spazio: str = B2B, identificativo: str = "8812345670", corpo: str = ""
) -> bytes:
    radice = _RADICI[tipo, spazio]
    nome = "" if tipo in ("EC", "SE") else f"<NomeFile>{nome_file}</NomeFile>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<t:{radice} xmlns:t="{spazio}" versione="1.0">'
        f"<IdentificativoSdI>{identificativo}</IdentificativoSdI>{nome}{corpo}</t:{radice}>"
    ).encode()


def scarto(
    nome_file: str, codice: str = "00423", descrizione: str = "PrezzoTotale non calcolato", **altro: str
) -> bytes:
    errore = f"<Errore><Codice>{codice}</Codice><Descrizione>{descrizione}</Descrizione></Errore>"
    return messaggio("NS", nome_file, corpo=f"<ListaErrori>{errore}</ListaErrori><MessageId>1</MessageId>", **altro)


def esito(nome_file: str, quale: str, descrizione: str = "") -> bytes:
    corpo = f"<EsitoCommittente><Esito>{quale}</Esito><Descrizione>{descrizione}</Descrizione></EsitoCommittente>"
    return messaggio("NE", nome_file, spazio=PA, corpo=corpo)


def scrivi(cartella: Path, nome: str, contenuto: bytes) -> Path:
    cartella.mkdir(exist_ok=True)
    (cartella / nome).write_bytes(contenuto)
    return cartella / nome


def firmato(xml: bytes, quando: str) -> bytes:
    """A message with the moment of SdI's signature, the only one an outcome has."""
    radice = xml.rindex(b"</t:")
    firma = f"<s:Signature xmlns:s='urn:s'><s:SigningTime>{quando}</s:SigningTime></s:Signature>".encode()
    return xml[:radice] + firma + xml[radice:]
