"""Prestazioni on the screen: the code and its search, the card by type, prices, texts, precancellazione."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import anagrafica
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.screens.menu import Menu
from parcella.screens.prestazione import SchermoPrestazione
from parcella.screens.prestazioni import SchermoPrestazioni
from parcella.screens.prestazioni_finestre import FinestraPrezzi, FinestraPrezziDi, FinestraSostitutivo, SchermoTesto
from parcella.widgets.domanda import Domanda
from parcella.widgets.elenco import Elenco
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca
from screens.conftest import LAVORO
from screens.pilota import programma
from widgets.pilota import Mani

NUOVA_R = "PERIZIA\n"


def sull_archivio(percorso: Path, regola: Callable[..., Any]) -> Any:
    with archivio.apri(percorso) as aperto, aperto.scrittura() as sessione:
        return regola(sessione, Contesto(1, "STU", "P", "anna", LAVORO))


def prestazione(percorso: Path, codice: str) -> Prestazione | None:
    trovata: Prestazione | None = sull_archivio(percorso, lambda s, c: anagrafica.leggi(s, c.azienda, codice))
    return trovata


def scritta(percorso: Path, codice: str) -> Prestazione:
    trovata = prestazione(percorso, codice)
    assert trovata is not None
    return trovata


def prezzi(percorso: Path, codice: str) -> dict[int, Decimal]:
    letti: dict[int, Decimal] = sull_archivio(percorso, lambda s, c: anagrafica.prezzi(s, c.azienda, codice))
    return letti


@pytest.fixture
def con_precancellate(studio_di_prova: Path) -> Path:
    """DICHIAR is precancelled in favour of TENUTA, RIMBSP without a substitute; CONSUL has a second code."""

    def scrivi(sessione: Any, contesto: Contesto) -> None:
        anagrafica.precancella(sessione, contesto, "DICHIAR", "TENUTA")
        anagrafica.precancella(sessione, contesto, "RIMBSP")
        dati = {"codice": "CONSUL", "codice_alternativo": "A23/X"}
        anagrafica.salva(sessione, contesto, dati, Risposte(interattive=False))

    sull_archivio(studio_di_prova, scrivi)
    return studio_di_prova


def campo(mani: Mani) -> str:
    modulo = mani.app.screen.focused
    assert isinstance(modulo, Modulo)
    assert modulo.campo is not None
    return modulo.campo.identificatore


def scheda(mani: Mani) -> SchermoPrestazione:
    aperta = mani.app.screen
    assert isinstance(aperta, SchermoPrestazione), "\n".join(mani.video)
    return aperta


async def codici(mani: Mani) -> list[str]:
    """The codes in the list, with the sign before them."""
    elenco = mani.app.screen.query_one(Elenco)
    await mani.fino_a(lambda: elenco.pronto)
    return [f"{r['stato']}{r['codice']}" for r in map(elenco.riga_a, range(elenco.totale)) if r is not None]


# --- the code and its search ---


@pytest.mark.requisito("PRE-004", "PRE-010")
async def test_si_chiede_il_codice_e_invio_apre_la_scheda(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        assert campo(mani) == "codice"
        await mani.scrivi("consul\n")
        assert scheda(mani).codice == "CONSUL"
        await mani.premi("escape")
        await mani.scrivi("tenuta\n")
        assert scheda(mani).codice == "TENUTA", "il campo è pronto per il codice dopo"


@pytest.mark.requisito("PRE-009", "PRE-011", "PRE-013", "PRE-014", "PRE-015")
async def test_f2_e_f3_elencano_da_quel_che_e_scritto(con_precancellate: Path) -> None:
    async with programma(con_precancellate, SchermoPrestazioni()) as mani:
        await mani.scrivi("d")
        await mani.premi("f2")
        assert await codici(mani) == ["SALUTI", "SPEANT", "TENUTA"]
        assert mani.dove("Cod. alternativo Tp")
        assert mani.dove("TENUTA CONTABILITA'")
        await mani.premi("escape", "f3")
        assert await codici(mani) == ["+DICHIAR", "-RIMBSP", "SALUTI", "SPEANT", "TENUTA"]
        await mani.premi("down", "down", "enter")
        assert scheda(mani).codice == "SALUTI"


@pytest.mark.requisito("PRE-012")
@pytest.mark.parametrize(
    ("scritto", "attesi"),
    [
        ("+s", ["SALUTI", "SPEANT", "TENUTA"]),
        ("'saluti", ["SALUTI", "SPEANT", "TENUTA"]),
        ("-a", ["CONSUL"]),
    ],
)
async def test_l_ordine_e_quello_della_ricerca(con_precancellate: Path, scritto: str, attesi: list[str]) -> None:
    async with programma(con_precancellate, SchermoPrestazioni()) as mani:
        await mani.scrivi(scritto)
        await mani.premi("f2")
        assert await codici(mani) == attesi


@pytest.mark.requisito("PRE-016")
async def test_f3_nell_elenco_mostra_il_prezzo(studio_di_prova: Path) -> None:
    sull_archivio(studio_di_prova, lambda s, c: anagrafica.salva_prezzi(s, c, "CONSUL", {1: Decimal("90.00")}))
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.premi("f2", "f3")
        assert isinstance(mani.app.screen, FinestraPrezziDi)
        assert mani.dove("90,00")


@pytest.mark.requisito("PRE-016")
async def test_f3_mostra_il_prezzo_anche_nell_elenco_di_un_campo(studio_di_prova: Path) -> None:
    sull_archivio(studio_di_prova, lambda s, c: anagrafica.salva_prezzi(s, c, "CONSUL", {1: Decimal("90.00")}))
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("tenuta\n")
        await mani.premi("shift+f4", "s", "f2")
        assert isinstance(mani.app.screen, FinestraRicerca)
        await mani.premi("f3")
        assert isinstance(mani.app.screen, FinestraPrezziDi) and mani.dove("Prezzi di CONSUL")
        await mani.premi("escape")
        assert mani.dove("per codice ·")
        await mani.premi("f4")
        assert mani.dove("per descrizione ·") and mani.dove("⇧F4 Nuovo  Esc")


@pytest.mark.requisito("PRE-017", "PRE-018", "PRE-020", "PRE-022")
async def test_la_stringa_si_cerca_dentro_il_campo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("'.spese\n")
        assert await codici(mani) == ["RIMBSP", "SPEANT"]
        await mani.premi("escape", "ctrl+a")
        await mani.premi("ctrl+k")
        await mani.scrivi("'.redditi\n")
        assert scheda(mani).codice == "DICHIAR", "una sola: si apre"
        await mani.premi("escape")
        await mani.scrivi("+.nut\n")
        assert scheda(mani).codice == "TENUTA"


@pytest.mark.requisito("PRE-021")
async def test_la_stringa_si_cerca_nel_codice_secondario(con_precancellate: Path) -> None:
    async with programma(con_precancellate, SchermoPrestazioni()) as mani:
        await mani.scrivi("-.23\n")
        assert scheda(mani).codice == "CONSUL"


@pytest.mark.requisito("PRE-019")
async def test_codice_non_trovato(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("'.zzz\n")
        assert mani.messaggio == "Codice non trovato."
        assert mani.app.screen.query_one(Modulo).editore.testo == "'.zzz"


@pytest.mark.requisito("PRE-024", "PRE-025", "PRE-026", "PRE-028")
async def test_i_filtri_per_tipologia(con_precancellate: Path) -> None:
    async with programma(con_precancellate, SchermoPrestazioni()) as mani:
        await mani.scrivi("++c+r+")
        await mani.premi("f3")
        assert await codici(mani) == ["CONSUL", "+DICHIAR", "-RIMBSP", "TENUTA"]
        await mani.premi("escape", "ctrl+k")
        await mani.scrivi("++")
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraRicerca)
        await mani.premi("down", "down", "enter")
        assert await codici(mani) == ["SPEANT"]
        await mani.premi("escape", "f2", "escape")
        assert len(await codici(mani)) == 4, "Esc: senza tipologia"


# --- a new code ---


@pytest.mark.requisito("PRE-030", "PRE-031")
@pytest.mark.parametrize("codice", ["A$B", "A?B", ".ABC", ",ABC"])
async def test_codici_vietati(studio_di_prova: Path, codice: str) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi(codice + "\n")
        assert isinstance(mani.app.screen, SchermoPrestazioni)
        assert mani.messaggio.startswith("Il codice")


@pytest.mark.requisito(
    "PRE-032", "PRE-034", "PRE-038", "PRE-050", "PRE-053", "PRE-055", "PRE-056", "PRE-058", "PRE-068", "PRE-069"
)
async def test_una_prestazione_nuova(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi(NUOVA_R)
        assert isinstance(mani.app.screen, Domanda)
        assert mani.dove("Testo variabile")
        await mani.premi("r")
        assert mani.dove("R Prestazione")
        assert mani.dove("801.00001"), "Ricavo proposto dai parametri"
        assert mani.dove("002.00101"), "Ricsos proposto dai parametri"
        await mani.scrivi("PERIZIA DI STIMA\n\n\n\n")
        assert campo(mani) == "cod_iva"
        assert "obbligatorio" in mani.messaggio
        await mani.premi("f2")
        assert mani.dove("Escluse art. 15")
        await mani.scrivi("iva 22\n")
        assert campo(mani) == "unita_misura"
        await mani.scrivi("\nm\n")
        assert campo(mani) == "mese"
        await mani.scrivi("\n50\n200\ns\ns\n")
        await mani.premi("f10")
        assert campo(mani) == "mese"
        assert "mese è obbligatorio" in mani.messaggio
        await mani.scrivi("6\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoPrestazioni)
        assert mani.messaggio == "Prestazione PERIZIA registrata."
    salvata = scritta(studio_di_prova, "PERIZIA")
    assert (salvata.tipo, salvata.descrizione, salvata.cod_iva) == ("R", "PERIZIA DI STIMA", "22")
    assert (salvata.periodicita, salvata.mese, salvata.unita_misura) == ("M", 6, None)
    assert (salvata.minimo_fatturabile, salvata.massimo_fatturabile) == (Decimal("50.00"), Decimal("200.00"))
    assert (salvata.soggetta_ritenuta, salvata.soggetta_cassa, salvata.soggetta_inps) == ("S", "S", "N")
    assert (salvata.conto_ricavo, salvata.conto_ricavo_sospeso) == ("801.00001", "002.00101")
    assert salvata.data_aggiornamento == LAVORO


@pytest.mark.requisito("PRE-033", "PRE-062", "PRE-064", "PRE-065", "PRE-066", "PRE-067", "PRE-070")
async def test_campi_accessibili_secondo_i_parametri(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("consul\n")
        modulo = scheda(mani).modulo
        assert modulo is not None
        nomi = {c.identificatore: c.si_immette(modulo.valori) for c in modulo.campi}
        assert nomi["soggetta_cassa"]
        assert not nomi["soggetta_inps"], "nei parametri manca la percentuale della Gestione separata"
        assert not nomi["codice"]
        assert not nomi["data_aggiornamento"]
        assert "tipo" not in nomi, "il tipo si vede soltanto"
        assert modulo.vai_a("soggetta_ritenuta")
        await mani.premi("delete", "enter")
        assert "obbligatorio" in mani.messaggio
        await mani.scrivi("x\n")
        assert "S, N oppure R" in mani.messaggio
        await mani.premi("backspace")
        await mani.scrivi("n\nn\n")
        await mani.premi("f10")
    salvata = scritta(studio_di_prova, "CONSUL")
    assert (salvata.soggetta_ritenuta, salvata.soggetta_cassa) == ("N", "N")
    assert salvata.data_aggiornamento is not None
    assert salvata.data_aggiornamento >= LAVORO


@pytest.mark.requisito("PRE-068")
async def test_un_conto_di_tipo_sbagliato_si_rifiuta_sul_campo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        modulo = scheda(mani).modulo
        assert modulo is not None
        assert modulo.vai_a("conto_ricavo_sospeso")
        await mani.scrivi("801.00001\n")
        assert campo(mani) == "conto_ricavo_sospeso"
        assert "tipo P Z" in mani.messaggio


@pytest.mark.requisito("PRE-039")
async def test_duplicazione(studio_di_prova: Path) -> None:
    sull_archivio(studio_di_prova, lambda s, c: anagrafica.salva_prezzi(s, c, "CONSUL", {1: Decimal("90.00")}))
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.premi("f5")
        assert "non è possibile" in mani.messaggio, "nessuna ancora consultata"
        await mani.scrivi("consul\n")
        await mani.premi("escape")
        await mani.scrivi("consest")
        await mani.premi("f5")
        assert mani.dove("CONSEST come CONSUL")
        await mani.premi("enter")
        assert scheda(mani).codice == "CONSEST"
        await mani.scrivi("CONSULENZA ESTERA\n")
        await mani.premi("f10")
    copia = scritta(studio_di_prova, "CONSEST")
    assert (copia.descrizione, copia.cod_iva, copia.unita_misura) == ("CONSULENZA ESTERA", "22", "HR")
    assert prezzi(studio_di_prova, "CONSEST") == {1: Decimal("90.00")}
    assert scritta(studio_di_prova, "CONSUL").descrizione == "CONSULENZA"


@pytest.mark.requisito("PRE-071")
async def test_i_prezzi_dei_tariffari(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("consul\n")
        await mani.premi("f8")
        assert isinstance(mani.app.screen, FinestraPrezzi)
        await mani.scrivi("90,123")
        await mani.premi("f10")
        assert mani.dove("BASE 90,123")
        assert prezzi(studio_di_prova, "CONSUL") == {}, "si scrivono con la scheda"
        await mani.premi("f10")
        assert prezzi(studio_di_prova, "CONSUL") == {1: Decimal("90.123")}
        await mani.scrivi("speant\n")
        await mani.premi("f8")
        assert "non è possibile" in mani.messaggio, "solo per il tipo R"


# --- D, T, V ---


@pytest.mark.requisito("PRE-035", "PRE-089", "PRE-090", "PRE-091", "PRE-092", "PRE-093")
async def test_una_descrizione(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("NOTA1\n")
        await mani.premi("d")
        await mani.scrivi("NOTA DI RICHIAMO\n\nalt1\nx\n")
        assert campo(mani) == "tipo_descrizione"
        await mani.premi("backspace")
        await mani.scrivi(",\nVerificare la scadenza\n31/12/26\n")
        await mani.premi("f10")
    salvata = scritta(studio_di_prova, "NOTA1")
    assert (salvata.tipo, salvata.tipo_descrizione, salvata.codice_alternativo) == ("D", ",", "ALT1")
    assert (salvata.messaggio, salvata.scadenza_messaggio) == ("Verificare la scadenza", date(2026, 12, 31))


@pytest.mark.requisito("PRE-036", "PRE-094", "PRE-095", "PRE-096", "PRE-097")
async def test_un_testo_fisso(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("CHIUSA\n")
        await mani.premi("t")
        await mani.scrivi("CHIUSA DELLA LETTERA\n")
        await mani.premi("f10")
        assert "almeno una riga" in mani.messaggio
        await mani.premi("f5")
        assert isinstance(mani.app.screen, SchermoTesto)
        assert "TESTO FISSO riga 1" in mani.video[0]
        lunga = "Perché no? È " + "a" * 62
        await mani.scrivi(f"Distinti saluti\n\n{lunga}")
        assert "TESTO FISSO riga 3" in mani.video[0]
        assert mani.dove(lunga), "75 caratteri si vedono tutti a 80 colonne"
        await mani.premi("b")
        assert "al massimo 75" in mani.messaggio
        await mani.premi("f10")
        assert mani.dove("3 righe: Distinti saluti")
        assert prestazione(studio_di_prova, "CHIUSA") is None, "il primo F10 conferma solo il testo"
        await mani.premi("f10")
    assert scritta(studio_di_prova, "CHIUSA").righe_testo == f"Distinti saluti\n\n{lunga}"


@pytest.mark.requisito("PRE-037", "PRE-100", "PRE-104")
async def test_un_testo_variabile_in_maiuscole(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("VARIA\n")
        await mani.premi("v")
        await mani.scrivi("TESTO VARIABILE\n")
        await mani.premi("f5")
        await mani.scrivi("  prestazione??????????\nconsulenza??????????\n")
        assert "TESTO VARIABILE riga 3" in mani.video[0]
        await mani.premi("up", "f6")
        await mani.scrivi("in mezzo")
        await mani.premi("f10", "f10")
    righe = ["  PRESTAZIONE??????????", "IN MEZZO", "CONSULENZA??????????"]
    assert scritta(studio_di_prova, "VARIA").righe_testo == "\n".join(righe)


async def test_una_riga_di_testo_si_cancella_con_una_lettera(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione("SALUTI")) as mani:
        await mani.premi("f5", "f5", "enter")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("s")
        await mani.scrivi("Cordialmente")
        await mani.premi("f10", "f10")
    assert scritta(studio_di_prova, "SALUTI").righe_testo == "Cordialmente"


# --- the keys of the card ---


@pytest.mark.requisito("PRE-105", "PRE-119")
async def test_pagina_su_e_giu(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione("RIMBSP")) as mani:
        await mani.premi("pagedown")
        assert scheda(mani).codice == "SALUTI"
        assert mani.dove("Con i migliori saluti."), "la scheda è quella del tipo T"
        await mani.premi("pageup", "pageup")
        assert scheda(mani).codice == "DICHIAR"
        await mani.premi("pageup", "pageup")
        assert mani.messaggio == "È il primo."


@pytest.mark.requisito("PRE-107", "PRE-108")
async def test_si_cancella_solo_una_prestazione_mai_usata(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("consul\n")
        await mani.premi("shift+f3")
        assert "non è possibile" in mani.messaggio
        await mani.premi("escape")
        await mani.scrivi("dichiar\n")
        await mani.premi("shift+f3", "enter")
        assert isinstance(mani.app.screen, Domanda), "risponde solo una lettera"
        await mani.premi("s")
        assert mani.messaggio == "Prestazione DICHIAR cancellata."
    assert prestazione(studio_di_prova, "DICHIAR") is None
    assert prestazione(studio_di_prova, "CONSUL") is not None


@pytest.mark.requisito("PRE-109", "PRE-110", "PRE-111", "PRE-112", "PRE-113")
async def test_precancellazione_e_ripristino(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("consul\n")
        await mani.premi("shift+f4", "s")
        assert isinstance(mani.app.screen, FinestraSostitutivo)
        await mani.scrivi("tenuta\n")
        assert mani.dove("CAN +")
        assert scritta(studio_di_prova, "CONSUL").precancellata == "N", "serve F10"
        await mani.premi("f10")
        salvata = scritta(studio_di_prova, "CONSUL")
        assert (salvata.precancellata, salvata.codice_sostitutivo) == ("S", "TENUTA")
        assert "CONSUL" not in await codici(mani)
        await mani.scrivi("consul\n")
        assert mani.dove("CAN +")
        await mani.premi("shift+f4", "f10")
    salvata = scritta(studio_di_prova, "CONSUL")
    assert (salvata.precancellata, salvata.codice_sostitutivo) == ("N", None)


async def test_precancellata_senza_sostitutivo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        await mani.premi("shift+f4", "s", "f10")
        assert mani.dove("CAN -")
        await mani.premi("f10")
    assert scritta(studio_di_prova, "CONSUL").precancellata == "S"


async def test_la_bozza_di_una_prestazione_nuova(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi(NUOVA_R)
        await mani.premi("r")
        await mani.scrivi("PERIZIA DI STIMA\n")
        await mani.premi("f8")
        await mani.scrivi("300")
        await mani.premi("f10")
        mani.app.salva_bozze()
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi(NUOVA_R)
        await mani.premi("r")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("s")
        assert mani.dove("PERIZIA DI STIMA")
        assert mani.dove("BASE 300,00")


async def test_dal_nulla_si_chiedono_codice_e_tipo_e_si_puo_rinunciare(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione()) as mani:
        await mani.scrivi("nuova\n")
        assert mani.dove("NUOVA non c'è ancora")
        await mani.premi("d")
        assert mani.dove("D Descrizione")
        await mani.premi("escape")
    async with programma(studio_di_prova, SchermoPrestazione("NUOVA")) as mani:
        await mani.premi("escape")
        assert isinstance(mani.app.screen, Menu)
