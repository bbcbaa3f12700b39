"""A file opened to be read by a person: the invoice, its signatures, each document laid out and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parcella.fatturapa.lettura.fattura import Fattura
from parcella.fatturapa.lettura.firma import Firma, cartella_certificati, certificati_fidati, firme
from parcella.fatturapa.lettura.lettore import leggi
from parcella.fatturapa.lettura.origini import Archivi, Origine, elenca
from parcella.fatturapa.lettura.vista import Vista, vista
from parcella.fatturapa.messaggi import nome_di_messaggio
from parcella.ledger.esito import DatiNonValidi, Rifiuto

_ELENCATI = 20


@dataclass(frozen=True, slots=True)
class Aperta:
    """What a file holds. `oggi` is when the validity of the signatures is judged; `avvisi`, what trust was lost."""

    file: Path
    fattura: Fattura
    firme: Sequence[Firma]
    oggi: date
    avvisi: Sequence[str] = ()

    def vista(self, numero: int) -> Vista:
        """The document `numero`, from 0."""
        return vista(self.fattura, numero, self.firme, self.oggi)

    @property
    def sottotitolo(self) -> str:
        """What a paper copy must say of itself."""
        return f"Copia leggibile di {self.file.name}: vale il file elettronico."

    def nome_pdf(self, numero: int) -> str:
        """The name of the paper: that of the file, and for a lotto the number of the document."""
        nome = self.file.name
        for estensione in (".p7m", ".xml"):
            if nome.lower().endswith(estensione):
                nome = nome[: -len(estensione)]
        return f"{nome}_{numero + 1}.pdf" if len(self.fattura.corpi) > 1 else f"{nome}.pdf"


def apri_file(origine: Origine, oggi: date, certificati: Path | None = None) -> Aperta:
    """Read a file and judge its signatures by the authorities of the user's folder, or of `certificati`."""
    with Archivi() as archivi:
        fattura, contenuto = leggi(origine, archivi)
    fidati, avvisi = certificati_fidati(certificati or cartella_certificati())
    return Aperta(origine.file, fattura, tuple(firme(contenuto, fidati)), oggi, avvisi)


def scegli(percorso: Path, nome: str | None = None) -> Origine:
    """The invoice of a file, or the one of a ZIP or a folder: called `nome`, else the only one. Raises Rifiuto.

    What has the name of a message of SdI is not counted: an invoice received comes with its metadata.
    """
    trovate = elenca([percorso])
    if not trovate:
        raise DatiNonValidi(f"In {percorso} non c'è nessun file .xml o .p7m.", str(percorso))
    chiamate = [o for o in trovate if not o.difetto and not nome_di_messaggio(o.nome)] or trovate
    if nome is not None:
        chiamate = [o for o in trovate if nome in (o.nome, o.dentro, str(o.file))]
    if len(chiamate) == 1:
        return chiamate[0]
    nomi = [o.nome if o.file == percorso else str(o.file.relative_to(percorso)) for o in chiamate or trovate]
    quali = ", ".join(nomi[:_ELENCATI]) + (f" e altri {len(nomi) - _ELENCATI}" if nomi[_ELENCATI:] else "")
    if not chiamate:
        raise Rifiuto(f"In {percorso} non c'è il file {nome}; ci sono: {quali}.", "nome")
    raise Rifiuto(f"In {percorso} ci sono {len(nomi)} fatture: indicarne una con --nome, fra {quali}.", "nome")
