"""Run every benchmark, or those named: `python -m benchmarks [emissione xml controlli pdf importa elenco …]`."""

import importlib
import sys
import tempfile
from pathlib import Path

NOMI = (
    "emissione",
    "xml",
    "controlli",
    "pdf",
    "prospetti",
    "importa",
    "fogli",
    "elenco",
    "clienti_ricerca",
    "prestazioni_ricerca",
    "registro",
    "schermo",
    "tasti",
    "memoria",
)


def main(scelti: list[str]) -> None:
    with tempfile.TemporaryDirectory() as cartella:
        for nome in scelti or NOMI:
            posto = Path(cartella) / nome
            posto.mkdir()
            for riga in importlib.import_module(f"benchmarks.{nome}").misura(posto):
                print(f"{nome:15} {riga}", flush=True)


main(sys.argv[1:])
