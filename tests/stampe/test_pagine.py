"""The rows on paper: notes, fixed texts, long descriptions, and the sums carried from page to page."""

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest

from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.tipi import ZERO, in_italiano
from parcella.stampe.documento import pdf
from parcella.stampe.foglio import Foglio, Stile

from .conftest import fascicolo, modulo, nota, pagine, riga, stampata

# Rows of text.


@pytest.mark.requisito("NOT-010")
def test_la_notula_stampa_le_note_di_tutti_e_due_i_tipi() -> None:
    stampa = stampata(fascicolo([nota(1, "Nota col punto"), riga(2, "Voce", "1.00"), nota(3, "Nota virgola", ",")]))
    assert "Nota col punto" in stampa
    assert "Nota virgola" in stampa


@pytest.mark.requisito("DOC-098", "PRE-098")
def test_il_testo_fisso_si_svolge_solo_in_stampa() -> None:
    righe_testo = "\n".join(f"Riga di testo numero {n}" for n in range(1, 201))
    fisso = Prestazione(
        azienda=1, codice="TX", tipo="T", descrizione="Testo fisso", chiave_nome="T", righe_testo=righe_testo
    )
    voce = riga(2, "Testo fisso", codice_prestazione="TX", tipo_riga=".", codice_iva_riga=None)
    f = fascicolo([riga(1, "Consulenza", "100.00"), voce], prestazioni={"TX": fisso})
    fogli = pagine(pdf(f, modulo(f)))
    assert len(fogli) > 3
    trovate = re.findall(r"Riga di testo numero (\d+)", "\n".join(fogli))
    assert trovate == [str(n) for n in range(1, 201)]
    assert all("riporto" in foglio and "100,00" in foglio for foglio in fogli[1:])


def test_una_descrizione_di_mille_lettere_va_a_capo_senza_perdere_parole() -> None:
    parole = [f"parola{n}" for n in range(100)]
    f = fascicolo([riga(1, " ".join(parole), "1.00"), riga(2, "Z" * 400, "1.00")])
    stampa = stampata(f)
    assert list(re.findall(r"parola\d+", stampa)) == parole
    assert stampa.count("Z") == 400


def test_il_rientro_di_un_testo_resta() -> None:
    f = fascicolo([riga(1, "Voce", "1.00")])
    foglio = Foglio(modulo(f), f.documento.data_documento, "", "")
    linee = foglio.a_capo("Elenco:\n    prima voce", 16, Stile(9, (0, 0, 0)))
    assert linee == ["Elenco:", "    prima", "voce"]


# Several pages.


def _portati(foglio: str, parola: str, spese: Decimal) -> list[str]:
    """The sums beside the word: spese, when there are any, then the amounts."""
    trovata = re.search(rf"{parola}((?:\s+[\d.]+,\d\d)+)", foglio)
    return trovata[1].split()[: 2 if spese else 1] if trovata else []


def _somme(righe: Sequence[RigaDocumento], foglio: str) -> tuple[Decimal, Decimal]:
    numeri = [int(n) for n in re.findall(r"Cedolino numero (\d+)\b", foglio)]
    importo = sum((righe[n - 1].importo_prestazione for n in numeri), ZERO)
    return importo, sum((righe[n - 1].spese_anticipate_riga for n in numeri), ZERO)


def attesi(importo: Decimal, spese: Decimal) -> list[str]:
    return [in_italiano(valore) for valore in ((spese, importo) if spese else (importo,))]


@pytest.mark.parametrize("quante", [60, 1000])
def test_riporti_di_pagina_in_pagina(quante: int) -> None:
    righe = [
        riga(n, f"Cedolino numero {n} " + "con conguaglio di fine anno e tutto il resto " * (n % 4), f"{n}.35",
             spese_anticipate_riga=Decimal("1.20") if n % 5 == 0 else ZERO)
        for n in range(1, quante + 1)
    ]  # fmt: skip
    f = fascicolo(righe)
    fogli = pagine(pdf(f, modulo(f)))
    assert len(fogli) >= 3
    importo = spese = ZERO
    for numero, foglio in enumerate(fogli, 1):
        assert f"pagina {numero} di {len(fogli)}" in foglio
        if numero > 1:
            assert _portati(foglio, "riporto", spese) == attesi(importo, spese)
        importo_foglio, spese_foglio = _somme(righe, foglio)
        importo, spese = importo + importo_foglio, spese + spese_foglio
        if numero < len(fogli):
            assert _portati(foglio, "a riportare", spese) == attesi(importo, spese)
    assert (importo, spese) == (f.totali.totale_prestazioni, f.totali.totale_spese_anticipate)
    assert "a riportare" not in fogli[-1]


@pytest.mark.parametrize("quante", range(14, 34))
def test_il_piede_non_resta_mai_solo(quante: int) -> None:
    f = fascicolo([riga(n, f"Cedolino numero {n}", "10.00") for n in range(1, quante + 1)])
    fogli = pagine(pdf(f, modulo(f)))
    assert all("Cedolino numero" in foglio for foglio in fogli)
    assert sum(foglio.count("Cedolino numero") for foglio in fogli) == quante
    assert sum(foglio.count("Totale da pagare") for foglio in fogli) == 1
