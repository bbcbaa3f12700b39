"""The options every command shares, and what follows from them."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from parcella.batch.opzioni import Opzioni, UsoErrato, contesto, leggi, risposte
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda, Utente
from parcella.ledger.esito import Rifiuto


@pytest.mark.parametrize(
    ("riga", "attese", "resto"),
    [
        ("archivio stato --archivio a.p --json", Opzioni(archivio="a.p", json=True), ["archivio", "stato"]),
        ("--archivio=a.p archivio --si stato", Opzioni(archivio="a.p", si=True), ["archivio", "stato"]),
        ("x --utente ANNA --azienda AAA y", Opzioni(utente="ANNA", azienda="AAA"), ["x", "y"]),
        ("x --data-lavoro 2026-02-28", Opzioni(data_lavoro=date(2026, 2, 28)), ["x"]),
        ("x --rispondi fattura_sospesa=N", Opzioni(rispondi={"fattura_sospesa": "N"}), ["x"]),
        (
            "x --rispondi minimo_fatturabile.3=S --rispondi arrotondamento=S",
            Opzioni(rispondi={"minimo_fatturabile.3": "S", "arrotondamento": "S"}),
            ["x"],
        ),
        ("cerca -- --json --azienda", Opzioni(), ["cerca", "--", "--json", "--azienda"]),
        ("x --nota=--json --jsonx", Opzioni(), ["x", "--nota=--json", "--jsonx"]),
        ("x --azienda AAA --azienda BBB", Opzioni(azienda="BBB"), ["x"]),
        ("--archivio -strano x", Opzioni(archivio="-strano"), ["x"]),
    ],
)
def test_le_opzioni_generali_valgono_dovunque(riga: str, attese: Opzioni, resto: list[str]) -> None:
    assert leggi(riga.split(), {}) == (attese, resto)


def test_l_ambiente_vale_meno_della_riga() -> None:
    ambiente = {
        "PARCELLA_ARCHIVIO": "a.p",
        "PARCELLA_AZIENDA": "AAA",
        "PARCELLA_DATA_LAVORO": "2026-01-02",
        "PARCELLA_UTENTE": "ANNA",
        "PARCELLA_JSON": "1",
    }
    attese = Opzioni(archivio="a.p", azienda="BBB", data_lavoro=date(2026, 1, 2), utente="ANNA")
    assert leggi(["x", "--azienda", "BBB"], ambiente) == (attese, ["x"])
    assert leggi([], {"PARCELLA_AZIENDA": ""}) == (Opzioni(), [])


@pytest.mark.parametrize(
    ("riga", "messaggio"),
    [
        ("--data-lavoro 2026-02-30", "--data-lavoro: «2026-02-30» non è una data; scriverla AAAA-MM-GG"),
        ("--data-lavoro 20260228", "non è una data"),
        ("--data-lavoro 2026-W01-1", "non è una data"),
        ("--data-lavoro 0026-02-28", "non è una data"),
        ("--data-lavoro 28/02/2026", "non è una data"),
        ("--data-lavoro", "L'opzione --data-lavoro vuole un valore."),
        ("--azienda --json", "L'opzione --azienda vuole un valore."),
        ("--azienda= x", "L'opzione --azienda vuole un valore."),
        ("--json=si", "L'opzione --json non prende un valore."),
        ("--rispondi pippo=S", "nessuna domanda ha il codice «pippo»"),
        ("--rispondi arrotondamento", "scrivere CODICE=S oppure CODICE=N"),
        ("--rispondi arrotondamento=X", "scrivere CODICE=S oppure CODICE=N"),
    ],
)
def test_opzioni_generali_sbagliate(comando: Any, riga: str, messaggio: str) -> None:
    esito = comando("domande", *riga.split())
    assert esito.codice == 2
    assert messaggio in esito.errori
    assert esito.uscita == ""


def test_l_archivio_predefinito_sta_fra_i_dati_dell_utente(casa_propria: Path) -> None:
    assert Opzioni().percorso_archivio() == casa_propria / "data" / "parcella" / "studio.parcella"
    assert Opzioni(archivio="~/a.p").percorso_archivio() == casa_propria / "a.p"
    with pytest.raises(UsoErrato, match="un file di questo computer"):
        Opzioni(archivio="postgresql://x/y").percorso_archivio()


def test_risposte_dei_comandi() -> None:
    date_ = risposte(Opzioni(rispondi={"arrotondamento": "S", "fattura_sospesa": "N"}))
    assert date_.chiedi("arrotondamento")
    assert not date_.chiedi("fattura_sospesa")
    assert date_.chiedi("ricalcolo_rate")  # the default
    assert not date_.chiedi("elimina_documento")  # the default
    tutte = risposte(Opzioni(si=True, rispondi={"arrotondamento": "N"}))
    assert tutte.chiedi("elimina_documento")
    assert not tutte.chiedi("arrotondamento")


# ---- who works, for whom, when


def metti(archivio_vuoto: Archivio, *righe: Any) -> None:
    with archivio_vuoto.scrittura() as sessione:
        sessione.add_all(righe)


def azienda(sigla: str) -> Azienda:
    return Azienda(sigla=sigla, tipo="P", ragione_sociale=f"STUDIO {sigla}")


def test_l_unica_azienda_non_va_nominata(archivio_vuoto: Archivio) -> None:
    metti(archivio_vuoto, azienda("AAA"))
    with archivio_vuoto.lettura() as sessione:
        trovato = contesto(sessione, Opzioni(data_lavoro=date(2026, 3, 1), utente="ANNA"))
        assert (trovato.sigla, trovato.tipo, trovato.data_lavoro) == ("AAA", "P", date(2026, 3, 1))
        assert sessione.get_one(Azienda, trovato.azienda).sigla == "AAA"
        oggi = datetime.now().astimezone().date()
        assert contesto(sessione, Opzioni()).data_lavoro in (oggi, datetime.now().astimezone().date())


def test_fra_piu_aziende_bisogna_scegliere(archivio_vuoto: Archivio) -> None:
    metti(archivio_vuoto, azienda("BBB"), azienda("AAA"))
    with archivio_vuoto.lettura() as sessione:
        assert contesto(sessione, Opzioni(azienda="BBB")).sigla == "BBB"
        with pytest.raises(UsoErrato, match=r"più aziende \(AAA, BBB\): indicarne una con --azienda"):
            contesto(sessione, Opzioni())
        with pytest.raises(Rifiuto, match="L'azienda «CCC» non è nell'archivio; ci sono AAA, BBB"):
            contesto(sessione, Opzioni(azienda="CCC"))


def test_un_archivio_senza_aziende(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.lettura() as sessione, pytest.raises(Rifiuto, match="non ha ancora aziende"):
        contesto(sessione, Opzioni())


@pytest.mark.parametrize(
    ("accesso", "nominato", "atteso"),
    [
        ("anna", "BRUNO", "BRUNO"),
        ("anna", None, "anna"),
        ("root", None, "BRUNO"),  # the first active one: CARLA comes later, ADA is not active
    ],
)
def test_chi_lavora(
    archivio_vuoto: Archivio, monkeypatch: pytest.MonkeyPatch, accesso: str, nominato: str | None, atteso: str
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: accesso)
    utenti = [Utente(nome="CARLA"), Utente(nome="anna"), Utente(nome="BRUNO"), Utente(nome="ADA", attivo="N")]
    metti(archivio_vuoto, azienda("AAA"), *utenti)
    with archivio_vuoto.lettura() as sessione:
        assert contesto(sessione, Opzioni(utente=nominato)).utente == atteso
        for estraneo in ("DARIO", "ADA"):
            with pytest.raises(Rifiuto, match=f"L'utente «{estraneo}» non è fra gli utenti attivi"):
                contesto(sessione, Opzioni(utente=estraneo))


def test_chi_lavora_dove_non_ci_sono_utenti(archivio_vuoto: Archivio, monkeypatch: pytest.MonkeyPatch) -> None:
    metti(archivio_vuoto, azienda("AAA"))
    with archivio_vuoto.lettura() as sessione:
        monkeypatch.setattr("getpass.getuser", lambda: "un.nome.di.accesso.molto.lungo")
        assert contesto(sessione, Opzioni()).utente == "un.nome.di.accesso.m"
        assert contesto(sessione, Opzioni(utente="ANNA")).utente == "ANNA"

        def nessuno() -> str:
            raise OSError

        monkeypatch.setattr("getpass.getuser", nessuno)
        assert contesto(sessione, Opzioni()).utente == "parcella"
