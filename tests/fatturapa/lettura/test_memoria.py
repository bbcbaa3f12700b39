"""No size, number or depth of what is read costs more than 200 MB: measured on a process of its own."""

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fatturapa.ricevute import messaggio
from parcella.batch.principale import esegui

from .buste import in_base64, indefinita, p7m
from .fatture import riga
from .pacchi import bomba, indice_immenso, pacco

MASSIMO = 200_000  # kB, of the whole process, Python included
MISURA = (
    "import contextlib, os, sys\n"
    "from parcella.batch.principale import esegui\n"
    "with open(os.devnull, 'w') as nulla, contextlib.redirect_stdout(nulla):\n"
    "    codice = esegui(sys.argv[1:])\n"
    "righe = open('/proc/self/status').read().splitlines()\n"
    "print(codice, next(riga.split()[1] for riga in righe if riga.startswith('VmHWM')))\n"
)


def misura(*argomenti: str) -> tuple[int, int, str]:
    """How a command ends, the memory it took at most, what it said."""
    processo = subprocess.run([sys.executable, "-c", MISURA, *argomenti], capture_output=True, text=True, check=False)
    codice, memoria = map(int, processo.stdout.split())
    return codice, memoria, processo.stderr


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


def rumore(quanto: int) -> bytes:
    """What does not shrink: an attachment in base64."""
    return corpo(f"<Allegati><Attachment>{base64.b64encode(os.urandom(quanto)).decode()}</Attachment></Allegati>")


def messaggi_diversi(quanti: int, nota: int) -> bytes:
    """Messages about a file of nobody, each with a long note of its own."""
    testo = base64.b64encode(os.urandom(nota)).decode()
    return pacco(
        *(
            (f"{n}.xml", messaggio("RC", "IT01234567890_00009.xml", corpo=f"<Note>{n}{testo}</Note>"))
            for n in range(quanti)
        )
    )


ZIP: dict[str, tuple[Callable[[], bytes], dict[str, int]]] = {
    "dodici fatture pesanti": (
        lambda: pacco(*((f"{n}.xml", rumore(5_000_000)) for n in range(12))),
        {"controlla": 1, "mostra": 1, "notifiche": 0, "importa": 1},
    ),
    "diecimila file": (
        lambda: pacco(*((f"{n:05}_{'x' * 40}.xml", b"<a/>") for n in range(10_000))),
        {"controlla": 1, "mostra": 1, "notifiche": 1, "importa": 1},
    ),
    "un indice immenso": (indice_immenso, {"controlla": 1, "mostra": 3, "notifiche": 1, "importa": 1}),
    "una bomba": (bomba, {"controlla": 1, "mostra": 3, "notifiche": 1, "importa": 1}),
    "messaggi lunghi": (lambda: messaggi_diversi(120, 700_000), {"notifiche": 1, "importa": 1}),
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="la misura è di Linux")
@pytest.mark.parametrize("caso", ZIP)
def test_la_memoria_di_uno_zip_ha_un_tetto(caso: str, tmp_path: Path) -> None:
    fa, attesi = ZIP[caso]
    percorso = tmp_path / "fatture.zip"
    percorso.write_bytes(fa())
    archivio = ("--archivio", str(tmp_path / "studio.parcella"), "--data-lavoro", "2026-01-02")
    assert esegui([*archivio, "--azienda", "STU", "archivio", "crea", "--ragione-sociale", "Studio"]) == 0
    for comando, atteso in attesi.items():
        codice, memoria, errori = misura(*archivio, "--json", "fatturapa", comando, str(percorso))
        assert (codice, memoria < MASSIMO) == (atteso, True), f"{comando}: {memoria} kB, {errori}"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="la misura è di Linux")
@pytest.mark.parametrize("caso", CASI)
def test_la_memoria_ha_un_tetto(caso: str, tmp_path: Path) -> None:
    fa, atteso = CASI[caso]
    percorso = tmp_path / "fattura.xml.p7m"
    percorso.write_bytes(fa())
    codice, memoria, errori = misura("fatturapa", "mostra", str(percorso), "--pdf", str(tmp_path))
    assert (codice, memoria < MASSIMO) == (atteso, True), f"{memoria} kB, {errori}"
