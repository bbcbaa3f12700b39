"""No size, number or depth of what is read costs more than 200 MB: measured on a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .buste import in_base64, indefinita, p7m
from .fatture import riga

MASSIMO = 200_000  # kB, of the whole process, Python included
MISURA = (
    "import contextlib, os, sys\n"
    "from parcella.batch.principale import esegui\n"
    "with open(os.devnull, 'w') as nulla, contextlib.redirect_stdout(nulla):\n"
    "    codice = esegui(sys.argv[1:])\n"
    "righe = open('/proc/self/status').read().splitlines()\n"
    "print(codice, next(riga.split()[1] for riga in righe if riga.startswith('VmHWM')))\n"
)


def fattura(dentro: str) -> bytes:
    return f"<FatturaElettronica><FatturaElettronicaHeader/>{dentro}</FatturaElettronica>".encode()


def corpo(dentro: str) -> bytes:
    return fattura(f"<FatturaElettronicaBody>{dentro}</FatturaElettronicaBody>")


def allegato(quanto: int) -> bytes:
    return corpo(f"<Allegati><NomeAttachment>a</NomeAttachment><Attachment>{'QUJD' * quanto}</Attachment></Allegati>")


CASI: dict[str, tuple[Callable[[], bytes], int]] = {
    "un allegato di 9 MB": (lambda: allegato(2_350_000), 0),
    "sedicimila righe": (lambda: corpo(f"<DatiBeniServizi>{riga('Consulenza') * 16_000}</DatiBeniServizi>"), 0),
    "righe vuote": (lambda: corpo(f"<DatiBeniServizi>{'<DettaglioLinee/>' * 49_000}</DatiBeniServizi>"), 0),
    "troppe righe vuote": (lambda: corpo(f"<DatiBeniServizi>{'<DettaglioLinee/>' * 51_000}</DatiBeniServizi>"), 3),
    "elementi di ogni nome": (lambda: fattura("".join(f"<a{n % 9}/>" for n in range(390_000))), 3),
    "attributi": (lambda: corpo("<a " + " ".join(f'b{n}=""' for n in range(99_000)) + "/>"), 0),
    "annidato": (lambda: b"<a>" * 3_000_000, 3),
    "p7m in base64": (lambda: in_base64(p7m(allegato(1_700_000)), b"\r\n"), 0),
    "p7m a pezzi": (lambda: indefinita(p7m(allegato(1_700_000)), 1000), 0),
    "p7m annidato": (lambda: b"\x30\x80" * 4_900_000, 3),
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="la misura è di Linux")
@pytest.mark.parametrize("caso", CASI)
def test_la_memoria_ha_un_tetto(caso: str, tmp_path: Path) -> None:
    fa, atteso = CASI[caso]
    percorso = tmp_path / "fattura.xml.p7m"
    percorso.write_bytes(fa())
    processo = subprocess.run(
        [sys.executable, "-c", MISURA, "fatturapa", "mostra", str(percorso), "--pdf", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    codice, memoria = map(int, processo.stdout.split())
    assert (codice, memoria < MASSIMO) == (atteso, True), f"{memoria} kB, {processo.stderr}"
