"""The confirm: what is read and checked goes before the lock, and holds only if nobody wrote meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from ledger.documenti.banco import ROSSI, Banco, apri_banco, con, notula, riga
from parcella.fatturapa import emissione
from parcella.ledger import archivio as libro
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    return apri_banco(archivio_vuoto)


@pytest.fixture
def altro(banco: Banco) -> Iterator[Archivio]:
    """Another operator on the same archive."""
    with libro.apri(banco.archivio.percorso) as aperto:
        yield aperto


def test_un_rifiuto_non_aspetta_chi_scrive(banco: Banco, altro: Archivio, monkeypatch: pytest.MonkeyPatch) -> None:
    def mai(_secondi: float) -> None:
        raise AssertionError("ha aspettato il turno per dire di no")

    monkeypatch.setattr(banco.archivio, "in_attesa", mai)
    with altro.scrittura(), pytest.raises(Rifiuto, match=r"501\.09999 non"):
        banco.emetti(con(notula(riga(importo="10.00")), codice_cliente="501.09999"))


def test_se_qualcuno_scrive_nel_frattempo_si_ricontrolla(
    banco: Banco, altro: Archivio, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepara = emissione.prepara_tutti
    volte = []

    def prepara_e_intanto(sessione: Session, *argomenti: Any, **nominati: Any) -> Any:
        preparati = prepara(sessione, *argomenti, **nominati)
        volte.append(1)
        if len(volte) == 1:
            with altro.scrittura() as sua:
                sua.exec(select(Cliente).where(Cliente.codice == ROSSI)).one().bloccato = "S"
        return preparati

    monkeypatch.setattr(emissione, "prepara_tutti", prepara_e_intanto)
    with pytest.raises(Rifiuto, match="bloccato"):
        banco.emetti(notula(riga(importo="10.00")))
    assert banco.conta(Documento) == 0


def test_due_operatori_che_preparano_insieme_hanno_numeri_diversi(banco: Banco, altro: Archivio) -> None:
    secondo = Banco(altro, banco.contesto)
    nomi = [b.emetti(notula(riga(importo="10.00"))).nome for b in (banco, secondo, banco)]
    assert nomi == ["NO 1/1", "NO 1/2", "NO 1/3"]
    assert banco.violazioni() == []
