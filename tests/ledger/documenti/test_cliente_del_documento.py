"""What a document takes from its client: where it is posted, on which serie it goes, what a reprint shows."""

import pytest

from parcella.fatturapa.scrittura import xml

from .banco import ROSSI, VERDI, Banco, euro, notula, parcella, riga


def test_l_indirizzo_per_la_corrispondenza_e_solo_della_stampa(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00")))
    prima = banco.leggi(emessa.id)
    assert prima.spedizione is None
    posta = {"presso": "Studio Neri", "comune": "Asti", "corrispondenza": "S"}
    banco.imposta(clienti=[{"codice": ROSSI, "indirizzi": [{"comune": "Bari"}, posta]}])
    dopo = banco.leggi(emessa.id)
    assert dopo.spedizione is not None
    assert (dopo.spedizione.presso, dopo.spedizione.comune) == ("Studio Neri", "Asti")
    assert xml(dopo, "00001") == xml(prima, "00001")
    assert dopo.totali.totale_da_pagare == prima.totali.totale_da_pagare != euro("0.00")


@pytest.mark.requisito("FEL-012", "FEL-023")
def test_le_parcelle_vanno_sul_sezionale_del_cliente(banco: Banco) -> None:
    banco.imposta(clienti=[{"codice": ROSSI, "sezionale_fattura_elettronica": 2}, {"codice": VERDI}])

    def serie(cliente: str, sigla: str = "PA", **altro: int) -> int:
        dati = (parcella if sigla == "PA" else notula)(riga(importo="100.00"), cliente=cliente, **altro)
        return banco.documento(banco.emetti(dati).id).serie

    assert (serie(ROSSI), serie(VERDI), serie(ROSSI, serie=1)) == (2, 1, 1)
    assert serie(ROSSI, "NO") == 1, "la notula non va sui sezionali elettronici"


def test_una_ristampa_porta_il_nome_di_oggi_e_gli_importi_di_allora(banco: Banco) -> None:
    emessa = banco.emetti(parcella(riga(importo="100.00")))
    prima = banco.leggi(emessa.id)
    banco.imposta(clienti=[{"codice": ROSSI, "ragione_sociale": "Rossi e Figli s.p.a.", "soggetto_ritenuta": "N"}])
    dopo = banco.leggi(emessa.id)
    assert dopo.cliente.ragione_sociale == "Rossi e Figli s.p.a."
    assert (dopo.documento.soggetto_rda, dopo.totali) == (prima.documento.soggetto_rda, prima.totali)
