"""The verdict on the layout: the same as the official schema's, said with the Italian name of the field.

A block whose children come in order is recognised by one regular expression; only where something is wrong is it worked
out what.
"""

from bisect import bisect_right
from typing import Any

from lxml import etree

from parcella.fatturapa.controlli.esito import NON_CONFORME, Rilievo
from parcella.fatturapa.controlli.firma import firma_intera
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
_CONTENITORI = frozenset(
    (
        "Testata",
        "Dati di trasmissione",
        "Dati anagrafici",
        "Nome o denominazione",
        "Identificativi fiscali",
        "Altri dati identificativi",
        "Corpo del documento",
        "Dati generali",
        "Dati generali del documento",
        "Beni e servizi",
    )
)  # what is in them is found without naming them


def insolito(radice: Albero) -> bool:
    """Whether the file has attributes, comments or the like below its root: few have."""
    return bool(_insolito(radice))


def controlla_formato(radice: Albero, *, attento: bool = True) -> list[Rilievo]:
    """What the layout has against a file with the root of an invoice: nothing, or remarks with code 00200.

    A simplified invoice is judged by its own layout. `attento` False when it is known not to be `insolito`.
    """
    schema = tracciato_semplificato() if radice.tag == RADICE_SEMPLIFICATA else tracciato()
    visita = _Visita(schema, attento)
    visita.attributi_della_radice(radice)
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

    def __init__(self, schema: Elemento, attento: bool) -> None:
        self.schema = schema
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

    def attributi_della_radice(self, radice: Albero) -> None:
        """`versione`, and perhaps `SistemaEmittente`."""
        trasmissione = self.schema.trova("FatturaElettronicaHeader/DatiTrasmissione")
        versioni = trasmissione.trova("FormatoTrasmissione").formato
        sistema = trasmissione.trova("ProgressivoInvio").formato
        if radice.get("versione") is None and versioni is not None and versioni.codici is not None:
            rimedio = "scrivere " + " o ".join(f'versione="{codice}"' for codice in versioni.codici)
            self.errore("manca l'attributo versione.", radice, rimedio)
        for nome, valore in radice.attrib.items():
            forma = {"versione": versioni, "SistemaEmittente": sistema}.get(nome)
            if forma is None:
                if nome not in _SEMPRE_AMMESSI:
                    self._attributo_di_troppo(radice, nome)
            elif not forma.vale(valore):
                cosa, rimedio = difetto(forma, valore)
                self.errore(f"l'attributo {nome}: {cosa}; ammesso: {forma.ammesso}.", radice, rimedio)

    def _fra_gli_elementi(self, blocco: Albero, testo: str) -> None:
        """Words between the elements of a block."""
        if parole := testo.strip(_BIANCHI):
            self.errore(f"fra gli elementi c'è il testo {mostra(parole)}.", blocco, "togliere il testo")

    def errore(self, cosa: str, dove: Albero, rimedio: str, manca: str = "", estraneo: Albero = None) -> None:
        """Add a remark on an element, if there are not too many.

        `manca` is the number of one that should be in it, `estraneo` one that is in it and should not.
        """
        if len(self.errori) < MASSIMO_ERRORI:
            chiamato, numero = self._chiamato(dove)
            posizione = f"{manca or numero} {percorso(dove if estraneo is None else estraneo)}".strip()
            self.errori.append(Rilievo(NON_CONFORME, f"{chiamato}: {cosa}", posizione, rimedio))

    def _chiamato(self, dove: Albero) -> tuple[str, str]:
        """How a person finds an element, and its number: `Linea 2, Aliquota IVA (2.2.1.12 AliquotaIVA)`."""
        elemento = self.schema
        nomi: list[str] = []
        for passo in [*reversed([*dove.iterancestors()]), dove][1:]:
            elemento = elemento.voci[passo.tag].elemento
            fratelli = passo.getparent().findall(passo.tag)
            quale = f" {fratelli.index(passo) + 1}" if elemento.massimo is None and len(fratelli) > 1 else ""
            if passo is dove:
                nomi.append(elemento.nome + quale + elemento.chiamata.removeprefix(elemento.nome))
            elif quale or elemento.nome not in _CONTENITORI:
                nomi.append(elemento.nome + quale)
        return ", ".join(nomi) or elemento.nome, elemento.id

    def _valore(self, trovato: Albero, elemento: Elemento, testo: str) -> None:
        if elemento.formato is not None:
            cosa, rimedio = difetto(elemento.formato, testo)
            if not testo and not elemento.minimo:
                rimedio += ", o togliere l'elemento, che è facoltativo"
            self.errore(f"{cosa}; ammesso: {elemento.formato.ammesso}.", trovato, rimedio)

    def _foglia_con_figli(self, trovato: Albero, elemento: Elemento) -> None:
        """The signature, or a value cut in two by a comment, or elements where a value should be."""
        if elemento.tag == FIRMA:
            if not firma_intera(trovato):
                self.errore("non è una firma XAdES completa.", trovato, "firmare di nuovo il file")
            return
        figlio = next((f for f in trovato if isinstance(f.tag, str)), None)
        if figlio is not None:
            messaggio = f"contiene l'elemento {_breve(figlio.tag)}; ammesso: solo un valore."
            self.errore(messaggio, trovato, "togliere l'elemento")
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
        self.errore(f"l'attributo {_breve(nome)} non è previsto.", trovato, "togliere l'attributo")

    def _ordine(self, trovato: Albero, blocco: Elemento) -> None:
        """Tell what is missing, repeated, misplaced or unknown among the children of a block."""
        gia = len(self.errori)
        figli = [f for f in trovato if isinstance(f.tag, str)]
        presenti = [f.tag for f in figli]
        self._scelta(trovato, blocco, presenti)
        contati: dict[str, int] = {}
        noti: list[Albero] = []
        for figlio in figli:
            voce = blocco.voci.get(figlio.tag)
            if voce is None:
                self._sconosciuto(figlio, trovato, blocco)
                continue
            elemento = voce.elemento
            contati[elemento.tag] = contati.get(elemento.tag, 0) + 1
            if elemento.massimo is None or contati[elemento.tag] <= elemento.massimo:
                noti.append(figlio)
            elif contati[elemento.tag] == elemento.massimo + 1:
                self.errore(
                    "compare più di una volta, e può starci una volta sola.", figlio, "togliere l'elemento di troppo"
                )
        self._fuori_posto(noti, blocco)
        self._mancanti(trovato, blocco, presenti)
        if len(self.errori) == gia and gia < MASSIMO_ERRORI:
            self.errore("gli elementi non sono nell'ordine previsto.", trovato, "riordinarli")

    def _fuori_posto(self, figli: list[Albero], blocco: Elemento) -> None:
        """The fewest that, moved, would leave the others in order."""
        fermi = _in_ordine([blocco.voci[figlio.tag].lettera for figlio in figli])
        tag_fermi = [figli[posto].tag for posto in fermi]
        for posto in sorted(set(range(len(figli))) - set(fermi)):
            figlio = figli[posto]
            lettera = blocco.voci[figlio.tag].lettera
            dopo = next((tag for tag in tag_fermi if blocco.voci[tag].lettera > lettera), None)
            prima = next((tag for tag in reversed(tag_fermi) if blocco.voci[tag].lettera <= lettera), None)
            dove = f"prima di {dopo}" if dopo else f"dopo {prima}"
            self.errore(f"è fuori posto: va {dove}.", figlio, f"spostare {figlio.tag} {dove}")

    def _mancanti(self, trovato: Albero, blocco: Elemento, presenti: list[str]) -> None:
        precedente = ""
        for elemento in blocco.figli:
            if elemento.minimo and not elemento.scelta and elemento.tag not in presenti:
                dove = f"dopo {precedente}" if precedente else "all'inizio"
                self.errore(f"manca {elemento.chiamata}.", trovato, f"aggiungere {elemento.tag} {dove}", elemento.id)
            elif elemento.tag not in presenti:
                continue
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
            self.errore(
                f"ci vuole {alternative}; trovati: {trovati}.",
                trovato,
                "scrivere la Denominazione per un ente, Nome e Cognome per una persona",
                next(e.id for e in blocco.figli if e.scelta == "A"),
            )

    def _sconosciuto(self, figlio: Albero, trovato: Albero, blocco: Elemento) -> None:
        nome = _breve(figlio.tag)
        if nome != figlio.tag and nome in blocco.voci:
            messaggio = f"l'elemento {nome} ha uno spazio dei nomi, che qui non è ammesso."
            numero = blocco.voci[nome].elemento.id
            self.errore(messaggio, trovato, f"togliere il prefisso o xmlns da {nome}", numero, figlio)
            return
        giusto = next((tag for tag in blocco.voci if tag.lower() == nome.lower()), None)
        rimedio = f"scrivere {giusto}, con le maiuscole al loro posto" if giusto else "togliere l'elemento"
        self.errore(f"l'elemento {nome} non è previsto.", trovato, rimedio, estraneo=figlio)


def _in_ordine(lettere: list[str]) -> list[int]:
    """The places of the longest run of letters, not in a row, that never goes back."""
    code: list[int] = []  # the place where the best run of each length ends
    prima: list[int] = []
    for posto, lettera in enumerate(lettere):
        quanti = bisect_right(code, lettera, key=lettere.__getitem__)
        prima.append(code[quanti - 1] if quanti else -1)
        code[quanti : quanti + 1] = [posto]
    fermi = []
    posto = code[-1] if code else -1
    while posto >= 0:
        fermi.append(posto)
        posto = prima[posto]
    return fermi[::-1]


def _breve(tag: str) -> str:
    return tag.rpartition("}")[2]
