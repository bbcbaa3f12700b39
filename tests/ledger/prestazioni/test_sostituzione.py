"""Codes replaced everywhere and deleted, and precancelled or restored many at a time."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from ledger.documenti.banco import COMUNE, OGGI, ROSSI, VERDI, Banco, apri_banco, notula, parcella, riga
from parcella.fatturapa.scrittura import xml
from parcella.ledger.annessi import allegati
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti.tabelle import PrestazioneTipica
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.giornale.tabelle import VoceGiornale
from parcella.ledger.prestazioni import anagrafica, particolarita, precancellazione, sostituzione
from parcella.ledger.prestazioni.precancellazione import Filtro
from parcella.ledger.prestazioni.sostituzione import Sostituzione
from parcella.ledger.prestazioni.tabelle import Prestazione

ALTRA = {
    "codice": "NUOVA", "tipo": "R", "descrizione": "NUOVA CONSULENZA", "cod_iva": "22", "soggetta_ritenuta": "N",
    "soggetta_cassa": "N", "prezzi": {"1": "999.00"},
}  # fmt: skip


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    """CONS gives way to NUOVA; it is in documents, prices, particolarità, contratti, agenda."""
    banco = apri_banco(archivio_vuoto)
    banco.imposta(
        prestazioni=[ALTRA],
        particolarita=[
            {"prestazione": "CONS", "cliente": ROSSI, "modo": "F", "prezzo_oltre": "45.00", "valida_da": "2010-01-01"},
            {"prestazione": "CONS", "cliente": VERDI, "modo": "F", "prezzo_oltre": "35.00"},
            {"prestazione": "NUOVA", "cliente": VERDI, "modo": "F", "prezzo_oltre": "30.00", "valida_a": "2010-12-31"},
        ],
        contratti=[{"codice": 1, "descrizione": "CONS", "prestazioni": [{"codice_prestazione": "CONS"}]}],
        agenda=[{"codice_prestazione": "CONS", "note": "CONS resta nella nota"}, {"codice_prestazione": "LIMITI"}],
    )
    banco.emetti(notula(riga(importo="100.00"), riga("CON22", "10.00")))
    banco.emetti(parcella(riga(importo="100.00"), riga(importo="50.00"), cliente=COMUNE), no=("fattura_sospesa",))
    with banco.archivio.scrittura() as sessione:
        sessione.add(PrestazioneTipica(azienda=1, cliente=ROSSI, riga=1, prestazione="CONS"))
        allegati.aggiungi(sessione, banco.contesto, "prestazioni", "CONS", "mandato.pdf", b"pdf")
        anagrafica.precancella(sessione, banco.contesto, "CONS", "NUOVA")
    return banco


def esegui(banco: Banco, *codici: str) -> list[Sostituzione]:
    with banco.archivio.scrittura() as sessione:
        return sostituzione.sostituisci(sessione, banco.contesto, codici or None)


def studio(banco: Banco) -> dict[str, Any]:
    letto: dict[str, Any] = json.loads(banco.impronta())
    return letto


@pytest.mark.requisito("PRE-114")
def test_the_code_is_replaced_wherever_it_is_and_goes(banco: Banco) -> None:
    (fatta,) = esegui(banco)
    assert (fatta.codice, fatta.sostitutivo, fatta.documenti, fatta.righe) == ("CONS", "NUOVA", 2, 3)
    assert (fatta.prezzi, fatta.particolarita, fatta.prestazioni_tipiche) == (1, 1, 1)
    assert (fatta.contratti, fatta.agenda, fatta.allegati) == (1, 1, 1)
    dopo = studio(banco)
    nuova = next(p for p in dopo["prestazioni"] if p["codice"] == "NUOVA")
    assert "CONS" not in {p["codice"] for p in dopo["prestazioni"]}
    assert nuova["prezzi"] == {"1": "999.00", "2": "40.00"}, "its own price stays, the others become its"
    assert [(p["cliente"], p["prezzo_oltre"]) for p in dopo["particolarita"]] == [(ROSSI, "45.00"), (VERDI, "30.00")]
    assert dopo["contratti"][0]["descrizione"] == "CONS"
    assert dopo["contratti"][0]["prestazioni"] == [{"codice_prestazione": "NUOVA"}]
    assert dopo["agenda"][0] == {"codice_prestazione": "NUOVA", "note": "CONS resta nella nota"}
    assert dopo["agenda"][1] == {"codice_prestazione": "LIMITI"}
    assert dopo["allegati"][0]["chiave"] == "NUOVA"
    assert banco.violazioni() == []
    assert len(fatta.note) == 2 and "1 di CONS si perdono" in fatta.note[1]


@pytest.mark.requisito("PRE-114")
def test_of_the_documents_only_the_code_changes(banco: Banco) -> None:
    prima = studio(banco)
    with banco.archivio.lettura() as sessione:
        chiavi = sorted(set(sessione.exec(select(RigaDocumento.documento)).all()))
    scritto = [banco.righe(chiavi[1], "FE"), xml(banco.leggi(chiavi[1]), "00001")]
    esegui(banco)
    dopo = studio(banco)
    for documento in (*prima["documenti"], *dopo["documenti"]):
        for una in documento["righe"]:
            una["codice_prestazione"] = {"CONS": "NUOVA"}.get(una["codice_prestazione"], una["codice_prestazione"])
    assert dopo["documenti"] == prima["documenti"], "texts, prices, flags, amounts and instalments are as they were"
    assert dopo["primanota"] == prima["primanota"]
    assert [banco.righe(chiavi[1], "FE"), xml(banco.leggi(chiavi[1]), "00001")] == scritto


@pytest.mark.requisito("PRE-114")
def test_the_journal_has_an_event_for_each_document(banco: Banco) -> None:
    esegui(banco)
    with banco.archivio.lettura() as sessione:
        voci = sessione.exec(select(VoceGiornale).where(VoceGiornale.archivio == "documento")).all()
    eventi = [json.loads(voce.contenuto or "{}") for voce in voci]
    sostituiti = [evento for evento in eventi if evento["evento"] == "sostituzione codice"]
    assert [(e["da"], e["a"]) for e in sostituiti] == [("CONS", "NUOVA")] * 2


def test_a_preview_says_the_same_and_changes_nothing(banco: Banco) -> None:
    prima = banco.impronta()
    with banco.archivio.scrittura() as sessione:
        provata = sostituzione.prova(sessione, banco.contesto)
    assert banco.impronta() == prima
    with banco.archivio.lettura() as sessione:
        voci = sessione.exec(select(VoceGiornale.contenuto).where(VoceGiornale.archivio == "documento")).all()
    assert not [voce for voce in voci if voce and "sostituzione" in voce]
    assert provata == esegui(banco)


@pytest.mark.requisito("PRE-114")
def test_a_chain_goes_to_its_end(banco: Banco) -> None:
    banco.imposta(prestazioni=[ALTRA | {"codice": "ULTIMA"}])
    with banco.archivio.scrittura() as sessione:
        anagrafica.precancella(sessione, banco.contesto, "NUOVA", "ULTIMA")
    assert [(f.codice, f.sostitutivo) for f in esegui(banco)] == [("CONS", "ULTIMA"), ("NUOVA", "ULTIMA")]
    assert {r["codice_prestazione"] for d in studio(banco)["documenti"] for r in d["righe"]} == {"ULTIMA", "CON22"}


def test_a_circle_is_refused(banco: Banco) -> None:
    banco.sql("UPDATE prestazione SET precancellata = 'S', codice_sostitutivo = 'CONS' WHERE codice = 'NUOVA'")
    prima = banco.impronta()
    with pytest.raises(Rifiuto, match="girano in tondo: CONS → NUOVA → CONS"):
        esegui(banco)
    assert banco.impronta() == prima


def test_only_those_named_and_only_those_that_can_be(banco: Banco) -> None:
    with pytest.raises(Rifiuto, match="LIMITI non è precancellata con un codice sostitutivo"):
        esegui(banco, "LIMITI")
    with pytest.raises(Rifiuto, match="NIENTE non esiste"):
        esegui(banco, "NIENTE")
    with banco.archivio.scrittura() as sessione:
        anagrafica.precancella(sessione, banco.contesto, "LIMITI", "NUOVA")
        anagrafica.precancella(sessione, banco.contesto, "ESENTE")
    assert [f.codice for f in esegui(banco, "limiti")] == ["LIMITI"]
    assert {"CONS", "ESENTE"} < {p["codice"] for p in studio(banco)["prestazioni"]}


def test_a_testo_fisso_that_differs_is_told(banco: Banco) -> None:
    banco.imposta(
        prestazioni=[{"codice": "FISSO2", "tipo": "T", "descrizione": "ALTRE", "righe_testo": ["Altra riga"]}]
    )
    with banco.archivio.scrittura() as sessione:
        anagrafica.precancella(sessione, banco.contesto, "FISSO", "FISSO2")
    assert "avranno il testo fisso di FISSO2" in esegui(banco, "FISSO")[0].note[0]


# --- many at a time ---


def cambia(banco: Banco, operazione: Any, **filtro: Any) -> list[str]:
    """The codes that changed."""
    with banco.archivio.scrittura() as sessione:
        trovate = [p["codice"] for p in precancellazione.trova(sessione, 1, operazione, Filtro(**filtro))]
        assert precancellazione.esegui(sessione, banco.contesto, operazione, Filtro(**filtro)) == len(trovate)
    return trovate


def precancellate(banco: Banco) -> set[str]:
    with banco.archivio.lettura() as sessione:
        return set(sessione.exec(select(Prestazione.codice).where(Prestazione.precancellata == "S")).all())


@pytest.mark.requisito("PRE-115")
@pytest.mark.parametrize(
    ("filtro", "attese"),
    [
        ({"da_codice": "e", "a_codice": "n"}, ["ESENTE", "FISSO", "LIMITI", "NORDA", "NUOVA"]),
        ({"tipo": "T"}, ["FISSO"]),
        ({"cod_iva": "E10"}, ["ESENTE"]),
        ({"descrizione": "consulenza"}, ["CON22", "NUOVA"]),
        ({"non_usate_dal": date(2010, 9, 1), "tipo": "R"}, ["ESENTE", "LIMITI", "NORDA", "NUOVA"]),
        ({"non_usate_dal": date(2010, 9, 3), "tipo": "R"}, ["CON22", "ESENTE", "LIMITI", "NORDA", "NUOVA"]),
        ({"aggiornate_prima_del": OGGI}, []),
    ],
)
def test_many_are_precancelled_by_filter(banco: Banco, filtro: dict[str, Any], attese: list[str]) -> None:
    assert cambia(banco, "P", **filtro) == attese
    assert precancellate(banco) == {"CONS", *attese}


@pytest.mark.requisito("PRE-115")
def test_many_are_restored_and_lose_their_sostitutivo(banco: Banco) -> None:
    cambia(banco, "P", tipo="T")
    assert cambia(banco, "R", con_sostitutivo="N") == ["FISSO"]
    assert cambia(banco, "R", da_codice="A") == ["CONS"]
    with banco.archivio.lettura() as sessione:
        cons = anagrafica.leggi(sessione, 1, "CONS")
    assert cons is not None and (cons.precancellata, cons.codice_sostitutivo) == ("N", None)


def test_without_a_filter_nothing_happens(banco: Banco) -> None:
    with banco.archivio.scrittura() as sessione, pytest.raises(Rifiuto, match="Indicare almeno una selezione"):
        precancellazione.esegui(sessione, banco.contesto, "P", Filtro())
    assert precancellate(banco) == {"CONS"}


def test_particolarita_on_other_days_stay_side_by_side(banco: Banco) -> None:
    with banco.archivio.scrittura() as sessione:
        for prestazione, da, a in (("CONS", (2011, 1, 1), None), ("NUOVA", None, (2010, 12, 31))):
            dati: dict[str, Any] = {"prestazione": prestazione, "modo": "F", "prezzo_oltre": Decimal("1.00")}
            dati |= {"valida_da": da and date(*da), "valida_a": a and date(*a)}
            particolarita.salva(sessione, banco.contesto, dati)
        anagrafica.salva(sessione, banco.contesto, {"codice": "CONS"}, Risposte(interattive=False))
    esegui(banco)
    generiche = [p for p in studio(banco)["particolarita"] if "cliente" not in p]
    assert len(generiche) == 2 and {p["prestazione"] for p in generiche} == {"NUOVA"}
