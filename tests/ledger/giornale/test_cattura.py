"""Every table of the archive is journalled, whoever writes it and however: walked on the metadata."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

import parcella
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda, Utente
from parcella.ledger.giornale.cattura import COLONNE_ESCLUSE, ESCLUSE, FASCICOLO, FIGLIE
from parcella.ledger.giornale.tabelle import OperazioneGiornale, VoceGiornale

SORGENTI = Path(parcella.__file__).parent
for modulo in sorted(SORGENTI.rglob("tabelle.py")):
    importlib.import_module(".".join(["parcella", *modulo.relative_to(SORGENTI).with_suffix("").parts]))

TABELLE = {t.name: t for t in SQLModel.metadata.sorted_tables if t.name not in ESCLUSE}


def voci(archivio: Archivio) -> list[VoceGiornale]:
    with archivio.lettura() as sessione:
        return list(sessione.exec(select(VoceGiornale).order_by(VoceGiornale.id)))


def esegui(archivio: Archivio, istruzione: Any) -> None:
    """Run one statement in a write transaction. Other tables need not be filled: references are not looked at."""
    with archivio._motore.connect() as connessione:  # a plain connection of the same pool, with no transaction
        connessione.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
    with archivio.scrittura() as sessione:
        sessione.execute(istruzione)


def _valore(colonna: sa.Column[Any], n: int) -> Any:
    """A value of the column that its constraints take; `n` chooses one of two, different where it can be."""
    info = colonna.info
    if "valori" in info:
        valori = [v for v in info["valori"] if v.strip()]
        return valori[n % len(valori)]
    if isinstance(colonna.type, sa.LargeBinary):
        return b"%d" % n
    tipo = colonna.type.impl_instance if isinstance(colonna.type, sa.types.TypeDecorator) else colonna.type
    if isinstance(tipo, sa.Integer):
        return max(int(info.get("minimo", 0)), 1) + n
    return f"{'ab'[n]}"


def _riga(tabella: sa.Table, n: int) -> dict[str, Any]:
    riga = {c.name: _valore(c, n) for c in tabella.columns if c.name != "id"}
    if "azienda" in riga:
        riga["azienda"] = 1
    riga.update(_CON_VINCOLI.get(tabella.name, ({}, {}))[n])
    return riga


# Rows that the CHECK constraints of their table take.
_CON_VINCOLI: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "codice_iva": ({"aliquota": 2200, "natura": None}, {"aliquota": 400, "natura": None}),
    "prestazione": ({"soggetta_cassa": "N", "soggetta_inps": "N"}, {"soggetta_cassa": "N", "soggetta_inps": "N"}),
    "particolarita": ({"cliente": "c", "tariffario": None}, {"cliente": None, "tariffario": 3}),
}


def _scritta(tabella: sa.Table, riga: dict[str, Any]) -> Any:
    """An insertion with the values as SQLite keeps them, whatever the types of the columns make of them."""
    senza_tipi = sa.table(tabella.name, *(sa.column(nome) for nome in riga))
    return sa.insert(senza_tipi).values(**riga)


def _attese(tabella: sa.Table) -> set[str]:
    """The columns that the journal must keep."""
    figlia = FIGLIE.get(tabella.name)
    fuori = set(COLONNE_ESCLUSE)
    if figlia is not None:
        fuori |= {"archivio", "chiave"} if "{r}" in figlia.archivio else {figlia.archivio}
    return {
        c.name
        for c in tabella.columns
        if c.name not in fuori
        and not isinstance(c.type, sa.LargeBinary)
        and not any(chiave.column.name == "id" for chiave in c.foreign_keys)
    }


@pytest.mark.parametrize("nome", sorted(TABELLE))
def test_ogni_tabella_e_seguita_campo_per_campo(archivio_vuoto: Archivio, nome: str) -> None:
    tabella = TABELLE[nome]
    prima, dopo = _riga(tabella, 0), _riga(tabella, 1)
    senza_tipi = sa.table(nome, sa.column("id"), *(sa.column(c) for c in prima))
    esegui(archivio_vuoto, _scritta(tabella, prima))
    esegui(archivio_vuoto, sa.update(senza_tipi).values(**dopo))
    esegui(archivio_vuoto, sa.delete(senza_tipi))
    scritte = voci(archivio_vuoto)
    assert [(v.tabella, v.azione) for v in scritte] == [(nome, "I"), (nome, "V"), (nome, "C")]
    inserita, variata, cancellata = (json.loads(v.contenuto or "") for v in scritte)
    attese = _attese(tabella)
    assert inserita == {c: prima[c] for c in attese if prima[c] is not None}
    cambiate = {c: [prima[c], dopo[c]] for c in attese if prima[c] != dopo[c]}
    assert {c: v for c, v in variata.items() if isinstance(v, list)} == cambiate
    assert cancellata == {c: dopo[c] for c in attese if dopo[c] is not None}


def test_nessuna_tabella_sfugge_senza_un_motivo() -> None:
    """A table left out is named in `cattura`, with its reason, or belongs to the dossier of a document."""
    assert set(SQLModel.metadata.tables) - set(TABELLE) == {
        *FASCICOLO, "riferimento_documento", "operazione_giornale", "voce_giornale", "archivio", "selezione_stampa"
    }  # fmt: skip


def test_un_oggetto_della_sessione_e_seguito_come_un_istruzione(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="anna"))
    with archivio_vuoto.scrittura() as sessione:
        sessione.exec(select(Utente)).one().gruppo = "soci"
    with archivio_vuoto.scrittura() as sessione:
        sessione.delete(sessione.exec(select(Utente)).one())
    assert [(v.archivio, v.chiave, v.azione, v.contenuto) for v in voci(archivio_vuoto)] == [
        ("utente", "anna", "I", '{"nome":"anna","attivo":"S"}'),
        ("utente", "anna", "V", '{"gruppo":[null,"soci"]}'),
        ("utente", "anna", "C", '{"nome":"anna","gruppo":"soci","attivo":"S"}'),
    ]


def test_cio_che_resta_com_era_non_lascia_traccia(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="anna"))
    with archivio_vuoto.scrittura() as sessione:
        sessione.execute(sa.update(Utente).values(attivo="S"))
    with archivio_vuoto.scrittura() as sessione:
        sessione.exec(select(Utente)).all()
    assert len(voci(archivio_vuoto)) == 1
    with archivio_vuoto.lettura() as sessione:
        assert len(sessione.exec(select(OperazioneGiornale)).all()) == 1


def test_una_transazione_annullata_non_lascia_traccia(archivio_vuoto: Archivio) -> None:
    with pytest.raises(ZeroDivisionError), archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="anna"))
        sessione.flush()
        raise ZeroDivisionError
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Utente(nome="bruno"))
    assert [v.chiave for v in voci(archivio_vuoto)] == ["bruno"]


def test_chi_rimpiazza_una_riga_cancella_la_precedente(archivio_vuoto: Archivio) -> None:
    for gruppo in ("soci", "ospiti"):
        esegui(archivio_vuoto, sa.text(f"REPLACE INTO utente (nome, gruppo, attivo) VALUES ('anna', '{gruppo}', 'S')"))
    assert [v.azione for v in voci(archivio_vuoto)] == ["I", "C", "I"]


def test_le_figlie_stanno_sotto_il_record_a_cui_appartengono(archivio_vuoto: Archivio) -> None:
    for istruzione in (
        "INSERT INTO particolarita (id, azienda, prestazione, modo, prezzo_oltre) VALUES (7, 1, 'CONS', 'Q', 0)",
        "INSERT INTO scaglione (azienda, particolarita, quantita, prezzo) VALUES (1, 7, 1000, 500000)",
        "INSERT INTO prezzo_tariffario (azienda, prestazione, tariffario, prezzo) VALUES (1, 'CONS', 2, 500000)",
        "UPDATE prezzo_tariffario SET prezzo = 600000",
        "INSERT INTO fondo_associato (azienda, numero_riga, percentuale, quota) VALUES (1, 1, 400, 10000)",
        "DELETE FROM scaglione",
    ):
        esegui(archivio_vuoto, sa.text(istruzione))
    assert [(v.archivio, v.chiave, v.tabella) for v in voci(archivio_vuoto)] == [
        ("prestazione", "CONS", "particolarita"),
        ("prestazione", "CONS", "scaglione"),
        ("prestazione", "CONS", "prezzo_tariffario"),
        ("prestazione", "CONS", "prezzo_tariffario"),
        ("parametri_studio", "", "fondo_associato"),
        ("prestazione", "CONS", "scaglione"),
    ]
    assert json.loads(voci(archivio_vuoto)[3].contenuto or "") == {"tariffario": 2, "prezzo": [500000, 600000]}


def test_la_chiave_di_una_tabella_a_date_dice_da_quando(archivio_vuoto: Archivio) -> None:
    esegui(
        archivio_vuoto,
        sa.text("INSERT INTO valore_di_legge (nome, valido_dal, valore) VALUES ('bollo', 20130626, 200)"),
    )
    assert [(v.azienda, v.chiave) for v in voci(archivio_vuoto)] == [(None, "bollo 2013-06-26")]


def test_le_variazioni_dell_azienda_sono_sue(archivio_vuoto: Archivio) -> None:
    with archivio_vuoto.scrittura() as sessione:
        sessione.add(Azienda(sigla="STU", tipo="P", ragione_sociale="Studio"))
    assert [(v.azienda, v.archivio, v.chiave) for v in voci(archivio_vuoto)] == [(1, "azienda", "STU")]
