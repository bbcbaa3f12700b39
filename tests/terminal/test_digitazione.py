"""Fast typing, through a pty: what is struck in one burst goes where it would have gone slowly."""

import pytest

from .terminale import Terminale

RAFFICA = "501.00001\r\rS\r12\rprima nota\r120+35,50\r"


def controlla(testo: str) -> bool:
    attesi = (
        "Cliente 501.00001     Rossi s.r.l.",
        "Definitivo S",
        "Prot.     12",
        "Note    prima nota",
        "155,50",
        "311,00",
    )
    return all(a in testo for a in attesi)


def test_una_raffica_sola() -> None:
    with Terminale() as terminale:
        terminale.attendi("^G Comandi")
        terminale.scrivi(RAFFICA)
        terminale.attendi(controlla)


def test_raffica_con_elenco_e_griglia() -> None:
    with Terminale() as terminale:
        terminale.attendi("^G Comandi")
        # F2, name, Enter chooses; the rest of the header; three rows, one of them only described
        terminale.scrivi("\x1bOQROSSI\r\rS\r7\rbeta\r10\rconsul\r\r4\r90,5\r.\r")
        terminale.attendi(
            lambda t: "501.00318" in t and "Note    beta" in t and "Consulenza fiscale" in t and "90,50" in t
        )


def test_tasti_battuti_prima_che_il_programma_sia_pronto() -> None:
    with Terminale() as terminale:
        terminale.attendi("Documento di prova")
        terminale.scrivi(RAFFICA)
        terminale.attendi(controlla)


def test_testo_incollato_su_piu_righe_va_nei_campi_che_seguono() -> None:
    with Terminale() as terminale:
        terminale.attendi("^G Comandi")
        terminale.scrivi("\x1b[200~501.00002\n15\nS\x1b[201~\r8\r")
        terminale.attendi(
            lambda t: "Verdi Aldo" in t and "15/03/2026" in t and "Definitivo S" in t and "Prot.      8" in t
        )


def test_clic_in_mezzo_ai_tasti() -> None:
    with Terminale() as terminale:
        terminale.attendi("^G Comandi")
        # the click on Note (fourth line) comes after the first text and before the second
        terminale.scrivi("501.00002\r\x1b[<0;12;4M\x1b[<0;12;4mdopo il clic\r")
        terminale.attendi(lambda t: "Verdi Aldo" in t and "Note    dopo il clic" in t)


@pytest.mark.parametrize("invio", ["\r", "\n"], ids=["Invio", "Invio del tastierino"])
def test_elenco_lungo_fine_e_scelta(invio: str) -> None:
    with Terminale() as terminale:
        terminale.attendi("^G Comandi")
        terminale.scrivi(f"\x1b[20~\x1b[F\x1b[A{invio}")  # F9, End, Up, Enter
        terminale.attendi("Scelto 99999.")


def test_ridimensionare_tiene_campo_e_testo() -> None:
    with Terminale() as terminale:
        terminale.attendi("^G Comandi")
        terminale.scrivi("501.00002\r\r\rnota a met")
        terminale.attendi("nota a met")
        terminale.ridimensiona(50, 160)
        terminale.attendi(lambda t: "nota a met" in t and any(len(r) > 100 for r in t.splitlines()))
        terminale.scrivi("à\r")
        terminale.attendi("Note    nota a metà")
        terminale.ridimensiona(24, 80)
        terminale.attendi(lambda t: "Note    nota a metà" in t and "^G Comandi" in t)


def test_senza_colori() -> None:
    with Terminale(NO_COLOR="1") as terminale:
        terminale.attendi("^G Comandi")
        terminale.scrivi("nessuno\r")
        terminale.attendi("! Cliente: Codice non trovato.")
        assert not terminale.colori(), "con NO_COLOR nessun colore"
        assert b"\x07" in terminale.grezzo, "il rifiuto suona"


def test_sedici_colori_e_sfondo_del_terminale() -> None:
    with Terminale(TERM="xterm-16color") as terminale:
        terminale.attendi("^G Comandi")
        terminale.scrivi("nessuno\r")
        terminale.attendi("! Cliente: Codice non trovato.")
        assert terminale.colori() <= {30, 31, 32, 33, 34, 35, 36, 37, *range(90, 98)}


def test_colori_solo_dal_terminale_anche_dove_ce_ne_sono_di_piu() -> None:
    with Terminale(COLORTERM="truecolor") as terminale:
        terminale.attendi("^G Comandi")
        terminale.scrivi("\x1bOQ")
        terminale.attendi("Ragione sociale")
        assert terminale.colori() <= {*range(30, 38), *range(90, 98)}
