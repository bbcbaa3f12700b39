"""The controls of SdI that a file alone decides (fatturapa.md § 5.1), written from the page and not from the program.

00421 and 00422 are exact here, and 00423 stays under a cent: an exporter has no use for the tolerances.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lxml import etree

D = Decimal
CENTESIMO = D("0.01")


def leggi(contenuto: bytes) -> Any:
    """The file as a tree, without network and without entities."""
    return etree.fromstring(contenuto, etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False))


def valori(elemento: Any, percorso: str) -> list[str]:
    return [trovato.text or "" for trovato in elemento.iterfind(percorso)]


def valore_di(elemento: Any, percorso: str) -> str | None:
    trovati = valori(elemento, percorso)
    assert len(trovati) <= 1, f"{percorso}: {trovati}"
    return trovati[0] if trovati else None


def numero(elemento: Any, percorso: str) -> Decimal:
    valore = valore_di(elemento, percorso)
    assert valore is not None, percorso
    return D(valore)


def mezzo_su(valore: Decimal) -> Decimal:
    return valore.quantize(CENTESIMO, rounding=ROUND_HALF_UP)


def controlla(radice: Any) -> list[str]:
    """The codes of the controls that the file fails."""
    errori = _testata(radice)
    for corpo in radice.iterfind("FatturaElettronicaBody"):
        errori += _nature(corpo) + _ritenute(corpo) + _somme(corpo) + _linee(corpo) + _corrispondenze(corpo)
        if not any(cifra.isdigit() for cifra in valore_di(corpo, "DatiGenerali/DatiGeneraliDocumento/Numero") or ""):
            errori.append("00425")
    return errori


def _testata(radice: Any) -> list[str]:
    errori = []
    formato = valore_di(radice, "FatturaElettronicaHeader/DatiTrasmissione/FormatoTrasmissione")
    destinatario = valore_di(radice, "FatturaElettronicaHeader/DatiTrasmissione/CodiceDestinatario") or ""
    cessionario = radice.find("FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici")
    paese = valore_di(cessionario, "IdFiscaleIVA/IdPaese")
    if (formato, len(destinatario)) not in (("FPA12", 6), ("FPR12", 7)):
        errori.append("00427")
    if formato != radice.get("versione"):
        errori.append("00428")
    if destinatario == "XXXXXXX" and paese in (None, "IT"):
        errori.append("00313")
    if paese is None and valore_di(cessionario, "CodiceFiscale") is None:
        errori.append("00417")
    return errori


def _nature(corpo: Any) -> list[str]:
    errori = []
    for percorso, senza, con in (
        ("DatiBeniServizi/DettaglioLinee", "00400", "00401"),
        ("DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale", "00413", "00414"),
        ("DatiBeniServizi/DatiRiepilogo", "00429", "00430"),
    ):
        for blocco in corpo.iterfind(percorso):
            aliquota, natura = numero(blocco, "AliquotaIVA"), valore_di(blocco, "Natura")
            if aliquota == 0 and natura is None:
                errori.append(senza)
            if aliquota != 0 and natura is not None:
                errori.append(con)
            if aliquota != 0 and aliquota < 1:
                errori.append("00424")
            if natura in ("N2", "N3", "N6"):
                errori.append("00445")
            if (natura or "").startswith("N6") and valore_di(blocco, "EsigibilitaIVA") == "S":
                errori.append("00420")
    return errori


def _ritenute(corpo: Any) -> list[str]:
    if corpo.find("DatiGenerali/DatiGeneraliDocumento/DatiRitenuta") is not None:
        return []
    errori = ["00411" for _ in corpo.iterfind("DatiBeniServizi/DettaglioLinee/Ritenuta")]
    errori += ["00415" for _ in corpo.iterfind("DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale/Ritenuta")]
    return errori


def _parti(corpo: Any) -> list[Any]:
    casse = corpo.iterfind("DatiGenerali/DatiGeneraliDocumento/DatiCassaPrevidenziale")
    return [*corpo.iterfind("DatiBeniServizi/DettaglioLinee"), *casse]


def _somme(corpo: Any) -> list[str]:
    errori = []
    attese: dict[Decimal, Decimal] = defaultdict(Decimal)
    for parte in _parti(corpo):
        nome = "PrezzoTotale" if parte.tag == "DettaglioLinee" else "ImportoContributoCassa"
        attese[numero(parte, "AliquotaIVA")] += numero(parte, nome)
    for riepilogo in corpo.iterfind("DatiBeniServizi/DatiRiepilogo"):
        aliquota, imponibile = numero(riepilogo, "AliquotaIVA"), numero(riepilogo, "ImponibileImporto")
        attese[aliquota] -= imponibile
        if numero(riepilogo, "Imposta") != mezzo_su(aliquota * imponibile / 100):
            errori.append("00421")
    return errori + ["00422" for differenza in attese.values() if differenza != 0]


def _linee(corpo: Any) -> list[str]:
    errori = []
    for posizione, linea in enumerate(corpo.iterfind("DatiBeniServizi/DettaglioLinee"), 1):
        assert valore_di(linea, "NumeroLinea") == str(posizione)
        quantita = D(valore_di(linea, "Quantita") or "1")
        if abs(numero(linea, "PrezzoTotale") - numero(linea, "PrezzoUnitario") * quantita) >= CENTESIMO:
            errori.append("00423")
    return errori


def _corrispondenze(corpo: Any) -> list[str]:
    def chiavi(blocchi: Any) -> set[tuple[Decimal, str | None]]:
        return {(numero(blocco, "AliquotaIVA"), valore_di(blocco, "Natura")) for blocco in blocchi}

    riepiloghi = list(corpo.iterfind("DatiBeniServizi/DatiRiepilogo"))
    usate, riassunte = chiavi(_parti(corpo)), chiavi(riepiloghi)
    errori = []
    if len(riepiloghi) < len({aliquota for aliquota, _ in usate}):
        errori.append("00419")
    if {aliquota for aliquota, _ in usate} != {aliquota for aliquota, _ in riassunte}:
        errori.append("00443")
    if {natura for _, natura in usate} != {natura for _, natura in riassunte}:
        errori.append("00444")
    assert len(riepiloghi) == len(riassunte), "due riepiloghi per la stessa aliquota e natura"
    return errori
