"""A file opened to be read by a person: the invoice, its signatures, each document laid out and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parcella.fatturapa.lettura.fattura import Fattura
from parcella.fatturapa.lettura.firma import Firma, cartella_certificati, certificati_fidati, firme
from parcella.fatturapa.lettura.lettore import leggi
from parcella.fatturapa.lettura.vista import Vista, vista


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


def apri_file(percorso: Path, oggi: date, certificati: Path | None = None) -> Aperta:
    """Read a file and judge its signatures by the authorities of the user's folder, or of `certificati`."""
    fattura, contenuto = leggi(percorso)
    fidati, avvisi = certificati_fidati(certificati or cartella_certificati())
    return Aperta(percorso, fattura, tuple(firme(contenuto, fidati)), oggi, avvisi)
