"""What the register of an archive knows of a file that is judged: its name, or a number in it, went to SdI already.

SdI refuses both (00002, 00404). They are warnings, since the file judged may be the very one that was sent.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from sqlalchemy import Table, select
from sqlmodel import Session

from parcella.fatturapa.controlli.documento import NOTA_DI_CREDITO
from parcella.fatturapa.controlli.esito import Rilievo
from parcella.fatturapa.controlli.fattura import Albero
from parcella.fatturapa.controlli.posizione import percorso
from parcella.fatturapa.stati import DA_RIFARE, DESCRIZIONI, INVIATO, PRIMA_DELL_INVIO
from parcella.fatturapa.tabelle import FileFattura
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.documenti.tabelle import Documento

NOME_GIA_USATO, NUMERO_GIA_USATO = "00002", "00404"
_FILE: Table = FileFattura.__table__  # type: ignore[attr-defined]
_DOCUMENTI: Table = Documento.__table__  # type: ignore[attr-defined]
_AZIENDE: Table = Azienda.__table__  # type: ignore[attr-defined]
_CEDENTE = "FatturaElettronicaHeader/CedentePrestatore/DatiAnagrafici/IdFiscaleIVA/IdCodice"
_DOCUMENTO = "FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento"


class _Numero(NamedTuple):
    """What SdI knows a document by: who sells, the year of its date, the number, and whether it is a TD04."""

    cedente: str
    anno: str
    numero: str
    nota_di_credito: bool


class Mandati:
    """The files of an archive that went to SdI, of all its aziende, read as they are asked for."""

    def __init__(self, sessione: Session) -> None:
        self._sessione = sessione
        self._anni: dict[str, dict[_Numero, str]] = {}

    def rilievi(self, nome_file: str, radice: Albero) -> Iterator[Rilievo]:
        """What is known of a file: of its name, and of each number that another file had."""
        suo = _senza_estensione(nome_file)
        inviato = self._sessione.execute(
            select(_FILE.c.nome_file, _FILE.c.stato).where(
                _FILE.c.nome_file.in_((f"{suo}.xml", f"{suo}.xml.p7m")), _FILE.c.stato.not_in(PRIMA_DELL_INVIO)
            )
        ).first()
        if inviato is not None:
            stato = "" if inviato[1] == INVIATO else f" ({DESCRIZIONI[inviato[1]].lower()})"
            yield Rilievo(
                NOME_GIA_USATO,
                f"Un file di nome {inviato[0]} è già stato inviato{stato}: il Sistema di Interscambio non ne accetta "
                "un altro con lo stesso nome.",
                "nome del file",
                "se non è lo stesso file, farne uno nuovo con un altro nome",
            )
        for nodo in radice.iterfind(_DOCUMENTO):
            numero = _numero(radice, nodo)
            altro = self._dell_anno(numero.anno).get(numero)
            if altro is not None and _senza_estensione(altro) != suo:
                yield Rilievo(
                    NUMERO_GIA_USATO,
                    f"Il documento {numero.numero} del {numero.anno} è già stato inviato con il file {altro}.",
                    f"2.1.1.4 {percorso(nodo.find('Numero'))}",
                    "non inviarlo di nuovo, o correggere il numero",
                )

    def _dell_anno(self, anno: str) -> dict[_Numero, str]:
        """The numbers sent in a year, and not refused: a document scartato frees its number."""
        if anno not in self._anni:
            f, d, z = _FILE.c, _DOCUMENTI.c, _AZIENDE.c
            righe = self._sessione.execute(
                select(z.partita_iva, d.serie, d.numero_documento, d.nota_credito, f.nome_file)
                .join(_DOCUMENTI, d.id == f.documento)
                .join(_AZIENDE, z.id == f.azienda)
                .where(d.anno == int(anno or 0), f.stato.not_in(DA_RIFARE | PRIMA_DELL_INVIO))
            )
            self._anni[anno] = {
                _Numero(partita_iva or "", anno, f"{serie}/{numero}", nota == "S"): nome
                for partita_iva, serie, numero, nota, nome in righe
            }
        return self._anni[anno]


def _numero(radice: Albero, nodo: etree._Element) -> _Numero:
    anno = nodo.findtext("Data", "")[:4]
    return _Numero(
        radice.findtext(_CEDENTE, "").strip(),
        anno if anno.isdecimal() else "",
        nodo.findtext("Numero", "").strip(),
        nodo.findtext("TipoDocumento") == NOTA_DI_CREDITO,
    )


def _senza_estensione(nome: str) -> str:
    return nome.removesuffix(".p7m").removesuffix(".xml")
