"""The commands that change prestazioni, tariffari and languages."""

import json

import pytest

from .banco_comandi import Ufficio, notula


def scritto(ufficio: Ufficio) -> bytes:
    file = ufficio.cartella / "tutto.json"
    file.unlink(missing_ok=True)
    assert ufficio("esporta", file).codice == 0
    return file.read_bytes()


def importa(ufficio: Ufficio, **sezioni: object) -> None:
    ufficio.json("importa", ufficio.file({"formato": "parcella/1", "azienda": {"sigla": "STU"}, **sezioni}, "v.json"))


@pytest.fixture
def da_sostituire(ufficio: Ufficio) -> Ufficio:
    """CONS, used in a notula, gives way to CON22."""
    ufficio.emetti(notula())
    ufficio.json("prestazioni", "precancella", "--codice", "cons", "--codice-sostitutivo", "con22", "--prova", "N")
    return ufficio


@pytest.mark.requisito("PRE-114")
def test_sostituisci_shows_then_does(da_sostituire: Ufficio) -> None:
    prima = scritto(da_sostituire)
    (provata,) = da_sostituire.json("prestazioni", "sostituisci")
    assert (provata["codice"], provata["sostitutivo"], provata["righe"]) == ("CONS", "CON22", 1)
    assert scritto(da_sostituire) == prima
    assert "Era una prova" in da_sostituire("prestazioni", "sostituisci").errori
    assert da_sostituire.json("prestazioni", "sostituisci", "--prova", "N") == [provata]
    dopo = json.loads(scritto(da_sostituire))
    assert dopo["documenti"][0]["righe"][0]["codice_prestazione"] == "CON22"
    assert da_sostituire("prestazioni", "mostra", "CONS").codice == 1
    assert da_sostituire("prestazioni", "sostituisci", "CONS").codice == 1
    assert da_sostituire("prestazioni", "sostituisci", "--prova", "forse").codice == 2
    assert da_sostituire("archivio", "verifica").codice == 0


@pytest.mark.requisito("PRE-115")
def test_precancella_and_ripristina_by_filter(ufficio: Ufficio) -> None:
    def precancellate() -> list[str]:
        tutte = ufficio.json("prestazioni", "elenco", "--precancellate")
        return [voce["codice"] for voce in tutte if voce["stato"]]

    trovate = ufficio.json("prestazioni", "precancella", "--tipo", "r", "--cod-iva", "22")
    assert [voce["codice"] for voce in trovate] == ["CON22", "NORDA"]
    assert precancellate() == []
    ufficio.json("prestazioni", "precancella", "--tipo", "r", "--cod-iva", "22", "--prova", "N")
    assert precancellate() == ["CON22", "NORDA"]
    prova = ufficio("prestazioni", "ripristina", "--codice", "norda")
    assert prova.uscita == "Prestazione NORDA che sarebbe ripristinata.\n" and "Era una prova" in prova.errori
    assert precancellate() == ["CON22", "NORDA"]
    ufficio.json("prestazioni", "ripristina", "--codice", "norda", "--prova", "N")
    assert precancellate() == ["CON22"]
    ufficio.json("prestazioni", "ripristina", "--con-sostitutivo", "n", "--prova", "N")
    assert precancellate() == []
    assert ufficio("prestazioni", "precancella", "--prova", "N").codice == 1, "without a selection, nothing"
    assert ufficio("prestazioni", "precancella", "--non-usate-dal", "ieri").codice == 2
    assert ufficio("prestazioni", "precancella", "--codice-sostitutivo", "CONS").codice == 2


@pytest.mark.requisito("PRE-001", "PRE-107", "PRE-108")
def test_elimina_asks_and_refuses_what_is_used(ufficio: Ufficio) -> None:
    ufficio.emetti(notula())
    esito = ufficio("--si", "prestazioni", "elimina", "CONS")
    assert esito.codice == 1 and "è usata in documenti" in esito.errori
    esito = ufficio("prestazioni", "elimina", "NORDA")
    assert esito.codice == 1 and "--rispondi elimina_prestazione=S" in esito.errori
    assert ufficio.json("--si", "prestazioni", "elimina", "norda") == {"eliminata": "NORDA"}
    assert ufficio("prestazioni", "mostra", "NORDA").codice == 1
    assert "non esiste" in ufficio("--si", "prestazioni", "elimina", "NORDA").errori


def test_parametri(ufficio: Ufficio) -> None:
    assert ufficio.json("prestazioni", "parametri") == {
        "lunghezza_codice": None, "codice_alternativo": "S", "fuori_misura": [],
    }  # fmt: skip
    importa(ufficio, prestazioni=[{"codice": "NORDA", "descrizione": "X" * 40}])
    letti = ufficio.json("prestazioni", "parametri", "--lunghezza-codice", "8", "--codice-alternativo", "n")
    assert letti == {"lunghezza_codice": 8, "codice_alternativo": "N", "fuori_misura": ["NORDA"]}
    esito = ufficio("prestazioni", "cerca", "--", "-X")
    assert esito.codice == 1 and "non è abilitata" in esito.errori
    assert ufficio("prestazioni", "parametri", "--lunghezza-codice", "10").codice == 1
    assert ufficio("prestazioni", "parametri", "--lunghezza-codice", "otto").codice == 2
    assert ufficio.json("prestazioni", "parametri", "--lunghezza-codice", "nessuna")["lunghezza_codice"] is None


@pytest.mark.requisito("TAR-006", "TAR-007", "TAR-011", "TAR-012", "TAR-013", "TAR-014")
def test_tariffari(ufficio: Ufficio) -> None:
    salvato = ufficio.json("tariffari", "salva", 3, "--descrizione", "GRANDI", "--descrizione-estesa", "Grandi clienti")
    assert salvato == {"numero": 3, "descrizione": "GRANDI", "descrizione_estesa": "Grandi clienti"}
    assert [t["numero"] for t in ufficio.json("tariffari", "elenco")] == [1, 2, 3]
    assert ufficio("tariffari", "salva", 4).codice == 1, "the short description enables it"
    assert ufficio("tariffari", "salva", 4, "--descrizione", "TROPPOLUNGA").codice == 1
    importa(ufficio, particolarita=[{"prestazione": "CONS", "tariffario": 2, "modo": "F", "prezzo_oltre": "1.00"}])
    esito = ufficio("tariffari", "elimina", 2)
    assert esito.codice == 1
    assert "prezzo: 1; clienti che passano al tariffario 1: 1; particolarità cancellate: 1" in esito.errori
    assert ufficio.json("prestazioni", "mostra", "CONS")["prezzi"] == {"1": "50.00", "2": "40.00"}
    ufficio.json("--si", "tariffari", "elimina", 2)
    assert ufficio.json("prestazioni", "mostra", "CONS")["prezzi"] == {"1": "50.00"}
    assert "non è abilitato" in ufficio("--si", "tariffari", "elimina", 2).errori
    assert "Il tariffario 1 non si può cancellare" in ufficio("--si", "tariffari", "elimina", 1).errori


def test_lingue(ufficio: Ufficio) -> None:
    assert ufficio.json("lingue", "salva", 1, "--codice", "en", "--descrizione", "Inglese")["codice"] == "EN"
    importa(ufficio, prestazioni=[{"codice": "CONS", "descrizioni_lingua": {"1": "Tax advice"}}])
    assert ufficio.json("prestazioni", "mostra", "CONS")["descrizioni_lingua"] == {"1": "Tax advice"}
    assert "Tax advice" in ufficio("prestazioni", "mostra", "CONS").uscita
    esito = ufficio("lingue", "elimina", 1)
    assert esito.codice == 1 and "descrizioni che si perdono: 1" in esito.errori
    ufficio.json("--si", "lingue", "elimina", 1)
    assert ufficio.json("lingue", "elenco") == []
    assert ufficio("--si", "lingue", "elimina", 1).codice == 1


@pytest.mark.parametrize(
    ("sezioni", "detto"),
    [
        ({"prestazioni": [{"codice": "CONS", "descrizione": "A"}, {"codice": "CONS", "descrizione": "B"}]},
         "prestazioni.1: CONS è già scritto alla riga"),
        ({"prestazioni": [{"codice": "A$B", "tipo": "R", "descrizione": "A", "cod_iva": "20"}]},
         "prestazioni.0.codice: Il codice A$B non può contenere $ o ?."),
        ({"prestazioni": [{"codice": ".AB", "tipo": "R", "descrizione": "A", "cod_iva": "20"}]},
         "non può cominciare con"),
        ({"particolarita": [{"prestazione": "CONS", "modo": "F", "valida_da": "2010-01-01", "valida_a": "2010-06-30"},
                            {"prestazione": "CONS", "modo": "F", "valida_da": "2010-06-01"}]},
         "particolarita.1.valida_da: La particolarità dal 01/06/2010 senza scadenza si sovrappone a quella già "
         "presente, valida dal 01/01/2010 al 30/06/2010."),
        ({"particolarita": [{"prestazione": "CONS", "modo": "Q", "scaglioni": [
            {"quantita": "10.00", "prezzo": "8.00"}, {"quantita": "5.00", "prezzo": "9.00"}]}]},
         "particolarita.0.scaglioni.1.quantita: Le quantità degli scaglioni devono crescere: dopo 10,00 c'è 5,00."),
    ],
)  # fmt: skip
def test_bad_input_has_one_clear_sentence_and_changes_nothing(
    ufficio: Ufficio, sezioni: dict[str, object], detto: str
) -> None:
    prima = scritto(ufficio)
    file = ufficio.file({"formato": "parcella/1", "azienda": {"sigla": "STU"}, **sezioni}, "v.json")
    esito = ufficio("importa", file)
    assert esito.codice == 1
    assert "v.json, riga " in esito.errori and detto in esito.errori
    assert len(esito.errori.strip().splitlines()) == 1
    assert scritto(ufficio) == prima
