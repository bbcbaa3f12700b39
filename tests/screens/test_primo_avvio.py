"""The guided first run: from nothing to an archive ready for the first document; refusals and second thoughts."""

import json
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select
from stdnum.it import codicefiscale

from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Azienda, Cassa, ParametriStudio, Utente
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.scambio.importa import importa
from parcella.ledger.scambio.nuovo_studio import Scelte, crea_studio, proponi_sigla
from parcella.screens.menu import Menu
from parcella.screens.primo_avvio import SchermoPrimoAvvio
from screens.conftest import AZIENDA, LAVORO, SCELTE, STUDIO
from screens.pilota import programma
from widgets.pilota import Mani

CODICE_FISCALE = "RSSNNA80A41H294" + codicefiscale.calc_check_digit("RSSNNA80A41H294")
PERSONA = f"\nRossi\nAnna\n\n00488410010\n{CODICE_FISCALE}\nVia Roma 1\n47921\nRimini\nrn\n\n"


@pytest.fixture(autouse=True)
def accesso(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "anna")


@pytest.fixture
def nuovo(tmp_path: Path) -> Path:
    return tmp_path / "dati" / "studio.parcella"


def leggi(percorso: Path, tabella: type[SQLModel]) -> Any:
    with archivio.apri(percorso) as aperto, aperto.lettura() as sessione:
        return sessione.exec(select(tabella)).all()


def modulo(mani: Mani) -> Any:
    schermo = mani.app.screen
    assert isinstance(schermo, SchermoPrimoAvvio)
    return schermo.modulo


async def test_dal_nulla_al_menu(nuovo: Path) -> None:
    async with programma(nuovo, utente=None) as mani:
        assert str(nuovo.name) in "".join(mani.video[:4]).replace(" ", "")
        await mani.scrivi(PERSONA)
        assert modulo(mani)["ragione_sociale"] == "Anna Rossi"
        assert modulo(mani)["sigla"] == "ROS"
        await mani.scrivi("\ntc02\n")
        assert modulo(mani)["perc_cassa"] == Decimal("4.00"), "proposta dalle tavole di legge"
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Menu)
        assert mani.video[0].startswith(" ROS Anna Rossi")
        assert "anna" in mani.video[0]
    assert stat.S_IMODE(nuovo.stat().st_mode) == 0o600
    (azienda,) = leggi(nuovo, Azienda)
    assert (azienda.cognome, azienda.nome, azienda.provincia, azienda.iban) == ("Rossi", "Anna", "RN", None)
    (parametri,) = leggi(nuovo, ParametriStudio)
    assert parametri.tipo_cassa_fatturapa == "TC02"
    assert (parametri.perc_fondo_professionisti, parametri.iva_fondo_professionisti) == (Decimal("4.00"), "22")
    assert (parametri.codice_tributo, parametri.causale_pagamento_770s) == ("1040", "A")
    assert (parametri.parcellazione_studio, parametri.numero_alla_definitiva) == ("S", "S")
    assert [u.nome for u in leggi(nuovo, Utente)] == ["anna"]
    assert len(leggi(nuovo, Cassa)) > 20, "le tavole di legge"


async def test_il_forfettario_non_ha_iva_ne_ritenuta(nuovo: Path) -> None:
    async with programma(nuovo, utente=None) as mani:
        await mani.scrivi(PERSONA + "rf19\n")
        assert modulo(mani)["ritenuta"] == "N"
        await mani.scrivi("\ns\n")  # no cassa, rivalsa INPS
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Menu)
    (parametri,) = leggi(nuovo, ParametriStudio)
    assert parametri.codice_tributo is None and parametri.perc_fondo_professionisti is None
    assert (parametri.perc_gestione_separata_inps, parametri.iva_gestione_separata_inps) == (Decimal("4.00"), "FOR")
    for prestazione in leggi(nuovo, Prestazione):
        if prestazione.tipo == "R":
            assert prestazione.cod_iva == "FOR"
            assert prestazione.soggetta_ritenuta != "S" and prestazione.soggetta_cassa == "N"
    assert {p.codice for p in leggi(nuovo, Prestazione) if p.soggetta_inps == "S"} == {"CONSUL", "TENUTA", "DICHIAR"}


async def test_cassa_e_rivalsa_si_escludono(nuovo: Path) -> None:
    async with programma(nuovo) as mani:
        await mani.scrivi(PERSONA + "\ntc04\n\n")
        campo = modulo(mani).campo
        assert campo and campo.identificatore == "ritenuta", "con una cassa la rivalsa non si chiede"


async def test_un_impresa_non_ha_cognome(nuovo: Path) -> None:
    async with programma(nuovo, utente=None) as mani:
        await mani.scrivi("i\n")
        assert modulo(mani).campo.identificatore == "ragione_sociale"
        await mani.scrivi("Gamma s.r.l.\n00488410010\n\nVia Po 1\n10121\nTorino\nto\n\n")
        await mani.premi("f10")
        assert mani.video[0].startswith(" GAM Gamma s.r.l.")
    (parametri,) = leggi(nuovo, ParametriStudio)
    assert parametri.perc_fondo_previdenza is None and parametri.codice_tributo is None


async def test_ogni_rifiuto_va_al_suo_campo_e_non_lascia_nulla(nuovo: Path) -> None:
    async with programma(nuovo, utente=None) as mani:
        await mani.premi("f10")
        assert mani.messaggio == "Ragione sociale: il dato è obbligatorio."
        await mani.scrivi("Studio Verdi\n00488410010\n\nVia Po 1\n10121\nTorino\nt1\n\n")
        await mani.premi("f10")
        assert "Provincia T1" in mani.messaggio
        assert modulo(mani).campo.identificatore == "provincia"
        assert not nuovo.exists(), "un rifiuto non lascia un archivio a metà"
        await mani.scrivi("to\n")
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Menu)


async def test_esc_nel_mezzo_chiede_e_poi_non_resta_nulla(nuovo: Path) -> None:
    async with programma(nuovo) as mani:
        await mani.scrivi("\nRossi\n")
        await mani.premi("escape", "n")
        assert modulo(mani)["cognome"] == "Rossi"
        await mani.premi("escape", "s")
        await mani.fino_a(lambda: mani.app._exit)
    assert not nuovo.exists()


async def test_un_archivio_senza_aziende_porta_al_primo_avvio(nuovo: Path) -> None:
    archivio.crea(nuovo)
    async with programma(nuovo, utente=None) as mani:
        await mani.scrivi(PERSONA)
        await mani.premi("f10")
        assert isinstance(mani.app.screen, Menu)
    assert len(leggi(nuovo, Azienda)) == 1


async def test_una_seconda_azienda_dallo_stesso_modulo(studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        await mani.premi("f9", "shift+f4")
        assert mani.app.screen.titolo == "Nuova azienda"
        await mani.scrivi("\n\nStudio Verdi\n")
        assert modulo(mani)["sigla"] == "ST2", "STU è già usata"
        await mani.scrivi("00743110157\n\nVia Po 1\n10121\nTorino\nto\n\n")
        await mani.premi("f10", "enter")
        assert mani.video[0].startswith(" ST2 Studio Verdi")
    assert [a.sigla for a in leggi(studio_di_prova, Azienda)] == ["STU", "ST2"]


def test_dal_primo_avvio_al_primo_documento(nuovo: Path) -> None:
    """What the guided run makes is enough for a parcella definitiva."""
    sigla = crea_studio(nuovo, AZIENDA, SCELTE, LAVORO, {})
    assert sigla == "STU"
    una_parcella = json.dumps(STUDIO | {"documenti": list(STUDIO["documenti"])[1:2]}).encode()
    with archivio.apri(nuovo) as aperto:
        importa(aperto, [("una.json", una_parcella)], data_lavoro=LAVORO, utente="anna")
    (parcella,) = leggi(nuovo, Documento)
    assert (parcella.numero_documento, parcella.totale_da_pagare) == (1, Decimal("374.08"))


@pytest.mark.parametrize(
    ("nome", "usate", "sigla"),
    [
        ("Studio Bianchi", (), "STU"),
        ("Èberli & C.", (), "EBE"),
        ("Studio", ("STU",), "ST2"),
        ("…", (), ""),
        ("B", (), "B"),
    ],
)
def test_la_sigla_proposta(nome: str, usate: tuple[str, ...], sigla: str) -> None:
    assert proponi_sigla(nome, usate) == sigla


def test_la_sigla_di_un_altra_azienda_e_rifiutata(studio_di_prova: Path) -> None:
    with pytest.raises(Rifiuto, match="già di un'altra azienda"):
        crea_studio(studio_di_prova, AZIENDA, Scelte("anna"), LAVORO, {})
    assert studio_di_prova.exists()


async def test_una_partita_iva_errata_si_ferma_sul_suo_campo(nuovo: Path) -> None:
    async with programma(nuovo, utente=None) as mani:
        campi = modulo(mani)
        campi.vai_a("partita_iva")
        await mani.scrivi("00743110158\n")
        assert campi.campo and campi.campo.identificatore == "partita_iva"
        assert "la cifra di controllo è errata" in mani.messaggio
        assert campi.editore.testo == "00743110158"
        await mani.premi("end", "backspace", "7", "enter")
        assert campi["partita_iva"] == "00743110157"
        assert campi.campo.identificatore == "codice_fiscale"


async def test_un_cap_errato_si_ferma_sul_suo_campo(nuovo: Path) -> None:
    async with programma(nuovo, utente=None) as mani:
        modulo(mani).vai_a("cap")
        await mani.scrivi("via R\n")
        assert mani.messaggio == "Il CAP via R non è valido: scrivere cinque cifre."
        await mani.scrivi("20121\n")
        assert modulo(mani)["cap"] == "20121"


async def test_ctrl_c_risponde_in_italiano(nuovo: Path) -> None:
    async with programma(nuovo, utente=None) as mani:
        await mani.premi("ctrl+c")
        assert "Ctrl+Q lo chiude" in mani.messaggio
