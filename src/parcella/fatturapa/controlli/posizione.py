"""Where an element is in its file, as a path: `FatturaElettronicaBody/DatiBeniServizi/DettaglioLinee[3]/Natura`."""

from typing import Any

Albero = Any


def percorso(elemento: Albero) -> str:
    """The path below the root; a number tells apart brothers of the same name. The root is its own name."""
    passi = []
    while (padre := elemento.getparent()) is not None:
        nome = elemento.tag.rpartition("}")[2]
        fratelli = padre.findall(elemento.tag)
        passi.append(f"{nome}[{fratelli.index(elemento) + 1}]" if len(fratelli) > 1 else nome)
        elemento = padre
    return "/".join(reversed(passi)) or elemento.tag.rpartition("}")[2]
