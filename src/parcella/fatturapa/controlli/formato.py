"""The verdict on the layout: the same as the official schema's, said with the Italian name of the field.

A block whose children come in order is recognised by one regular expression; only where something is wrong is it worked
out what.
"""

from typing import Any

from lxml import etree

from parcella.fatturapa.controlli.esito import NON_CONFORME, Rilievo
from parcella.fatturapa.controlli.parole import difetto, mostra
from parcella.fatturapa.controlli.posizione import percorso
from parcella.fatturapa.tracciato.tracciato import (
    FIRMA,
    RADICE_SEMPLIFICATA,
    Elemento,
    tracciato,
    tracciato_semplificato,
)

Albero = Any  # lxml's element: its stubs are not complete enough to be worth naming
MASSIMO_ERRORI = 50  # as many as SdI lists
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_SEMPRE_AMMESSI = (f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation")
_insolito = etree.XPath("boolean(/*//*/@* | //comment() | //processing-instruction())")
_BIANCHI = " \t\n\r"
_PARTI_FIRMA = ("SignedInfo", "SignatureValue")


def insolito(radice: Albero) -> bool:
    """Whether the file has attributes, comments or the like below its root: few have."""
    return bool(_insolito(radice))


def controlla_formato(radice: Albero, *, attento: bool = True) -> list[Rilievo]:
    """What the layout has against a file with the root of an invoice: nothing, or remarks with code 00200.

    A simplified invoice is judged by its own layout. `attento` False when it is known not to be `insolito`.
    """
    schema = tracciato_semplificato() if radice.tag == RADICE_SEMPLIFICATA else tracciato()
    visita = _Visita(attento)
    visita.attributi_della_radice(radice, schema)
    visita.blocco(radice, schema)
    return visita.errori


def formato_buono(trovato: Albero, blocco: Elemento) -> bool:
    """Whether a tree the writer has just made is good: no attributes, no words between elements, no odd leaves."""
    lettere = ""
    voci = blocco.voci
    for figlio in trovato:
        voce = voci.get(figlio.tag)
        if voce is None:
            return False
        lettera, vale, elemento = voce
        lettere += lettera
        if not (formato_buono(figlio, elemento) if vale is None else vale(figlio.text or "")):
            return False
    return blocco.ordine.fullmatch(lettere) is not None


class _Visita:
    """One walk through a file."""

    def __init__(self, attento: bool) -> None:
        self.attento = attento
        self.errori: list[Rilievo] = []

    def blocco(self, trovato: Albero, blocco: Elemento) -> None:
        """Judge the children of a block, then their order and number."""
        lettere = ""
        voci = blocco.voci
        if trovato.text is not None:
            self._fra_gli_elementi(trovato, trovato.text)
        attento = self.attento
        for figlio in trovato:
            if (coda := figlio.tail) is not None:
                self._fra_gli_elementi(trovato, coda)
            voce = voci.get(figlio.tag)
            if voce is None:
                if isinstance(figlio.tag, str):
                    lettere += "?"
                continue
            lettera, vale, elemento = voce
            lettere += lettera
            if attento:
                self._attributi(figlio, elemento)
            if vale is None:
                self.blocco(figlio, elemento)
            elif len(figlio):
                self._foglia_con_figli(figlio, elemento)
            elif not vale(testo := figlio.text or ""):
                self._valore(figlio, elemento, testo)
        if not blocco.ordine.fullmatch(lettere):
            self._ordine(trovato, blocco)

    def attributi_della_radice(self, radice: Albero, schema: Elemento) -> None:
        """`versione`, and perhaps `SistemaEmittente`."""
        trasmissione = schema.trova("FatturaElettronicaHeader/DatiTrasmissione")
        versioni = trasmissione.trova("FormatoTrasmissione").formato
        sistema = trasmissione.trova("ProgressivoInvio").formato
        if radice.get("versione") is None and versioni is not None and versioni.codici is not None:
            rimedio = "scrivere " + " o ".join(f'versione="{codice}"' for codice in versioni.codici)
            self.errore("Manca l'attributo versione della fattura.", radice, rimedio)
        for nome, valore in radice.attrib.items():
            forma = {"versione": versioni, "SistemaEmittente": sistema}.get(nome)
            if forma is None:
                if nome not in _SEMPRE_AMMESSI:
                    self._attributo_di_troppo(radice, nome)
            elif not forma.vale(valore):
                cosa, rimedio = difetto(forma, valore)
                self.errore(f"L'attributo {nome}: {cosa}, ammesso {forma.ammesso}.", radice, rimedio)

    def _fra_gli_elementi(self, blocco: Albero, testo: str) -> None:
        """Words between the elements of a block."""
        if testo.strip(_BIANCHI):
            self.errore(f"Il testo {mostra(testo.strip(_BIANCHI))} sta fra gli elementi.", blocco, "togliere il testo")

    def errore(self, messaggio: str, dove: Albero, rimedio: str, numero: str = "") -> None:
        """Add a remark, if there are not too many."""
        if len(self.errori) < MASSIMO_ERRORI:
            posizione = f"{numero} {percorso(dove)}".strip()
            self.errori.append(Rilievo(NON_CONFORME, messaggio, posizione, rimedio))

    def _valore(self, trovato: Albero, elemento: Elemento, testo: str) -> None:
        if elemento.formato is not None:
            cosa, rimedio = difetto(elemento.formato, testo)
            messaggio = f"{elemento.chiamata}: {cosa}, ammesso {elemento.formato.ammesso}."
            self.errore(messaggio, trovato, rimedio, elemento.id)

    def _foglia_con_figli(self, trovato: Albero, elemento: Elemento) -> None:
        """The signature, or a value cut in two by a comment, or elements where a value should be."""
        if elemento.tag == FIRMA:
            parti = tuple(etree.QName(p).localname for p in trovato if isinstance(p.tag, str))
            if parti[:2] != _PARTI_FIRMA:
                self.errore("La firma non è una firma XAdES completa.", trovato, "firmare di nuovo il file")
            return
        figlio = next((f for f in trovato if isinstance(f.tag, str)), None)
        if figlio is not None:
            messaggio = f"{elemento.chiamata} contiene l'elemento {figlio.tag}, ammesso solo un valore."
            self.errore(messaggio, trovato, "togliere l'elemento", elemento.id)
            return
        testo = (trovato.text or "") + "".join(f.tail or "" for f in trovato)
        if elemento.formato is not None and not elemento.formato.vale(testo):
            self._valore(trovato, elemento, testo)

    def _attributi(self, trovato: Albero, elemento: Elemento) -> None:
        if elemento.tag != FIRMA:
            for nome in trovato.attrib:
                if nome not in _SEMPRE_AMMESSI:
                    self._attributo_di_troppo(trovato, nome)

    def _attributo_di_troppo(self, trovato: Albero, nome: str) -> None:
        self.errore(f"L'attributo {nome} non è previsto in {_breve(trovato.tag)}.", trovato, "togliere l'attributo")

    def _ordine(self, trovato: Albero, blocco: Elemento) -> None:
        """Tell what is missing, repeated, misplaced or unknown among the children of a block."""
        gia = len(self.errori)
        figli = [f for f in trovato if isinstance(f.tag, str)]
        presenti = [f.tag for f in figli]
        self._scelta(trovato, blocco, presenti)
        ultimo = ""
        contati: dict[str, int] = {}
        for figlio in figli:
            voce = blocco.voci.get(figlio.tag)
            if voce is None:
                self._sconosciuto(figlio, blocco)
                continue
            elemento = voce.elemento
            contati[elemento.tag] = contati.get(elemento.tag, 0) + 1
            if elemento.massimo is not None and contati[elemento.tag] == elemento.massimo + 1:
                messaggio = f"{elemento.chiamata} è ripetuto: in {blocco.nome} ne è ammesso uno solo."
                self.errore(messaggio, figlio, "togliere l'elemento di troppo", elemento.id)
            elif voce.lettera < ultimo:
                prima = next(v.elemento for v in blocco.voci.values() if v.lettera == ultimo)
                messaggio = f"{elemento.chiamata} è fuori posto: deve stare prima di {prima.tag}."
                self.errore(messaggio, figlio, f"spostare {_breve(elemento.tag)} prima di {prima.tag}", elemento.id)
            ultimo = max(ultimo, voce.lettera)
        self._mancanti(trovato, blocco, presenti)
        if len(self.errori) == gia and gia < MASSIMO_ERRORI:
            self.errore(f"Gli elementi di {blocco.nome} non sono nell'ordine previsto.", trovato, "riordinarli")

    def _mancanti(self, trovato: Albero, blocco: Elemento, presenti: list[str]) -> None:
        precedente = ""
        for elemento in blocco.figli:
            if elemento.minimo and not elemento.scelta and elemento.tag not in presenti:
                dove = f"dopo {precedente}" if precedente else "all'inizio"
                messaggio = f"Manca {elemento.chiamata}, obbligatorio in {blocco.nome}."
                rimedio = f"aggiungere {elemento.tag} {dove}"
                self.errore(messaggio, trovato, rimedio, elemento.id)
            precedente = elemento.tag

    def _scelta(self, trovato: Albero, blocco: Elemento, presenti: list[str]) -> None:
        """One way or the other, whole: the Denominazione, or Nome and Cognome."""
        vie = {v: [e.tag for e in blocco.figli if e.scelta == v] for v in "AB"}
        if not vie["A"]:
            return
        usate = {via: [tag for tag in tags if tag in presenti] for via, tags in vie.items()}
        if (usate["A"] and usate["B"]) or not any(usate[via] == vie[via] for via in vie):
            trovati = ", ".join(usate["A"] + usate["B"]) or "nessuno dei tre"
            alternative = " oppure ".join(" e ".join(tags) for tags in vie.values())
            numero = next(e.id for e in blocco.figli if e.scelta == "A")
            self.errore(
                f"{blocco.chiamata}: ci vuole {alternative}; trovati: {trovati}.",
                trovato,
                "scrivere la Denominazione per un ente, Nome e Cognome per una persona",
                numero,
            )

    def _sconosciuto(self, figlio: Albero, blocco: Elemento) -> None:
        nome = _breve(figlio.tag)
        altrove = blocco.voci.get(nome) if nome != figlio.tag else None
        if altrove is not None:
            messaggio = f"L'elemento {nome} ha uno spazio dei nomi, che in {blocco.nome} non è ammesso."
            self.errore(messaggio, figlio, "togliere il prefisso o xmlns dall'elemento", altrove.elemento.id)
            return
        self.errore(f"L'elemento {nome} non è previsto in {blocco.nome}.", figlio, "togliere l'elemento", blocco.id)


def _breve(tag: str) -> str:
    return tag.rpartition("}")[2]
