"""Documents in the journal: their events, and the digest that shows one altered outside the program."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.documenti.banco import OGGI, Banco, apri_banco, banco_di, notula, parcella, riga
from parcella.fatturapa import esportazione
from parcella.ledger import archivio as libro
from parcella.ledger import copie
from parcella.ledger.giornale.consultazione import Filtro, pagina
from parcella.ledger.scambio.importa import importa


@pytest.fixture(scope="module")
def modello(archivio_modello: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small studio, with a notula (1), a parcella paid (2) and one open (3)."""
    percorso = tmp_path_factory.mktemp("giornale") / "studio.parcella"
    shutil.copy(archivio_modello, percorso)
    percorso.chmod(0o600)
    with libro.apri(percorso) as aperto:
        banco = apri_banco(aperto)
        banco.emetti(notula(riga("CONS", "100.00")))
        banco.emetti(parcella(riga("CONS", "100.00"), pagata="S"))
        banco.emetti(parcella(riga("CONS", "100.00"), pagata="N"))
    return percorso


@pytest.fixture
def banco(modello: Path, tmp_path: Path) -> Iterator[Banco]:
    percorso = tmp_path / "banco.parcella"
    shutil.copy(modello, percorso)
    percorso.chmod(0o600)
    with libro.apri(percorso) as aperto:
        yield banco_di(aperto)


def eventi(banco: Banco, chiave: str) -> list[str]:
    """The history of a document, oldest first."""
    with banco.archivio.lettura() as sessione:
        voci = pagina(sessione, Filtro(banco.contesto.azienda, "documento", chiave), 100)
    return [voce.azione for voce in reversed(voci)]


def difetti(banco: Banco) -> list[str]:
    return copie.verifica_giornale(banco.archivio.percorso)


def test_l_emissione_lascia_una_voce_per_documento(banco: Banco) -> None:
    for chiave in ("NO 1/1 2010", "PA 1/1 2010", "PA 1/2 2010"):
        assert eventi(banco, chiave) == ["emissione"]
    assert difetti(banco) == []


def test_ogni_operazione_su_un_documento_ha_il_suo_nome(banco: Banco, tmp_path: Path) -> None:
    banco.rivedi(1, notula(riga("CONS", "250.00")))
    banco.chiudi(1)
    assert eventi(banco, "NO 1/1 2010") == ["emissione", "revisione", "chiusura"]
    banco.incassa(3, "10.00")
    esportazione.esporta(banco.archivio, banco.contesto, [3], tmp_path / "xml")
    assert eventi(banco, "PA 1/2 2010") == ["emissione", "incasso", "esportazione"]
    assert difetti(banco) == []
    banco.elimina(1)
    assert eventi(banco, "NO 1/1 2010") == ["emissione", "revisione", "chiusura", "eliminazione"]
    assert difetti(banco) == []


def test_l_evento_dice_gli_importi(banco: Banco) -> None:
    banco.incassa(3, "10.00")
    with banco.archivio.lettura() as sessione:
        (voce, *_) = pagina(sessione, Filtro(banco.contesto.azienda, "documento", "PA 1/2 2010"), 1)
    totale = banco.documento(3).totale_documento
    assert [(c.campo, c.dopo) for c in voce.cambiamenti] == [("data", OGGI), ("importo", 10), ("totale", totale)]


def test_la_provvisoria_che_prende_il_numero_tiene_la_sua_storia(banco: Banco) -> None:
    banco.imposta(parametri_studio={"numero_alla_definitiva": "S"})
    emessa = banco.emetti(parcella(riga("CONS", "80.00"), stato="P"))
    assert emessa.nome == "PA 1/prov.1"
    dati = banco.dati(emessa.id)
    dati.stato_parcella = "D"
    dati.pagamento = parcella(riga("CONS", "80.00"), pagata="N").pagamento
    assert banco.rivedi(emessa.id, dati).nome == "PA 1/3"
    assert eventi(banco, "PA 1/3 2010") == ["emissione", "numero", "definitiva"]
    assert eventi(banco, "PA 1/prov.1 2010") == ["emissione", "numero"]
    assert difetti(banco) == []


@pytest.mark.parametrize(
    ("alterazione", "documento"),
    [
        ("UPDATE documento SET note_testata = 'altro' WHERE id = 2", "PA 1/1 2010"),
        ("UPDATE documento SET data_documento = data_documento + 1 WHERE id = 1", "NO 1/1 2010"),
        ("UPDATE riga_documento SET descrizione_riga = 'altro' WHERE documento = 3", "PA 1/2 2010"),
        ("DELETE FROM riepilogo_iva WHERE documento = 1", "NO 1/1 2010"),
        ("UPDATE rata_contabile SET data_scadenza = data_scadenza + 1 WHERE documento = 3", "PA 1/2 2010"),
        ("UPDATE rata_notula SET stato_rata = 'P' WHERE documento = 1", "NO 1/1 2010"),
        ("UPDATE registrazione SET descrizione = 'altro' WHERE documento = 2", "PA 1/1 2010"),
        (
            "UPDATE riga_primanota SET conto = '102.00001' WHERE id = "
            "(SELECT max(r.id) FROM riga_primanota r JOIN registrazione g ON g.id = registrazione WHERE documento = 2)",
            "PA 1/1 2010",
        ),
        (
            "INSERT INTO cointestatario (azienda, documento, posizione, codice_cliente) VALUES (1, 2, 1, '501.00005')",
            "PA 1/1 2010",
        ),
    ],
)
def test_un_documento_alterato_fuori_dal_programma_e_nominato(banco: Banco, alterazione: str, documento: str) -> None:
    banco.sql(alterazione)
    assert difetti(banco) == [
        f"STU: {documento}: è stato alterato fuori dal programma, non è più come l'ultima operazione lo ha scritto."
    ]


def test_un_documento_tolto_fuori_dal_programma_e_nominato(banco: Banco) -> None:
    figlie = ("riga_documento", "riepilogo_iva", "rata_notula")
    banco.sql(*(f"DELETE FROM {t} WHERE documento = 1" for t in figlie), "DELETE FROM documento WHERE id = 1")
    assert difetti(banco) == ["STU: NO 1/1 2010: è stato tolto dall'archivio fuori dal programma."]


def test_una_scrittura_che_nessuno_nomina_resta_nel_giornale(banco: Banco) -> None:
    """A rule to come that forgets `segna`: the document is journalled just the same."""
    from sqlalchemy import text

    with banco.archivio.scrittura() as sessione:
        sessione.execute(text("UPDATE riga_primanota SET descrizione = 'x' WHERE registrazione = 1"))
    assert eventi(banco, "PA 1/1 2010") == ["emissione", "modifica"]
    assert difetti(banco) == []


def test_i_documenti_di_prima_del_giornale_non_sono_difetti(banco: Banco) -> None:
    banco.sql("DELETE FROM voce_giornale", "DELETE FROM operazione_giornale")
    assert difetti(banco) == []
    banco.incassa(3, "10.00")
    assert eventi(banco, "PA 1/2 2010") == ["incasso"]
    assert difetti(banco) == []


def test_i_documenti_ripristinati_hanno_il_loro_evento(banco: Banco, archivio_vuoto: libro.Archivio) -> None:
    importa(archivio_vuoto, [("copia", banco.impronta())], data_lavoro=OGGI)
    with archivio_vuoto.lettura() as sessione:
        voci = pagina(sessione, Filtro(1, "documento"), 100)
    assert {(v.chiave, v.azione) for v in voci} == {
        ("NO 1/1 2010", "ripristino"), ("PA 1/1 2010", "ripristino"), ("PA 1/2 2010", "ripristino")
    }  # fmt: skip
    assert copie.verifica_giornale(archivio_vuoto.percorso) == []
