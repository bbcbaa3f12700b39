"""The small tables of the azienda: what an operator types is saved, what the rules refuse is told at its field."""

import importlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from parcella.ledger import archivio
from parcella.ledger.aziende import legge
from parcella.ledger.aziende.anagrafica import elenco_utenti
from parcella.ledger.aziende.conti import conti_automatici
from parcella.ledger.aziende.schede import trova
from parcella.ledger.aziende.serie import elenco_numeratori, elenco_serie
from parcella.ledger.aziende.tabelle import Azienda, CodiceIva, CodiceTributo, Conto, DescrizioneDocumento, Pagamento
from parcella.risorse import risorsa
from parcella.screens.azienda import SchermoAzienda
from parcella.screens.codici_iva import SchermoCodiciIva
from parcella.screens.codici_tributo import SchermoCodiciTributo
from parcella.screens.conti_automatici import SchermoAltriConti, SchermoContiAutomatici
from parcella.screens.descrizioni_documento import SchermoDescrizioniDocumento
from parcella.screens.legge import SchermoLegge
from parcella.screens.menu import Menu
from parcella.screens.numeratori import SchermoNumeratori
from parcella.screens.pagamenti import SchermoPagamenti
from parcella.screens.piano_conti import SchermoPianoConti
from parcella.screens.tabella import Carta
from parcella.screens.utenti import SchermoUtenti
from parcella.screens.voci import AZIENDA_E_TABELLE
from parcella.widgets.aiuto import impagina, riga_del_campo
from parcella.widgets.domanda import Domanda
from parcella.widgets.elenco import Elenco
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca
from screens.pilota import programma
from widgets.pilota import Mani

D = Decimal


def nell_archivio(percorso: Path, leggi: Callable[[Session], Any]) -> Any:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return leggi(sessione)


def record(percorso: Path, tabella: Any, **chiave: Any) -> Any:
    return nell_archivio(percorso, lambda s: trova(s, tabella, azienda=1, **chiave))


def righe(mani: Mani) -> list[Any]:
    elenco = mani.app.screen.query_one(Elenco)
    return [elenco.riga_a(i) for i in range(elenco.totale)]


async def metti(mani: Mani, campo: str, testo: str) -> None:
    modulo = mani.app.screen.query_one(Modulo)
    for _ in range(60):
        if modulo.campo is not None and modulo.campo.identificatore == campo:
            break
        await mani.premi("enter")
    else:
        raise AssertionError(f"{campo} non si raggiunge")
    await mani.premi("delete")
    await mani.scrivi(testo + "\n")


# --- piano dei conti ---


async def test_un_conto_nuovo_poi_un_altro(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPianoConti()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("102.00007\nBanca seconda\n\n\n")
        await mani.premi("f10")
        assert "registrato" in mani.messaggio
        assert isinstance(mani.app.screen, Carta), "pronta per il conto seguente"
        await mani.scrivi("801.00077\nConsulenze\neg\n")
        assert "codice non trovato" in mani.messaggio
        await mani.premi("backspace", "backspace")
        await mani.scrivi("e g\n\n")
        await mani.premi("f10", "escape")
        assert mani.app.screen.query_one(Elenco).riga["codice"] == "801.00077"  # type: ignore[index]
    assert record(studio_di_prova, Conto, codice="102.00007").tipo == "P G"
    assert record(studio_di_prova, Conto, codice="801.00077").tipo == "E G"


async def test_un_conto_che_esiste_non_si_copre_con_uno_nuovo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPianoConti()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("101.00001\n")
        assert "esiste già" in mani.messaggio
        assert mani.app.screen.query_one(Modulo).campo.identificatore == "codice"  # type: ignore[union-attr]
        await mani.scrivi("\nUn'altra cassa\n")
        await mani.premi("f10")
        assert "esiste già" in mani.messaggio
        assert mani.app.screen.query_one(Modulo).campo.identificatore == "codice"  # type: ignore[union-attr]
    assert record(studio_di_prova, Conto, codice="101.00001").descrizione == "Cassa"


async def test_un_conto_si_blocca_ma_se_usato_non_cambia_tipo_e_non_si_cancella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPianoConti()) as mani:
        await mani.scrivi("801.00001\n")
        await metti(mani, "tipo", "P G")
        await mani.premi("f10")
        assert "è in uso" in mani.messaggio
        await mani.premi("escape", "s", "enter")
        await metti(mani, "bloccato", "s")
        await mani.premi("f10")
        assert mani.messaggio == "Conto 801.00001: registrato."
        await mani.premi("shift+f3")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("enter")
        assert isinstance(mani.app.screen, Domanda), "Invio non cancella"
        await mani.premi("s")
        assert "è in uso" in mani.messaggio
    conto = record(studio_di_prova, Conto, codice="801.00001")
    assert (conto.tipo, conto.bloccato) == ("E G", "S")


async def test_un_conto_mai_usato_si_cancella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPianoConti()) as mani:
        await mani.scrivi("110.00006")
        await mani.premi("shift+f3", "s")
        assert "cancellato" in mani.messaggio
    assert record(studio_di_prova, Conto, codice="110.00006") is None


async def test_il_filtro_dei_conti(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPianoConti()) as mani:
        await mani.premi("f4")
        await mani.scrivi("rit\np z\n")
        await mani.premi("f10")
        assert [r["codice"] for r in righe(mani)] == ["005.00003"]
        mani.dove("Piano dei conti: P Z rit")


# --- codici IVA, codici tributo ---


async def test_un_codice_iva_esente_con_la_natura_dall_elenco(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCodiciIva()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("e99\nEsenti prova\n\n")
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraRicerca)
        await mani.scrivi("esenti\n")
        mani.dove("N4    Esenti")
        await mani.scrivi("Art. 10 DPR 633/72\n010126\n\n")
        await mani.premi("f10")
    codice = record(studio_di_prova, CodiceIva, codice="E99")
    assert (codice.natura, codice.aliquota, codice.valido_dal) == ("N4", D("0.00"), date(2026, 1, 1))
    assert codice.descrizione_estesa == "Art. 10 DPR 633/72"


async def test_aliquota_e_natura_si_escludono(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCodiciIva()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("x1\nProva\n")
        await mani.premi("f10")
        assert "occorre la natura" in mani.messaggio
        assert mani.app.screen.query_one(Modulo).campo.identificatore == "natura"  # type: ignore[union-attr]
        await mani.scrivi("n1\n")
        await mani.premi("up", "up")
        await mani.scrivi("5\n")
        assert mani.app.screen.query_one(Modulo)["natura"] == ""
        await mani.premi("f10")
    assert (record(studio_di_prova, CodiceIva, codice="X1").natura) is None


@pytest.mark.requisito("PAR-044")
async def test_un_codice_tributo_cambia_la_sua_aliquota(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoCodiciTributo()) as mani:
        await mani.scrivi("1040\n")
        await metti(mani, "aliquota_rda", "120")
        await mani.premi("f10")
        assert "non è compreso fra 0 e 100" in mani.messaggio.replace("0.00", "0")
        await metti(mani, "aliquota_rda", "23")
        await metti(mani, "perc_imponibile_rda", "50")
        await mani.premi("f10", "shift+f3", "s")
        assert "è in uso" in mani.messaggio
    tributo = record(studio_di_prova, CodiceTributo, codice="1040")
    assert (tributo.aliquota_rda, tributo.perc_imponibile_rda) == (D("23.00"), D("50.00"))


# --- pagamenti ---


async def test_un_pagamento_con_l_anteprima_delle_scadenze(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoPagamenti()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("tre\nRiBa 30/60/90 FM\nr\n3\n\n30\n30\n")
        mani.dove("Documento del 20/03/2026, scadenze: 20/04/2026  20/05/2026  19/06/2026".replace("19/06", "20/06"))
        await mani.scrivi("s\n")
        mani.dove("scadenze: 30/04/2026  31/05/2026  30/06/2026")
        await metti(mani, "mesi_esclusi", "13")
        await mani.premi("f10")
        assert "atteso un elenco di mesi" in mani.messaggio
        await metti(mani, "mesi_esclusi", "5,12")
        await metti(mani, "giorno_ripresa", "10")
        mani.dove("scadenze: 30/04/2026  10/06/2026  30/06/2026")
        await metti(mani, "spese_banca", "4,50")
        await metti(mani, "modalita_pagamento", "mp12")
        await mani.premi("f10")
        assert "registrato" in mani.messaggio
    pagamento = record(studio_di_prova, Pagamento, codice="TRE")
    assert (pagamento.tipo_pagamento, pagamento.numero_rate, pagamento.fine_mese) == ("R", 3, "S")
    assert (pagamento.mesi_esclusi, pagamento.giorno_ripresa, pagamento.spese_banca) == ("5,12", 10, D("4.50"))
    assert pagamento.modalita_pagamento == "MP12"


# --- numeratori ---


async def test_una_serie_nuova_elettronica(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoNumeratori()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("pa\n7\n\nEnti pubblici\ns\n12\n0103\n")
        await mani.premi("f10", "escape")
        assert mani.app.screen.query_one(Elenco).riga["serie"] == 7  # type: ignore[index]
    serie = next(s for s in nell_archivio(studio_di_prova, lambda s: elenco_serie(s, 1, "PA")) if s.serie == 7)
    assert (serie.descrizione, serie.fattura_elettronica) == ("Enti pubblici", "S")
    numero = next(n for n in nell_archivio(studio_di_prova, lambda s: elenco_numeratori(s, 1)) if n.serie == 7)
    assert (numero.anno, numero.ultimo_numero, numero.data_ultimo) == (2026, 12, date(2026, 3, 1))


async def test_un_numeratore_non_torna_su_un_numero_dato(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoNumeratori()) as mani:
        elenco = mani.app.screen.query_one(Elenco)
        elenco.vai(next(i for i, r in enumerate(righe(mani)) if r["documento"] == "PA"))
        await mani.premi("enter")
        await metti(mani, "ultimo_numero", "0")
        await mani.premi("f10")
        assert "non può tornare a 0" in mani.messaggio
        await mani.premi("escape", "s", "shift+f3", "s")
        assert "ha già dato numeri" in mani.messaggio


# --- descrizione documenti, utenti ---


@pytest.mark.requisito("TAR-001", "TAR-002")
async def test_la_notula_diventa_avviso_di_parcella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoDescrizioniDocumento()) as mani:
        assert [c.identificatore for c in mani.app.screen.query_one(Modulo).campi] == ["NO", "PA"]
        await mani.scrivi("Avviso parcella\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Menu)
    assert record(studio_di_prova, DescrizioneDocumento, sigla="NO").descrizione == "Avviso parcella"
    async with programma(studio_di_prova, SchermoDescrizioniDocumento()) as mani:
        await mani.premi("delete", "f10")
    assert record(studio_di_prova, DescrizioneDocumento, sigla="NO").descrizione == "NOTULA"


async def test_un_utente_nuovo_e_uno_che_se_ne_va(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoUtenti()) as mani:
        await mani.premi("shift+f4")
        await mani.scrivi("bruno\nBruno Rossi\nContabilità\n\n")
        await mani.premi("f10", "escape", "enter")
        await metti(mani, "attivo", "n")
        await mani.premi("f10")
        await mani.premi("shift+f3")
        assert "ora non è possibile" in mani.messaggio, "gli utenti non si cancellano"
    utenti = {u.nome: u for u in nell_archivio(studio_di_prova, elenco_utenti)}
    assert (utenti["bruno"].nome_completo, utenti["bruno"].attivo) == ("Bruno Rossi", "N")


# --- casse e valori di legge ---


async def test_una_cassa_cambia_percentuale_e_il_passato_resta(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoLegge()) as mani:
        await mani.scrivi("tc02\n")
        await mani.scrivi("010127\n\n5\n")
        await mani.premi("f10")
        assert mani.messaggio == "TC02: registrato dal 01/01/2027."
        assert [str(r["valido_al"]) for r in righe(mani) if r["tipo_cassa"] == "TC02"] == ["2026-12-31", "None"]
    for giorno, percentuale in ((date(2026, 12, 31), D("4.00")), (date(2027, 1, 1), D("5.00"))):
        letta = nell_archivio(studio_di_prova, partial(legge.percentuale_cassa, tipo_cassa="TC02", giorno=giorno))
        assert letta == percentuale


async def test_una_correzione_si_fa_solo_apposta(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoLegge()) as mani:
        await mani.premi("f6")
        await mani.scrivi("imposta")
        await mani.premi("f4")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoLegge), "la risposta proposta è N"
        await mani.premi("f4", "s")
        await metti(mani, "valore", "2,10")
        await mani.premi("f10")
        assert "i documenti già emessi non cambiano" in mani.messaggio
    assert nell_archivio(studio_di_prova, lambda s: legge.valore(s, "bollo_importo", date(2026, 3, 20))) == D("2.10")


async def test_lo_stesso_giorno_non_ha_due_valori_e_l_ultimo_si_cancella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoLegge()) as mani:
        await mani.scrivi("tc04\n")
        await mani.scrivi("01012011\n")
        await mani.premi("f10")
        assert "un valore c'è già" in mani.messaggio
        await mani.premi("escape", "s", "shift+f3", "s")
        assert nell_archivio(studio_di_prova, lambda s: legge.percentuale_cassa(s, "TC04", date(2026, 1, 1))) == D(
            "2.00"
        )


async def test_la_storia_e_le_diciture(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoLegge()) as mani:
        prima = len(righe(mani))
        await mani.premi("f8")
        assert len(righe(mani)) > prima
        await mani.premi("f7")
        await mani.scrivi("regime\n")
        await mani.scrivi("010128\nTesto nuovo\n")
        await mani.premi("f10")
    riferimenti = nell_archivio(studio_di_prova, lambda s: legge.riferimenti(s, date(2028, 1, 1)))
    assert riferimenti["forfettario"] == "Testo nuovo"


# --- conti automatici ---


@pytest.mark.requisito("CTA-001", "CTA-007")
async def test_i_conti_automatici_e_gli_altri_conti(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.scrivi("12\n3\n")
        assert isinstance(mani.app.screen, SchermoContiAutomatici)
        await metti(mani, "conto_cassa", "102.00001")
        await mani.premi("f5")
        assert isinstance(mani.app.screen, SchermoAltriConti)
        mani.dove("Codice fornitore studio")
        mani.dove("Costo prestazione")
        await metti(mani, "conto_fornitore_studio", "601")
        await metti(mani, "conto_costo_prestazione_studio", "701.00001")
        assert "conto non trovato fra quelli di tipo P Z" in mani.messaggio, "un professionista ha un costo sospeso"
        await mani.premi(*["backspace"] * 9)
        await mani.scrivi("001.00101\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoContiAutomatici)
        await mani.premi("f10")
    conti = nell_archivio(studio_di_prova, lambda s: conti_automatici(s, 1))
    assert conti.conto_cassa == "102.00001"
    assert (conti.conto_fornitore_studio, conti.conto_costo_prestazione_studio) == ("601", "001.00101")


# --- anagrafica azienda ---


async def test_i_dati_dell_azienda(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.scrivi("12\n1\n")
        modulo = mani.app.screen.query_one(Modulo)
        assert [c.identificatore for c in modulo.campi[:2]] == ["sigla", "tipo"]
        assert not any(c.si_immette(modulo.valori) for c in modulo.campi[:2]), "sigla e tipo non si cambiano"
        await metti(mani, "ragione_sociale", "Studio Bianchi e Neri")
        await metti(mani, "cap", "999")
        await metti(mani, "regime_fiscale", "rf19")
        await metti(mani, "cartella_documenti", "/tmp/documenti")
        await metti(mani, "periodo_chiuso_al", "311225")
        await mani.premi("f10")
        assert "Cap 999" in mani.messaggio and modulo.campo.identificatore == "cap"  # type: ignore[union-attr]
        await metti(mani, "cap", "10100")
        await mani.premi("f10")
        assert not isinstance(mani.app.screen, SchermoAzienda)
        assert "Studio Bianchi e Neri" in mani.video[0]
    azienda = nell_archivio(studio_di_prova, lambda s: trova(s, Azienda, sigla="STU"))
    assert (azienda.ragione_sociale, azienda.cap, azienda.tipo) == ("Studio Bianchi e Neri", "10100", "P")
    assert (azienda.regime_fiscale, azienda.cartella_documenti) == ("RF19", "/tmp/documenti")
    assert azienda.periodo_chiuso_al == date(2025, 12, 31)
    async with programma(studio_di_prova, SchermoAzienda()) as mani:
        await metti(mani, "periodo_chiuso_al", "301125")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda), "un periodo chiuso si riapre solo apposta"
        await mani.premi("enter")
        assert isinstance(mani.app.screen, SchermoAzienda)


@pytest.mark.requisito("FPA-028")
async def test_il_trasmittente_si_lascia_vuoto(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoAzienda()) as mani:
        await metti(mani, "trasmittente", "")
        await mani.premi("f10")
        assert not isinstance(mani.app.screen, SchermoAzienda)
    assert nell_archivio(studio_di_prova, lambda s: trova(s, Azienda, sigla="STU")).trasmittente == " "
    async with programma(studio_di_prova, SchermoAzienda()) as mani:
        assert mani.app.screen.query_one(Modulo)["trasmittente"] == ""
        await metti(mani, "trasmittente", "i")
        await mani.premi("f10")
    assert nell_archivio(studio_di_prova, lambda s: trova(s, Azienda, sigla="STU")).trasmittente == "I"


# --- for all of them ---

MIEI = [v for v in AZIENDA_E_TABELLE if v.etichetta not in ("Tariffari", "Scelta azienda")]


@pytest.mark.parametrize("voce", MIEI, ids=lambda v: v.etichetta)
async def test_ogni_campo_ha_il_suo_aiuto(studio_di_prova: Path, voce: Any) -> None:
    modulo, _, classe = voce.schermo.partition(":")
    schermo = getattr(importlib.import_module(modulo), classe)()
    async with programma(studio_di_prova, schermo) as mani:
        if mani.app.screen.query(Elenco):
            await mani.premi({"SchermoLegge": "enter", "SchermoGiornale": "f4"}.get(classe, "shift+f4"))
        campi = [c for m in mani.app.screen.query(Modulo) for c in m.campi if c.etichetta]
    testo = risorsa(f"docs/schermi/{schermo.pagina_aiuto}.md").read_text(encoding="utf-8")
    impaginate = impagina(testo, 76)
    assert campi
    for campo in campi:
        riga = riga_del_campo(impaginate, campo)
        assert riga and impaginate[riga][1], f"{campo.identificatore} senza titolo in {schermo.pagina_aiuto}.md"
    assert [c.aiuto for c in campi if len(c.aiuto) > 75] == [], "una riga sola, anche in una finestra"


@pytest.mark.parametrize("voce", MIEI, ids=lambda v: v.etichetta)
async def test_aperti_e_lasciati_non_chiedono_niente(studio_di_prova: Path, voce: Any) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.scrivi(f"12\n{voce.numero}\n")
        assert voce.etichetta.split()[0] in mani.video[0]
        assert all(len(riga) <= 80 for riga in mani.video)
        await mani.premi("escape", "escape")
        assert isinstance(mani.app.screen, Menu)
