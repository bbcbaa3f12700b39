"""What each row becomes in the file."""

import pytest

from parcella.fatturapa.righe import Linea, linee
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.tabelle import RigaDocumento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni.tabelle import Prestazione

from .controlli_sdi import D
from .fascicoli import CODICI, fascicolo, nota, riga


def descrizioni(documento: Fascicolo) -> list[tuple[str, str]]:
    return [(linea.descrizione, str(linea.importo)) for linea in linee(documento)]


def prestazione(codice: str, tipo: str, righe_testo: str | None = None) -> Prestazione:
    return Prestazione(
        azienda=1, codice=codice, tipo=tipo, descrizione=f"Titolo {codice}", chiave_nome=codice, righe_testo=righe_testo
    )


@pytest.mark.parametrize(
    ("importo", "quantita", "prezzo", "scritti"),
    [
        ("250.00", "2.5", "100", True),
        ("100.00", "3", "33.33333", True),
        ("0.33", "0.33", "1.00", True),
        ("350.00", "2.5", "100", False),
        ("-100.00", "-1", "100", False),
        ("0.00", "0", "100", False),
    ],
)
def test_quantita_solo_se_il_prodotto_e_l_importo(importo: str, quantita: str, prezzo: str, scritti: bool) -> None:
    (linea,) = linee(fascicolo(riga(importo, quantita=quantita, prezzo_unitario=prezzo, unita_misura="h")))
    assert linea.importo == D(importo)
    assert (linea.quantita, linea.unita_misura) == ((D(quantita), "h") if scritti else (None, None))


def test_testi_uniti_alla_riga_prima() -> None:
    documento = fascicolo(
        nota("Premessa"), riga("100"), nota("Nota uno"), nota("Nota due", ","), riga("50", descrizione="Altro")
    )
    assert descrizioni(documento) == [("Premessa - Consulenza - Nota uno - Nota due", "100.00"), ("Altro", "50.00")]


def test_codici_di_testo() -> None:
    """T is its own lines, V the rows it became, D the description; none has an amount."""
    prestazioni = {
        "T1": prestazione("T1", "T", "Prima riga\nseconda riga"),
        "V1": prestazione("V1", "V", "VALORE: ?\n\nFINE"),
        "D1": prestazione("D1", "D"),
    }

    def testo(codice: str, descrizione: str) -> RigaDocumento:
        return riga(iva=None, tipo_riga=".", descrizione=descrizione, codice_prestazione=codice)

    documento = fascicolo(
        riga("100"),
        testo("T1", "CONDIZIONI"),
        testo("V1", "VALORE: 12"),
        testo("V1", ""),
        testo("V1", "FINE"),
        testo("D1", "Messaggio"),
        prestazioni=prestazioni,
    )
    attesa = "Consulenza - Prima riga seconda riga - VALORE: 12 FINE - Messaggio"
    assert descrizioni(documento) == [(attesa, "100.00")]


def test_senza_descrizione_quella_del_codice() -> None:
    documento = fascicolo(
        riga("100", descrizione=None, codice_prestazione="R1"), prestazioni={"R1": prestazione("R1", "R")}
    )
    assert descrizioni(documento) == [("Titolo R1", "100.00")]


def test_un_importo_su_un_codice_di_testo_non_si_perde() -> None:
    documento = fascicolo(riga("80", codice_prestazione="D1"), prestazioni={"D1": prestazione("D1", "D")})
    assert descrizioni(documento) == [("Consulenza", "80.00")]


@pytest.mark.parametrize("prima", [True, False])
def test_testo_oltre_mille_caratteri_in_linee_a_zero(prima: bool) -> None:
    testo = nota("parola " * 200)
    documento = fascicolo(testo, riga("100")) if prima else fascicolo(riga("100"), testo)
    tutte = linee(documento)
    assert [str(linea.importo) for linea in tutte] == ["100.00", "0.00", "0.00"]
    assert tutte[0].descrizione == "Consulenza"
    assert " ".join(linea.descrizione for linea in tutte[1:]) == ("parola " * 200).strip()
    assert {linea.iva.codice for linea in tutte} == {"22"}
    assert [linea.soggetta_rda for linea in tutte] == [True, False, False]


def test_spese_anticipate_di_riga_ciascuna_la_sua_linea() -> None:
    documento = fascicolo(
        riga("100", spese="16.00"), nota("nota"), riga("0", spese="7.00", descrizione="Visura"), nota("catastale")
    )
    assert descrizioni(documento) == [
        ("Consulenza - nota", "100.00"),
        ("Spese anticipate: Visura - catastale", "7.00"),
        ("Spese anticipate: Consulenza", "16.00"),
    ]
    assert [linea.iva.natura for linea in linee(documento)] == [None, "N1", "N1"]


def test_spese_banca_accessorie_una_linea_per_codice() -> None:
    tutte = linee(fascicolo(riga("300"), riga("100", "E10"), spese_banca=D("4.00"), bollo=None))
    banca = [linea for linea in tutte if linea.accessoria]
    assert [(linea.iva.codice, str(linea.importo), linea.soggetta_rda) for linea in banca] == [
        ("22", "3.00", False),
        ("E10", "1.00", False),
    ]
    soggette: list[Linea] = linee(fascicolo(riga("300"), spese_banca=D("4.00"), spese_banca_soggette_rda=True))
    assert [linea.soggetta_rda for linea in soggette] == [True, True]


def test_una_riga_a_zero_resta_una_linea() -> None:
    assert descrizioni(fascicolo(riga("0", descrizione="Omaggio"), riga("1"))) == [
        ("Omaggio", "0.00"),
        ("Consulenza", "1.00"),
    ]


def test_rifiuti_delle_righe() -> None:
    with pytest.raises(Rifiuto, match="almeno una"):
        linee(fascicolo(nota("solo testo")))
    senza_testo = fascicolo(riga("100", descrizione=None))
    with pytest.raises(Rifiuto) as rifiuto:
        linee(senza_testo)
    assert rifiuto.value.campo == "righe.1.descrizione_riga"
    senza_codice = fascicolo(riga("100"))
    senza_codice.righe[0].codice_iva_riga = None
    with pytest.raises(Rifiuto) as rifiuto:
        linee(senza_codice)
    assert rifiuto.value.campo == "righe.1.codice_iva_riga"
    assert CODICI["22"].natura is None
