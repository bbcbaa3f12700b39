"""The prints of the archives: the selection, the sheets on the screen, the files, the selections kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import select

from parcella.batch.principale import esegui
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import ParametriStudio, Utente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.prestazioni.tabelle import ParametriPrestazioni
from parcella.screens.cliente import SchermoCliente
from parcella.screens.prestazione import SchermoPrestazione
from parcella.screens.stampa import NomeSelezioni, SelezioniMemorizzate
from parcella.screens.stampa_clienti_studio import DettaglioPagamento, SchermoStampaClientiStudio
from parcella.screens.stampa_prestazioni import SchermoStampaPrestazioni
from parcella.screens.stampa_video import Foglio, SchermoStampaVideo
from parcella.stampe import selezioni
from parcella.widgets.ricerca import FinestraRicerca
from screens.conftest import LAVORO
from screens.pilota import programma
from widgets.pilota import Mani

STU = Contesto(1, "STU", "P", "anna", LAVORO)


def modulo(mani: Mani) -> Any:
    schermo = mani.app.screen
    assert isinstance(schermo, SchermoStampaClientiStudio | SchermoStampaPrestazioni), mani.video
    return schermo.modulo


async def vai(mani: Mani, campo: str) -> None:
    modulo(mani).vai_a(campo)
    await mani.quiete()


def foglio(mani: Mani) -> Foglio:
    assert isinstance(mani.app.screen, SchermoStampaVideo), mani.video
    return mani.app.screen.query_one(Foglio)


def nomi(mani: Mani) -> list[str]:
    """The names in the lookup that is open."""
    finestra = mani.app.screen
    assert isinstance(finestra, FinestraRicerca)
    righe = (finestra.elenco.riga_a(n) for n in range(finestra.elenco.totale))
    return [str(riga["nome"]) for riga in righe if riga]


def raggiungibili(mani: Mani) -> list[str]:
    schermo = mani.app.screen
    assert isinstance(schermo, SchermoStampaClientiStudio | SchermoStampaPrestazioni)
    return [c.identificatore for c in schermo.modulo.campi if c.si_immette(schermo.modulo.valori)]


@pytest.mark.requisito("STA-016", "STA-037")
async def test_si_aprono_dal_menu(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("1", "1", "enter", "1", "enter")
        assert isinstance(mani.app.screen, SchermoStampaClientiStudio)
        await mani.premi("escape", "2", "enter")
        assert isinstance(mani.app.screen, SchermoStampaPrestazioni)


@pytest.mark.requisito("STA-016", "STA-017")
async def test_f10_mostra_la_stampa_come_sulla_carta(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaClientiStudio(), size=(140, 24)) as mani:
        await mani.scrivi("d\n")
        await mani.premi("f10")
        video = mani.video
        assert video[1].startswith(" Studio Bianchi") and video[1].endswith("Pag. 1")
        assert video[2].endswith("20/03/2026")
        assert video[3] == " Ordine stampa: descrizione; Conti annullati: solo attivi"
        rossi, verdi = (mani.dove(nome)[1] for nome in ("Rossi s.r.l.", "Verdi e Figli s.n.c."))
        assert rossi < verdi
        assert "Via Po 2 - 10123 Torino (TO)" in video[rossi + 1]
        assert mani.messaggio == "Pagina 1 di 1"
        await mani.premi("escape")
        assert modulo(mani)["ordine"] == "D", "le selezioni restano"


@pytest.mark.requisito("STA-024", "STA-027", "STA-028")
async def test_i_campi_che_altri_aprono(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaClientiStudio()) as mani:
        chiusi = {"codice_prestazione", "periodo_prestazione", "mese"}
        assert not chiusi & set(raggiungibili(mani))
        await vai(mani, "solo_con_prestazione")
        await mani.scrivi("s\n")
        assert modulo(mani).campo.identificatore == "codice_prestazione"
        assert chiusi - set(raggiungibili(mani)) == {"mese"}
        await mani.scrivi("consul\nm\n")
        assert modulo(mani).campo.identificatore == "mese"
        await mani.scrivi("13\n")
        await mani.premi("f10")
        assert "da 1 a 12" in mani.messaggio and modulo(mani).campo.identificatore == "mese"
        await mani.scrivi("4\n")
        await vai(mani, "solo_con_prestazione")
        await mani.scrivi("n\n")
        await mani.premi("f10")
        assert foglio(mani).righe[2] == "Ordine stampa: codice; Conti annullati: solo attivi", "i chiusi non contano"


@pytest.mark.requisito("STA-018", "STA-019")
async def test_i_tasti_sul_cliente(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaClientiStudio()) as mani:
        await vai(mani, "da_cliente")
        for tasto, ordine in (("f2", "per codice"), ("f3", "per nome"), ("f4", "per nome")):
            await mani.premi(tasto)
            assert isinstance(mani.app.screen, FinestraRicerca)
            assert mani.app.screen.ordine == ordine
            await mani.premi("escape")
        await mani.premi("f3", "down", "enter")
        assert modulo(mani)["da_cliente"] == "501.00002"
        assert modulo(mani).campo.identificatore == "a_cliente"
        await mani.scrivi("501.00002")
        await mani.premi("shift+f4")
        assert isinstance(mani.app.screen, SchermoCliente) and mani.app.screen.codice == "501.00002"
        await mani.premi("escape", "enter", "f10")
        assert "Verdi e Figli s.n.c." in "\n".join(mani.video) and "Rossi" not in "\n".join(mani.video)


@pytest.mark.requisito("STA-023")
async def test_il_responsabile_per_codice_e_per_descrizione(studio_di_prova: Path) -> None:
    with archivio.apri(studio_di_prova) as aperto, aperto.scrittura() as sessione:
        sessione.add(Utente(nome="bruno", nome_completo="Alberto Bruno"))
        next(iter(sessione.exec(select(Cliente)))).responsabile = "bruno"
    async with programma(studio_di_prova, SchermoStampaClientiStudio()) as mani:
        await vai(mani, "responsabile")
        await mani.premi("f2")
        assert nomi(mani) == ["anna", "bruno"]
        await mani.premi("escape", "f3")
        assert nomi(mani) == ["bruno", "anna"]
        await mani.premi("enter", "f10")
        assert "Rossi s.r.l." in "\n".join(mani.video) and "Verdi" not in "\n".join(mani.video)


@pytest.mark.requisito("STA-030", "STA-031", "STA-032")
async def test_gli_elenchi_delle_tabelle(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaClientiStudio()) as mani:
        for campo, titolo in (
            ("zona", "Zone"),
            ("categoria_statistica", "Categorie statistiche"),
            ("tipo_pagamento", "Tipi di pagamento"),
            ("codice_pagamento", "Pagamenti"),
        ):
            await vai(mani, campo)
            await mani.premi("f2")
            assert isinstance(mani.app.screen, FinestraRicerca)
            assert mani.app.screen.ricerca.titolo == titolo
            await mani.premi("escape")
        await mani.premi("f2", "enter")
        await vai(mani, "codice_pagamento")
        codice = modulo(mani)["codice_pagamento"]
        await mani.premi("f3")
        assert isinstance(mani.app.screen, DettaglioPagamento)
        assert any(codice in riga for riga in mani.video) and any("Numero rate" in riga for riga in mani.video)


@pytest.mark.requisito("STA-039", "STA-044", "STA-045")
async def test_si_chiede_solo_cio_che_l_azienda_gestisce(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaPrestazioni()) as mani:
        assert raggiungibili(mani)[0] == "ordine" and "cassa_previdenza" in raggiungibili(mani)
        assert "gestione_separata_inps" not in raggiungibili(mani)
        assert "Gestione separata" not in "\n".join(mani.video)
    with archivio.apri(studio_di_prova) as aperto, aperto.scrittura() as sessione:
        sessione.add(ParametriPrestazioni(azienda=1, codice_alternativo="N"))
        parametri = sessione.exec(select(ParametriStudio)).one()
        parametri.perc_gestione_separata_inps = parametri.perc_fondo_professionisti
        parametri.perc_fondo_professionisti = None
    async with programma(studio_di_prova, SchermoStampaPrestazioni()) as mani:
        assert "cassa_previdenza" not in raggiungibili(mani)
        assert "gestione_separata_inps" in raggiungibili(mani)
        assert raggiungibili(mani)[0] == "da_prestazione"
        await mani.premi("f10")
        assert foglio(mani).righe[2].startswith("Ordine: codice primario")


@pytest.mark.requisito("STA-040", "STA-046", "STA-047")
async def test_gli_elenchi_delle_prestazioni(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaPrestazioni()) as mani:
        await vai(mani, "da_prestazione")
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraRicerca) and mani.app.screen.ordine == "per codice"
        await mani.premi("escape", "f3")
        assert isinstance(mani.app.screen, FinestraRicerca) and "precancellate" in mani.app.screen.ordine
        await mani.premi("escape")
        await mani.scrivi("consul")
        await mani.premi("f4")
        assert isinstance(mani.app.screen, SchermoPrestazione)
        await mani.premi("escape", "enter")
        for campo, tipo in (("conto_ricavo_sospeso", "P Z"), ("conto_ricavo", "E G")):
            await vai(mani, campo)
            await mani.premi("f2")
            finestra = mani.app.screen
            assert isinstance(finestra, FinestraRicerca)
            righe = [finestra.elenco.riga_a(n) for n in range(finestra.elenco.totale)]
            assert righe and {str(r["tipo"])[0] for r in righe if r} == {tipo[0]}
            await mani.premi("escape")


@pytest.mark.requisito("STA-049", "STA-050")
async def test_stampa_estesa(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaPrestazioni(), size=(140, 50)) as mani:
        await mani.premi("f10")
        assert "Ulteriore descrizione" not in "\n".join(mani.video)
        await mani.premi("escape")
        await vai(mani, "formato")
        await mani.scrivi("e\n")
        await mani.premi("f10")
        assert "Ulteriore descrizione" in "\n".join(mani.video)
        assert "Tariffario" in "\n".join(mani.video)


async def test_i_file_nella_cartella_dei_documenti(studio_di_prova: Path, casa_propria: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaClientiStudio()) as mani:
        await mani.premi("f10", "f5")
        detto = mani.messaggio.replace("\n", "")
        assert detto.startswith("PDF: ") and detto.endswith("clienti-studio_STU_2026-03-20.pdf")
        await mani.premi("f5", "f6", "f7")
    fatti = {f.name: f for f in casa_propria.rglob("clienti-studio*")}
    assert sorted(fatti) == [f"clienti-studio_STU_2026-03-20{coda}" for coda in ("-2.pdf", ".csv", ".pdf", ".txt")]
    assert "Rossi s.r.l." in PdfReader(fatti["clienti-studio_STU_2026-03-20.pdf"]).pages[0].extract_text()
    assert "Rossi s.r.l." in fatti["clienti-studio_STU_2026-03-20.txt"].read_text(encoding="utf-8")
    assert "Rossi s.r.l." in fatti["clienti-studio_STU_2026-03-20.csv"].read_text(encoding="utf-8-sig")


async def test_i_fogli_si_sfogliano(studio_di_prova: Path) -> None:
    clienti = [
        {"codice": f"501.{n:05}", "ragione_sociale": f"Cliente {n}", "indirizzo": "Via Po 2"} for n in range(100, 180)
    ]
    percorso = studio_di_prova.with_name("altri.json")
    percorso.write_text(json.dumps({"formato": "parcella/1", "azienda": {"sigla": "STU"}, "clienti": clienti}))
    assert esegui(["--archivio", str(studio_di_prova), "importa", str(percorso)]) == 0
    async with programma(studio_di_prova, SchermoStampaClientiStudio()) as mani:
        await mani.premi("f10")
        assert mani.messaggio == "Pagina 1 di 4, colonne 1-78 (← →)"
        await mani.premi("right")
        assert mani.messaggio == "Pagina 1 di 4, colonne 21-98 (← →)"
        await mani.premi("right", "right", "right", "right")
        assert mani.video[1].endswith("Pag. 1"), "l'ultima colonna si vede"
        await mani.premi("left", "left", "left", "left", "left")
        assert mani.video[1].startswith(" Studio Bianchi")
        await mani.premi("pagedown", "pagedown")
        assert foglio(mani).numero == 1 and foglio(mani).scroll_offset.y > 0
        await mani.premi("pagedown")
        assert (foglio(mani).numero, int(foglio(mani).scroll_offset.y)) == (2, 0)
        await mani.premi("pageup")
        assert foglio(mani).numero == 1 and foglio(mani).scroll_offset.y > 0
        await mani.premi("end")
        assert foglio(mani).numero == 4 and "82 clienti" in "\n".join(mani.video)
        await mani.premi("home")
        assert foglio(mani).numero == 1 and foglio(mani).scroll_offset.y == 0


@pytest.mark.requisito("STA-051")
async def test_le_selezioni_si_memorizzano_e_si_richiamano(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoStampaPrestazioni()) as mani:
        await mani.premi("f11")
        assert "Non ci sono selezioni memorizzate" in mani.messaggio
        await mani.scrivi("d\n")
        await vai(mani, "formato")
        await mani.scrivi("e")
        await mani.premi("shift+f11")
        assert isinstance(mani.app.screen, NomeSelezioni)
        await mani.scrivi("Estesa")
        await mani.premi("f10")
        assert mani.messaggio == "Selezioni memorizzate: Estesa. F11 le richiama."
    async with programma(studio_di_prova, SchermoStampaPrestazioni()) as mani:
        assert modulo(mani)["formato"] == "R"
        await vai(mani, "cod_iva")
        await mani.premi("f11")
        assert isinstance(mani.app.screen, SelezioniMemorizzate)
        await mani.premi("enter")
        assert (modulo(mani)["ordine"], modulo(mani)["formato"]) == ("D", "E")
        assert mani.messaggio == "Selezioni richiamate: Estesa."
        await mani.premi("f11", "shift+f3", "s")
        assert "Nessuna selezione" in "\n".join(mani.video)
        await mani.premi("escape")
        assert modulo(mani)["formato"] == "E"
    with archivio.apri(studio_di_prova) as aperto, aperto.lettura() as sessione:
        assert selezioni.memorizzate(sessione, STU, "prestazioni") == []


@pytest.mark.parametrize(
    ("tasti", "titolo", "riga"),
    [
        (("1", "2", "enter", "4", "enter"), "Piano dei conti", "101.00001"),
        (("1", "2", "enter", "5", "enter"), "Codici IVA", "22"),
        (("1", "2", "enter", "6", "enter"), "Codici tributo", "1040"),
        (("1", "2", "enter", "8", "enter"), "Pagamenti", "RD"),
        (("1", "2", "enter", "1", "0", "enter"), "Tariffari", "1 BASE"),
    ],
)
async def test_le_tabelle_si_stampano_dal_loro_schermo(
    tasti: tuple[str, ...], titolo: str, riga: str, studio_di_prova: Path
) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi(*tasti, "shift+f8")
        assert foglio(mani).righe[1].startswith(titolo)
        assert riga in "\n".join(foglio(mani).righe)


async def test_dall_elenco_dei_clienti_e_delle_prestazioni(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("6", "enter", "shift+f8")
        assert isinstance(mani.app.screen, SchermoStampaClientiStudio)
        assert modulo(mani)["ordine"] == "D", "nell'ordine dell'elenco"
        await mani.premi("escape", "f3", "shift+f8")
        assert modulo(mani)["ordine"] == "C"
        await mani.premi("escape", "escape", "5", "enter", "shift+f8")
        assert isinstance(mani.app.screen, SchermoStampaPrestazioni)
