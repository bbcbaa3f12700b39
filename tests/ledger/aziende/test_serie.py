"""Sezionali and counters."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from parcella.ledger.aziende.serie import elenco_numeratori, elenco_serie, elimina_serie, salva_serie
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte


def salva(sessione: Session, contesto: Contesto, **dati: Any) -> None:
    salva_serie(sessione, contesto, {"documento": "PA", "serie": 2, **dati}, Risposte())


def numeri(sessione: Session, contesto: Contesto) -> list[tuple[int, int, int]]:
    return [(n.serie, n.anno, n.ultimo_numero) for n in elenco_numeratori(sessione, contesto.azienda)]


def test_una_serie_e_il_numeratore_di_un_anno(sessione: Session, studio: Contesto) -> None:
    salva(sessione, studio, ultimo_numero=0)
    assert numeri(sessione, studio) == []  # declared only
    salva(sessione, studio, ultimo_numero=7)
    salva(sessione, studio, ultimo_numero=3, anno=2025)
    assert numeri(sessione, studio) == [(2, 2025, 3), (2, 2026, 7)]
    salva(sessione, studio, ultimo_numero=0)
    assert numeri(sessione, studio) == [(2, 2025, 3), (2, 2026, 7)]
    assert [(s.documento, s.serie) for s in elenco_serie(sessione, studio.azienda)] == [("NO", 1), ("PA", 1), ("PA", 2)]


def test_il_numeratore_non_torna_sotto_un_numero_dato(
    sessione: Session, studio: Contesto, monkeypatch: pytest.MonkeyPatch
) -> None:
    salva(sessione, studio, ultimo_numero=9)
    salva(sessione, studio, ultimo_numero=8)
    monkeypatch.setattr("parcella.ledger.aziende.serie._ultimo_dato", lambda *_: 8)
    with pytest.raises(Rifiuto, match="già stato dato il numero 8"):
        salva(sessione, studio, ultimo_numero=5)


@pytest.mark.requisito("FEL-006", "FEL-007")
def test_la_serie_elettronica_si_disattiva_solo_azzerata(sessione: Session, studio: Contesto) -> None:
    salva(sessione, studio, fattura_elettronica="S", ultimo_numero=4)
    with pytest.raises(Rifiuto, match="occorre azzerare"):
        salva(sessione, studio, fattura_elettronica="N")
    salva(sessione, studio, anno=2026, ultimo_numero=0, data_ultimo=date(2026, 3, 1))
    with pytest.raises(Rifiuto, match="occorre azzerare"):
        salva(sessione, studio, fattura_elettronica="N")
    salva(sessione, studio, anno=2026, data_ultimo=None)
    salva(sessione, studio, fattura_elettronica="N")


@pytest.mark.requisito("FEL-013")
def test_il_sezionale_di_un_cliente_non_diventa_cartaceo(sessione: Session, studio: Contesto) -> None:
    """Unless a file of the archive says so; a cancelled client does not count."""

    def cliente(numero: int, annullato: str = "N") -> None:
        dati = {"codice": f"501.0000{numero}", "ragione_sociale": "Alfa", "annullato": annullato}
        sessione.add(Cliente(azienda=studio.azienda, **dati, chiave_nome="ALFA", sezionale_fattura_elettronica=2))
        sessione.flush()

    salva(sessione, studio)
    cliente(1, annullato="S")
    salva(sessione, studio, fattura_elettronica="N")
    salva(sessione, studio, fattura_elettronica=None)
    cliente(2)
    with pytest.raises(Rifiuto, match=r"quello delle fatture elettroniche di 501\.00002: prima darne"):
        salva(sessione, studio, fattura_elettronica="N")
    cliente(3)
    cliente(4)
    risposte = Risposte()
    dati = {"documento": "PA", "serie": 2, "fattura_elettronica": "N"}
    salva_serie(sessione, studio, dati, risposte, da_archivio=True)
    assert [a.messaggio for a in risposte.avvisi] == [
        "Il sezionale 2 è quello delle fatture elettroniche di 501.00002 e di altri 2, e diventa cartaceo."
    ]
    salva(sessione, studio, fattura_elettronica="N", descrizione="Carta")  # it is so already
    salva_serie(sessione, studio, {"documento": "NO", "serie": 2, "fattura_elettronica": "N"}, Risposte())


def test_una_serie_che_ha_dato_numeri_non_si_cancella(sessione: Session, studio: Contesto) -> None:
    salva(sessione, studio, ultimo_numero=1)
    with pytest.raises(Rifiuto, match="ha già dato numeri"):
        elimina_serie(sessione, studio, "PA", 2)
    salva(sessione, studio, anno=2026, ultimo_numero=0)
    elimina_serie(sessione, studio, "PA", 2)
    with pytest.raises(Rifiuto, match="inesistente"):
        elimina_serie(sessione, studio, "PA", 2)
