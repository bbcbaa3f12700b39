"""A document with all it takes to print it or to write its XML, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from parcella.ledger.annessi.legami import chiave_documento
from parcella.ledger.annessi.tabelle import Allegato
from parcella.ledger.aziende.tabelle import Azienda, CodiceIva, Intermediario, Pagamento, ParametriStudio
from parcella.ledger.clienti.tabelle import Cliente, IndirizzoCliente
from parcella.ledger.documenti.tabelle import Cointestatario, Documento, RigaDocumento
from parcella.ledger.documenti.voci import Fondo, Totali
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula


@dataclass(frozen=True, slots=True)
class Fascicolo:
    """Detached rows: nothing here reads the database any more.

    `rate` is the scadenzario notule of a NO, the scadenzario contabile of a PA (for a provvisoria, the due dates its
    payment would give). `riferimenti` maps a code of RiferimentoNormativo to the wording in force at the document's
    date. `cointestatari` pairs each co-holder with its client. `prestazioni` has the codes named by the rows;
    `traduzioni`, for a client with a foreign language, what to print for a code and the description it has in the
    archive: a description changed on the row stays as it was written. `spedizione` is where the print is posted, if not
    to the client's own address, which is the only one of the XML. `sezionale` is what the serie takes: S electronic
    invoices, N paper, None both; `trasmittente` the intermediario, if the azienda has one. `allegati`
    are read only by who makes the XML.
    """

    azienda: Azienda
    parametri: ParametriStudio
    cliente: Cliente
    documento: Documento
    righe: tuple[RigaDocumento, ...]
    totali: Totali
    codici_iva: Mapping[str, CodiceIva]
    pagamento: Pagamento | None = None
    rate: tuple[RataNotula | RataContabile, ...] = ()
    riferimenti: Mapping[str, str] = field(default_factory=dict)
    cointestatari: tuple[tuple[Cointestatario, Cliente], ...] = ()
    prestazioni: Mapping[str, Prestazione] = field(default_factory=dict)
    traduzioni: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fondi: tuple[Fondo, ...] = ()
    descrizione_documento: str = ""
    nome_responsabile: str | None = None
    spedizione: IndirizzoCliente | None = None
    sezionale: str | None = None
    allegati: tuple[Allegato, ...] = ()
    trasmittente: Intermediario | None = None

    @property
    def nome(self) -> str:
        """The document as people call it: `PA 1/3`."""
        return nome_documento(self.documento)


def chiave_allegati(documento: Documento) -> str:
    """How the attachments name a document: `PA 2026 1/3`, or `PA 2026 1/prov.7` while it has no number."""
    d = documento
    return chiave_documento(d.sigla_documento, d.anno, d.serie, d.numero_documento, d.numero_lavoro)


def nome_documento(documento: Documento) -> str:
    """`SIGLA SERIE/NUMERO`; a provvisoria not yet numbered shows its working number: `PA 1/prov.7`."""
    numero = documento.numero_documento
    coda = str(numero) if numero is not None else f"prov.{documento.numero_lavoro}"
    return f"{documento.sigla_documento} {documento.serie}/{coda}"
