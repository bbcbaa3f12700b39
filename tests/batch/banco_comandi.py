"""A small studio in a file, and the commands on it, for tests that read like a day at work."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROSSI, VERDI, ESTINTO = "501.00004", "501.00005", "501.00007"


class Ufficio:
    """`ufficio("documenti", "elenco")` runs the command on its archive, in September 2010."""

    giorno = "2010-09-02"

    def __init__(self, comando: Callable[..., Any], cartella: Path, archivio: Path) -> None:
        self.comando = comando
        self.cartella = cartella
        self.archivio = archivio

    def __call__(self, *argomenti: object) -> Any:
        return self.comando("--archivio", self.archivio, "--data-lavoro", self.giorno, *argomenti)

    def json(self, *argomenti: object) -> Any:
        """The value a command gives with --json; it must end well."""
        esito = self("--json", *argomenti)
        assert esito.codice == 0, esito.errori
        return esito.json

    def file(self, contenuto: Any, nome: str = "documento.json") -> Path:
        percorso = self.cartella / nome
        if isinstance(contenuto, bytes):
            percorso.write_bytes(contenuto)
        else:
            percorso.write_text(json.dumps(contenuto, indent=1), encoding="utf-8")
        return percorso

    def emetti(self, *documenti: dict[str, Any]) -> list[dict[str, Any]]:
        """The documents issued, as the command gives them."""
        emessi: list[dict[str, Any]] = self.json("documenti", "emetti", self.file(list(documenti)))
        return emessi


def nome_file(progressivo: str) -> str:
    """The name of a FatturaPA file of the studio."""
    return f"ITBNCNNA75L41H294H_{progressivo}.xml"


def notula(importo: str = "100.00", **altro: Any) -> dict[str, Any]:
    return {
        "sigla_documento": "NO", "data_documento": "2010-09-02", "codice_cliente": ROSSI,
        "righe": [{"codice_prestazione": "CONS", "importo_prestazione": importo}],
    } | altro  # fmt: skip


def parcella(importo: str = "100.00", stato: str = "D", **altro: Any) -> dict[str, Any]:
    return notula(importo, sigla_documento="PA", stato_parcella=stato, **altro)
