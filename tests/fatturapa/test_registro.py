"""Names given out once, and the register of the files."""

import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from parcella.fatturapa.registro import FileFatto, assegna_nomi, registra
from parcella.fatturapa.tabelle import FileFattura, MessaggioSdi, PassaggioFile
from parcella.ledger.aziende.tabelle import Azienda, Intermediario
from parcella.ledger.esito import Rifiuto

from .fascicoli import azienda

TABELLE = [tabella.__table__ for tabella in (Azienda, Intermediario, FileFattura, MessaggioSdi, PassaggioFile)]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    motore = create_engine(f"sqlite:///{tmp_path / 'archivio.db'}")
    SQLModel.metadata.create_all(motore, tables=TABELLE)
    with Session(motore) as sessione:
        sessione.add(azienda(progressivo_file="0000Y"))
        sessione.commit()
        yield sessione
    motore.dispose()


def studio(session: Session) -> Azienda:
    return session.scalars(select(Azienda)).one()


@pytest.mark.requisito("FPA-029", "FPA-030", "FPA-040", "FPA-041")
def test_ogni_nome_e_nuovo_anche_in_ristampa(session: Session) -> None:
    nomi = assegna_nomi(session, studio(session), 2)
    assert [nome.nome for nome in nomi] == ["ITRSSMRA80A01H501U_0000Z.xml", "ITRSSMRA80A01H501U_00010.xml"]
    assert studio(session).progressivo_file == "00010"
    registra(session, 1, [FileFatto(7, nomi[1].nome, "FPR12", b"<a/>")])
    session.commit()
    (ristampa,) = assegna_nomi(session, studio(session), 1)
    assert ristampa == ("ITRSSMRA80A01H501U_00011.xml", "00011")
    assert assegna_nomi(session, studio(session), 0) == []


@pytest.mark.requisito("FPA-030")
def test_un_nome_gia_registrato_si_salta(session: Session) -> None:
    """A progressivo set back, as by a restored archive, must not give a name twice."""
    registra(session, 1, [FileFatto(7, "ITRSSMRA80A01H501U_0000Z.xml", "FPR12", b"<a/>")])
    nomi = assegna_nomi(session, studio(session), 2)
    assert [nome.progressivo for nome in nomi] == ["00010", "00011"]


@pytest.mark.requisito("FPA-030")
def test_due_aziende_con_lo_stesso_trasmittente_non_si_pestano(session: Session) -> None:
    session.add(azienda(id=2, sigla="DUE", progressivo_file="0000Y"))
    registra(session, 2, [FileFatto(9, "ITRSSMRA80A01H501U_0000Z.xml", "FPR12", b"<a/>")])
    (nome,) = assegna_nomi(session, session.get_one(Azienda, 1), 1)
    assert nome.progressivo == "00010"


@pytest.mark.requisito("FPA-030")
def test_un_altro_operatore_ha_preso_il_nome(session: Session) -> None:
    vecchia = studio(session)
    with Session(session.get_bind()) as altra:
        assegna_nomi(altra, altra.get_one(Azienda, 1), 3)
        altra.commit()
    assert vecchia.progressivo_file == "0000Y"
    (nome,) = assegna_nomi(session, vecchia, 1)
    assert nome.progressivo == "00012"


@pytest.mark.requisito("FPA-030")
def test_annullare_la_transazione_restituisce_il_nome(session: Session) -> None:
    (primo,) = assegna_nomi(session, studio(session), 1)
    session.rollback()
    assert assegna_nomi(session, studio(session), 1) == [primo]


CAF = {"codice": "CAF", "denominazione": "CAF Rossi", "nazione": "IT", "codice_fiscale": "00743110157"}


def con_intermediario(session: Session, **dati: str | None) -> Azienda:
    session.add(Intermediario(**(CAF | {"progressivo_file": "0000Z"} | dati)))
    sua = studio(session)
    sua.trasmittente, sua.intermediario_trasmittente = "I", "CAF"
    session.flush()
    return sua


@pytest.mark.requisito("FPA-027", "FPA-031", "FPA-032", "FPA-034", "FPA-049")
def test_il_progressivo_dell_intermediario_e_di_tutte_le_aziende_che_lo_usano(session: Session) -> None:
    prima = con_intermediario(session)
    seconda = azienda(id=2, sigla="DUE", trasmittente="I", intermediario_trasmittente="CAF", codice_fiscale=None)
    session.add(seconda)
    nomi = [assegna_nomi(session, chi, 1)[0].nome for chi in (prima, seconda, prima)]
    assert nomi == [f"IT00743110157_{progressivo}.xml" for progressivo in ("00010", "00011", "00012")]
    assert session.scalars(select(Intermediario)).one().progressivo_file == "00012"
    assert studio_di(session, 1).progressivo_file == "0000Y", "il suo non si muove"


def studio_di(session: Session, chiave: int) -> Azienda:
    return session.get_one(Azienda, chiave)


@pytest.mark.requisito("FPA-047", "FPA-048")
@pytest.mark.parametrize(
    ("dati", "campo"),
    [
        ({"codice_fiscale": None}, "intermediario.codice_fiscale"),
        ({"codice": "ALTRO"}, "azienda.intermediario_trasmittente"),
    ],
)
def test_i_dati_che_l_intermediario_deve_avere(session: Session, dati: dict[str, str | None], campo: str) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        assegna_nomi(session, con_intermediario(session, **dati), 1)
    assert rifiuto.value.campo == campo


@pytest.mark.requisito("FPA-047")
def test_basta_la_partita_iva(session: Session) -> None:
    sua = con_intermediario(session, codice_fiscale=None, partita_iva="00488410010")
    assert assegna_nomi(session, sua, 1)[0].nome == "IT00488410010_00010.xml"


@pytest.mark.requisito("FPA-034")
def test_senza_codice_fiscale_una_societa_ha_la_partita_iva_una_persona_no(session: Session) -> None:
    sua = studio(session)
    sua.codice_fiscale = None
    with pytest.raises(Rifiuto) as rifiuto:
        assegna_nomi(session, sua, 1)
    assert rifiuto.value.campo == "azienda.codice_fiscale"
    sua.cognome = sua.nome = None
    assert assegna_nomi(session, sua, 1)[0].nome == f"IT{sua.partita_iva}_0000Z.xml"


@pytest.mark.requisito("FPA-033", "FPA-048")
def test_un_intermediario_estero_col_suo_identificativo(session: Session) -> None:
    sua = con_intermediario(session, nazione="DE", codice_fiscale="DE8123")
    assert assegna_nomi(session, sua, 1)[0].nome == "DEDE8123_00010.xml"


def test_il_registro_tiene_impronta_e_momento(session: Session) -> None:
    registra(session, 1, [FileFatto(7, "ITRSSMRA80A01H501U_0000Z.xml", "FPA12", b"<a/>")])
    session.commit()
    scritto = session.scalars(select(FileFattura)).one()
    assert (scritto.documento, scritto.formato) == (7, "FPA12")
    assert scritto.sha256 == sha256(b"<a/>").hexdigest()
    assert scritto.scritto_il is not None
    assert zlib.decompress(scritto.contenuto or b"") == b"<a/>"
    assert session.scalars(select(PassaggioFile)).one().stato == "fatto"
    with pytest.raises(IntegrityError):
        registra(session, 1, [FileFatto(8, "ITRSSMRA80A01H501U_0000Z.xml", "FPA12", b"<b/>")])
