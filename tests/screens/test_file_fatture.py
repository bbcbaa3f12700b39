"""The register of the files on screen: made, sent, refused, made again, packed."""

from pathlib import Path

import pytest

from fatturapa.lettura.buste import p7m
from fatturapa.ricevute import scarto, scrivi
from parcella.screens.documenti import SchermoDocumenti
from parcella.screens.file_fatture import SchermoFileFatture
from parcella.screens.file_fatture_finestre import MessaggiLetti, NonEsportate, StoriaFile
from parcella.screens.giornale import SchermoGiornale
from parcella.widgets.domanda import Domanda
from parcella.widgets.elenco import Elenco
from screens.pilota import programma
from screens.test_testata_documento import cambia
from widgets.pilota import Mani


@pytest.fixture
def cartella(studio_di_prova: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program puts the studio's documents."""
    monkeypatch.setattr("parcella.screens.file_fatture.cartella_documenti", lambda scelta: tmp_path / "documenti")
    return tmp_path / "documenti"


def righe(mani: Mani) -> list[str]:
    elenco = mani.app.screen.query_one(Elenco)
    return [" ".join(riga.strip("> ").split()) for riga in mani.video[3 : 3 + elenco.totale]]


@pytest.mark.requisito("FPA-082")
async def test_da_un_elenco_vuoto_allo_scarto_e_al_nuovo_file(studio_di_prova: Path, cartella: Path) -> None:
    async with programma(studio_di_prova, SchermoFileFatture()) as mani:
        assert "Nessun file con questo filtro" in "\n".join(mani.video)
        await mani.premi("f6", "s")
        assert mani.messaggio == f"2 file scritti in {cartella}."
        assert righe(mani) == [
            "IT00488410010_00002 PA 1/2 10/02/2026 Verdi e Figl… Fatto",
            "IT00488410010_00001 PA 1/1 15/01/2026 Rossi s.r.l. Fatto",
        ]
        messaggio = scrivi(cartella, "ns.xml", scarto("IT00488410010_00001.xml"))
        await mani.premi("f5")
        await mani.scrivi(str(messaggio))
        await mani.premi("f10")
        assert isinstance(mani.app.screen, MessaggiLetti)
        assert "entro 5 giorni" in mani.messaggio
        await mani.premi("enter")
        assert righe(mani)[1].endswith("Scartato")
        await mani.premi("end", "enter")
        assert isinstance(mani.app.screen, StoriaFile)
        await mani.premi("end")
        assert mani.messaggio == "00423 PrezzoTotale non calcolato"
        await mani.premi("enter", "f6", "s")
        assert isinstance(mani.app.screen, Domanda) and "non è stato corretto nulla" in mani.app.screen.testo
        assert mani.app.screen.predefinita == "N"
        await mani.premi("enter")
        assert "PA 1/1 resta da correggere" in mani.messaggio
        assert len(righe(mani)) == 2
        await mani.premi("f6", "s", "s")
        assert righe(mani)[0].startswith("IT00488410010_00003 PA 1/1")
        assert sorted(p.name for p in cartella.glob("IT*.xml")) == [f"IT00488410010_0000{n}.xml" for n in (1, 2, 3)]


async def test_il_pacco_e_il_segno_di_inviato(studio_di_prova: Path, cartella: Path) -> None:
    async with programma(studio_di_prova, SchermoFileFatture()) as mani:
        await mani.premi("f6", "s", "f7")
        assert mani.messaggio.startswith(f"2 file in {cartella / 'IT00488410010_00003.zip'}")
        assert (cartella / "IT00488410010_00003.indice.csv").is_file()
        await mani.premi("home", "space", "f9", "s")
        assert mani.messaggio == "1 file segnato come inviato."
        assert righe(mani)[0].endswith("Inviato")
        await mani.premi("home", "f12")
        assert "IT00488410010_00002" in "\n".join(mani.video)
        assert isinstance(mani.app.screen, SchermoGiornale)
        await mani.premi("escape", "home", "f9", "s")
        assert "è già nello stato «inviato»" in mani.messaggio
        await mani.premi("home", "shift+f7", "s")
        assert mani.messaggio == "Tornati nello stato: Fatto."
        assert righe(mani)[0].endswith("Fatto")
        await mani.premi("f8")
        assert "esiste già" in mani.messaggio


@pytest.mark.requisito("FEL-003", "FPA-012")
async def test_i_file_firmati_tornano(studio_di_prova: Path, cartella: Path) -> None:
    """⇧F8: from a folder, where the files as they were made lie too; F8 then gives those signed."""
    async with programma(studio_di_prova, SchermoFileFatture(), size=(160, 50)) as mani:
        await mani.premi("f6", "s")
        firmato = p7m((cartella / "IT00488410010_00001.xml").read_bytes())
        (cartella / "IT00488410010_00001.xml.p7m").write_bytes(firmato)
        await mani.premi("shift+f8")
        await mani.scrivi(str(cartella))
        await mani.premi("f10")
        assert isinstance(mani.app.screen, MessaggiLetti)
        video = "\n".join(mani.video)
        assert "File importati" in video and "letto" in video and "lasciato stare" in video
        await mani.premi("down")
        assert mani.messaggio.startswith("CAdES di Rossi Mario. La firma corrisponde al contenuto.")
        await mani.premi("enter")
        assert [riga.split()[-1] for riga in righe(mani)] == ["Fatto", "Firmato"]
        await mani.premi("end", "enter", "end")
        assert mani.messaggio.startswith("CAdES di Rossi Mario.")
        await mani.premi("enter")
        for file in cartella.iterdir():
            file.unlink()
        await mani.premi("end", "f8")
        assert [(p.name, p.read_bytes()) for p in cartella.iterdir()] == [("IT00488410010_00001.xml.p7m", firmato)]


async def test_un_file_firmato_che_non_e_nostro(studio_di_prova: Path, cartella: Path) -> None:
    async with programma(studio_di_prova, SchermoFileFatture(), size=(160, 50)) as mani:
        await mani.premi("f6", "s")
        altro = p7m((cartella / "IT00488410010_00002.xml").read_bytes())
        (cartella / "IT00488410010_00001.xml.p7m").write_bytes(altro)
        await mani.premi("shift+f8")
        await mani.scrivi(str(cartella / "IT00488410010_00001.xml.p7m"))
        await mani.premi("f10")
        assert mani.messaggio == "La fattura firmata non è quella fatta dal programma con questo nome."
        await mani.premi("enter")
        assert {riga.split()[-1] for riga in righe(mani)} == {"Fatto"}


async def test_il_filtro(studio_di_prova: Path, cartella: Path) -> None:
    async with programma(studio_di_prova, SchermoFileFatture()) as mani:
        await mani.premi("f6", "s", "f4")
        await mani.scrivi("fatto\n010226\n\n\n")
        assert "Filtro: fatto, dal 01/02/2026" in mani.video[1]
        assert len(righe(mani)) == 1


async def test_il_filtro_vale_anche_per_i_file_da_fare(studio_di_prova: Path, cartella: Path) -> None:
    async with programma(studio_di_prova, SchermoFileFatture()) as mani:
        await mani.premi("f4")
        await mani.scrivi("\n010226\n\n501.00002\n")
        await mani.premi("f6")
        assert isinstance(mani.app.screen, Domanda)
        assert "di 1 parcella (cliente 501.00002, dal 01/02/2026)" in mani.app.screen.testo
        await mani.premi("s")
        assert len(righe(mani)) == 1
        await mani.premi("f6")
        assert mani.messaggio.endswith("senza il loro file (cliente 501.00002, dal 01/02/2026).")


@pytest.mark.requisito("FPA-015")
async def test_elenca_le_parcelle_che_non_si_possono_esportare(studio_di_prova: Path, cartella: Path) -> None:
    cambia(studio_di_prova, clienti=[{"codice": "501.00002", "cap": None}])
    async with programma(studio_di_prova, SchermoFileFatture()) as mani:
        await mani.premi("f6", "s")
        assert isinstance(mani.app.screen, NonEsportate)
        assert mani.dove("PA 1/2")
        assert mani.messaggio.startswith("CAP del cliente: dato obbligatorio")
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoDocumenti)
        await mani.premi("escape", "escape")
        assert isinstance(mani.app.screen, NonEsportate)
        await mani.premi("escape")
        assert isinstance(mani.app.screen, Domanda)
        assert (mani.app.screen.testo, mani.app.screen.predefinita) == ("Faccio il file dell'altra", "N")
        await mani.premi("enter")
        assert mani.messaggio == "Nessun file è stato fatto."
        assert list(cartella.glob("*")) == []
        await mani.premi("f6", "s", "escape", "s")
        assert mani.messaggio == f"1 file scritto in {cartella}."
        assert [p.name for p in cartella.glob("*")] == ["IT00488410010_00001.xml"]
        await mani.premi("f6", "s", "escape")  # only the one that can't be made is left
        assert mani.messaggio == "Nessun file è stato fatto."
