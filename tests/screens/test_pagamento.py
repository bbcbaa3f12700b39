"""A parcella on the screen: provvisoria, definitiva with its window of payment, revision, primanota."""

from pathlib import Path

import pytest
from sqlmodel import select

from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.clienti.tabelle import Cliente
from parcella.screens.cliente import SchermoCliente
from parcella.screens.documenti_giudizio import ControlliSdi
from parcella.screens.pagamento import DatiRegistrazionePagamento
from parcella.widgets.domanda import Domanda
from parcella.widgets.messaggi import Messaggi
from screens.studio_documenti import ManiDocumenti, euro, gestione


async def parcella(mani: ManiDocumenti, cliente: str = "501.00001", importo: str = "350", stato: str = "d") -> None:
    await mani.scrivi(f"pa\n\n\n\n{stato}\n\n{cliente}\n\n")
    await mani.riga("tenuta", "", importo)
    await mani.premi("f10")


def finestra(mani: ManiDocumenti) -> DatiRegistrazionePagamento:
    assert isinstance(mani.app.screen, DatiRegistrazionePagamento), mani.video
    return mani.app.screen


def cambia_cliente(mani: ManiDocumenti, codice: str = "501.00001", **valori: str | None) -> None:
    with mani.app.archivio.scrittura() as sessione:
        cliente = sessione.exec(select(Cliente).where(Cliente.codice == codice)).one()
        for nome, valore in valori.items():
            setattr(cliente, nome, valore)
        sessione.add(cliente)


@pytest.mark.requisito("DOC-030", "DOC-031", "PDI-004", "PDI-005", "PDI-009", "PDI-013", "REV-015", "REV-016",
                       "REV-017", "REV-018")  # fmt: skip
async def test_provvisoria_senza_domande_e_poi_rivista(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani, stato="p")
        f = mani.ultimo
        assert (f.nome, f.documento.stato_parcella) == ("PA 1/68", "P")
        assert mani.registrazioni(f.documento.id) == []
        await mani.premi("f4", "f10", "enter")
        assert mani.schermo.chiave == f.documento.id
        assert mani.campo() == "stato_parcella", "sigla, serie, numero, data e cliente sono fissi"
        await mani.premi("f8", "enter", "enter")
        await mani.scrivi("400\n\n")
        await mani.premi("f10")
        rivisto = mani.ultimo.documento
        assert (rivisto.numero_documento, rivisto.totale_prestazioni, rivisto.versione) == (68, euro("400.00"), 2)
        assert mani.registrazioni(rivisto.id) == []


@pytest.mark.requisito("DOC-028", "DOC-032", "PDI-014", "PDI-015", "PDI-018", "PDI-019", "PDI-024", "PDI-032")
async def test_definitiva_pagata_per_intero(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani)
        valori = finestra(mani).modulo.valori
        totale = valori["totale"]
        assert (valori["totalmente_pagata"], valori["importo_pagato"]) == ("S", totale)
        assert valori["conto_pagamento"] == "101.00001"
        await mani.premi("f10")
        f = mani.ultimo
        assert (f.documento.stato_parcella, f.documento.totalmente_pagata) == ("D", "S")
        fe, pg = mani.registrazioni(f.documento.id)
        assert (fe["causale"], pg["causale"]) == ("FE", "PG")
        assert fe["data_registrazione"] == f.documento.data_documento
        assert [(r.tipo_pagamento, r.stato_rata, r.importo_rata) for r in f.rate] == [("M", "P", totale)]


@pytest.mark.requisito("PDI-010", "PDI-016", "PDI-017", "PDI-028", "PDI-029", "PDI-030", "PDI-031", "PDI-033")
async def test_pagata_in_parte_con_il_residuo_mentre_si_scrive(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani, "501.00004", "650")
        modulo = finestra(mani).modulo
        totale = modulo["totale"]
        await mani.scrivi("n\n")
        assert modulo["importo_pagato"] == euro("0.00")
        assert modulo["residuo"] == totale
        await mani.scrivi("81,20")
        assert modulo["residuo"] == totale - euro("81.20"), "mentre si scrive"
        await mani.premi("f10")
        f = mani.ultimo
        assert f.documento.totalmente_pagata == "N"
        assert [r["causale"] for r in mani.registrazioni(f.documento.id)] == ["FE", "PG"]
        assert (f.rate[0].stato_rata, f.rate[0].importo_rata) == ("P", euro("81.20"))
        assert len(f.rate) == 3
        assert sum(r.importo_rata for r in f.rate) == totale


@pytest.mark.requisito("PDI-034")
async def test_non_pagata_solo_fattura(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani, "501.00004", "650")
        await mani.scrivi("n\n")
        await mani.premi("f10")
        f = mani.ultimo
        assert [r["causale"] for r in mani.registrazioni(f.documento.id)] == ["FE"]
        assert [r.stato_rata for r in f.rate] == [None, None]


@pytest.mark.requisito("PDI-020", "PDI-021", "PDI-022", "PDI-023", "PDI-027")
async def test_arrotondamento_entro_la_soglia_si_chiede(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani)
        modulo = finestra(mani).modulo
        pagato = modulo["totale"] - euro("0.01")
        await mani.premi("enter")
        await mani.scrivi(f"{pagato}".replace(".", ","))
        await mani.premi("f10")
        assert any("arrotondamento" in r for r in mani.video)
        await mani.premi("enter")  # N: indietro nella finestra
        assert finestra(mani).modulo.campo.identificatore == "importo_pagato"  # type: ignore[union-attr]
        assert mani.documenti() == []
        await mani.premi("f10", "s")
        f = mani.ultimo
        conti = {r["conto"]: r["importo"] for r in mani.registrazioni(f.documento.id)[1]["righe"]}
        assert conti["815.00001"] == euro("0.01")
        assert conti["101.00001"] == pagato


@pytest.mark.requisito("PDI-025", "PDI-026")
async def test_oltre_la_soglia_si_torna_nel_corpo(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani)
        await mani.premi("enter")
        await mani.scrivi("1\n")
        await mani.premi("f10")
        assert mani.app.screen is mani.schermo
        assert mani.app.focused is mani.schermo.griglia
        assert "superiore al limite per l'arrotondamento" in mani.messaggio
        assert mani.documenti() == []
        assert mani.schermo.griglia.righe[0]["importo_prestazione"] == euro("350.00")


async def test_esc_dalla_finestra_non_scrive_nulla(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani)
        finestra(mani)
        await mani.premi("escape")
        assert mani.app.screen is mani.schermo
        assert mani.documenti() == []
        assert mani.schermo.testata["codice_cliente"] == "501.00001"


async def test_conto_sbagliato_si_rifiuta_sul_campo(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani)
        await mani.premi("enter", "enter")
        await mani.scrivi("999\n")
        assert "non trovato" in mani.messaggio
        await mani.premi("backspace", "backspace", "backspace")
        await mani.scrivi("101.00002\n")
        await mani.premi("f10")
        f = mani.ultimo
        assert "101.00002" in {r["conto"] for r in mani.registrazioni(f.documento.id)[1]["righe"]}


@pytest.mark.requisito("DOC-034", "REV-001", "REV-002", "REV-003", "REV-004", "REV-005", "REV-006", "REV-009",
                       "REV-010", "PDI-006")  # fmt: skip
async def test_da_provvisoria_a_definitiva(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani, stato="p")
        await mani.premi("f6")
        await mani.scrivi("d\ncambiata\n")
        await mani.premi("f10")
        assert finestra(mani).modulo["totalmente_pagata"] == "S"
        await mani.premi("f10")
        f = mani.ultimo
        assert (f.nome, f.documento.stato_parcella, f.documento.note_testata) == ("PA 1/68", "D", "cambiata")
        fe, pg = mani.registrazioni(f.documento.id)
        assert (fe["causale"], fe["data_registrazione"], pg["causale"]) == ("FE", f.documento.data_documento, "PG")
        await mani.premi("f6")
        assert "definitiva: sola consultazione" in mani.messaggio, "da D non si torna a P"
        await mani.premi("f10")
        assert mani.ultimo.documento.versione == f.documento.versione


@pytest.mark.requisito("DOC-048", "DOC-049", "DOC-050")
async def test_primanota_dopo_una_definitiva(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.premi("shift+f5")
        assert "ora non è possibile" in mani.messaggio
        await parcella(mani)
        await mani.premi("f10", "shift+f5")
        x = "\n".join(mani.video)
        assert "FE         n. 1 del 20/03/26" in x
        assert "V01/000068" in x
        await mani.premi("shift+f6", "escape")
        assert mani.app.screen is mani.schermo


@pytest.mark.requisito(
    "DOC-119", "DOC-120", "DOC-122", "DOC-123", "DOC-124", "DOC-125", "DOC-126", "DOC-127", "DOC-128"
)
async def test_percentuali_del_solo_documento(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("pa\n\n\n\np\n\n501.00001\n\n")
        await mani.riga("tenuta", "", "1000")
        await mani.premi("shift+f7")
        assert "ora non è possibile" in mani.messaggio, "solo nel piede"
        await mani.premi("f8", "shift+f7")
        x = "\n".join(mani.video)
        assert "Cassa Prev/Rda" in x
        assert "100,00" in x
        await mani.scrivi("101\n")
        await mani.premi("f10")
        assert "0,00 a 100,00" in mani.messaggio
        await mani.scrivi("2\n\n23\n")
        await mani.premi("f10")
        assert mani.schermo.piede["cassa_previdenza"] == euro("20.00")
        assert mani.schermo.piede["ritenuta_acconto"] == euro("230.00")
        await mani.premi("f10")
        documento = mani.ultimo.documento
        assert (documento.perc_cassa, documento.aliquota_rda, documento.iva_cassa) == (euro("2"), euro("23"), "22")
        mani.parametri(perc_fondo_professionisti=euro("5.00"))
        await mani.premi("f6", "f8")
        await mani.premi("f10")
        assert mani.ultimo.documento.perc_cassa == euro("2"), "quelle memorizzate, non i parametri di oggi"


@pytest.mark.requisito("DOC-065", "DOC-066", "DOC-067", "DOC-068")
async def test_cointestatari(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("pa\n\n\n\np\n\n501.00001\n")
        await mani.premi("f5")
        await mani.scrivi("500\n501.00002\n499\n")
        await mani.premi("f10")
        assert "deve essere 1000" in mani.messaggio
        await mani.premi("shift+tab")
        await mani.scrivi("500")
        await mani.premi("f10")
        assert any("Cointes" in r for r in mani.video)
        await mani.premi("f8")
        await mani.riga("tenuta")
        await mani.premi("f10")
        f = mani.ultimo
        assert [(c.codice_cliente, c.quota_millesimi) for c, _ in f.cointestatari] == [
            ("501.00001", 500),
            ("501.00002", 500),
        ]


@pytest.mark.requisito("DOC-052", "DOC-132", "DOC-133", "DOC-135", "DOC-136", "DOC-137", "DOC-138", "DOC-139")
async def test_ente_pubblico_con_cig_e_riferimenti(studio: Path) -> None:
    async with gestione(studio) as mani:
        await mani.scrivi("pa\n\n\n\np\n\n501.00003\n\n")
        assert mani.schermo.testata["serie"] == 2, "il sezionale elettronico del cliente"
        await mani.riga("tenuta")
        await mani.premi("f8", "ctrl+f3")
        await mani.scrivi("z123456789\n")
        await mani.premi("f10", "f10")
        assert any("Riferimenti esterni non specificati" in r for r in mani.video)
        await mani.premi("enter")
        assert mani.documenti() == []
        await mani.premi("ctrl+f2")
        await mani.scrivi("contratto\nREP 12/2026\n1\n")
        await mani.premi("f10", "shift+f11")
        await mani.scrivi("s")
        await mani.premi("f10", "f10")
        d = mani.ultimo.documento
        assert (d.cig, d.rif_ext_tipo, d.rif_ext_codice) == ("Z123456789", "Contratto", "REP 12/2026")
        assert d.escludi_bollo_virtuale == "S"


@pytest.mark.requisito("FPA-081")
async def test_una_fattura_che_sdi_scarterebbe_si_ferma_sul_cliente(studio: Path) -> None:
    async with gestione(studio) as mani:
        cambia_cliente(mani, codice_destinatario="ABC12")
        await parcella(mani)
        assert isinstance(mani.app.screen, Domanda), "prima del pagamento"
        assert "«ABC12» non è valido" in mani.app.screen.testo
        await mani.scrivi("n")
        assert mani.documenti() == []
        assert mani.campo() == "codice_cliente", mani.video
        assert "SdI scarterebbe la fattura" in mani.messaggio
        await mani.premi("f10")
        assert not mani.schermo.query_one(Messaggi).grave, "sotto la domanda non resta il rifiuto di prima"
        await mani.scrivi("s")
        finestra(mani)
        await mani.premi("f10")
        assert mani.ultimo.nome == "PA 1/68"


@pytest.mark.requisito("FPA-081")
async def test_piu_errori_si_elencano_e_dalla_scheda_si_torna_a_confermare(studio: Path) -> None:
    async with gestione(studio) as mani:
        cambia_cliente(mani, codice_destinatario="ABC12", cap=None)
        await parcella(mani)
        assert isinstance(mani.app.screen, Domanda)
        assert "(e un altro errore)" in mani.app.screen.testo
        await mani.scrivi("e")
        assert isinstance(mani.app.screen, ControlliSdi), mani.video
        assert any("CAP del cliente: dato obbligatorio" in riga for riga in mani.video)
        await mani.premi("escape")
        assert isinstance(mani.app.screen, Domanda), "Esc torna alla domanda"
        await mani.scrivi("e")
        await mani.premi("down", "enter")
        assert mani.campo() == "codice_cliente"
        assert "CAP del cliente" in mani.messaggio and "⇧F4" in mani.messaggio
        await mani.premi("shift+f4")
        scheda = mani.app.screen
        assert isinstance(scheda, SchermoCliente)
        assert scheda.anagrafica.campo is not None and scheda.anagrafica.campo.identificatore == "cap"
        assert "CAP del cliente" in mani.messaggio
        await mani.scrivi("10121\n")
        scheda.anagrafica.vai_a("codice_destinatario")
        await mani.scrivi("abcd123")
        await mani.premi("f10", "f10")
        assert not isinstance(mani.app.screen, Domanda), mani.app.screen.testo
        finestra(mani)


@pytest.mark.requisito("PDI-018")
async def test_dopo_un_rifiuto_il_pagamento_e_proposto_come_detto_prima(studio: Path) -> None:
    async with gestione(studio) as mani:
        await parcella(mani)
        await mani.premi("f10")
        await mani.scrivi("pa\n\n\n19/03/2026\nd\n\n501.00001\n\n")
        await mani.riga("tenuta", "", "100")
        await mani.premi("f10")
        await mani.scrivi("n\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Domanda), "la data viene prima dell'ultima"
        await mani.scrivi("n")
        assert len(mani.documenti()) == 1
        await mani.premi("f10")
        valori = finestra(mani).modulo.valori
        assert (valori["totalmente_pagata"], valori["importo_pagato"]) == ("N", euro("0.00"))
        assert valori["residuo"] == valori["totale"]


async def test_quello_che_sdi_lascia_passare_a_danno_si_chiede_prima_del_numero(studio: Path) -> None:
    async with gestione(studio) as mani:
        with mani.app.archivio.scrittura() as sessione:
            azienda = sessione.exec(select(Azienda)).one()
            azienda.regime_fiscale = "RF19"
            sessione.add(azienda)
        await parcella(mani)
        assert isinstance(mani.app.screen, Domanda)
        assert "- IVA addebitata con regime RF19" in mani.app.screen.testo
        await mani.premi("enter")
        assert mani.documenti() == []
        assert mani.app.focused is mani.schermo.griglia
        assert "IVA addebitata con regime RF19" in mani.messaggio
        await mani.premi("f10")
        await mani.scrivi("s")
        await mani.premi("escape", "f10")
        finestra(mani)
        await mani.premi("f10")
        assert "RF19" not in mani.messaggio, "è già stato detto"
        assert mani.ultimo.nome == "PA 1/68"
