"""A prospetto as fixed-width text, 80 or 132 columns: what the screen shows, and what a line printer takes."""

import textwrap
from collections.abc import Iterator
from typing import TextIO

from parcella.stampe.caratteri import pulito
from parcella.stampe.prospetti.prospetto import Fascia, Gruppo, Prospetto, Riga, Totale, celle, totale

RIGHE_PAGINA = 60
_LARGHEZZE = (80, 132)


def larghezza(prospetto: Prospetto) -> int:
    """Columns of the sheet: 80 if the bands fit, else 132."""
    richiesta = max(fascia.larghezza for fascia in prospetto.testate)
    return next((largo for largo in _LARGHEZZE if richiesta <= largo), richiesta)


def scrivi(prospetto: Prospetto, uscita: TextIO) -> int:
    """Write the pages, a form feed between two; gives how many they are."""
    numero = 0
    for numero, pagina in enumerate(pagine(prospetto), 1):
        if numero > 1:
            uscita.write("\f")
        uscita.writelines(riga + "\n" for riga in pagina)
    return numero


def pagine(prospetto: Prospetto) -> Iterator[list[str]]:
    """The pages, as lines without blanks at their end. A record is not parted between two, if it fits in one."""
    largo = larghezza(prospetto)
    numero, quante = 1, 0
    pagina = _testata(prospetto, largo, numero)
    vuota = len(pagina)
    in_sospeso: list[str] = []  # titles of groups, which go with the row that follows

    for elemento in prospetto.righe:
        if isinstance(elemento, Gruppo):
            in_sospeso += ["", *_a_capo(elemento.testo, largo)]
            continue
        blocco = _totale(prospetto, elemento) if isinstance(elemento, Totale) else _blocco(prospetto, elemento)
        quante += isinstance(elemento, Riga)
        blocco, in_sospeso = in_sospeso + blocco, []
        if len(pagina) > vuota and len(pagina) + len(blocco) > RIGHE_PAGINA:
            yield pagina
            numero += 1
            pagina = _testata(prospetto, largo, numero)
            vuota = len(pagina)
        for riga in blocco:
            if len(pagina) >= RIGHE_PAGINA:
                yield pagina
                numero += 1
                pagina = _testata(prospetto, largo, numero)
            pagina.append(riga)
    coda = [*in_sospeso, "", prospetto.conteggio(quante)]
    if len(pagina) + len(coda) > RIGHE_PAGINA:
        yield pagina
        pagina = _testata(prospetto, largo, numero + 1)
    yield pagina + coda


def _testata(prospetto: Prospetto, largo: int, numero: int) -> list[str]:
    """Whose, what, when, which page; on the first the selections too; then the headings of the columns."""
    foglio = f"Pag. {numero}"
    righe = [
        f"{pulito(prospetto.azienda)[: largo - len(foglio) - 2]:<{largo - len(foglio)}}{foglio}",
        f"{prospetto.titolo:<{largo - 10}}{prospetto.data:%d/%m/%Y}",
    ]
    if numero == 1 and prospetto.selezioni:
        righe += _a_capo(prospetto.in_parole(), largo)
    righe.append("")
    for fascia in prospetto.testate:
        righe += _fianco_a_fianco(fascia, [c.titolo for c in fascia.colonne])
    return [*righe, "-" * largo]


def _blocco(prospetto: Prospetto, riga: Riga) -> list[str]:
    """The lines of a record."""
    righe: list[str] = []
    for indice, fascia in enumerate(prospetto.fasce):
        mostrate = celle(fascia, riga.valori)
        if mostrate is not None or not indice:
            righe += _fianco_a_fianco(fascia, mostrate or [""] * len(fascia.colonne))
    if prospetto.dettaglio is not None:
        for valori in riga.dettagli:
            mostrate = celle(prospetto.dettaglio.fascia, valori)
            if mostrate is not None:
                righe += _fianco_a_fianco(prospetto.dettaglio.fascia, mostrate)
    return righe


def _totale(prospetto: Prospetto, voce: Totale) -> list[str]:
    fascia = prospetto.fasce[0]
    etichetta, cifre = totale(fascia, voce)
    mostrate = [""] * len(fascia.colonne)
    for posto, cifra in cifre:
        mostrate[posto] = cifra
    (riga,) = _fianco_a_fianco(fascia, mostrate) or [""]
    inizio = len(riga) - len(riga.lstrip())
    return [etichetta[: max(0, inizio - 1)].ljust(inizio) + riga.lstrip()]


def _fianco_a_fianco(fascia: Fascia, testi: list[str]) -> list[str]:
    """The cells of a band; what is too long for its column goes on under itself."""
    parti = [
        [testo] if len(testo) <= colonna.larghezza else _a_capo(testo, colonna.larghezza)
        for testo, colonna in zip(map(pulito, testi), fascia.colonne, strict=True)
    ]
    righe = []
    for indice in range(max(map(len, parti), default=0)):
        riga = " " * fascia.rientro
        for colonna, pezzi in zip(fascia.colonne, parti, strict=True):
            pezzo = pezzi[indice] if indice < len(pezzi) else ""
            riga += f"{pezzo:>{colonna.larghezza}} " if colonna.a_destra else f"{pezzo:<{colonna.larghezza}} "
        righe.append(riga.rstrip())
    return righe


def _a_capo(testo: str, largo: int) -> list[str]:
    return textwrap.wrap(pulito(testo), largo, break_on_hyphens=False) or [""]
