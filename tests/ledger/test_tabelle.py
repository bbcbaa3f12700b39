"""What must hold for every table, walked on the metadata."""

import importlib
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

import parcella
from parcella.ledger import tabella as col
from parcella.ledger.aziende.tabelle import Azienda, Conto, Serie
from parcella.ledger.esito import Rifiuto

SORGENTI = Path(parcella.__file__).parent
for modulo in sorted(SORGENTI.rglob("tabelle.py")):  # all tables on the metadata, those of areas to come too
    importlib.import_module(".".join(["parcella", *modulo.relative_to(SORGENTI).with_suffix("").parts]))

COMUNI = {
    "archivio", "utente", "intermediario", "valore_di_legge", "cassa", "riferimento_normativo", "azienda",
    "operazione_giornale", "voce_giornale",  # one chain for the whole archive: the azienda is of the entry, or nobody's
}  # fmt: skip
TABELLE = {tabella.name: tabella for tabella in SQLModel.metadata.sorted_tables}


def test_ci_sono_tutte_le_aree() -> None:
    assert set(TABELLE) > COMUNI | {"cliente", "prestazione", "documento", "rata_notula", "registrazione"}


CONTENUTI = {"allegato.contenuto", "file_fattura.contenuto", "file_fattura.firmato", "messaggio_sdi.contenuto"}
"""Columns of bytes: attached files travel with the archive, so they are kept in it as they are."""


@pytest.mark.parametrize("nome", sorted(TABELLE))
def test_nessuna_colonna_perde_centesimi(nome: str) -> None:
    for colonna in TABELLE[nome].columns:
        tipo: Any = colonna.type
        while isinstance(tipo, sa.types.TypeDecorator):
            tipo = tipo.impl
        ammessi = sa.LargeBinary if f"{nome}.{colonna.name}" in CONTENUTI else sa.Integer | sa.String
        assert isinstance(tipo, ammessi), f"{nome}.{colonna.name}: {tipo}"


@pytest.mark.parametrize("nome", sorted(set(TABELLE) - COMUNI))
def test_ogni_chiave_comincia_con_l_azienda(nome: str) -> None:
    tabella = TABELLE[nome]
    assert [colonna.name for colonna in tabella.primary_key] == ["id"]
    assert {chiave.column.table.name for chiave in tabella.c.azienda.foreign_keys} >= {"azienda"}
    assert not tabella.c.azienda.nullable
    uniche = [v for v in tabella.constraints if isinstance(v, sa.UniqueConstraint)]
    for chiave in [*uniche, *tabella.indexes]:
        colonne = [colonna.name for colonna in chiave.columns]
        assert colonne[0] == "azienda", f"{nome}: {colonne}"


@pytest.mark.parametrize("nome", sorted(set(TABELLE) - COMUNI))
def test_ogni_riferimento_resta_nell_azienda(nome: str) -> None:
    """A reference by code carries the azienda; a reference by id need not."""
    for vincolo in TABELLE[nome].foreign_key_constraints:
        a = [elemento.column.name for elemento in vincolo.elements]
        assert a == ["id"] or a[0] == "azienda" == vincolo.column_keys[0], f"{nome}: {vincolo.column_keys} -> {a}"


@pytest.mark.parametrize("nome", sorted(TABELLE))
def test_un_testo_ha_una_lunghezza_o_e_senza_limite_per_scelta(nome: str) -> None:
    for colonna in TABELLE[nome].columns:
        if isinstance(colonna.type, sa.String) and not isinstance(colonna.type, sa.Text):
            assert colonna.type.length, f"{nome}.{colonna.name}"


@pytest.mark.parametrize(
    ("tabella", "dati", "campo"),
    [
        (Azienda, {"tipo": "X"}, "tipo"),
        (Azienda, {"sigla": "LUNGA"}, "sigla"),
        (Azienda, {"sigla": None}, "sigla"),
        (Conto, {"tipo": "Q"}, "tipo"),
        (Serie, {"serie": 100}, "serie"),
        (Serie, {"serie": 0}, "serie"),
    ],
)
def test_un_valore_che_la_colonna_non_accetta_e_rifiutato(
    tabella: type[SQLModel], dati: dict[str, Any], campo: str
) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        col.controlla(tabella, dati, "righe.2.", nuovo=False)
    assert rifiuto.value.campo == f"righe.2.{campo}"


def test_i_dati_obbligatori_servono_solo_a_un_record_nuovo() -> None:
    with pytest.raises(Rifiuto, match="Descrizione: dato obbligatorio"):
        col.controlla(Conto, {"codice": "101"})
    col.controlla(Conto, {"codice": "101"}, nuovo=False)
    col.controlla(Conto, {"codice": "101", "descrizione": "CASSA"})


def test_le_colonne_interne_non_si_vedono() -> None:
    assert [colonna.name for colonna in col.colonne(Conto)] == ["codice", "descrizione", "tipo", "bloccato"]


@pytest.mark.requisito("DOC-002")
def test_gli_importi_sono_nella_sola_valuta_dell_azienda() -> None:
    colonne = {colonna.name for tabella in SQLModel.metadata.tables.values() for colonna in tabella.columns}
    assert not {nome for nome in colonne if "valuta" in nome or "divisa" in nome or "cambio" in nome}
