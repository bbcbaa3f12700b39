"""The view of an invoice as lines of text, in a width: for the terminal and the screen."""

import textwrap
from collections.abc import Iterator, Sequence

from parcella.fatturapa.lettura.vista import Blocco, Colonna, Vista

_AFFIANCATI = 76
_ETICHETTA_MASSIMA = 26
_CIFRE_MASSIME = 16
_DESCRIZIONE_MINIMA = 22


def righe(vista: Vista, larghezza: int) -> list[str]:
    """The lines; seller and buyer side by side when there is room."""
    uscita = [vista.titolo, ""]
    blocchi = list(vista.blocchi)
    if larghezza >= _AFFIANCATI and len(blocchi) > 1 and blocchi[1].titolo == "Cessionario":
        uscita += _fianco_a_fianco(blocchi[0], blocchi[1], larghezza)
        blocchi = blocchi[2:]
    for blocco in blocchi:
        uscita += [*_blocco(blocco, larghezza), ""]
    return uscita


def _fianco_a_fianco(sinistro: Blocco, destro: Blocco, larghezza: int) -> Iterator[str]:
    meta = (larghezza - 3) // 2
    a, b = list(_blocco(sinistro, meta)), list(_blocco(destro, meta))
    for n in range(max(len(a), len(b))):
        yield f"{a[n] if n < len(a) else '':<{meta}}   {b[n] if n < len(b) else ''}".rstrip()
    yield ""


def _blocco(blocco: Blocco, larghezza: int) -> Iterator[str]:
    yield f"── {blocco.titolo} ".ljust(larghezza, "─")
    coppie = [(nome, valore) for nome, valore in blocco.coppie if valore]
    largo = min(_ETICHETTA_MASSIMA, max((len(nome) for nome, _ in coppie), default=0))
    for nome, valore in coppie:
        if not nome:
            yield from _avvolgi(valore, larghezza)
        elif len(nome) > largo:
            yield from _avvolgi(f"{nome}  {valore}", larghezza, subsequent_indent="  ")
        else:
            yield from _avvolgi(f"{nome:<{largo}}  {valore}", larghezza, subsequent_indent=" " * (largo + 2))
    if blocco.righe:
        yield from _tabella(blocco.colonne, blocco.righe, larghezza)
    for frase in blocco.frasi:
        yield from _avvolgi(frase, larghezza)


def _tabella(colonne: Sequence[Colonna], righe_: Sequence[Sequence[str]], larghezza: int) -> Iterator[str]:
    """Columns that are empty throughout are left out; a description that would get no room has lines of its own."""
    usate = [n for n in range(len(colonne)) if any(riga[n] for riga in righe_)]
    if not usate:
        return
    larghe = _larghezze([colonne[n] for n in usate], [[riga[n] for n in usate] for riga in righe_], larghezza)
    sopra = None
    parole = [posto for posto, n in enumerate(usate) if not colonne[n].cifre]
    if parole and len(usate) > 2:
        principale = max(parole, key=lambda posto: colonne[usate[posto]].peso)
        lunga = max(len(parte) for riga in righe_ for parte in riga[usate[principale]].split("\n"))
        if larghe[principale] < min(_DESCRIZIONE_MINIMA, lunga):
            sopra = usate.pop(principale)
            larghe = _larghezze([colonne[n] for n in usate], [[riga[n] for n in usate] for riga in righe_], larghezza)
    scelte = [colonne[n] for n in usate]
    if sopra is not None:
        yield colonne[sopra].titolo
    yield from _unite([_a_capo(c.titolo, largo) for c, largo in zip(scelte, larghe, strict=True)], scelte, larghe)
    for riga in righe_:
        if sopra is not None:
            yield from _a_capo(riga[sopra], larghezza)
        celle = [_a_capo(riga[n], largo) for n, largo in zip(usate, larghe, strict=True)]
        yield from _unite(celle, scelte, larghe)


def _larghezze(colonne: Sequence[Colonna], righe_: Sequence[Sequence[str]], larghezza: int) -> list[int]:
    """What each column needs; if it is too much, the widest give way, words before figures.

    No word and no figure is broken as long as there is another way: what has more than one to a cell stacks them.
    """
    celle = [[colonna.titolo, *(riga[n] for riga in righe_)] for n, colonna in enumerate(colonne)]
    bisogno = [max(len(parte) for testo in cella for parte in testo.split("\n")) for cella in celle]
    parola = [max(len(parte) for testo in cella for parte in testo.split() or [""]) for cella in celle]
    disponibile = larghezza - 2 * (len(colonne) - 1)
    for minimo_testo, minimo_cifre in ((30, _CIFRE_MASSIME), (30, 0), (15, 0), (10, 6), (1, 1)):
        for n in sorted(range(len(colonne)), key=lambda n: (colonne[n].cifre, -bisogno[n])):
            minimo = (minimo_cifre or parola[n]) if colonne[n].cifre else minimo_testo
            bisogno[n] -= max(0, min(sum(bisogno) - disponibile, bisogno[n] - minimo))
    parole = [n for n, colonna in enumerate(colonne) if not colonna.cifre]
    if parole:  # what is left goes to the text, so that figures stand at the right
        bisogno[max(parole, key=lambda n: colonne[n].peso)] += max(0, disponibile - sum(bisogno))
    return bisogno


def _avvolgi(testo: str, larghezza: int, subsequent_indent: str = "") -> list[str]:
    return textwrap.wrap(testo, max(1, larghezza), subsequent_indent=subsequent_indent, break_on_hyphens=False)


def _a_capo(testo: str, largo: int) -> list[str]:
    return [parte for capoverso in testo.split("\n") for parte in _avvolgi(capoverso, largo)] or [""]


def _unite(celle: Sequence[Sequence[str]], colonne: Sequence[Colonna], larghe: Sequence[int]) -> list[str]:
    alta = max(len(cella) for cella in celle)
    linee = []
    for n in range(alta):
        parti = []
        for cella, colonna, largo in zip(celle, colonne, larghe, strict=True):
            testo = cella[n] if n < len(cella) else ""
            parti.append(testo.rjust(largo) if colonna.cifre else testo.ljust(largo))
        linee.append("  ".join(parti).rstrip())
    return linee
