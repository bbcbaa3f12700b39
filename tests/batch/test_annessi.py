"""`parcella prestazioni allegati` and `altri-dati`, and the same of the clients."""

from .banco_comandi import ROSSI, Ufficio


def test_files_come_and_go(ufficio: Ufficio) -> None:
    file = ufficio.file(b"%PDF finto", "mandato.pdf")
    aggiunto = ufficio.json("prestazioni", "allegati", "aggiungi", "cons", file, "--descrizione", "Firmato")
    assert aggiunto == {"numero": 1, "nome_file": "mandato.pdf"}
    (voce,) = ufficio.json("prestazioni", "allegati", "elenco", "CONS")
    assert voce == {
        "numero": 1, "nome_file": "mandato.pdf", "descrizione": "Firmato", "dimensione": 10,
        "aggiunto_il": "2010-09-02",
    }  # fmt: skip
    fuori = ufficio.cartella / "fuori"
    scritto = ufficio.json("prestazioni", "allegati", "salva", "CONS", 1, "--cartella", fuori)
    assert scritto == {"file": str(fuori / "mandato.pdf")}
    assert (fuori / "mandato.pdf").read_bytes() == b"%PDF finto"
    esito = ufficio("prestazioni", "allegati", "elimina", "CONS", 1)
    assert esito.codice == 1 and "--rispondi elimina_allegato=S" in esito.errori
    ufficio.json("--si", "prestazioni", "allegati", "elimina", "CONS", 1)
    assert ufficio.json("prestazioni", "allegati", "elenco", "CONS") == []


def test_files_that_cannot_be(ufficio: Ufficio) -> None:
    esito = ufficio("prestazioni", "allegati", "aggiungi", "CONS", ufficio.cartella / "manca.pdf")
    assert esito.codice == 3 and "manca.pdf: il percorso non esiste" in esito.errori
    esito = ufficio("prestazioni", "allegati", "aggiungi", "NIENTE", ufficio.file(b"x", "x.txt"))
    assert esito.codice == 1 and "La prestazione NIENTE non esiste" in esito.errori
    assert ufficio("prestazioni", "allegati", "salva", "CONS", 9).codice == 1


def test_fields_of_the_studio(ufficio: Ufficio) -> None:
    ufficio.json("prestazioni", "altri-dati", "definisci", 1, "--etichetta", "Settore")
    ufficio.json("prestazioni", "altri-dati", "definisci", 2, "--etichetta", "Ore", "--tipo", "n")
    assert [c["tipo"] for c in ufficio.json("prestazioni", "altri-dati", "elenco")] == ["T", "N"]
    ufficio.json("prestazioni", "altri-dati", "scrivi", "CONS", "1=Lavoro", "2=3.5")
    ufficio.json("prestazioni", "altri-dati", "scrivi", "CONS", "1=")
    assert ufficio.json("prestazioni", "altri-dati", "mostra", "CONS") == [
        {"numero": 2, "etichetta": "Ore", "valore": "3.50"}
    ]
    assert ufficio("prestazioni", "altri-dati", "scrivi", "CONS", "2=tre").codice == 3
    assert ufficio("prestazioni", "altri-dati", "scrivi", "CONS", "due").codice == 2
    esito = ufficio("prestazioni", "altri-dati", "elimina", 2)
    assert esito.codice == 1 and "--rispondi elimina_campo_aggiuntivo=S" in esito.errori
    ufficio.json("--si", "prestazioni", "altri-dati", "elimina", 2)
    assert [c["numero"] for c in ufficio.json("prestazioni", "altri-dati", "elenco")] == [1]


def test_the_same_of_a_client(ufficio: Ufficio) -> None:
    ufficio.json("clienti", "allegati", "aggiungi", ROSSI, ufficio.file(b"%PDF finto", "mandato.pdf"))
    assert [v["nome_file"] for v in ufficio.json("clienti", "allegati", "elenco", ROSSI)] == ["mandato.pdf"]
    assert ufficio.json("prestazioni", "allegati", "elenco", "CONS") == []
    ufficio.json("clienti", "altri-dati", "definisci", 1, "--etichetta", "Referente")
    ufficio.json("clienti", "altri-dati", "scrivi", ROSSI, "1=Anna")
    assert [v["valore"] for v in ufficio.json("clienti", "altri-dati", "mostra", ROSSI)] == ["Anna"]
    esito = ufficio("clienti", "allegati", "elenco", "501.09999")
    assert (esito.codice, "501.09999 non esiste" in esito.errori) == (1, True)
