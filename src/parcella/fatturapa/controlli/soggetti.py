"""Who sends, who sells, who buys: the controls of the header."""

from collections.abc import Iterator

from parcella.fatturapa.controlli.elenco import Trovato, sul_corpo, sul_file
from parcella.fatturapa.controlli.fattura import Albero, Corpo, Fattura, Soggetto, Testata
from parcella.fatturapa.controlli.parole import mostra
from parcella.fatturapa.identificativi import CASELLA_SDI, controllo_11, controllo_16
from parcella.fatturapa.tracciato.tracciato import significato

ESTERO = "XXXXXXX"
_DIVERSI = frozenset(
    ("TD01", "TD02", "TD03", "TD06", "TD16", "TD17", "TD18", "TD19", "TD20", "TD24", "TD25", "TD28", "TD29")
)
_UGUALI = frozenset(("TD21", "TD27"))
_CEDENTE_ESTERO = frozenset(("TD17", "TD18", "TD19", "TD28"))
_CEDENTE_OO = frozenset(("TD17", "TD19"))
_CON_PARTITA_IVA = frozenset(["TD16", "TD17", "TD18", "TD19", "TD20", "TD22", "TD23", "TD28", "TD29"])
_ANAGRAFICI = "DatiAnagrafici"


@sul_file(
    "00427",
    "Il codice destinatario ha 6 caratteri per la PA, 7 per tutti gli altri.",
    "per la PA il codice dell'ufficio (6 caratteri) e formato FPA12; per gli altri 7 caratteri e formato FPR12",
)
def codice_destinatario(f: Fattura) -> Iterator[Trovato]:
    attesi = 6 if f.formato == "FPA12" else 7
    if len(f.destinatario) != attesi:
        yield (
            f"Il codice destinatario {f.destinatario} ha {len(f.destinatario)} caratteri: con {f.formato} ne servono "
            f"{attesi}.",
            f.trasmissione.find("CodiceDestinatario"),
            "1.1.4",
        )


@sul_file(
    "00428",
    "Il formato di trasmissione e l'attributo versione devono dire la stessa cosa.",
    "scrivere lo stesso formato nei due posti",
)
def formato_e_versione(f: Fattura) -> Iterator[Trovato]:
    if f.formato != f.versione:
        yield (
            f"Il formato di trasmissione è {f.formato}, la versione del file {f.versione}.",
            f.trasmissione.find("FormatoTrasmissione"),
            "1.1.3",
        )


@sul_file(
    "00313",
    "XXXXXXX vale solo per chi non è stabilito in Italia e ha un identificativo fiscale estero.",
    "per un cliente italiano scrivere il suo codice di 7 caratteri, o 0000000",
)
def destinatario_estero(f: Fattura) -> Iterator[Trovato]:
    if f.destinatario == ESTERO and f.cessionario.paese in (None, "IT"):
        chi = "non ha partita IVA" if f.cessionario.paese is None else "ha partita IVA italiana"
        yield (
            f"Il codice destinatario è {ESTERO} e il cliente {chi}.",
            f.trasmissione.find("CodiceDestinatario"),
            "1.1.4",
        )


@sul_file(
    "00330",
    "La PEC del destinatario non può essere una casella del Sistema di Interscambio.",
    "scrivere la PEC del cliente, o togliere l'elemento",
)
def pec_del_destinatario(f: Fattura) -> Iterator[Trovato]:
    if f.pec and CASELLA_SDI.fullmatch(f.pec.strip()):
        yield f"La PEC {f.pec} è del Sistema di Interscambio.", f.trasmissione.find("PECDestinatario"), "1.1.6"


@sul_file(
    "00417",
    "Il cliente deve avere la partita IVA o il codice fiscale.",
    "aggiungere la partita IVA (1.4.1.1) o il codice fiscale (1.4.1.2) del cliente",
)
def cliente_senza_identificativo(f: Fattura) -> Iterator[Trovato]:
    if f.cessionario.paese is None and f.cessionario.codice_fiscale is None:
        yield "Il cliente non ha né partita IVA né codice fiscale.", f.cessionario.nodo.find(_ANAGRAFICI), "1.4.1.1"


@sul_file(
    "00476",
    "Cedente e cliente non possono essere tutti e due esteri.",
    "uno dei due deve avere il paese IT",
)
def tutti_e_due_esteri(f: Fattura) -> Iterator[Trovato]:
    cedente, cliente = f.cedente.paese, f.cessionario.paese
    if cliente is not None and cedente != "IT" and cliente != "IT":
        yield f"Il cedente è {cedente} e il cliente {cliente}.", f.cedente.nodo.find(_PAESE), "1.2.1.1.1"


@sul_corpo(
    "00471",
    "Per questo tipo di documento chi vende e chi compra non possono essere la stessa persona.",
    "correggere la partita IVA del cliente, o il tipo di documento (TD21 e TD27 sono verso sé stessi)",
)
def stessa_persona(c: Corpo) -> Iterator[Trovato]:
    f = c.fattura
    if c.tipo in _DIVERSI and _stessa_partita_iva(f) and not _codici_fiscali_diversi(f):
        yield (
            f"{c.nome}, {_tipo(c)}: cedente e cliente hanno la stessa partita IVA, {f.cedente.paese}"
            f"{f.cedente.identificativo}.",
            _nodo_tipo(c),
            "2.1.1.1",
        )


@sul_corpo(
    "00472",
    "Per questo tipo di documento chi vende e chi compra devono essere la stessa persona.",
    "scrivere come cliente i dati del cedente, o cambiare il tipo di documento",
)
def persone_diverse(c: Corpo) -> Iterator[Trovato]:
    f = c.fattura
    if c.tipo in _UGUALI:
        fiscale = f.cessionario.codice_fiscale
        stesso_codice = f.cessionario.paese is None and fiscale is not None and fiscale == f.cedente.codice_fiscale
        if not _stessa_partita_iva(f) and not stesso_codice:
            yield (
                f"{c.nome}, {_tipo(c)}: il cliente ({_identita(f.cessionario)}) non è il cedente "
                f"({_identita(f.cedente)}).",
                _nodo_tipo(c),
                "2.1.1.1",
            )


@sul_corpo(
    "00473",
    "Il paese del cedente non è ammesso per questo tipo di documento.",
    "cambiare il tipo di documento o il paese del cedente",
)
def paese_del_cedente(c: Corpo) -> Iterator[Trovato]:
    paese = c.fattura.cedente.paese
    motivo = None
    if c.tipo in _CEDENTE_ESTERO and paese == "IT":
        motivo = "il cedente dev'essere estero"
    elif c.tipo == "TD29" and paese != "IT":
        motivo = "il cedente dev'essere italiano"
    elif paese == "OO" and c.tipo not in _CEDENTE_OO:
        motivo = "il paese OO è ammesso solo con TD17 e TD19"
    if motivo:
        yield f"{c.nome}, {_tipo(c)}: il paese del cedente è {paese}, {motivo}.", _nodo_tipo(c), "2.1.1.1"


@sul_corpo(
    "00475",
    "Per questo tipo di documento il cliente deve avere la partita IVA.",
    "aggiungere la partita IVA del cliente (1.4.1.1)",
)
def cliente_senza_partita_iva(c: Corpo) -> Iterator[Trovato]:
    if c.tipo in _CON_PARTITA_IVA and c.fattura.cessionario.paese is None:
        yield f"{c.nome}, {_tipo(c)}: il cliente non ha partita IVA.", _nodo_tipo(c), "2.1.1.1"


DA_VERIFICARE = "verificare il dato: il Sistema di Interscambio lo cerca nell'Anagrafe tributaria"
_PAESE = "DatiAnagrafici/IdFiscaleIVA/IdPaese"


@sul_file("00300", "L'identificativo del trasmittente non esiste.", DA_VERIFICARE, avviso=True)
def trasmittente_inesistente(f: Fattura) -> Iterator[Trovato]:
    yield from partita_iva_sbagliata(f.trasmissione[0], "del trasmittente", "1.1.1.2", persona=True)


@sul_file("00301", "La partita IVA del cedente non esiste.", DA_VERIFICARE, avviso=True)
def cedente_inesistente(f: Fattura) -> Iterator[Trovato]:
    yield from partita_iva_sbagliata(f.cedente.fiscale, "del cedente", "1.2.1.1.2")


@sul_file("00303", "La partita IVA del rappresentante fiscale non esiste.", DA_VERIFICARE, avviso=True)
def rappresentante_inesistente(f: Fattura) -> Iterator[Trovato]:
    if f.rappresentante is not None:
        yield from partita_iva_sbagliata(f.rappresentante[0][0], "del rappresentante fiscale", "1.3.1.1.2")
    if (del_cliente := f.cessionario.nodo.find("RappresentanteFiscale")) is not None:
        yield from partita_iva_sbagliata(del_cliente[0], "del rappresentante fiscale", "1.4.4.1.2")


@sul_file("00305", "La partita IVA del cliente non esiste.", DA_VERIFICARE, avviso=True)
def cliente_inesistente(f: Fattura) -> Iterator[Trovato]:
    yield from partita_iva_sbagliata(f.cessionario.fiscale, "del cliente", "1.4.1.1.2")


@sul_file("00306", "Il codice fiscale del cliente non esiste.", DA_VERIFICARE, avviso=True)
def codice_fiscale_inesistente(f: Fattura) -> Iterator[Trovato]:
    yield from codice_fiscale_sbagliato(f.cessionario.nodo.find("DatiAnagrafici/CodiceFiscale"), "1.4.1.2")


def partita_iva_sbagliata(fiscale: Albero, di_chi: str, numero: str, *, persona: bool = False) -> Iterator[Trovato]:
    """An Italian number whose check digit is wrong; a person transmits with the tax code of 16 characters."""
    if fiscale is None or fiscale[0].text != "IT":
        return
    codice = (fiscale[1].text or "").strip()
    if not (controllo_11(codice) or (persona and controllo_16(codice))):
        yield f"L'identificativo {mostra(codice)} {di_chi} ha il carattere di controllo sbagliato.", fiscale[1], numero


def codice_fiscale_sbagliato(nodo: Albero, numero: str) -> Iterator[Trovato]:
    """The tax code of a client whose check character is wrong; `nodo` None when it has none."""
    codice = None if nodo is None else nodo.text
    if codice is not None and not (controllo_11(codice) or controllo_16(codice)):
        yield f"Il codice fiscale {codice} del cliente ha il carattere di controllo sbagliato.", nodo, numero


def _stessa_partita_iva(f: Testata) -> bool:
    return f.cessionario.paese is not None and (f.cedente.paese, f.cedente.identificativo) == (
        f.cessionario.paese,
        f.cessionario.identificativo,
    )


def _codici_fiscali_diversi(f: Testata) -> bool:
    """Members of one gruppo IVA share the partita IVA: SdI alone knows."""
    cedente, cliente = f.cedente.codice_fiscale, f.cessionario.codice_fiscale
    return cedente is not None and cliente is not None and cedente != cliente


def _tipo(c: Corpo) -> str:
    return f"{c.tipo} ({significato('tipo_documento', c.tipo)})"


def _nodo_tipo(c: Corpo) -> Albero:
    return c.generali[0]


def _identita(soggetto: Soggetto) -> str:
    return f"{soggetto.paese}{soggetto.identificativo}" if soggetto.paese else "senza partita IVA"
