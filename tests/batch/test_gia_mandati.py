"""`fatturapa controlla` with an archive: what it sent already is told, by name (00002) and by number (00404)."""

from pathlib import Path

import pytest
from tests.fatturapa.ricevute import scarto, scrivi

from .banco_comandi import Ufficio, parcella

NOME = "ITBNCNNA75L41H294H_00001.xml"


@pytest.fixture
def inviata(ufficio: Ufficio) -> Path:
    """The file of PA 1/1, sent."""
    ufficio.emetti(parcella())
    (fatta,) = ufficio.json("fatturapa", "esporta", "--cartella", ufficio.cartella / "xml")
    ufficio.json("fatturapa", "segna", "inviato", NOME)
    return Path(fatta["file"])


def detti(ufficio: Ufficio, file: Path) -> dict[str, str]:
    (giudizio,) = ufficio.json("fatturapa", "controlla", file)
    assert giudizio["valido"] is True
    return {a["codice"]: a["messaggio"] for a in giudizio["avvisi"] if a["codice"] in ("00002", "00404")}


def copia(file: Path, nome: str = "ITBNCNNA75L41H294H_000ZZ.xml", *cambi: tuple[str, str]) -> Path:
    testo = file.read_text("utf-8")
    for prima, dopo in cambi:
        assert prima in testo
        testo = testo.replace(prima, dopo)
    altro = file.with_name(nome)
    altro.write_text(testo, "utf-8")
    return altro


def test_un_nome_gia_inviato(ufficio: Ufficio, inviata: Path) -> None:
    assert detti(ufficio, inviata) == {
        "00002": f"Un file di nome {NOME} è già stato inviato: il Sistema di Interscambio non ne accetta un altro con "
        "lo stesso nome."
    }


def test_un_numero_gia_inviato_con_un_altro_nome(ufficio: Ufficio, inviata: Path) -> None:
    assert detti(ufficio, copia(inviata)) == {
        "00404": f"Il documento 1/1 del 2010 è già stato inviato con il file {NOME}."
    }


@pytest.mark.parametrize(
    "cambi",
    [
        [("<Numero>1/1<", "<Numero>1/2<")],
        [("<Data>2010-09-02", "<Data>2009-09-02")],
        [("<TipoDocumento>TD06", "<TipoDocumento>TD04")],
        [("<IdCodice>00743110157", "<IdCodice>01234567897")],
    ],
    ids=["altro numero", "altro anno", "nota di credito", "altro cedente"],
)
def test_un_documento_che_non_e_quello(ufficio: Ufficio, inviata: Path, cambi: list[tuple[str, str]]) -> None:
    assert detti(ufficio, copia(inviata, "ITBNCNNA75L41H294H_000ZZ.xml", *cambi)) == {}


def test_uno_scarto_libera_il_numero_e_non_il_nome(ufficio: Ufficio, inviata: Path) -> None:
    ufficio.json("fatturapa", "notifiche", scrivi(ufficio.cartella, "ns.xml", scarto(NOME)))
    ancora = detti(ufficio, inviata)
    assert set(ancora) == {"00002"} and "già stato inviato (scartato)" in ancora["00002"]
    assert detti(ufficio, copia(inviata)) == {}


def test_uno_fatto_e_non_inviato(ufficio: Ufficio) -> None:
    ufficio.emetti(parcella())
    (fatta,) = ufficio.json("fatturapa", "esporta", "--cartella", ufficio.cartella / "xml")
    assert detti(ufficio, Path(fatta["file"])) == {}
    assert detti(ufficio, copia(Path(fatta["file"]))) == {}


def test_senza_archivio_non_si_sa(ufficio: Ufficio, inviata: Path) -> None:
    esito = ufficio.comando("--json", "fatturapa", "controlla", inviata)
    assert esito.codice == 0 and "00002" not in esito.uscita
    assente = ("--archivio", ufficio.cartella / "non-c-e.parcella")
    assert ufficio.comando(*assente, "fatturapa", "controlla", inviata).codice == 0
