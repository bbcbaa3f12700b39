"""The payment code: what it says, and when there is one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.stampe.modulo import CodiceQr, modulo_di
from parcella.stampe.qr import bonifico, contenuto_epc, quadretti

from .conftest import IBAN, azienda, fascicolo, rata, riga

QR = CodiceQr(stampa=True, causale="Notula {numero} del {data}[ rata {qr_rata}]")


def notula(**altri: Any) -> Fascicolo:
    return fascicolo([riga(1, "Consulenza", "1000.00")], **altri)


def test_il_testo_e_quello_dello_standard() -> None:
    b = bonifico(notula(), QR)
    assert b is not None
    assert contenuto_epc(b).split("\n") == [
        "BCD", "002", "1", "SCT", "BLOPIT22XXX", "Studio Montanari", IBAN, "EUR1068.80", "", "",
        "Notula 1/12 del 31/03/2026",
    ]  # fmt: skip


def test_il_codice_e_quello_che_segno_fa_dello_stesso_testo() -> None:
    import segno

    b = bonifico(notula(), QR)
    assert b is not None
    atteso = segno.make_qr(contenuto_epc(b).encode(), error="m", boost_error=False, mask=3)
    assert atteso.error == "M"
    assert atteso.version <= 13
    assert quadretti(b) == [bytes(r) for r in atteso.matrix]


def test_chiede_la_prima_rata_aperta_da_bonificare() -> None:
    rate = (
        rata(1, date(2026, 4, 30), "300.00", stato_rata="P"),
        rata(2, date(2026, 5, 31), "300.00", tipo_pagamento="R"),
        rata(3, date(2026, 6, 30), "468.80"),
    )
    b = bonifico(notula(rate=rate), QR)
    assert b is not None
    assert (b.importo, b.rata) == (Decimal("468.80"), "3/3")
    assert b.causale.endswith("rata 3/3")


@pytest.mark.parametrize("tipo", ["R", "A", "V", "C"])
def test_niente_codice_per_chi_paga_in_altro_modo(tipo: str) -> None:
    f = notula()
    altra = rata(1, date(2026, 4, 30), f.totali.totale_da_pagare, tipo_pagamento=tipo)
    assert bonifico(replace(f, rate=(altra,)), QR) is None


def test_niente_codice_senza_iban_o_senza_nulla_da_pagare() -> None:
    assert bonifico(notula(azienda=azienda(iban=None)), QR) is None
    assert bonifico(notula(rate=(rata(1, date(2026, 4, 30), "0.00"),)), QR) is None
    assert bonifico(notula(), CodiceQr(stampa=False)) is None


def test_il_limite_di_331_byte_tiene_con_nomi_lunghi_e_accentati() -> None:
    lunga = azienda(ragione_sociale="à" * 80)
    b = bonifico(notula(azienda=lunga), replace(QR, causale="è" * 300))
    assert b is not None
    assert len(contenuto_epc(b).encode()) <= 331
    assert quadretti(b)


def test_sulla_notula_si_e_sulla_parcella_solo_se_il_modulo_vuole() -> None:
    for sigla, stampa in (("NO", True), ("PA", False)):
        modulo = modulo_di(fascicolo([riga(1, "Voce", "1.00")], sigla=sigla).documento)
        assert modulo is not None
        assert modulo.qr.stampa is stampa
