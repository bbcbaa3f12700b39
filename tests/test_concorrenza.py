"""Two operators at once, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from ledger.documenti.banco import apri_banco
from parcella.ledger.archivio import apri, crea
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.documenti.verifica import verifica

COMANDO = (sys.executable, "-c", "from parcella.batch.principale import main; main()")

# Each document is a transaction of its own, as on a screen.
EMETTI = """
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from sqlmodel import select
from parcella.fatturapa.emissione import conferma
from parcella.ledger import archivio
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.dati import DatiDocumento, DatiRiga
from parcella.ledger.esito import Risposte

giorno = date(2010, 9, 2)
print("pronto", flush=True)
sys.stdin.readline()
with archivio.apri(Path(sys.argv[1])) as libro:
    with libro.lettura() as sessione:
        azienda = sessione.exec(select(Azienda.id)).one()
    contesto = Contesto(azienda, "STU", "P", "anna", giorno)
    for n in range(int(sys.argv[2])):
        for sigla, stato in (("PA", "D"), ("NO", None)):
            riga = DatiRiga("CONS", importo_prestazione=Decimal("100.00"))
            dati = DatiDocumento(sigla, giorno, "501.00004", stato_parcella=stato, righe=[riga])
            conferma(libro, contesto, [dati], Risposte(interattive=False))
print("finito", flush=True)
"""


@pytest.fixture
def archivio(tmp_path: Path) -> Path:
    percorso = tmp_path / "studio.parcella"
    crea(percorso)
    with apri(percorso) as libro:
        apri_banco(libro)
    return percorso


@pytest.mark.requisito("DOC-024")
@pytest.mark.parametrize("quanti", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_due_operatori_emettono_insieme_senza_buchi_ne_doppi(archivio: Path, altro_processo: Any, quanti: int) -> None:
    operatori = [altro_processo(EMETTI, archivio, quanti) for _ in range(2)]
    for operatore in operatori:
        operatore.stdin.write("via\n")
        operatore.stdin.flush()
    assert [operatore.stdout.readline().strip() for operatore in operatori] == ["finito", "finito"]
    with apri(archivio) as libro, libro.lettura() as sessione:
        for sigla in ("NO", "PA"):
            usati = sessione.exec(select(Documento.numero_documento).where(Documento.sigla_documento == sigla)).all()
            assert sorted(n or 0 for n in usati) == list(range(1, 2 * quanti + 1))
        assert verifica(sessione) == []


def test_anche_i_comandi_si_aspettano(archivio: Path, tmp_path: Path) -> None:
    documento = {
        "sigla_documento": "NO", "data_documento": "2010-09-02", "codice_cliente": "501.00004",
        "righe": [{"codice_prestazione": "CONS", "importo_prestazione": "1.00"}],
    }  # fmt: skip
    (tmp_path / "molti.json").write_text(json.dumps([documento] * 30), encoding="utf-8")
    emetti = [*COMANDO, "--archivio", str(archivio), "--json", "documenti", "emetti", str(tmp_path / "molti.json")]
    insieme = [subprocess.Popen(emetti, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    esiti = [processo.communicate() for processo in insieme]
    assert [processo.returncode for processo in insieme] == [0, 0, 0], esiti
    assert all("locked" not in errori for _, errori in esiti)
    numeri = sorted(d["numero_documento"] for uscita, _ in esiti for d in json.loads(uscita))
    assert numeri == list(range(1, 91))
