"""Where the console command begins. With no command named it goes straight to the program, before typer is read."""

import os
import sys

from parcella.batch.opzioni import UsoErrato, leggi


def main() -> None:
    """Entry point of the console script."""
    try:
        opzioni, resto = leggi(sys.argv[1:], os.environ)
    except UsoErrato:
        resto = sys.argv[1:]  # the commands say what is wrong
    if resto:
        from parcella.batch.principale import main as comandi

        comandi()
    from parcella.app import avvia

    try:
        codice = avvia(opzioni)
    except Exception as errore:  # noqa: BLE001 - never a traceback on the operator's screen
        from parcella.batch.principale import altro_errore

        codice = altro_errore(errore)
    sys.exit(codice)
