"""A file with every element of the layout, one way and the other of each choice."""

from typing import Any

from lxml import etree

from parcella.fatturapa.tracciato.tracciato import FIRMA, Elemento, tracciato

_ESEMPI = {
    "importo": "-1040.00",
    "importo8": "12.34567",
    "quantita": "2.50",
    "aliquota": "22.00",
    "peso": "12.5",
    "data": "2026-04-02",
    "data_fattura": "2026-04-02",
    "data_ora": "2026-04-02T10:30:00",
    "titolo": "Dott.",
    "nazione": "IT",
    "destinatario": "ABC1234",
    "posta": "studio@esempio.it",
    "pec": "studio@pec.esempio.it",
    "codice_fiscale": "RSSMRA80A01H501U",
    "codice_fiscale_persona": "RSSMRA80A01H501U",
    "iban": "IT60X0542811101000000123456",
    "bic": "UNCRITM1XXX",
    "base64": "AAECAw==",
}


def completa(scelta: str, layout: Elemento | None = None) -> Any:
    """The file, with Denominazione (`A`) or with Nome and Cognome (`B`); ordinary, or of another layout."""
    layout = layout or tracciato()
    versione = esempio(layout.trova("FatturaElettronicaHeader/DatiTrasmissione/FormatoTrasmissione"))
    radice = etree.Element(layout.tag, nsmap={"p": etree.QName(layout.tag).namespace}, versione=versione)
    _riempi(radice, layout, scelta)
    return radice


def esempio(elemento: Elemento) -> str:
    """A value the element may have."""
    formato = elemento.formato
    assert formato is not None
    if formato.codici is not None:
        return list(formato.codici)[-1]
    nome, _, misura = formato.nome.partition(" ")
    minimo = int(misura.partition("-")[0] or 0)
    if nome in ("latino", "ascii", "libero", "maiuscole", "alfanumerico"):
        return "A" * max(minimo, 2)
    if nome in ("cifre", "intero"):
        return "1" * max(minimo, 1)
    return _ESEMPI[nome]


def _riempi(padre: Any, blocco: Elemento, scelta: str) -> None:
    for elemento in blocco.figli:
        if elemento.tag == FIRMA or elemento.scelta not in ("", scelta):
            continue
        for _ in range(1 if elemento.massimo == 1 else 2):
            figlio = etree.SubElement(padre, elemento.tag)
            if elemento.formato is None:
                _riempi(figlio, elemento, scelta)
            else:
                figlio.text = esempio(elemento)
