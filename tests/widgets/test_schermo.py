"""Screens: three ways in to every command, questions, refusals, guards, lookup, help, draft."""

import asyncio
import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult

from parcella.widgets.aiuto import Aiuto
from parcella.widgets.barra import Barra
from parcella.widgets.campo import Campo
from parcella.widgets.comandi import ListaComandi
from parcella.widgets.domanda import Domanda, e_cancellazione
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca
from parcella.widgets.schermo import Intestazione, Riquadro
from terminal import programma as modulo_prova
from widgets.pilota import Mani, prova

COMPILATO = "501.00001\n\n\nuna nota\n10\n"


# --- commands ---


@pytest.mark.parametrize("via", ["tasto", "elenco", "clic"])
async def test_tre_vie_per_un_comando(via: str) -> None:
    async with prova() as mani:
        if via == "tasto":
            await mani.premi("shift+f3")
        elif via == "elenco":
            await mani.premi("ctrl+g", "c")
        else:
            await mani.clic(*mani.dove("⇧F3"))
        assert isinstance(mani.app.screen, Domanda)


async def test_ogni_comando_e_nell_elenco_e_ogni_attivo_della_barra_si_puo_cliccare() -> None:
    async with prova(size=(160, 30)) as mani:
        attivi = [v for v in mani.documento.voci() if mani.documento.e_attivo(v)]
        mostrati = {voce[1].id for _, _, voce in mani.documento.query_one(Barra)._mostrate}
        assert mostrati == {c.id for _, c in attivi if c.barra}
        await mani.premi("ctrl+g")
        lista = mani.app.screen
        assert isinstance(lista, ListaComandi)
        assert {c.id for _, c in lista.scelte} == {c.id for _, c in mani.documento.voci()} - {"lista_comandi"}
        assert all(lista.lettere)


@pytest.mark.parametrize("largo", [64, 72, 80, 100])
async def test_la_barra_stretta_tiene_aiuto_e_uscita_e_lascia_gli_altri_all_elenco(largo: int) -> None:
    async with prova(size=(largo, 24)) as mani:
        await mani.scrivi("501.00001\n")
        barra = mani.video[-1]
        assert barra.startswith(" F1 Aiuto  ") and barra.endswith("  ^G Comandi") and len(barra) <= largo
        assert ("⇧F11 Copia" in barra) is (largo >= 80)
        assert ("Esc Esci" in barra) is (largo >= 100), "l'etichetta di Esc cede il posto per prima"
        assert " Esc " in barra and "F10 Conferma" in barra
        await mani.clic(*mani.dove("Esc"))
        assert isinstance(mani.app.screen, Domanda)


async def test_l_elenco_dei_comandi_con_le_frecce_e_h_per_l_aiuto() -> None:
    async with prova() as mani:
        await mani.premi("ctrl+g", "down", "down", "up", "enter")
        assert mani.app.screen is not mani.documento, "il secondo comando apre i documenti"
        await mani.premi("escape", "ctrl+g", "h")
        assert isinstance(mani.app.screen, Aiuto)
        await mani.premi("escape")
        assert mani.app.screen is mani.documento


async def test_un_comando_non_attivo_lo_dice_e_non_sta_sulla_barra() -> None:
    async with prova() as mani:
        await mani.premi("shift+f11")
        assert mani.messaggio == "⇧F11 Copia: ora non è possibile."
        assert "Copia" not in mani.video[-1]
        await mani.scrivi("501.00001\n")
        assert "Copia" in mani.video[-1]
        await mani.premi("shift+f11")
        assert mani.messaggio == "Copia di 501.00001."


async def test_secondo_tasto_della_conferma() -> None:
    async with prova() as mani:
        await mani.scrivi(COMPILATO)
        await mani.premi("ctrl+s")
        assert len(mani.documento.registrati) == 1


# --- confirming ---


async def test_la_conferma_accetta_il_campo_in_corso_e_passa_i_valori() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n\n\nuna nota\n10,5")
        await mani.premi("f10")
        dati = mani.documento.registrati[0]["dati"]
        assert dati["importo"] == Decimal("10.5")
        assert dati["doppio"] == Decimal(21), "lo schermo ha ricalcolato prima di confermare"
        assert not mani.documento.modificato
        assert mani.messaggio == "Documento registrato."


async def test_obbligatorio_mancante_alla_conferma() -> None:
    async with prova() as mani:
        await mani.premi("tab", "tab", "f10")
        testata = mani.documento.testata
        assert testata.campo and testata.campo.identificatore == "cliente"
        assert mani.messaggio == "Cliente: il dato è obbligatorio."
        assert not mani.documento.registrati


async def test_il_rifiuto_mette_il_cursore_sul_campo_e_tiene_tutto() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n\n\nuna nota\n13\n")
        await mani.premi("f10")
        testata = mani.documento.testata
        assert testata.campo and testata.campo.identificatore == "importo"
        assert mani.app.focused is testata
        assert mani.messaggio.startswith("Importo: tredici")
        assert testata["note"] == "una nota"
        assert mani.documento.modificato


async def test_il_rifiuto_di_una_riga_va_alla_cella() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n\n\n\n10\nconsul\n\n1\n1\ntenuta\n\n2\n13\n")
        await mani.premi("f10")
        righe = mani.documento.righe
        assert mani.app.focused is righe
        assert (righe.indice, righe.campo and righe.campo.identificatore) == (1, "prezzo")
        assert "riga 2" in mani.messaggio


@pytest.mark.parametrize(("tasti", "risposte"), [(("s",), {"minimo": "S"}), (("enter",), {"minimo": "N"})])
async def test_la_richiesta_si_chiede_e_si_richiama(tasti: tuple[str, ...], risposte: dict[str, str]) -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n\n\n\n99\n")
        await mani.premi("f10")
        assert mani.dove("(S/N): N")
        await mani.premi(*tasti)
        assert mani.documento.registrati[0]["risposte"] == risposte


async def test_esc_a_una_richiesta_non_esegue() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n\n\n\n99\n")
        await mani.premi("f10", "escape")
        assert mani.documento.registrati == []
        assert mani.documento.modificato


async def test_una_regola_lenta_non_ferma_lo_schermo_e_i_tasti_aspettano(monkeypatch: pytest.MonkeyPatch) -> None:
    via_libera = threading.Event()

    def lenta(dati: dict[str, object], risposte: dict[str, str]) -> dict[str, object]:
        via_libera.wait(20)
        return {"dati": dati}

    monkeypatch.setattr(modulo_prova, "registra", lenta)
    async with prova() as mani:
        await mani.scrivi(COMPILATO)
        await mani.pilota.press("f10", "a", "b")
        await mani.fino_a(lambda: "attendere" in "\n".join(mani.video))
        assert mani.documento.righe.editore.testo == ""
        via_libera.set()
        await mani.fino_a(lambda: mani.documento.righe.editore.testo == "ab")
        assert len(mani.documento.registrati) == 1


async def test_un_errore_di_programma_non_passa_in_silenzio(monkeypatch: pytest.MonkeyPatch) -> None:
    def rotta(dati: dict[str, object], risposte: dict[str, str]) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(modulo_prova, "registra", rotta)
    with pytest.raises(ZeroDivisionError):
        async with prova() as mani:
            await mani.scrivi(COMPILATO)
            mani.app.post_message(events.Key("f10", None))
            await mani.fino_a(lambda: mani.app._exception)


# --- questions ---


async def chiedi(mani: Mani, domanda: Domanda, *tasti: str) -> list[str | None]:
    risposte: list[str | None] = []
    mani.app.push_screen(domanda, risposte.append)
    await mani.quiete()
    await mani.premi(*tasti)
    return risposte


@pytest.mark.parametrize(
    ("predefinita", "tasti", "attese"),
    [
        ("N", ("enter",), ["N"]),
        ("S", ("enter",), ["S"]),
        ("N", ("x", "s"), ["S"]),
        ("S", ("N",), ["N"]),
        ("S", ("escape",), [None]),
        (None, ("enter", "enter"), []),
        (None, ("enter", "s"), ["S"]),
    ],
)
async def test_domanda(predefinita: str | None, tasti: tuple[str, ...], attese: list[str | None]) -> None:
    async with prova() as mani:
        assert await chiedi(mani, Domanda("Confermi", predefinita), *tasti) == attese


async def test_domanda_con_altre_lettere_e_clic() -> None:
    async with prova() as mani:
        risposte = await chiedi(mani, Domanda("Che cosa", "T", {"T": "trasforma", "D": "duplica"}))
        assert mani.dove("D  duplica")
        x, y = mani.dove("(T/D): T")
        await mani.clic(x + 3, y)
        assert risposte == ["D"]


def test_il_testo_non_ripete_le_lettere() -> None:
    assert Domanda("Confermi (S/N)").testo == "Confermi"
    assert Domanda("Confermi (S/N): N").testo == "Confermi"


def test_quali_domande_cancellano() -> None:
    assert e_cancellazione("elimina_documento")
    assert e_cancellazione("elimina_primanota.3")
    assert not e_cancellazione("arrotondamento")


# --- leaving ---


async def test_esc_senza_modifiche_chiude_senza_chiedere() -> None:
    async with prova() as mani:
        await mani.premi("escape")
        assert mani.documento not in mani.app.screen_stack if mani.app.screen_stack[1:] else True
        assert len(mani.app.screen_stack) == 1


@pytest.mark.parametrize(("tasti", "restano"), [(("enter",), 2), (("n",), 2), (("escape",), 2), (("s",), 1)])
async def test_esc_con_modifiche_chiede_e_per_difetto_resta(tasti: tuple[str, ...], restano: int) -> None:
    async with prova() as mani:
        await mani.scrivi("501.0")
        await mani.premi("escape", *tasti)
        assert len(mani.app.screen_stack) == restano
        if restano == 2:
            assert mani.documento.testata.editore.testo == "501.0"


async def test_ctrl_q_guarda_anche_gli_schermi_sotto() -> None:
    async with prova() as mani:
        await mani.scrivi("501.00001\n")
        await mani.premi("f9", "ctrl+q")
        assert mani.dove("Ci sono dati non confermati in: Documento di prova")
        await mani.premi("enter")
        assert mani.app.is_running and mani.app.screen is mani.documenti
        await mani.pilota.press("ctrl+q", "s")
        await mani.fino_a(lambda: mani.app._exit)


async def test_bozza_salvata_e_ripresa(tmp_path: Path) -> None:
    async with prova(tmp_path / "a.db") as mani:
        await mani.scrivi("501.00001\n5\n\nuna nota\n10\nconsul\n\n4\n")
        await mani.scrivi("9")
        bozza = mani.documento.bozza
        assert bozza is not None
        await mani.fino_a(lambda: bozza.percorso.exists() and '"testo": "9"' in bozza.percorso.read_text())
        atteso = mani.documento.testata.valori
    async with prova(tmp_path / "a.db") as mani:
        await mani.premi("enter")
        documento = mani.documento
        assert documento.testata.valori == atteso
        assert documento.righe.righe[0]["quantita"] == Decimal(4)
        assert documento.righe.editore.testo == "9"
        assert documento.modificato


# --- lookup ---


async def test_f2_filtra_mentre_si_scrive_e_invio_sceglie() -> None:
    async with prova() as mani:
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraRicerca)
        assert mani.dove("di 4")
        await mani.scrivi("rossi")
        await mani.fino_a(lambda: "1 di 3" in "\n".join(mani.video))
        await mani.premi("down", "enter")
        testata = mani.documento.testata
        assert testata["cliente"] == "501.00001"
        assert testata["ragione_sociale"] == "Rossi s.r.l."
        assert testata.campo and testata.campo.identificatore == "data"


async def test_f2_con_un_solo_risultato_non_apre_l_elenco() -> None:
    async with prova() as mani:
        await mani.scrivi("verdi")
        await mani.premi("f2")
        assert mani.app.screen is mani.documento
        assert mani.documento.testata["cliente"] == "501.00002"


async def test_f2_parte_da_quel_che_e_scritto_ed_esc_lo_lascia() -> None:
    async with prova() as mani:
        await mani.scrivi("rossi")
        await mani.premi("f2")
        assert mani.dove("Clienti: rossi_")
        await mani.premi("escape")
        assert mani.documento.testata.editore.testo == "rossi"
        assert mani.documento.testata["cliente"] == ""


async def test_f3_cambia_ordine() -> None:
    async with prova() as mani:
        await mani.premi("f2")
        assert mani.dove("per nome")
        prima = mani.dove("501.00001")
        await mani.premi("f3")
        assert mani.dove("per codice")
        assert mani.dove("501.00001") != prima


async def test_lasciando_il_campo_un_nome_unico_basta_piu_d_uno_apre_nessuno_rifiuta() -> None:
    async with prova() as mani:
        testata = mani.documento.testata
        await mani.scrivi("nessuno\n")
        assert testata.editore.testo == "nessuno"
        assert mani.messaggio == "Cliente: Codice non trovato."
        await mani.premi("ctrl+e", "ctrl+u")
        await mani.scrivi("ross\n")
        assert isinstance(mani.app.screen, FinestraRicerca)
        await mani.premi("escape", "end", "ctrl+u")
        await mani.scrivi("aldo\n")
        assert testata["cliente"] == "501.00002"


async def test_nessun_risultato_nell_elenco_non_sceglie() -> None:
    async with prova() as mani:
        await mani.premi("f2")
        await mani.scrivi("zzz\n")
        assert isinstance(mani.app.screen, FinestraRicerca)
        assert mani.dove("Nessun codice trovato")


async def test_la_risposta_in_ritardo_si_lascia_cadere(monkeypatch: pytest.MonkeyPatch) -> None:
    via_libera = threading.Event()
    vera = modulo_prova.RICERCA_CLIENTI.cerca

    def lenta(testo: str, ordine: str) -> object:
        if testo == "v":
            via_libera.wait(20)
        return vera(testo, ordine)

    async with prova() as mani:
        await mani.premi("f2")
        finestra = mani.app.screen
        assert isinstance(finestra, FinestraRicerca)
        finestra.ricerca = replace(finestra.ricerca, cerca=lenta)
        await mani.scrivi("v")
        await mani.fino_a(lambda: finestra._cercato == ("v", "per nome"))
        await mani.premi("backspace")
        await mani.scrivi("rossi")
        await mani.fino_a(lambda: finestra.elenco.totale == 3)
        via_libera.set()
        await asyncio.sleep(0.2)
        assert finestra.elenco.totale == 3


# --- help ---


async def test_aiuto_si_apre_al_titolo_del_campo() -> None:
    async with prova() as mani:
        mani.documento.testata.vai_a("note")
        await mani.quiete()
        await mani.premi("f1")
        assert mani.dove("Aiuto: Documento di prova")
        _, y = mani.dove("Qui si scrivono le note.")
        assert mani.video[y - 2].strip("│ ") == "Note"
        await mani.premi("home")
        assert mani.dove("Pagina prova")
        await mani.premi("f1")
        assert mani.app.screen is mani.documento


# --- windows with a form; new codes from inside a lookup ---


class Nuovo(Riquadro[str]):
    titolo = "Nuovo cliente"

    def corpo(self) -> ComposeResult:
        yield Modulo([Campo("codice", "Codice", "codice", 12), Campo("nome", "Nome")], {"codice": "501.00900"})

    async def conferma(self) -> None:
        valori = self.query_one(Modulo).valori
        modulo_prova.CLIENTI.append({"codice": valori["codice"], "nome": valori["nome"], "citta": ""})
        self.registrato()
        self.dismiss(valori["codice"])


async def test_nuovo_codice_da_dentro_l_elenco(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modulo_prova, "CLIENTI", list(modulo_prova.CLIENTI))
    async with prova() as mani:
        await mani.premi("f2")
        finestra = mani.app.screen
        assert isinstance(finestra, FinestraRicerca)
        finestra.ricerca = replace(finestra.ricerca, nuovo=lambda testo: Nuovo())
        await mani.premi("shift+f4")
        assert mani.dove("Nuovo cliente")
        await mani.scrivi("\nNeri Ugo\n")
        assert "F10 conferma" in mani.messaggio
        await mani.premi("f10")
        assert mani.app.screen is mani.documento
        assert mani.documento.testata["cliente"] == "501.00900"
        assert mani.documento.testata["ragione_sociale"] == "Neri Ugo"


async def test_un_riquadro_modificato_chiede_prima_di_chiudersi() -> None:
    async with prova() as mani:
        mani.app.push_screen(Nuovo())
        await mani.quiete()
        await mani.scrivi("x")
        await mani.premi("escape", "enter")
        assert isinstance(mani.app.screen, Nuovo)
        await mani.premi("escape", "s")
        assert mani.app.screen is mani.documento


async def test_il_testo_libero_si_ammette() -> None:
    async with prova() as mani:
        testata = mani.documento.testata
        campo = testata.campi[0]
        assert campo.ricerca is not None
        testata.campi[0] = replace(campo, ricerca=replace(campo.ricerca, libera=True))
        await mani.scrivi("nuovo\n")
        assert testata["cliente"] == "NUOVO"
        assert testata["ragione_sociale"] is None


@pytest.mark.parametrize("titolo", ["File delle fatture", "Inserimento di un titolo molto, molto lungo davvero"])
async def test_il_nome_dello_studio_non_tocca_il_titolo_ne_il_titolo_la_data(titolo: str) -> None:
    async with prova() as mani:
        mani.app.sessione = replace(mani.app.sessione, ragione_sociale="Studio associato Maria Chiara Rossi")
        mani.documento.titolo = titolo
        mani.documento.query_one(Intestazione).refresh()
        await mani.pilota.pause()
        riga = mani.video[0]
        assert f" {titolo[:10]}" in riga and " 20/03/2026" in riga and len(riga) <= 80
