"""The settings of the prestazioni and what the card becomes with them: lengths, second code, languages, Pag keys."""

from pathlib import Path
from typing import Any

import pytest

from parcella.ledger.esito import Risposte
from parcella.ledger.prestazioni import anagrafica, lingue, parametri
from parcella.screens.lingue import SchermoLingue
from parcella.screens.parametri_prestazioni import SchermoParametriPrestazioni
from parcella.screens.prestazione import SchermoPrestazione
from parcella.screens.prestazioni import SchermoPrestazioni
from parcella.screens.prestazioni_finestre import FinestraLingue
from parcella.widgets.domanda import Domanda
from parcella.widgets.modulo import Modulo
from screens.pilota import programma
from screens.test_prestazioni import campo, scheda, scritta, sull_archivio
from widgets.pilota import Mani


def imposta(percorso: Path, **dati: Any) -> None:
    sull_archivio(percorso, lambda s, c: parametri.salva(s, c, dati, Risposte(interattive=False)))


def salva(percorso: Path, codice: str, **dati: Any) -> None:
    sull_archivio(percorso, lambda s, c: anagrafica.salva(s, c, {"codice": codice} | dati, Risposte(interattive=False)))


def modulo(mani: Mani) -> Modulo:
    return mani.app.screen.query_one(Modulo)


@pytest.mark.requisito("PRE-006")
async def test_i_parametri_si_registrano_e_dicono_chi_non_rientra(studio_di_prova: Path) -> None:
    salva(studio_di_prova, "TENUTA", descrizione="T" * 40)
    async with programma(studio_di_prova, SchermoParametriPrestazioni()) as mani:
        await mani.scrivi("10\n")
        assert "non è ammesso" in mani.messaggio
        await mani.premi("ctrl+u")
        await mani.scrivi("8\n")
        await mani.premi("f10")
        assert "2 (SPEANT, TENUTA)" in mani.messaggio
        await mani.premi("f4", "down", "enter")
        assert scheda(mani).codice == "TENUTA"
    letti = sull_archivio(studio_di_prova, lambda s, c: parametri.leggi(s, c.azienda))
    assert (letti.lunghezza_codice, letti.codice_alternativo) == (8, "S")


@pytest.mark.requisito("PRE-005", "PRE-006", "PRE-008")
async def test_senza_codice_alternativo_il_campo_e_lungo_quanto_il_codice_piu_uno(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        assert modulo(mani).campi[0].massimo == 40
    imposta(studio_di_prova, lunghezza_codice=12, codice_alternativo="N")
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        assert modulo(mani).campi[0].massimo == 13
        assert "alternativo" not in mani.messaggio
        await mani.scrivi("-a\n")
        assert "codice alternativo non è abilitata" in mani.messaggio
        await mani.premi("ctrl+u")
        await mani.scrivi("--")
        await mani.premi("f2")
        assert "codice alternativo non è abilitata" in mani.messaggio
        await mani.premi("ctrl+u")
        await mani.scrivi("'.contabil\n")
        assert scheda(mani).codice == "TENUTA", "la ricerca per descrizione c'è sempre"
        assert not any("Cod.alternativo" in riga for riga in mani.video)
        await mani.premi("f3")
        assert "non è possibile" in mani.messaggio


@pytest.mark.requisito("PRE-041", "PRE-043")
async def test_fino_a_venti_l_estensione_si_raggiunge_con_la_freccia_destra(studio_di_prova: Path) -> None:
    imposta(studio_di_prova, lunghezza_codice=16)
    salva(studio_di_prova, "CONSUL", descrizione="CONSULENZA")
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        campi = {c.identificatore: c for c in modulo(mani).campi}
        assert (campi["descrizione"].massimo, campi["descrizione_estesa"].massimo) == (24, 40)
        await mani.premi("enter")
        assert campo(mani) == "codice_alternativo", "Invio la salta"
        await mani.premi("up", "end")
        assert campo(mani) == "descrizione"
        await mani.premi("right")
        assert campo(mani) == "descrizione_estesa"
        await mani.scrivi("fiscale e societaria\n")
        assert campo(mani) == "codice_alternativo"
        await mani.premi("f10")
    salvata = scritta(studio_di_prova, "CONSUL")
    assert (salvata.descrizione, salvata.descrizione_estesa) == ("CONSULENZA", "fiscale e societaria")


@pytest.mark.requisito("PRE-044")
async def test_oltre_venti_l_estensione_continua_in_bassa_intensita(studio_di_prova: Path) -> None:
    imposta(studio_di_prova, lunghezza_codice=24)
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        assert [c.identificatore for c in modulo(mani).campi if "descriz" in c.identificatore][:1] == ["descrizione"]
        assert modulo(mani).campi[3].massimo == 56
        await mani.scrivi("Assistenza fiscale continuativa\n")
        riga = modulo(mani).render_line(1)
        tenui = "".join(s.text for s in riga if s.style and s.style.dim)
        assert "le continuativa" in tenui and "Assistenza" not in tenui
        await mani.premi("f10")
    salvata = scritta(studio_di_prova, "CONSUL")
    assert (salvata.descrizione, salvata.descrizione_estesa) == ("Assistenza fisca", "le continuativa")
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        assert mani.dove("Assistenza fiscale continuativa")
        await mani.premi("f10")
    assert scritta(studio_di_prova, "CONSUL").descrizione_estesa == "le continuativa", "non toccata resta com'era"


@pytest.mark.requisito("PRE-046", "PRE-047")
async def test_f2_sulla_descrizione_apre_le_lingue_dichiarate(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        await mani.premi("f2")
        assert "non è possibile" in mani.messaggio, "nessuna lingua dichiarata"
    async with programma(studio_di_prova, SchermoLingue()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("1\nen\nInglese\n")
        await mani.premi("f10", "escape")
        assert mani.dove("Inglese")
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraLingue)
        assert modulo(mani).campi[0].massimo == 52
        await mani.scrivi("Tax advice")
        await mani.premi("f10", "f10")
    letta = sull_archivio(studio_di_prova, lambda s, c: lingue.descrizioni(s, c.azienda, "CONSUL"))
    assert letta == {1: "Tax advice"}
    async with programma(studio_di_prova, SchermoLingue()) as mani:
        await mani.premi("shift+f3")
        assert isinstance(mani.app.screen, Domanda) and mani.dove("descrizioni che si perdono: 1")
        await mani.premi("s")
    assert sull_archivio(studio_di_prova, lambda s, c: lingue.elenco(s, c.azienda)) == []


@pytest.mark.requisito("PRE-106")
async def test_f3_sceglie_la_chiave_di_pag(studio_di_prova: Path) -> None:
    for codice, descrizione, alternativo in (
        ("CONSUL", "MMM", "1"), ("DICHIAR", "AAA", "3"), ("TENUTA", "ZZZ", "2"),
    ):  # fmt: skip
        salva(studio_di_prova, codice, descrizione=descrizione, codice_alternativo=alternativo)
    async with programma(studio_di_prova, SchermoPrestazione("CONSUL")) as mani:
        await mani.premi("pagedown")
        assert scheda(mani).codice == "DICHIAR", "di solito per codice"
        await mani.premi("f3")
        assert mani.dove("codice secondario")
        await mani.premi("s", "pageup")
        assert scheda(mani).codice == "TENUTA"
        await mani.premi("pageup")
        assert scheda(mani).codice == "CONSUL"
        await mani.premi("f3", "d", "pagedown")
        assert scheda(mani).codice != "DICHIAR"
        await mani.premi("pageup", "f3", "p", "pagedown")
        assert scheda(mani).codice == "DICHIAR"


@pytest.mark.requisito("PRE-040")
async def test_la_duplicazione_e_solo_della_funzione(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPrestazioni()) as mani:
        await mani.scrivi("consul\n")
        await mani.premi("escape")
        await mani.scrivi("tenuta\n")  # its card, and from it a new code from a field of another card
        await mani.premi("shift+f4", "s", "f2")
        await mani.scrivi("consest")
        await mani.premi("shift+f4")
        await mani.premi("enter")
        assert scheda(mani).codice == "CONSEST" and not scheda(mani).esistente
        await mani.premi("f5")
        assert "non è possibile" in mani.messaggio, "F5 qui non duplica"
        assert not scheda(mani).valori["descrizione"]
