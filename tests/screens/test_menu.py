"""The menu: numbers for ever, letters, voices that are hidden, what waits to be done; opening, midnight, trouble."""

import importlib
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual import events

from parcella.app import ARCHIVIO_INUTILIZZABILE, Parcella
from parcella.ledger import archivio
from parcella.ledger.aziende.anagrafica import elenco_utenti, salva_utente
from parcella.ledger.aziende.parametri import salva_parametri
from parcella.ledger.contesto import Contesto
from parcella.ledger.copie import copia_automatica
from parcella.ledger.esito import Risposte
from parcella.screens.da_fare import istogramma
from parcella.screens.menu import LUNGHEZZA_ETICHETTA, Menu, SchermoVoci, Voci
from parcella.screens.primo_avvio import SchermoPrimoAvvio
from parcella.screens.scelta_azienda import SchermoSceltaAzienda, SchermoSceltaUtente
from parcella.screens.voci import AZIENDA_E_TABELLE, MENU, Voce
from parcella.widgets.domanda import Domanda
from screens.conftest import AZIENDA, LAVORO, SCELTE
from screens.pilota import programma
from widgets.pilota import Mani

NUMERI = {
    1: "Gestione notule/parcelle", 2: "Generazione notule/parcelle", 3: "Agenda di lavoro", 4: "Contratti",
    5: "Prestazioni clienti", 6: "Clienti", 7: "Scadenzario ed estratto conto", 8: "Primanota e registri",
    9: "Effetti", 10: "Fatture elettroniche", 11: "Stampe", 12: "Azienda e tabelle", 13: "Servizi",
}  # fmt: skip


def contesto(sigla: str = "STU") -> Contesto:
    return Contesto(1, sigla, "P", "anna", LAVORO)


def scrivi(percorso: Path, regola: Any, *argomenti: Any) -> None:
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        regola(sessione, contesto(), *argomenti, Risposte(interattive=False))


def finestra(mani: Mani) -> str:
    """The text of the question on the screen."""
    domanda = mani.app.screen
    assert isinstance(domanda, Domanda)
    return domanda.testo


def nomi(voci: Any) -> list[str]:
    return [voce.etichetta for voce in voci]


def tutte(voci: tuple[Voce, ...] = MENU) -> list[Voce]:
    return [v for voce in voci for v in (tutte(voce.voci) if voce.voci else [voce])]


# --- the voices ---


def test_i_numeri_sono_per_sempre() -> None:
    assert all(NUMERI[voce.numero] == voce.etichetta for voce in MENU)
    assert [v.numero for v in MENU] == sorted({v.numero for v in MENU})


@pytest.mark.parametrize("voce", tutte(), ids=lambda voce: voce.etichetta)
async def test_ogni_voce_mostrata_si_apre(voce: Voce, studio_di_prova: Path) -> None:
    modulo, _, classe = voce.schermo.partition(":")
    async with programma(studio_di_prova) as mani:
        menu = mani.app.screen
        schermo = getattr(importlib.import_module(modulo), classe)
        assert isinstance(menu, Menu)
        mani.app.lavora(menu.apri_voce(voce))
        await mani.quiete()
        assert isinstance(mani.app.screen, schermo)
        assert mani.video[0].strip()


async def test_si_apre_con_il_numero_e_si_torna_con_esc(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("8", "enter")
        assert mani.app.screen.titolo == "Primanota"
        await mani.premi("escape")
        await mani.premi("7", "enter", "2", "enter")
        assert mani.app.screen.titolo == "Scadenzario contabile"
        await mani.premi("escape")
        assert mani.app.screen.titolo == "Scadenzario ed estratto conto"
        await mani.premi("escape")
        voce = mani.app.screen.query_one(Voci).voce
        assert voce and voce.numero == 7, "la barra resta sulla voce da cui si torna"


async def test_le_lettere_e_i_numeri_filtrano(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        voci = mani.app.screen.query_one(Voci)
        await mani.scrivi("cli")
        assert nomi(voci.trovate) == ["Prestazioni clienti", "Clienti"]
        assert "Cerca: cli_" in mani.video[-3]
        await mani.scrivi("x")
        assert voci.testo == "cli", "un testo a cui nessuna voce risponde non si scrive"
        await mani.premi("escape")
        assert len(voci.trovate) == len(MENU)
        await mani.scrivi("1")
        assert [v.numero for v in voci.trovate] == [v.numero for v in MENU if str(v.numero).startswith("1")]
        assert voci.voce and voci.voce.numero == 1
        await mani.scrivi("2")
        assert voci.voce and voci.voce.numero == 12
        await mani.premi("backspace", "backspace", "down", "down", "up", "end", "home", "up")
        assert voci.voce and voci.voce.numero == MENU[-1].numero, "dalla prima in su si va all'ultima"


async def test_un_clic_apre(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.clic(*mani.dove("Primanota e registri"))
        assert mani.app.screen.titolo == "Primanota"


@pytest.mark.requisito("PAR-003", "PAR-004")
async def test_senza_parcellazione_le_sue_voci_non_si_vedono(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        assert "Gestione notule/parcelle" in "\n".join(mani.video)
    scrivi(studio_di_prova, salva_parametri, {"parcellazione_studio": "N"})
    async with programma(studio_di_prova) as mani:
        video = "\n".join(mani.video)
        assert "notule" not in video and "Prestazioni clienti" not in video
        assert " 6 Clienti" in video and " 12 Azienda e tabelle" in video
        await mani.premi("1", "2", "enter")
        assert mani.app.screen.titolo == "Azienda e tabelle"
        assert "Parametri studio" in "\n".join(mani.video), "da qui si riattiva"
        assert "Tariffari" not in "\n".join(mani.video)


@pytest.mark.requisito("PAR-003")
async def test_la_parcellazione_attivata_dal_menu_mostra_subito_le_voci(studio_di_prova: Path) -> None:
    scrivi(studio_di_prova, salva_parametri, {"parcellazione_studio": "N"})
    async with programma(studio_di_prova) as mani:
        await mani.premi("8", "enter")
        scrivi(studio_di_prova, salva_parametri, {"parcellazione_studio": "S"})
        await mani.premi("escape")
        assert "Gestione notule/parcelle" in "\n".join(mani.video)


@pytest.mark.requisito("PAR-001")
async def test_i_parametri_studio_si_aprono_da_azienda(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("1", "2", "enter", "2", "enter")
        assert type(mani.app.screen).__name__ == "SchermoParametriStudio"


async def test_esc_esce(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("escape")
        await mani.fino_a(lambda: mani.app._exit)


async def test_un_esc_di_troppo_per_tornare_al_menu_non_fa_uscire(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("8", "enter")
        for _ in range(4):
            mani.app.post_message(events.Key("escape", None))
        await mani.fino_a(lambda: isinstance(mani.app.screen, Menu))
        await mani.quiete()
        assert not mani.app._exit
        await mani.premi("escape")
        await mani.fino_a(lambda: mani.app._exit)


# --- what waits to be done ---


async def test_da_fare(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.fino_a(lambda: any("Ultimo backup" in riga for riga in mani.video))
        video = "\n".join(mani.video)
        assert "1 notula scaduta da oltre 30 giorni" in video
        assert "1 parcella provvisoria" in video
        assert "2 parcelle da esportare in XML" in video
        assert "694,72 €" in video
        assert "1.000,00 €" in video, "fatturato: le prestazioni delle definitive, 350 + 650"
        assert "Ultimo backup: mai" in video
        copia_automatica(studio_di_prova)
        await mani.premi("8", "enter", "escape")
        await mani.fino_a(lambda: any("Ultimo backup: oggi alle" in riga for riga in mani.video))


def test_l_istogramma() -> None:
    mesi = [Decimal(n) for n in (0, 8, 16, 24, *[0] * 8)]
    righe = [riga[0][0] for riga in istogramma(mesi)]
    assert righe[0].startswith("         ██")
    assert righe[2].startswith("   ██ ██ ██")
    assert righe[3].startswith("G  F  M  A")
    assert istogramma([Decimal(0)] * 12) == []


# --- opening ---


def test_niente_sqlmodel_prima_del_primo_schermo() -> None:
    pesanti = "sqlmodel", "sqlalchemy", "lxml"
    codice = f"import sys, parcella.app, parcella.screens.menu; print([m for m in {pesanti!r} if m in sys.modules])"
    uscita = subprocess.run([sys.executable, "-c", codice], capture_output=True, text=True, check=True)
    assert uscita.stdout.strip() == "[]"


async def test_i_tasti_battuti_prima_che_l_archivio_sia_aperto_aspettano(studio_di_prova: Path) -> None:
    app = Parcella(programma_opzioni(studio_di_prova))
    async with app.run_test(size=(80, 24)) as pilota:
        mani = Mani(pilota, app)  # type: ignore[arg-type]
        await mani.premi("8", "enter")
        assert app.screen.titolo == "Primanota"


def programma_opzioni(percorso: Path) -> Any:
    from parcella.batch.opzioni import Opzioni

    return Opzioni(str(percorso), None, LAVORO, "anna")


@pytest.mark.parametrize(
    ("contenuto", "frase"), [(b"non sono un archivio" * 100, "non è un archivio di parcella"), (None, "cartella")]
)
async def test_un_archivio_che_non_si_apre(tmp_path: Path, contenuto: bytes | None, frase: str) -> None:
    percorso = tmp_path / "rotto.parcella"
    if contenuto is None:
        percorso.mkdir()
    else:
        percorso.write_bytes(contenuto)
    async with programma(percorso) as mani:
        assert frase in finestra(mani)
        await mani.premi("r")
        assert frase in finestra(mani)
        await mani.premi("e")
        await mani.fino_a(lambda: mani.app._exit)
        assert mani.app.return_code == ARCHIVIO_INUTILIZZABILE


async def test_un_archivio_di_una_versione_piu_recente(studio_di_prova: Path) -> None:
    import sqlite3

    with sqlite3.connect(studio_di_prova) as db:
        db.execute("PRAGMA user_version = 99")
    async with programma(studio_di_prova) as mani:
        assert "più recente (99)" in finestra(mani)
        with sqlite3.connect(studio_di_prova) as db:
            db.execute(f"PRAGMA user_version = {archivio.VERSIONE_SCHEMA}")
        await mani.premi("r")
        assert isinstance(mani.app.screen, Menu), "corretto l'archivio, R lo riapre"


async def test_un_archivio_che_non_c_e_porta_al_primo_avvio(tmp_path: Path) -> None:
    async with programma(tmp_path / "nuovo.parcella") as mani:
        assert isinstance(mani.app.screen, SchermoPrimoAvvio)


# --- who, where, when ---


async def test_utente_scelto_quando_l_accesso_e_sconosciuto(
    studio_di_prova: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "sconosciuto")
    async with programma(studio_di_prova, utente=None) as mani:
        assert mani.app.sessione.utente == "anna", "ce n'è uno solo"
    scrivi(studio_di_prova, salva_utente, {"nome": "bruno"})
    async with programma(studio_di_prova, utente=None) as mani:
        assert isinstance(mani.app.screen, SchermoSceltaUtente)
        await mani.premi("down", "enter")
        assert mani.app.sessione.utente == "bruno"
        assert mani.video[0].endswith("20/03/2026 bruno")
        assert mani.app.contesto.utente == "bruno"  # type: ignore[attr-defined]


async def test_un_utente_che_non_c_e_non_entra(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, utente="carla") as mani:
        assert isinstance(mani.app.screen, SchermoSceltaUtente)
        assert mani.messaggio == "L'utente carla non è fra quelli attivi."
        await mani.premi("escape")
        await mani.fino_a(lambda: mani.app._exit)
    with archivio.apri(studio_di_prova) as aperto, aperto.lettura() as sessione:
        assert [u.nome for u in elenco_utenti(sessione)] == ["anna"]


def aggiungi_azienda(percorso: Path, sigla: str) -> None:
    from parcella.ledger.scambio.nuovo_studio import aggiungi_studio

    with archivio.apri(percorso) as aperto:
        aggiungi_studio(aperto, AZIENDA | {"sigla": sigla, "ragione_sociale": f"Altro {sigla}"}, SCELTE, LAVORO, {})


async def test_piu_aziende_scelta_all_inizio_e_con_f9(studio_di_prova: Path) -> None:
    aggiungi_azienda(studio_di_prova, "ALT")
    async with programma(studio_di_prova, azienda="STU") as mani:
        assert mani.video[0].startswith(" STU Studio Bianchi")
    async with programma(studio_di_prova) as mani:
        assert isinstance(mani.app.screen, SchermoSceltaAzienda)
        await mani.premi("down", "enter")
        assert mani.video[0].startswith(" STU Studio Bianchi")
        await mani.premi("f9", "home", "enter")
        assert mani.video[0].startswith(" ALT Altro ALT")
        assert mani.app.contesto.sigla == "ALT"  # type: ignore[attr-defined]
        await mani.fino_a(lambda: any("Nulla in attesa" in riga for riga in mani.video))
        await mani.premi("f9", "escape")
        assert mani.app.contesto.sigla == "ALT", "Esc non cambia azienda"  # type: ignore[attr-defined]


async def test_un_azienda_che_non_c_e(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, azienda="XYZ") as mani:
        assert mani.messaggio == "L'azienda XYZ non è nell'archivio."
        await mani.premi("escape")
        await mani.fino_a(lambda: mani.app._exit)


async def test_passata_la_mezzanotte_la_data_si_chiede_al_menu(
    studio_di_prova: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    giorno = [date(2026, 3, 20)]
    monkeypatch.setattr(Parcella, "oggi", lambda _: giorno[0])
    monkeypatch.setattr("parcella.app.OGNI_QUANTO", 0.05)
    monkeypatch.setattr("parcella.batch.opzioni.Opzioni.giorno", lambda _: giorno[0])
    async with programma(studio_di_prova, data_lavoro=None) as mani:
        await mani.premi("8", "enter")
        giorno[0] = date(2026, 3, 21)
        await mani.pilota.pause(0.3)
        assert mani.app.screen.titolo == "Primanota", "mai sopra ciò che si sta facendo"
        await mani.premi("escape")
        await mani.fino_a(lambda: isinstance(mani.app.screen, Domanda))
        assert "20/03/2026" in finestra(mani) and "Passo al 21/03/2026" in finestra(mani)
        await mani.premi("enter")
        assert mani.app.lavoro == date(2026, 3, 21)
        assert mani.app.contesto.data_lavoro == date(2026, 3, 21)  # type: ignore[attr-defined]
        await mani.pilota.pause(0.2)
        assert isinstance(mani.app.screen, Menu), "non lo chiede due volte"
        giorno[0] = date(2026, 3, 22)
        await mani.fino_a(lambda: isinstance(mani.app.screen, Domanda))
        await mani.premi("n")
        assert mani.app.lavoro == date(2026, 3, 21)


async def test_la_data_indicata_all_avvio_non_si_chiede(studio_di_prova: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    giorno = [date(2026, 3, 20)]
    monkeypatch.setattr(Parcella, "oggi", lambda _: giorno[0])
    monkeypatch.setattr("parcella.app.OGNI_QUANTO", 0.05)
    async with programma(studio_di_prova, data_lavoro=date(2025, 12, 31)) as mani:
        giorno[0] = date(2026, 3, 21)
        await mani.pilota.pause(0.3)
        assert isinstance(mani.app.screen, Menu)


LUNGO = tuple(Voce(numero, f"Voce numero {numero}", "zone:SchermoZone") for numero in range(1, 31))


async def test_le_voci_che_non_ci_stanno_si_dicono_e_si_raggiungono(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoVoci("Prova", LUNGO)) as mani:
        voci = mani.app.screen.query_one(Voci)
        in_vista = voci.size.height - 1
        assert mani.dove(f"↓ ancora {len(LUNGO) - in_vista}")
        for voce in LUNGO:
            assert any(riga.startswith(f">{voce.numero:>2} {voce.etichetta}") for riga in mani.video)
            await mani.premi("down")
        await mani.premi("end")
        assert mani.dove(f"↑ ancora {len(LUNGO) - in_vista}") and not any("↓" in riga for riga in mani.video)
        await mani.scrivi("numero 3")
        assert not any("ancora" in riga for riga in mani.video), "quelle che rispondono ci stanno"
    async with programma(studio_di_prova, SchermoVoci("Prova", LUNGO[:in_vista])) as mani:
        assert not any("ancora" in riga for riga in mani.video)


def test_nessuna_etichetta_del_menu_e_tagliata() -> None:
    def tutte(voci: Iterable[Voce]) -> Iterator[Voce]:
        for voce in voci:
            yield voce
            yield from tutte(voce.voci)

    assert [voce.etichetta for voce in tutte(MENU) if len(voce.etichetta) > LUNGHEZZA_ETICHETTA] == []


async def test_un_sottomenu_lungo_scorre_e_mostra_quello_che_si_scrive(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.scrivi("12\n")
        assert mani.dove("Cerca: _")
        await mani.premi("end")
        assert mani.dove(AZIENDA_E_TABELLE[-1].etichetta)
        await mani.scrivi("zo\n")
        assert mani.dove("Nessuna riga")
