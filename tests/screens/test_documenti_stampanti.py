"""Gestione notule/parcelle with a device of formato F: the form proposed, the file made at the confirm."""

from pathlib import Path

import pytest

from screens.studio_documenti import ManiDocumenti, gestione
from screens.test_testata_documento import cambia

ROSSI, VERDI = "501.00001", "501.00002"


@pytest.fixture
def con_stampante(studio: Path, tmp_path: Path) -> Path:
    """Device 1 makes the invoices; Verdi is not enabled."""
    stampante = {"numero": 1, "descrizione": "SdI", "formato": "F", "cartella": str(tmp_path / "fatture")}
    verdi = {"codice": VERDI, "tipo_fattura_elettronica": "N"}
    cambia(studio, azienda={"cartella_documenti": str(tmp_path / "pdf")}, stampanti=[stampante], clienti=[verdi])
    return studio


async def conferma(mani: ManiDocumenti) -> None:
    """A row, F10, the payment as it is proposed."""
    await mani.riga("tenuta", "", "100")
    await mani.premi("f10", "f10")


def nomi(cartella: Path) -> list[str]:
    return sorted(file.name for file in cartella.glob("*"))


@pytest.mark.requisito("FPA-017", "FPA-068", "FPA-070")
async def test_il_modulo_pae_si_propone_e_la_definitiva_da_il_file(con_stampante: Path, tmp_path: Path) -> None:
    async with gestione(con_stampante) as mani:
        await mani.testata("pa", ROSSI)
        assert mani.schermo.testata["sigla_documento"] == "PAE"
        await conferma(mani)
        assert "PA 1/68 registrato." in mani.messaggio
        assert "ITBNCNNA75L41H294H_00001.xml" in mani.messaggio
        assert mani.ultimo.documento.modulo_stampa == "E"
    assert nomi(tmp_path / "fatture") == ["ITBNCNNA75L41H294H_00001.xml"]
    assert [nome[:3] for nome in nomi(tmp_path / "pdf")] == ["PA_"]


@pytest.mark.requisito("FPA-072")
async def test_una_provvisoria_da_solo_il_pdf(con_stampante: Path, tmp_path: Path) -> None:
    cambia(con_stampante, parametri_studio={"stato_parcella_proposto": "P"})
    async with gestione(con_stampante) as mani:
        await mani.testata("pa", ROSSI)
        await mani.riga("tenuta", "", "100")
        await mani.premi("f10")
        assert mani.ultimo.documento.stato_parcella == "P"
        assert "è provvisoria" in mani.messaggio
    assert nomi(tmp_path / "fatture") == []


@pytest.mark.requisito("FPA-068")
async def test_il_modulo_proposto_segue_il_cliente(con_stampante: Path) -> None:
    async with gestione(con_stampante) as mani:
        await mani.testata("pa", ROSSI)
        for cliente, sigla in ((VERDI, "PA"), (ROSSI, "PAE")):
            mani.schermo.testata.vai_a("codice_cliente")
            await mani.scrivi(f"{cliente}\n")
            assert mani.schermo.testata["sigla_documento"] == sigla


@pytest.mark.requisito("FPA-068")
@pytest.mark.parametrize("sigla", ["pa1", "no"])
async def test_quello_scritto_resta_e_le_notule_non_l_hanno(con_stampante: Path, sigla: str) -> None:
    async with gestione(con_stampante) as mani:
        await mani.testata(sigla, ROSSI)
        assert mani.schermo.testata["sigla_documento"] == sigla.upper()


@pytest.mark.requisito("FPA-070")
async def test_senza_stampante_tutto_resta_come_prima(studio: Path, tmp_path: Path) -> None:
    cambia(studio, azienda={"cartella_documenti": str(tmp_path / "pdf")})
    async with gestione(studio) as mani:
        await mani.testata("pa", ROSSI)
        assert mani.schermo.testata["sigla_documento"] == "PA"
        await conferma(mani)
        assert "PA 1/68 registrato. PDF: " in mani.messaggio
        await mani.testata("pae", ROSSI)
        assert mani.schermo.testata["sigla_documento"] == "PAE", "quello scritto resta"
        await conferma(mani)
        assert "il file della fattura resta da fare, manca una stampante" in mani.messaggio
        assert len(mani.documenti()) == 2, "il documento è registrato"
    assert len(nomi(tmp_path / "pdf")) == 2


@pytest.mark.requisito("FPA-070")
async def test_se_la_directory_non_si_scrive_il_documento_resta(con_stampante: Path, tmp_path: Path) -> None:
    (tmp_path / "fatture").write_text("non è una cartella", encoding="utf-8")
    async with gestione(con_stampante) as mani:
        await mani.testata("pa", ROSSI)
        await conferma(mani)
        assert "Il file della fattura resta da fare: " in mani.messaggio
        assert [d.stato_parcella for d in mani.documenti()] == ["D"]
    assert len(nomi(tmp_path / "pdf")) == 1, "il PDF si fa lo stesso"
