"""What the controls look at in a simplified invoice, read once when its layout is good."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parcella.fatturapa.controlli.fattura import Albero, decimale, giorno

_CEDENTE = "FatturaElettronicaHeader/CedentePrestatore"
_CLIENTE = "FatturaElettronicaHeader/CessionarioCommittente/IdentificativiFiscali"


@dataclass(slots=True)
class Voce:
    """A DatiBeniServizi: `importo` has the IVA in it."""

    nodo: Albero
    importo: Decimal
    aliquota: Decimal | None
    natura: str | None


@dataclass(slots=True)
class Documento:
    """One document of the file."""

    nodo: Albero
    generali: Albero
    tipo: str
    data: date
    numero: str
    rettifica: bool
    voci: list[Voce]

    @property
    def nome(self) -> str:
        return f"Documento {self.numero}"


@dataclass(slots=True)
class Semplificata:
    """The whole file. `oggi` is the day it would be received."""

    oggi: date
    trasmittente: Albero
    cedente: Albero
    cliente: Albero
    documenti: list[Documento]

    def voci(self) -> Iterator[tuple[str, Voce]]:
        """Each line with the name a person finds it by."""
        for documento in self.documenti:
            for numero, voce in enumerate(documento.voci, 1):
                yield f"{documento.nome}, riga {numero}", voce


def leggi_semplificata(radice: Albero, oggi: date) -> Semplificata:
    """Read a file whose layout was judged good."""
    return Semplificata(
        oggi,
        radice.find("FatturaElettronicaHeader/DatiTrasmissione/IdTrasmittente"),
        radice.find(_CEDENTE),
        radice.find(_CLIENTE),
        [_documento(corpo) for corpo in radice.iterchildren("FatturaElettronicaBody")],
    )


def _documento(corpo: Albero) -> Documento:
    generali = corpo.find("DatiGenerali/DatiGeneraliDocumento")
    return Documento(
        corpo,
        generali,
        generali.findtext("TipoDocumento"),
        giorno(generali.findtext("Data")),
        generali.findtext("Numero"),
        corpo.find("DatiGenerali/DatiFatturaRettificata") is not None,
        [_voce(voce) for voce in corpo.iterchildren("DatiBeniServizi")],
    )


def _voce(nodo: Albero) -> Voce:
    aliquota = decimale(nodo.findtext("DatiIVA/Aliquota"))
    return Voce(nodo, Decimal(nodo.findtext("Importo")), aliquota, nodo.findtext("Natura"))
