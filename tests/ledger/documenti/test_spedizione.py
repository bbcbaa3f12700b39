"""Where a document is posted, and what of a client an issued document keeps."""

from parcella.fatturapa.scrittura import xml

from .banco import ROSSI, Banco, euro, parcella, riga


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
