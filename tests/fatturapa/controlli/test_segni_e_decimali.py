"""The sums where they are easily got wrong: below zero, with eight decimals, with discounts one after the other."""

from decimal import Decimal

import pytest

from .modello import RIEPILOGO, esito
from .test_controlli import Cambi, con_quantita

SCONTI = "".join(
    f"<ScontoMaggiorazione><Tipo>{tipo}</Tipo>{valore}</ScontoMaggiorazione>"
    for tipo, valore in (
        ("SC", "<Percentuale>5.00</Percentuale>"),
        ("MG", "<Percentuale>99.00</Percentuale><Importo>1.00000001</Importo>"),
        ("SC", "<Percentuale>2.00</Percentuale>"),
    )
)


def errori(*cambi: tuple[str, str]) -> set[str]:
    return {errore.codice for errore in esito(*cambi).errori}


def sotto_zero(imponibile: str, imposta: str) -> Cambi:
    return [
        ("<PrezzoUnitario>100.00", "<PrezzoUnitario>-100.00"),
        ("<PrezzoTotale>100.00", "<PrezzoTotale>-100.00"),
        ("<ImponibileImporto>104.00", f"<ImponibileImporto>{imponibile}"),
        ("<Imposta>22.88", f"<Imposta>{imposta}"),
    ]


@pytest.mark.parametrize(
    ("imponibile", "imposta", "attesi"),
    [
        ("-96.00", "-21.12", set()),
        ("-96.00", "-21.13", set()),
        ("-96.00", "-21.14", {"00421"}),
        ("-96.00", "21.12", {"00421"}),
        ("-97.00", "-21.34", set()),
        ("-97.01", "-21.34", {"00422"}),
        ("-95.00", "-20.90", set()),
        ("-94.99", "-20.90", {"00422"}),
    ],
)
def test_un_documento_sotto_zero(imponibile: str, imposta: str, attesi: set[str]) -> None:
    assert errori(*sotto_zero(imponibile, imposta)) == attesi


@pytest.mark.parametrize("quantita", ["0.33333333", "123456.12345678", "0.00000001"])
def test_sconti_uno_dopo_l_altro_e_otto_decimali(quantita: str) -> None:
    """A percentage of what is left, an amount that wins over its percentage, another percentage: never rounded."""
    prezzo = (Decimal("33.333333") * Decimal("0.95") + Decimal("1.00000001")) * Decimal("0.98")
    intero = prezzo * Decimal(quantita)
    for scarto, scarta in (("0", False), ("0.0099999", False), ("-0.0099999", False), ("0.0100001", True)):
        totale = f"{intero + Decimal(scarto):.8f}"
        cambi = con_quantita(quantita, "33.333333", totale, SCONTI)
        assert ("00423" in errori(*cambi)) is scarta, (quantita, scarto)


@pytest.mark.parametrize(
    ("riepiloghi", "attesi"),
    [
        (["22.00"], {"00419", "00443"}),
        (["22.00", "22.00"], {"00443"}),  # as many as the rates, but not theirs: 00419 only counts
        (["22.00", "10.00"], set()),
        (["22.00", "10.00", "4.00"], {"00443"}),
    ],
)
def test_riepiloghi_contati_e_confrontati(riepiloghi: list[str], attesi: set[str]) -> None:
    scritti = "".join(
        RIEPILOGO.replace("22.00", aliquota).replace("104.00", "0.00").replace("22.88", "0.00")
        for aliquota in riepiloghi
    )
    seconda = (
        "<DettaglioLinee><NumeroLinea>2</NumeroLinea><Descrizione>x</Descrizione><PrezzoUnitario>1.00</PrezzoUnitario>"
        "<PrezzoTotale>1.00</PrezzoTotale><AliquotaIVA>10.00</AliquotaIVA></DettaglioLinee>"
    )
    assert errori((RIEPILOGO, seconda + scritti)) - {"00422"} == attesi
