"""Parametri studio: what is typed is saved, what may not be typed is closed, both layouts."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger import archivio
from parcella.ledger.aziende.anagrafica import elenco_aziende
from parcella.ledger.aziende.parametri import fondi_associato, parametri_studio
from parcella.ledger.aziende.tabelle import ParametriStudio
from parcella.ledger.scambio.nuovo_studio import Scelte, aggiungi_studio
from parcella.risorse import risorsa
from parcella.screens.azienda import SchermoAzienda
from parcella.screens.menu import Menu
from parcella.screens.parametri_finestre import FinestraCausale, FinestraFondi, FinestraTipiCassa, FinestraTipoCassa
from parcella.screens.parametri_studio import SchermoParametriStudio
from parcella.widgets.aiuto import impagina, riga_del_campo
from parcella.widgets.domanda import Domanda
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import FinestraRicerca
from screens.conftest import AZIENDA, LAVORO
from screens.pilota import programma
from widgets.pilota import Mani

D = Decimal
IMPRESA: dict[str, Any] = AZIENDA | {"sigla": "IMP", "tipo": "I", "ragione_sociale": "Officine Neri s.r.l."}


@pytest.fixture
def con_impresa(studio_di_prova: Path) -> Path:
    with archivio.apri(studio_di_prova) as aperto:
        aggiungi_studio(aperto, IMPRESA, Scelte(utente="anna"), LAVORO, {})
    return studio_di_prova


def salvati(percorso: Path, sigla: str = "STU") -> ParametriStudio:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        azienda = next(a.id for a in elenco_aziende(sessione) if a.sigla == sigla)
        parametri = parametri_studio(sessione, azienda or 0)
        assert parametri is not None
        return parametri


def fondi(percorso: Path) -> list[tuple[Decimal, Decimal, str | None]]:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return [(f.percentuale, f.quota, f.tipo_cassa) for f in fondi_associato(sessione, 1)]


def schermo(mani: Mani) -> SchermoParametriStudio:
    return next(s for s in mani.app.screen_stack if isinstance(s, SchermoParametriStudio))


def aperti(mani: Mani) -> set[str]:
    """The fields that can be entered now."""
    modulo = schermo(mani).query_one(Modulo)
    return {c.identificatore for c in modulo.campi if c.si_immette(modulo.valori)}


def mostrati(mani: Mani) -> set[str]:
    return {c.identificatore for c in schermo(mani).query_one(Modulo).campi}


async def vai(mani: Mani, campo: str) -> None:
    """Walk to a field with Enter, as an operator does."""
    modulo = schermo(mani).query_one(Modulo)
    for _ in range(60):
        if modulo.campo is not None and modulo.campo.identificatore == campo:
            return
        await mani.premi("enter")
    raise AssertionError(f"{campo} non si raggiunge")


async def torna(mani: Mani, campo: str) -> None:
    """Walk back to a field with Up."""
    modulo = schermo(mani).query_one(Modulo)
    for _ in range(20):
        if modulo.campo is not None and modulo.campo.identificatore == campo:
            return
        await mani.premi("up")
    raise AssertionError(f"{campo} non si raggiunge")


async def metti(mani: Mani, campo: str, testo: str) -> None:
    """Write in a field, taking the place of what it has, and leave it."""
    await vai(mani, campo)
    if testo:
        await mani.scrivi(testo + "\n")
    else:
        await mani.premi("delete", "enter")


@pytest.mark.requisito("PAR-001")
async def test_si_aprono_da_dati_aziendali_dell_anagrafica_azienda(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.scrivi("12\n1\n")
        assert isinstance(mani.app.screen, SchermoAzienda)
        await mani.premi("f4")
        assert isinstance(mani.app.screen, SchermoParametriStudio)
        assert "Parametri studio" in mani.video[0]
        assert mani.video[1].split() == ["Parcellazione", "studio", "(S/N)", "S"]
        await mani.premi("escape")
        assert isinstance(mani.app.screen, SchermoAzienda)


@pytest.mark.requisito("PAR-002", "PAR-043")
async def test_un_professionista_vede_i_suoi_campi(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        assert {"codice_tributo", "studio_associato", "conto_ricavo_sospeso"} <= mostrati(mani)
        assert not {"perc_fondo_previdenza", "aliquota_ritenuta", "conto_cassa_previdenza"} & mostrati(mani)
        await mani.premi("f8", "f8")
        mani.dove("──── Parametri professionista")


@pytest.mark.requisito("PAR-002", "PAR-071")
async def test_un_impresa_ha_il_suo_impianto_e_salva_i_suoi_campi(con_impresa: Path) -> None:
    async with programma(con_impresa, SchermoParametriStudio(), azienda="IMP") as mani:
        assert not {"codice_tributo", "studio_associato", "inps_con_studio_associato"} & mostrati(mani)
        righe = impagina(risorsa("docs/schermi/parametri-studio.md").read_text(encoding="utf-8"), 76)
        campi = [c for c in schermo(mani).query_one(Modulo).campi if c.etichetta]
        assert [c.identificatore for c in campi if not riga_del_campo(righe, c) or len(c.aiuto) > 75] == []
        await metti(mani, "perc_fondo_previdenza", "4")
        assert not {"perc_gestione_separata_inps", "iva_gestione_separata_inps"} & aperti(mani)
        await metti(mani, "iva_fondo_previdenza", "22")
        await metti(mani, "conto_cassa_previdenza", "318.00120")
        await metti(mani, "aliquota_ritenuta", "20")
        await metti(mani, "perc_imponibile_ritenuta", "100")
        await mani.premi("f10")
    parametri = salvati(con_impresa, "IMP")
    assert (parametri.perc_fondo_previdenza, parametri.iva_fondo_previdenza) == (D("4.00"), "22")
    assert parametri.conto_cassa_previdenza == "318.00120"
    assert (parametri.aliquota_ritenuta, parametri.perc_imponibile_ritenuta) == (D("20.00"), D("100.00"))


@pytest.mark.requisito("PAR-004")
async def test_con_parcellazione_n_non_si_immette_altro_e_il_menu_si_chiude(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.scrivi("12\n2\n")
        await mani.scrivi("n\n")
        assert aperti(mani) == {"parcellazione_studio"}
        await mani.premi("f5")
        assert "ora non è possibile" in mani.messaggio
        await mani.premi("f10")
        assert salvati(studio_di_prova).parcellazione_studio == "N"
        assert "i menu non sono più visibili" in mani.messaggio, "i documenti restano: si dice prima di uscire"
        await mani.premi("escape", "escape")
        assert isinstance(mani.app.screen, Menu)
        assert "Gestione notule" not in "\n".join(mani.video)


@pytest.mark.requisito("PAR-012")
async def test_la_soglia_proposta_e_un_centesimo_e_si_cambia(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await vai(mani, "importo_soglia_arrotondamento")
        assert schermo(mani).query_one(Modulo)["importo_soglia_arrotondamento"] == D("0.01")
        await mani.scrivi("0,05\n")
        await mani.premi("f10")
    assert salvati(studio_di_prova).importo_soglia_arrotondamento == D("0.05")


@pytest.mark.requisito("PAR-016", "PAR-019", "PAR-022", "PAR-023")
async def test_i_valori_proposti_ai_documenti(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "stato_parcella_proposto", "x")
        assert "scrivere P oppure D" in mani.messaggio
        await mani.premi("backspace")
        await mani.scrivi("d\ns\n")
        await metti(mani, "riporta_data_proposto", "s")
        await metti(mani, "riporta_nota_proposto", ",")
        await mani.premi("f10")
    parametri = salvati(studio_di_prova)
    assert (parametri.stato_parcella_proposto, parametri.apertura_automatica_scadenzario) == ("D", "S")
    assert (parametri.riporta_data_proposto, parametri.riporta_nota_proposto) == ("S", ",")


async def test_la_nota_vuota_resta_il_carattere_bianco(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "import_paghe", "s")
        await mani.premi("f10")
    assert salvati(studio_di_prova).riporta_nota_proposto == " "


@pytest.mark.requisito("PAR-008", "PAR-009", "PAR-010", "PAR-011", "PAR-021", "PAR-063", "PAR-064")
@pytest.mark.parametrize(
    ("campo", "sbagliato", "giusto", "descrizione"),
    [
        ("conto_spese_anticipate", "801.00001", "104.00001", "Spese anticipate"),
        ("conto_ricavo_standard", "104.00001", "801.00002", "Rivalsa INPS"),
        ("conto_erario_ritenute", "801.00001", "110.00001", "IVA a credito"),
        ("conto_arrotondamento_pagamento", "101.00001", "702.00099", "Arrotondamenti passivi"),
        ("conto_giro_effetti_notule", "801.00001", "102.00001", "Banca"),
        ("conto_ricavo_sospeso", "801.00001", "002.00102", "C/sospeso rivalsa"),
        ("conto_erario_ritenute_sospeso", "101.00001", "002.00101", "C/sospeso prestazioni"),
    ],
)
async def test_un_conto_di_un_altro_tipo_non_passa(
    studio_di_prova: Path, campo: str, sbagliato: str, giusto: str, descrizione: str
) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, campo, sbagliato)
        assert "conto non trovato fra quelli di tipo" in mani.messaggio
        modulo = schermo(mani).query_one(Modulo)
        assert modulo.campo is not None and modulo.campo.identificatore == campo
        for _ in sbagliato:
            await mani.premi("backspace")
        await mani.scrivi(giusto + "\n")
        assert str(modulo[f"descrizione_di_{campo}"]).startswith(descrizione)
        await mani.premi("f10")
    assert getattr(salvati(studio_di_prova), campo) == giusto


async def test_f2_elenca_solo_i_conti_del_tipo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await vai(mani, "conto_arrotondamento_pagamento")
        await mani.premi("f2")
        finestra = mani.app.screen
        assert isinstance(finestra, FinestraRicerca)
        tipi = {str(finestra.elenco.riga_a(i)["tipo"]) for i in range(finestra.elenco.totale)}  # type: ignore[index]
        assert tipi == {"E G"}


@pytest.mark.requisito("PAR-044", "PAR-045")
async def test_il_codice_tributo_e_quello_della_tabella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "codice_tributo", "9999")
        assert "codice non trovato" in mani.messaggio
        await mani.premi(*["backspace"] * 4, "f2")
        assert isinstance(mani.app.screen, FinestraRicerca)
        await mani.premi("down", "enter")
        assert schermo(mani).query_one(Modulo)["codice_tributo"] == "1040"
        await mani.premi("f10")
    assert salvati(studio_di_prova).codice_tributo == "1040"


@pytest.mark.requisito("PAR-040", "FPA-023")
async def test_f6_la_causale_di_pagamento(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await mani.premi("f6")
        assert isinstance(mani.app.screen, FinestraCausale)
        mani.dove("Causale pagamento (CU)")
        await mani.premi("f2")
        assert isinstance(mani.app.screen, FinestraRicerca)
        await mani.premi("escape", "delete")
        await mani.scrivi("m2\n")
        mani.dove("Lavoro autonomo non abituale, con Enpapi")
        await mani.premi("f10", "f10")
    assert salvati(studio_di_prova).causale_pagamento_770s == "M2"


@pytest.mark.requisito("PAR-041", "FPA-024")
async def test_f5_il_tipo_di_cassa(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await mani.premi("f5")
        assert isinstance(mani.app.screen, FinestraTipoCassa)
        await mani.scrivi("tc99\n")
        assert "codice non trovato" in mani.messaggio
        await mani.premi(*["backspace"] * 4, "f2")
        await mani.scrivi("inarc\n")
        await mani.premi("f10", "f10")
    assert salvati(studio_di_prova).tipo_cassa_fatturapa == "TC04"


@pytest.mark.requisito("PAR-049", "PAR-050", "PAR-051", "PAR-042", "FPA-025")
async def test_uno_studio_associato_ha_la_tabella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "studio_associato", "s")
        assert isinstance(mani.app.screen, FinestraFondi), "la finestra si apre da sola"
        await mani.scrivi("2\n60\ntc11\n4\n30\ntc02\n")
        await mani.premi("f10")
        assert "danno 90,00, non 100,00" in mani.messaggio
        griglia = mani.app.screen.query_one(Griglia)
        assert (griglia.indice, griglia.colonne[griglia.cella].identificatore) == (1, "quota")
        await mani.scrivi("40\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoParametriStudio)
        mani.dove("Vedi tabella  2%×60 + 4%×40")
        assert "perc_fondo_professionisti" not in aperti(mani)
        assert not {"perc_gestione_separata_inps", "iva_gestione_separata_inps"} & aperti(mani)
        await mani.premi("f5")
        assert isinstance(mani.app.screen, FinestraTipiCassa), "un codice per ogni fondo"
        await mani.premi("down", "delete")
        await mani.scrivi("tc01\n")
        await mani.premi("f10", "f10")
    parametri = salvati(studio_di_prova)
    assert (parametri.studio_associato, parametri.perc_fondo_professionisti) == ("S", None)
    assert fondi(studio_di_prova) == [(D("2.00"), D("60.00"), "TC11"), (D("4.00"), D("40.00"), "TC01")]


async def test_tornando_a_n_la_tabella_se_ne_va(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "studio_associato", "s")
        await mani.scrivi("4\n100\ntc02\n")
        await mani.premi("f10", "f10")
    assert len(fondi(studio_di_prova)) == 1
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "studio_associato", "n")
        await metti(mani, "perc_fondo_professionisti", "4")
        await mani.premi("f10")
    assert fondi(studio_di_prova) == []
    assert salvati(studio_di_prova).perc_fondo_professionisti == D("4.00")


async def test_studio_associato_senza_righe_non_si_registra(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "studio_associato", "s")
        await mani.premi("escape")
        await mani.premi("f10")
        assert "indicare almeno una riga" in mani.messaggio
        campo = schermo(mani).query_one(Modulo).campo
        assert campo is not None and campo.identificatore == "studio_associato"
    assert salvati(studio_di_prova).studio_associato == "N"


@pytest.mark.requisito("PAR-053", "PAR-054", "PAR-055", "PAR-062")
async def test_cassa_e_inps_si_escludono_mentre_si_scrive(studio_di_prova: Path) -> None:
    inps = {"perc_gestione_separata_inps", "iva_gestione_separata_inps"}
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        assert not inps & aperti(mani), "con la cassa l'INPS è chiuso"
        await metti(mani, "perc_fondo_professionisti", "")
        await metti(mani, "iva_fondo_professionisti", "")
        assert inps <= aperti(mani)
        await metti(mani, "perc_gestione_separata_inps", "4")
        assert not {"studio_associato", "perc_fondo_professionisti"} & aperti(mani), "con l'INPS la cassa è chiusa"
        await metti(mani, "iva_gestione_separata_inps", "22")
        await mani.premi("f10")
    parametri = salvati(studio_di_prova)
    assert (parametri.perc_fondo_professionisti, parametri.iva_fondo_professionisti) == (None, None)
    assert (parametri.perc_gestione_separata_inps, parametri.iva_gestione_separata_inps) == (D("4.00"), "22")


@pytest.mark.requisito("PAR-049", "PAR-053", "PAR-062")
async def test_le_quattro_righe_della_tabella_una_dopo_l_altra(studio_di_prova: Path) -> None:
    inps = {"perc_gestione_separata_inps", "iva_gestione_separata_inps"}
    alternativi = inps | {"studio_associato", "perc_fondo_professionisti"}
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        assert aperti(mani) & alternativi == alternativi - inps, "con la cassa"
        await metti(mani, "perc_fondo_professionisti", "")
        assert aperti(mani) & alternativi == alternativi, "senza niente"
        await metti(mani, "iva_gestione_separata_inps", "22")
        assert aperti(mani) & alternativi == inps, "anche con il solo codice IVA dell'INPS"
        await torna(mani, "iva_gestione_separata_inps")
        await mani.premi("delete", "enter")
        await torna(mani, "studio_associato")
        await mani.scrivi("s\n")
        assert isinstance(mani.app.screen, FinestraFondi)
        await mani.premi("escape")
        assert aperti(mani) & alternativi == {"studio_associato"}
        mani.dove("Vedi tabella")
        await torna(mani, "studio_associato")
        await mani.scrivi("n\n")
        assert aperti(mani) & alternativi == alternativi, "tornando indietro"


@pytest.mark.requisito("PAR-006")
async def test_le_spese_anticipate_vogliono_un_codice_art_15(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "cod_esenzione_spese_anticipate", "22")
        await mani.premi("f10")
        assert "non è un codice di non assoggettamento art. 15" in mani.messaggio
        campo = schermo(mani).query_one(Modulo).campo
        assert campo is not None and campo.identificatore == "cod_esenzione_spese_anticipate"


@pytest.mark.requisito("PAR-034", "PAR-037")
async def test_visualizza_attivita_si_guarda_e_i_giorni_si_scrivono(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        assert "visualizza_attivita" in mostrati(mani) - aperti(mani)
        await metti(mani, "gg_anticipo_messaggi", "5")
        await metti(mani, "gg_posticipo_messaggi", "10")
        await mani.premi("f10")
    parametri = salvati(studio_di_prova)
    assert (parametri.gg_anticipo_messaggi, parametri.gg_posticipo_messaggi) == (5, 10)


async def test_le_regole_dei_documenti(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "cassa_iva", "codice")
        await metti(mani, "addebita_bollo", "n")
        await metti(mani, "bollo_su_notule", "n")
        await metti(mani, "rifiuta_spese_banca_ripartite", "s")
        await metti(mani, "rivalsa_inps_soggetta_ritenuta", "n")
        await metti(mani, "fs_enti_pubblici", "sempre")
        await metti(mani, "numero_alla_definitiva", "n")
        await mani.premi("f10")
    parametri = salvati(studio_di_prova)
    assert (parametri.cassa_iva, parametri.addebita_bollo, parametri.bollo_su_notule) == ("CODICE", "N", "N")
    assert (parametri.rifiuta_spese_banca_ripartite, parametri.rivalsa_inps_soggetta_ritenuta) == ("S", "N")
    assert (parametri.fs_enti_pubblici, parametri.numero_alla_definitiva) == ("sempre", "N")


async def test_i_conti_che_mancano_sono_detti_e_si_registra_lo_stesso(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "conto_erario_ritenute", "")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, SchermoParametriStudio), "si legge prima di uscire"
        assert "Conti non indicati" in mani.messaggio and "Conto erario ritenute" in mani.messaggio
        assert salvati(studio_di_prova).conto_erario_ritenute is None
        await mani.premi("escape")
        assert isinstance(mani.app.screen, Menu), "senza domande: è tutto registrato"


async def test_esc_nel_mezzo_chiede_e_non_scrive(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "import_paghe", "s")
        await mani.premi("escape")
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("n")
        assert schermo(mani).query_one(Modulo)["import_paghe"] == "S"
        await mani.premi("escape", "s")
        assert isinstance(mani.app.screen, Menu)
    assert salvati(studio_di_prova).import_paghe == "N"


async def test_la_bozza_riprende_anche_la_tabella(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova, SchermoParametriStudio()) as mani:
        await metti(mani, "studio_associato", "s")
        await mani.scrivi("4\n100\ntc02\n")
        await mani.premi("f10")
        mani.app.salva_bozze()
    async with programma(studio_di_prova, SchermoParametriStudio(), data_lavoro=date(2026, 3, 21)) as mani:
        assert isinstance(mani.app.screen, Domanda)
        await mani.premi("s", "f10")
    assert fondi(studio_di_prova) == [(D("4.00"), D("100.00"), "TC02")]
