"""A paper made of blocks: what it says, over how many pages, always the same bytes."""

import io
from dataclasses import dataclass
from datetime import date

from pypdf import PdfReader

from parcella.stampe.blocchi import pdf

GIORNO = date(2026, 11, 22)


@dataclass
class Col:
    titolo: str
    cifre: bool = False
    peso: int = 1


@dataclass
class Blo:
    titolo: str
    coppie: tuple[tuple[str, str], ...] = ()
    colonne: tuple[Col, ...] = ()
    righe: tuple[tuple[str, ...], ...] = ()
    frasi: tuple[str, ...] = ()


def pagine(carta: bytes) -> list[str]:
    return [pagina.extract_text() for pagina in PdfReader(io.BytesIO(carta)).pages]


def test_coppie_tabelle_e_frasi() -> None:
    tabella = Blo("Righe", colonne=(Col("Voce", peso=5), Col("Euro", cifre=True)), righe=(("Consulenza", "100,00"),))
    (testo,) = pagine(pdf("Parcella 7", "Copia", [Blo("Chi", (("Nome", "Rossi"), ("Fax", ""))), tabella], GIORNO))
    for parola in ("Parcella 7", "Copia", "Chi", "Nome", "Rossi", "Voce", "Consulenza", "100,00"):
        assert parola in testo
    assert "Fax" not in testo


def test_una_tabella_lunga_ripete_i_titoli_su_ogni_pagina() -> None:
    righe = tuple((f"Riga {n}", "") for n in range(200))
    testi = pagine(pdf("Parcella 7", "", [Blo("Righe", colonne=(Col("Voce"), Col("Vuota")), righe=righe)], GIORNO))
    assert len(testi) > 2
    assert all("Voce" in testo and "Vuota" not in testo for testo in testi)
    assert "Parcella 7" in testi[1] and "pag. 2" in testi[1]
    assert "Riga 199" in testi[-1]


def test_un_testo_piu_alto_di_una_pagina_continua_su_quella_dopo() -> None:
    testi = pagine(pdf("T", "", [Blo("Nota", frasi=("parola " * 3000,))], GIORNO))
    assert len(testi) > 1
    assert sum(testo.count("parola") for testo in testi) == 3000


def test_gli_stessi_blocchi_danno_gli_stessi_byte() -> None:
    blocchi = [Blo("A", (("", "uno"),)), Blo("B", (("", "due"),))]
    assert pdf("T", "s", blocchi, GIORNO, affiancati=True) == pdf("T", "s", blocchi, GIORNO, affiancati=True)


def test_niente_da_stampare() -> None:
    assert len(pagine(pdf("T", "s", [Blo("Vuota", colonne=(Col("X"),), righe=(("",),))], GIORNO))) == 1


def test_gli_ultimi_due_stanno_insieme_sulla_pagina() -> None:
    """A sentence never falls alone on the page after, whatever is above it."""
    coppie = tuple((f"Nome {n}", f"Valore {n}") for n in range(5))
    for righe in range(30, 70):
        tabella = Blo("Righe", colonne=(Col("Voce"), Col("Euro", True)), righe=(("Consulenza", "1,00"),) * righe)
        blocchi = [Blo("A", (("", "uno"),)), Blo("B", (("", "due"),)), tabella, Blo("Trasmissione", coppie)]
        testi = pagine(pdf("T", "s", [*blocchi, Blo("Firma", frasi=("Non è firmato.",))], GIORNO, affiancati=True))
        (ultima,) = (testo for testo in testi if "Non è firmato." in testo)
        assert all(parola in ultima for parola in ("Trasmissione", "Firma", "Nome 0", "Valore 4"))


def test_la_descrizione_prende_il_posto_che_le_altre_colonne_non_usano() -> None:
    colonne = (Col("N.", True), Col("Descrizione", peso=2), Col("Prezzo", True, 9), Col("Importo", True, 9))
    lunga = "Assistenza nella redazione del bilancio di esercizio e della nota integrativa dell'anno passato"
    (testo,) = pagine(pdf("T", "", [Blo("Righe", colonne=colonne, righe=(("1", lunga, "1,00", "1,00"),))], GIORNO))
    assert lunga in testo, "in one line"
