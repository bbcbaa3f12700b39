"""Clienti on the screen: found as one types, written by F10, dati parcellazione on ⇧F4, cancelled by a letter."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from parcella.app import leggi_aiuto
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Serie
from parcella.ledger.clienti import anagrafica, liste
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Risposte
from parcella.ledger.scambio.nuovo_studio import Scelte, aggiungi_studio
from parcella.screens.cliente import SchermoCliente
from parcella.screens.clienti import SchermoClienti
from parcella.screens.particolarita import SchermoParticolarita
from parcella.screens.prestazione import SchermoPrestazione
from parcella.widgets.domanda import Domanda
from parcella.widgets.elenco import Elenco
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca
from screens.conftest import AZIENDA, LAVORO
from screens.pilota import programma
from widgets.pilota import Mani

NUOVO = "\nNeri Consulting s.r.l.\n\n\n\nVia Verdi 3\n\n10121\nTorino\nto\n\n0115551234\n\n"


def cliente(percorso: Path, codice: str) -> Cliente | None:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return anagrafica.leggi(sessione, 1, codice)


def scritto(percorso: Path, codice: str) -> Cliente:
    trovato = cliente(percorso, codice)
    assert trovato is not None
    return trovato


def campo(mani: Mani) -> str:
    """The field the cursor is on."""
    modulo = mani.app.screen.focused
    assert isinstance(modulo, Modulo)
    assert modulo.campo is not None
    return modulo.campo.identificatore


async def vai(mani: Mani, nome: str) -> None:
    for _ in range(60):
        if campo(mani) == nome:
            return
        await mani.premi("enter")
    raise AssertionError(f"il cursore non arriva a {nome}")


async def test_un_cliente_nuovo_col_codice_proposto(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("shift+f4")
        assert "501.00003" in mani.video[1]
        await mani.scrivi(NUOVO + "\n07643520567\n07643520567\n")
        await vai(mani, "pagamento")
        await mani.scrivi("rb3060\n")
        assert "RiBa 30/60" in "\n".join(mani.video)
        await vai(mani, "soggetto_ritenuta")
        await mani.scrivi("s\n")
        await vai(mani, "codice_destinatario")
        await mani.scrivi("abc1234\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoClienti)
        assert mani.messaggio.startswith("Cliente 501.00003 registrato.")
        assert "> 501.00003" in "\n".join(mani.video).replace(">501", "> 501")
    salvato = scritto(studio_di_prova, "501.00003")
    assert (salvato.ragione_sociale, salvato.provincia, salvato.cap) == ("Neri Consulting s.r.l.", "TO", "10121")
    assert (salvato.partita_iva, salvato.pagamento) == ("07643520567", "RB3060")
    assert (salvato.soggetto_ritenuta, salvato.codice_destinatario) == ("S", "ABC1234")
    assert (salvato.nazione, salvato.tipo_fattura_elettronica) == ("IT", "S")


async def test_una_conferma_rifiutata_tiene_tutto_e_va_sul_campo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi(NUOVO.replace("\nto\n", "\nzz\n") + "\n07643520567\n")
        await mani.premi("f10")
        assert "ZZ" in mani.messaggio
        assert campo(mani) == "provincia"
        assert mani.dove("Neri Consulting s.r.l.")
        assert cliente(studio_di_prova, "501.00003") is None
        await mani.scrivi("to")
        await mani.premi("f10")
    assert scritto(studio_di_prova, "501.00003").telefono == "0115551234"


async def test_una_domanda_gia_risposta_non_torna_con_lo_stesso_valore(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi(NUOVO + "\n12345678903\n")
        await vai(mani, "codice_destinatario")
        await mani.scrivi("abc\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda)
        assert "codice ufficio sconosciuto" in mani.app.screen.testo
        await mani.premi("s")
        assert campo(mani) == "codice_destinatario", mani.messaggio
        await mani.premi("f10")
        assert not isinstance(mani.app.screen, Domanda), "la stessa partita IVA è già confermata"
        assert campo(mani) == "codice_destinatario", mani.messaggio


async def test_si_cerca_digitando_e_invio_apre(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.scrivi("verd\n")
        assert isinstance(mani.app.screen, SchermoCliente)
        assert mani.dove("Verdi e Figli s.n.c.")
        await mani.premi("escape", "f3")
        riga = mani.app.screen.query_one(Elenco).riga
        assert riga is not None
        assert riga["codice"] == "501.00002", "la barra resta sul cliente"
        assert mani.dove("Per codice")
        await mani.scrivi("1\n")
        assert mani.dove("Rossi s.r.l."), "il numero vale senza il mastro"


@pytest.mark.parametrize("testo", ["00743110157", "figli", "501.00002"])
async def test_altre_ricerche(studio_di_prova: Path, testo: str) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("f4")
        assert isinstance(mani.app.screen, FinestraRicerca)
        await mani.scrivi(testo + "\n")
        assert isinstance(mani.app.screen, SchermoCliente)
        assert mani.dove("501.00002")


async def test_pagina_su_e_giu_nell_ordine_dell_elenco(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("pagedown")
        assert mani.dove("Verdi e Figli s.n.c.")
        await mani.premi("pagedown")
        assert mani.messaggio == "È l'ultimo."
        await mani.scrivi("Verdi e C.")
        await mani.premi("pageup")
        assert isinstance(mani.app.screen, Domanda), "c'è qualcosa da perdere"
        await mani.premi("s")
        assert mani.dove("Rossi s.r.l.")
        await mani.premi("pageup")
        assert mani.messaggio == "È il primo."
    assert scritto(studio_di_prova, "501.00002").ragione_sociale == "Verdi e Figli s.n.c."


async def test_un_codice_che_c_e_gia_apre_la_sua_scheda(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente()) as mani:
        await mani.scrivi("501.00002\n")
        assert mani.dove("Verdi e Figli s.n.c.")
        assert mani.messaggio == "Il cliente 501.00002 c'è già: eccolo."
        await mani.premi("escape")
        assert not isinstance(mani.app.screen, Domanda), "non c'è niente da perdere"


async def test_fattura_pa_solo_per_un_ente_pubblico(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        scheda = mani.app.screen
        assert isinstance(scheda, SchermoCliente)
        await vai(mani, "tipo_fattura_elettronica")
        await mani.scrivi("\n\n")
        assert campo(mani) == "codice_destinatario", "Fatt. PA e codice ufficio si saltano"
        scheda.anagrafica.vai_a("ente_pubblico")
        await mani.scrivi("s\n")
        await vai(mani, "fattura_pa")
        await mani.scrivi("s\n")
        await mani.premi("f10")
        assert campo(mani) == "codice_ufficio"
        assert "codice ufficio" in mani.messaggio
        await mani.scrivi("uf1234\n")
        await vai(mani, "riferimento_amministrazione_pa")
        await mani.scrivi("Servizio 4\ns\n")
        await mani.premi("f10")
        assert not isinstance(mani.app.screen, SchermoCliente)
    salvato = scritto(studio_di_prova, "501.00001")
    assert (salvato.ente_pubblico, salvato.fattura_pa, salvato.codice_ufficio) == ("S", "S", "UF1234")
    assert (salvato.riferimento_amministrazione_pa, salvato.gestione_cig_cup) == ("Servizio 4", "S")


@pytest.mark.requisito("FEL-011")
async def test_con_fattura_pa_il_formato_e_fisso(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await vai(mani, "ente_pubblico")
        await mani.scrivi("s\n")
        await vai(mani, "tipo_fattura_elettronica")
        await mani.scrivi("n\n")
        await vai(mani, "fattura_pa")
        await mani.scrivi("s\nuf1234\n")
        assert mani.dove("Formato Fattura PA")
        await mani.premi("f8", "shift+f5")
        assert campo(mani) == "sezionale_fattura_elettronica", "il tipo non si cambia"
        await mani.premi("f10")
    assert scritto(studio_di_prova, "501.00001").tipo_fattura_elettronica == "S"


@pytest.mark.requisito("FPA-054")
async def test_f2_sul_sezionale_elenca_solo_quelli_elettronici(studio_di_prova: Path) -> None:
    with archivio.apri(studio_di_prova) as aperto, aperto.scrittura() as sessione:
        sessione.add(Serie(azienda=1, documento="PA", serie=7, descrizione="Carta", fattura_elettronica="N"))
        sessione.add(Serie(azienda=1, documento="PA", serie=8, descrizione="Elettroniche", fattura_elettronica="S"))
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await vai(mani, "sezionale_fattura_elettronica")
        await mani.premi("f2")
        assert mani.dove("Elettroniche")
        assert not any("Carta" in riga for riga in mani.video)


@pytest.mark.requisito("FEL-008", "FEL-009")
@pytest.mark.parametrize(("elettronica", "arriva"), [("S", True), ("N", False)])
async def test_la_fattura_elettronica_vuole_un_sezionale(studio_di_prova: Path, elettronica: str, arriva: bool) -> None:
    with archivio.apri(studio_di_prova) as aperto, aperto.scrittura() as sessione:
        for serie in sessione.exec(select(Serie).where(Serie.documento == "PA")):
            serie.fattura_elettronica = elettronica
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("shift+f5")
        assert (campo(mani) == "tipo_fattura_elettronica") is arriva
        assert ("Nessun sezionale IVA vendite" in mani.messaggio) is not arriva


# --- dati parcellazione ---


@pytest.mark.requisito("CLI-001")
async def test_dati_parcellazione_solo_con_parcellazione_studio(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        assert "⇧F4 Parcellazione" in mani.video[-1]
        mani.app.parcellazione = False  # type: ignore[attr-defined]
        await mani.premi("enter", "shift+f4")
        assert "⇧F4" not in mani.video[-1]
        assert "non è possibile" in mani.messaggio


@pytest.mark.requisito("CLI-003", "CLI-004", "CLI-007")
async def test_responsabile_e_conto_spese_anticipate(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("shift+f4")
        assert campo(mani) == "responsabile"
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraRicerca)
        assert mani.dove("Gruppo")
        await mani.premi("enter")
        await mani.scrivi("801.00001\n")
        assert "tipo P G" in mani.messaggio, "un conto economico non va"
        await mani.premi("ctrl+u")
        await mani.scrivi("104.00001\n")
        assert campo(mani) == "sigla_azienda"
        await mani.premi("f10")
    salvato = scritto(studio_di_prova, "501.00001")
    assert (salvato.responsabile, salvato.conto_spese_anticipate) == ("anna", "104.00001")


@pytest.mark.requisito("CLI-010", "CLI-011", "CLI-013", "CLI-016")
async def test_l_azienda_del_cliente_apre_i_campi_della_contabilizzazione(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("shift+f4", "enter", "enter")
        assert campo(mani) == "sigla_azienda"
        await mani.scrivi("zzz\n")
        assert "azienda non codificata" in mani.messaggio
        await mani.premi("ctrl+u", "f2")
        assert mani.dove("Studio Bianchi")
        await mani.premi("enter")
        assert mani.dove("sull'azienda STU")
        assert campo(mani) == "contabilizza_come_fr"
        await mani.scrivi("s\n")
        assert campo(mani) == "conto_fornitore_studio"
        await mani.premi("f10")
        assert "sigla dello studio" in mani.messaggio
        assert campo(mani) == "sigla_azienda"
        await mani.premi("delete", "enter")
        assert campo(mani) == "modello_dichiarativo"


@pytest.mark.requisito("CLI-012", "CLI-018", "CLI-019", "CLI-022", "CLI-025")
async def test_l_esito_della_contabilizzazione_si_legge_mentre_si_scrive(studio_di_prova: Path) -> None:
    impresa = AZIENDA | {"sigla": "PR1", "tipo": "I", "ragione_sociale": "Rossi s.r.l."}
    with archivio.apri(studio_di_prova) as aperto:
        aggiungi_studio(aperto, impresa, Scelte(utente="anna"), LAVORO, {})
    async with programma(studio_di_prova, SchermoCliente("501.00001"), azienda="STU") as mani:
        await mani.premi("shift+f4")
        assert mani.dove("Non contab: Sigla azienda mancante in angr.cliente")
        assert not mani.app.screen.modificato  # type: ignore[attr-defined]
        await mani.premi("enter", "enter")
        await mani.scrivi("pr1\n")
        assert mani.dove("Non contab: Il flag di contabilizza parcelle e'= 'N'")
        await mani.scrivi("s\n")
        assert mani.dove("Non contab: Codice fornitore studio mancante")
        await mani.scrivi("601\n701.00001\ns\n")
        assert mani.dove("FR su 601 e 701.00001, PG su 101.00001 (Cassa)")
        await mani.premi("f10")
    salvato = scritto(studio_di_prova, "501.00001")
    assert (salvato.conto_fornitore_studio, salvato.conto_costo_prestazione) == ("601", "701.00001")


async def test_esc_dai_dati_parcellazione_torna_all_anagrafica(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("shift+f4", "escape")
        assert isinstance(mani.app.screen, SchermoCliente)
        assert mani.dove("Rag. sociale")


async def test_esc_porta_fuori_anche_da_un_codice_rifiutato(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("nessuno\n")
        assert "utente non trovato" in mani.messaggio
        await mani.premi("escape")
        assert "lasciato com'era" in mani.messaggio
        await mani.premi("escape")
        assert mani.dove("Rag. sociale")


# --- cancelling ---


async def test_un_cliente_usato_si_annulla_e_si_ripristina(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("enter", "shift+f3")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("enter", "c")
        assert isinstance(mani.app.screen, Domanda), "né Invio né C rispondono"
        await mani.premi("a")
        assert mani.dove("ann")
        assert scritto(studio_di_prova, "501.00001").annullato == "S"
        await mani.premi("enter")
        assert mani.dove("ANNULLATO")
        await mani.premi("shift+f3", "s")
        assert scritto(studio_di_prova, "501.00001").annullato == "N"


async def test_un_cliente_mai_usato_si_cancella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("\nZeta s.p.a.")
        await mani.premi("f10")
        assert scritto(studio_di_prova, "501.00003").ragione_sociale == "Zeta s.p.a."
        await mani.premi("enter", "shift+f3", "c")
        assert mani.messaggio == "Cliente 501.00003 Zeta s.p.a. cancellato."
    assert cliente(studio_di_prova, "501.00003") is None


# --- what belongs to the card ---


async def test_f8_va_alla_parte_seguente(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        assert campo(mani) == "ragione_sociale"
        for parte in ("pagamento", "iban", "tipo_fattura_elettronica"):
            await mani.premi("f8")
            assert campo(mani) == parte
        assert mani.dove("Fattura elettronica")
        await mani.premi("f8")
        assert mani.dove("Rag. sociale")


async def test_l_iban_propone_la_banca_e_il_mandato_si_completa(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("f8", "f8")
        await mani.scrivi("it60 x054 2811 1010 0000 0123 457\n")
        assert "non è valido" in mani.messaggio
        await mani.premi("ctrl+u")
        await mani.scrivi("it60 x054 2811 1010 0000 0123 456\n")
        assert mani.dove("ABI 05428 CAB 11101")
        assert mani.dove("BLOPIT22")
        await vai(mani, "identificativo_mandato")
        await mani.scrivi("rossi-1\n011225\n")
        await mani.premi("f10")
    salvato = scritto(studio_di_prova, "501.00001")
    assert (salvato.iban, salvato.bic) == ("IT60X0542811101000000123456", "BLOPIT22")
    assert (salvato.identificativo_mandato, salvato.tipo_mandato) == ("ROSSI-1", "CORE")


async def test_un_doppione_si_dice_al_campo_e_f7_lo_apre(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente()) as mani:
        await vai(mani, "partita_iva")
        assert "Doppione" not in mani.video[-1]
        await mani.scrivi("IT 01234567897\n")
        assert mani.messaggio == "01234567897 è già di 501.00001 Rossi s.r.l.: F7 apre la sua scheda."
        await mani.premi("f7")
        assert mani.dove("Via Po 2")
        await mani.premi("escape")
        assert campo(mani) == "codice_fiscale"


async def test_i_doppioni_si_elencano_e_si_annullano(studio_di_prova: Path) -> None:
    with archivio.apri(studio_di_prova) as aperto, aperto.scrittura() as sessione:
        dati = {"codice": "501.00009", "ragione_sociale": "Rossi srl", "codice_fiscale": "01234567897"}
        anagrafica.salva(sessione, Contesto(1, "STU", "P", "anna", LAVORO), dati, Risposte(interattive=False))
    async with programma(studio_di_prova, SchermoClienti()) as mani:
        await mani.premi("f6")
        assert mani.dove("Partita IVA")
        await mani.premi("down", "enter")
        assert mani.dove("Rossi srl")
        await mani.premi("shift+f3", "a")
        assert mani.messaggio == "Cliente 501.00009 Rossi srl annullato."
        assert mani.dove("ann")
        await mani.premi("escape")
        assert isinstance(mani.app.screen, SchermoClienti)
    assert scritto(studio_di_prova, "501.00009").annullato == "S"


async def test_indirizzi_e_contatti(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("f5")
        await mani.scrivi("Posta\nStudio Neri\nVia Verdi 1\n\n1\nAsti\nat\n\ns\n")
        await mani.premi("f10")
        assert "CAP" in mani.messaggio
        await mani.scrivi("14100")
        await mani.premi("f10")
        assert mani.dove("1 indirizzo")
        await mani.premi("f6")
        await mani.scrivi("Anna Neri\nPaghe\n")
        await mani.premi("f10")
        assert mani.dove("1 indirizzo 1 contatto")
        assert not mani.app.screen.modificato  # type: ignore[attr-defined]
    with archivio.apri(studio_di_prova) as aperto, aperto.lettura() as sessione:
        sue = liste.leggi(sessione, 1, "501.00001")
    assert (sue["indirizzi"][0]["comune"], sue["indirizzi"][0]["corrispondenza"]) == ("Asti", "S")
    assert sue["contatti"][0]["ruolo"] == "Paghe"


async def test_una_zona_nuova_si_chiede(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await vai(mani, "zona")
        await mani.scrivi("n1\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("n")
        assert campo(mani) == "zona"
        await mani.premi("f10", "s")
    assert scritto(studio_di_prova, "501.00001").zona == "N1"


@pytest.mark.requisito("CLI-002", "CLI-030")
async def test_la_seconda_videata_mostra_le_prestazioni_tipiche(studio_di_prova: Path) -> None:
    with archivio.apri(studio_di_prova) as aperto, aperto.scrittura() as sessione:
        tipiche = [{"prestazione": "CONSUL", "mese": 6, "prezzo": Decimal("90.00")}]
        chi = Contesto(1, "STU", "P", "anna", LAVORO)
        dati = {"codice": "501.00001", "prestazioni_tipiche": tipiche}
        anagrafica.salva(sessione, chi, dati, Risposte(interattive=False))
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        await mani.premi("shift+f4", "f8")
        assert mani.dove("Prestazioni tipiche")
        assert mani.dove("CONSUL")
        assert mani.dove("90,00")
        assert mani.messaggio == "", "the hint of the field left is not about the list"
        await mani.premi("f8")
        assert campo(mani) == "responsabile"
        await mani.premi("f8", "escape")
        assert mani.dove("Rag. sociale")


# --- help ---


async def test_ogni_campo_ha_la_sua_voce_nel_manuale(studio_di_prova: Path) -> None:
    schermi = (SchermoCliente("501.00001"), SchermoPrestazione("CONSUL"), SchermoParticolarita("CONSUL"))
    async with programma(studio_di_prova, *schermi) as mani:
        for schermo in schermi:
            titoli = [t for t in leggi_aiuto(schermo.pagina_aiuto).splitlines() if t.startswith("### ")]
            voci = {titolo.split()[1] for titolo in titoli}
            for modulo in schermo.query(Modulo):
                nomi = {c.identificatore for c in modulo.campi if not c.sola_lettura}
                assert nomi <= voci, (schermo.pagina_aiuto, nomi - voci)
        await mani.premi("f1")
        assert "Aiuto" in "\n".join(mani.video)


async def test_due_operatori_sullo_stesso_cliente(studio_di_prova: Path) -> None:
    """What somebody else wrote since the card was opened is overwritten only on purpose."""
    async with programma(studio_di_prova, SchermoCliente("501.00001")) as mani:
        with archivio.apri(studio_di_prova) as altro, altro.scrittura() as sessione:
            dati = {"codice": "501.00001", "comune": "Ivrea", "telefono": "0125"}
            anagrafica.salva(sessione, Contesto(1, "STU", "P", "bruno", LAVORO), dati, Risposte(interattive=False))
        mani.app.screen.query_one("#anagrafica", Modulo).vai_a("comune")
        await mani.scrivi("Asti\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda)
        assert "cambiato nel frattempo da un altro operatore (Comune)" in mani.app.screen.testo
        await mani.premi("n")
        assert scritto(studio_di_prova, "501.00001").comune == "Ivrea"
        await mani.premi("f10", "s")
    letto = scritto(studio_di_prova, "501.00001")
    assert (letto.comune, letto.telefono) == ("Asti", "0125"), "del telefono la scheda non ha detto niente"
