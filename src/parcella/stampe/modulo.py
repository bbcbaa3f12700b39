"""A print form: what the TOML file says, as frozen values; and the reading of them, which refuses what it can't use.

Measures are millimetres from the top left corner of the sheet, sizes of type are points. Every key has a default but
the columns and the amounts: a form says what it shows.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import DatiNonValidi, Rifiuto
from parcella.ledger.scadenzario.tabelle import TIPI_RATA
from parcella.risorse import risorsa
from parcella.stampe.campi import CASI, IMPORTI

CAMPI_COLONNA = ("numero", "codice", "descrizione", "data", "quantita", "um", "prezzo", "importo", "spese", "iva")
ALLINEAMENTI = ("sinistra", "destra", "centro")
PAGINE, FATTURA_PA = "pagine", "fatturapa"
"""What a form makes: a PDF, or the file of the electronic invoice with a PDF for courtesy."""


def _mm(predefinito: float, minimo: float = 0, massimo: float = 297) -> Any:
    return field(default=predefinito, metadata={"minimo": minimo, "massimo": massimo})


def _corpo(predefinito: float) -> Any:
    return field(default=predefinito, metadata={"minimo": 4, "massimo": 96})


def _una_di(valori: tuple[str, ...], predefinito: str) -> Any:
    return field(default=predefinito, metadata={"valori": valori})


def _testo(predefinito: str = "") -> Any:
    return field(default=predefinito, metadata={"campi": True})


def _testi() -> Any:
    return field(default=(), metadata={"campi": True})


def _colore(predefinito: str) -> Any:
    return field(default=predefinito, metadata={"colore": True})


@dataclass(frozen=True, slots=True)
class Pagina:
    """The sheet: margins, type, colours; what stands at the foot of every page and at the top from the second on."""

    margine_sinistro: float = _mm(20, 5, 80)
    margine_destro: float = _mm(20, 5, 80)
    margine_basso: float = _mm(20, 8, 100)
    carattere: str = _una_di(("Helvetica", "Times", "Courier"), "Helvetica")
    carattere_esteso: str = ""
    carattere_esteso_grassetto: str = ""
    colore: str = _colore("#1f3a5f")
    colore_testo: str = _colore("#1a1a1a")
    colore_tenue: str = _colore("#6b7280")
    colore_filetti: str = _colore("#d4d8de")
    numerazione: str = _testo("pagina {pagina} di {pagine}")
    piede_pagina: str = _testo()
    continua_sinistra: str = _testo("{azienda}")
    continua_destra: str = _testo("{sigla} {numero} del {data}")
    y_continua: float = _mm(16, 5, 100)
    corpo: float = _corpo(7.5)


@dataclass(frozen=True, slots=True)
class Intestazione:
    """The letterhead: a logo, the name, the lines under it and the lines on the right."""

    logo: str = ""
    logo_x: float = _mm(20)
    logo_y: float = _mm(14)
    logo_larghezza: float = _mm(30, 5, 210)
    x: float = _mm(20)
    y: float = _mm(15)
    nome: str = _testo("{azienda}")
    corpo_nome: float = _corpo(16)
    righe: tuple[str, ...] = _testi()
    righe_destra: tuple[str, ...] = _testi()
    corpo: float = _corpo(8)
    interlinea: float = _mm(3.7, 2, 20)
    filetto_y: float = _mm(0)


@dataclass(frozen=True, slots=True)
class Destinatario:
    """The address of the client, where the window of the envelope is."""

    x: float = _mm(112)
    y: float = _mm(50)
    larghezza: float = _mm(78, 20, 200)
    etichetta: str = _testo()
    nome: str = _testo("{cliente}")
    righe: tuple[str, ...] = _testi()
    corpo: float = _corpo(10)
    interlinea: float = _mm(4.8, 2, 20)
    righe_fiscali: tuple[str, ...] = _testi()


@dataclass(frozen=True, slots=True)
class Titolo:
    """The name of the document, its number and date, the mark of the provvisoria, the references below."""

    x: float = _mm(20)
    y: float = _mm(50)
    larghezza: float = _mm(84, 20, 200)
    testo: str = _testo("{descrizione}")
    sottotitolo: str = _testo("n. {numero} del {data}")
    provvisoria: str = _testo("PROVVISORIA")
    filigrana: bool = True
    corpo: float = _corpo(14)
    corpo_sottotitolo: float = _corpo(11)
    righe: tuple[str, ...] = _testi()
    corpo_righe: float = _corpo(8)


@dataclass(frozen=True, slots=True)
class Colonna:
    """A column of the rows. `larghezza` 0 takes what the others leave; `solo_se_usata` drops an empty column."""

    campo: str = field(metadata={"valori": CAMPI_COLONNA})
    titolo: str = ""
    larghezza: float = _mm(0, 0, 200)
    allineamento: str = _una_di(ALLINEAMENTI, "sinistra")
    solo_se_usata: bool = False


@dataclass(frozen=True, slots=True)
class Corpo:
    """The rows: where they begin on the first page, their columns, the words of the carried totals."""

    colonne: tuple[Colonna, ...]
    y: float = _mm(96, 20, 250)
    corpo: float = _corpo(9)
    interlinea: float = _mm(4.2, 2, 20)
    spazio: float = _mm(2.6, 0, 20)
    filetti: bool = True
    a_riportare: str = _testo("a riportare")
    riporto: str = _testo("riporto")


@dataclass(frozen=True, slots=True)
class VoceTotale:
    """An amount of the foot. `meno` writes it as taken away; `forte` underlines a result, `risalto` the last one."""

    campo: str = field(metadata={"valori": IMPORTI})
    etichetta: str = _testo()
    solo_se_non_zero: bool = False
    meno: bool = False
    stile: str = _una_di(("normale", "forte", "risalto"), "normale")


@dataclass(frozen=True, slots=True)
class BloccoTotali:
    """The amounts, on the right of the foot. `posizione`: right after the rows, or at the bottom of the sheet."""

    voci: tuple[VoceTotale, ...]
    posizione: str = _una_di(("segue", "fondo"), "segue")
    x: float = _mm(120)
    larghezza: float = _mm(70, 30, 200)
    corpo: float = _corpo(9)
    interlinea: float = _mm(5.2, 3, 20)


@dataclass(frozen=True, slots=True)
class BloccoIva:
    """The summary by IVA code, on the left of the foot."""

    stampa: bool = True
    titolo: str = _testo("Riepilogo IVA")
    imponibile: str = "Imponibile"
    imposta: str = "Imposta"
    larghezza: float = _mm(90, 40, 200)
    corpo: float = _corpo(8)
    interlinea: float = _mm(4.2, 3, 20)


@dataclass(frozen=True, slots=True)
class Scadenze:
    """The due dates: names of the types of payment and of the states of a rate."""

    stampa: bool = True
    titolo: str = _testo("Scadenze")
    tipi: dict[str, str] = field(default_factory=dict, metadata={"chiavi": tuple(TIPI_RATA)})
    stati: dict[str, str] = field(default_factory=dict, metadata={"chiavi": ("P", "e", "S")})


@dataclass(frozen=True, slots=True)
class BloccoPagamento:
    """How to pay: the words of the payment code, bank and IBAN; only of a sum still to pay when `solo_se_aperto`."""

    titolo: str = _testo("Pagamento")
    righe: tuple[str, ...] = _testi()
    solo_se_aperto: bool = True


@dataclass(frozen=True, slots=True)
class CodiceQr:
    """The EPC code that fills in a bank transfer; only for rates of these types of payment."""

    stampa: bool = False
    lato: float = _mm(27, 15, 60)
    causale: str = _testo("{sigla} {numero} del {data}")
    didascalia: str = _testo()
    tipi: tuple[str, ...] = field(default=("M", "B"), metadata={"valori": tuple(TIPI_RATA)})


@dataclass(frozen=True, slots=True)
class Dicitura:
    """A legal wording: that of the archive under `codice`; `testo` where the archive has none, or the form's own."""

    codice: str = ""
    quando: str = _una_di(("", *CASI), "")
    testo: str = _testo()
    posizione: str = _una_di(("piede", "corpo"), "piede")


@dataclass(frozen=True, slots=True)
class Diciture:
    """The wordings, below everything else."""

    voci: tuple[Dicitura, ...] = ()
    corpo: float = _corpo(7.5)
    interlinea: float = _mm(3.5, 2, 20)


@dataclass(frozen=True, slots=True)
class TestoLibero:
    """A text of the studio's own, anywhere on the sheet."""

    x: float = field(metadata={"minimo": 0, "massimo": 210})
    y: float = field(metadata={"minimo": 0, "massimo": 297})
    testo: str = field(metadata={"campi": True})
    corpo: float = _corpo(8)
    grassetto: bool = False
    allineamento: str = _una_di(ALLINEAMENTI, "sinistra")
    pagine: str = _una_di(("prima", "tutte", "ultima"), "prima")


@dataclass(frozen=True, slots=True)
class Modulo:
    """A print form. `nome` and `percorso` are the file's."""

    nome: str
    percorso: Path
    corpo: Corpo
    totali: BloccoTotali
    descrizione: str = ""
    tipo: str = _una_di((PAGINE, FATTURA_PA), PAGINE)
    pagina: Pagina = field(default_factory=Pagina)
    intestazione: Intestazione = field(default_factory=Intestazione)
    destinatario: Destinatario = field(default_factory=Destinatario)
    titolo: Titolo = field(default_factory=Titolo)
    riepilogo_iva: BloccoIva = field(default_factory=BloccoIva)
    scadenze: Scadenze = field(default_factory=Scadenze)
    pagamento: BloccoPagamento = field(default_factory=BloccoPagamento)
    qr: CodiceQr = field(default_factory=CodiceQr)
    diciture: Diciture = field(default_factory=Diciture)
    testi: tuple[TestoLibero, ...] = ()

    def file_accanto(self, nome: str) -> Path:
        """A file the form names: beside the form itself, or where its full path says."""
        return self.percorso.parent / nome


@dataclass(frozen=True, slots=True)
class ModuloFattura:
    """A form bound to the XML: the norm says what is in the file, `copia` is the form of the PDF that goes with it."""

    nome: str
    percorso: Path
    tipo: str = field(metadata={"valori": (FATTURA_PA,)})
    copia: str
    descrizione: str = ""


NOTA_DI_CREDITO = "NC"
"""The sigla of the forms of a parcella that is a nota di credito."""


def modulo_di(documento: Documento, codice: str = "") -> Modulo | None:
    """The form the pages of a document are laid on: its own or `codice`; of one bound to the XML, that of the copy.

    None when the sigla has no form: nothing is printed, and it is no error (DOC-017).
    """
    forma = forma_di(documento, codice)
    return _copia(forma) if isinstance(forma, ModuloFattura) else forma


def forma_di(documento: Documento, codice: str = "") -> Modulo | ModuloFattura | None:
    """The form of a document, or the one asked for instead of its own (FPA-071), which must be of its sigla.

    None as for `modulo_di`; Rifiuto if there is no form `codice`.
    """
    sigla = NOTA_DI_CREDITO if documento.nota_credito == "S" else documento.sigla_documento
    if sigla == NOTA_DI_CREDITO and codice.startswith("PA"):
        codice = sigla + codice[2:]  # the form of the nota that goes with that of the parcella
    if codice and codice[:2] != sigla:
        raise Rifiuto(f"Il modulo {codice} non è per i documenti {sigla}.", "modulo")
    nomi = [codice] if codice else [f"{sigla}{documento.modulo_stampa or ''}"]
    if not codice and sigla == NOTA_DI_CREDITO:
        nomi.append(sigla)  # the third character was chosen for the parcella
    for nome in nomi:
        try:
            return leggi(risorsa(f"forms/{nome}.toml"))
        except FileNotFoundError:
            continue
    if codice:
        raise Rifiuto(f"Il modulo di stampa {codice} non esiste.", "modulo")
    return None


def _copia(forma: ModuloFattura) -> Modulo:
    try:
        modulo = leggi(risorsa(f"forms/{forma.copia}.toml"))
    except FileNotFoundError:
        modulo = None
    if not isinstance(modulo, Modulo) or forma.copia[:2] != forma.nome[:2]:
        raise DatiNonValidi(
            f'Modulo {forma.percorso.name}, chiave "copia": ci vuole un modulo che fa pagine, come PA, '
            f'trovato "{forma.copia}".',
            "copia",
        )
    return modulo


def leggi(percorso: Path) -> Modulo | ModuloFattura:
    """Read and check a form. Read once a process, and again only if the file has changed."""
    try:
        stato = percorso.stat()
    except OSError as errore:
        raise DatiNonValidi(f"Il modulo di stampa {percorso} non si può leggere: {errore.strerror}.") from errore
    return _leggi(percorso, stato.st_mtime_ns, stato.st_size)


@lru_cache(maxsize=64)
def _leggi(percorso: Path, _modificato: int, _lunghezza: int) -> Modulo | ModuloFattura:
    import tomllib

    from parcella.stampe.lettura import tabella

    try:
        dati = tomllib.loads(percorso.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as errore:
        raise DatiNonValidi(f"Il modulo di stampa {percorso.name} non è un file TOML valido: {errore}.") from errore
    for chiave in {"nome", "percorso"} & dati.keys():
        raise DatiNonValidi(f'Modulo {percorso.name}, chiave "{chiave}": non si scrive, è quella del file.', chiave)
    dati |= {"nome": percorso.stem, "percorso": percorso}
    if dati.get("tipo") == FATTURA_PA:
        return _di_fattura(tabella(ModuloFattura, dati, percorso.name))
    modulo: Modulo = tabella(Modulo, dati, percorso.name)
    _controlla(modulo)
    return modulo


def _di_fattura(modulo: ModuloFattura) -> ModuloFattura:
    """Only a parcella becomes an electronic invoice, or the nota di credito that corrects it."""
    if modulo.nome[:2] not in ("PA", NOTA_DI_CREDITO):
        raise DatiNonValidi(
            f'Modulo {modulo.percorso.name}, chiave "tipo": ci vuole "{PAGINE}": la fattura elettronica si fa delle '
            f'parcelle, con un modulo PA, trovato "{FATTURA_PA}".',
            "tipo",
        )
    return modulo


def _controlla(modulo: Modulo) -> None:
    """What one key alone can't tell."""
    libere = [c for c in modulo.corpo.colonne if not c.larghezza]
    if len(libere) != 1 or libere[0].campo != "descrizione":
        raise DatiNonValidi(
            f'Modulo {modulo.percorso.name}, sezione [corpo], chiave "colonne": ci vuole una sola colonna con '
            f"larghezza 0, quella della descrizione, trovate {len(libere)}."
        )
    larghezza = 210 - modulo.pagina.margine_sinistro - modulo.pagina.margine_destro
    resto = larghezza - sum(c.larghezza for c in modulo.corpo.colonne)
    if resto < 25:
        raise DatiNonValidi(
            f'Modulo {modulo.percorso.name}, sezione [corpo], chiave "colonne": ci vogliono colonne che lascino almeno '
            f"25 mm alla descrizione, ne restano {resto:g}."
        )
    for sezione, chiave, nome in (
        ("intestazione", "logo", modulo.intestazione.logo),
        ("pagina", "carattere_esteso", modulo.pagina.carattere_esteso),
        ("pagina", "carattere_esteso_grassetto", modulo.pagina.carattere_esteso_grassetto),
    ):
        if nome and not modulo.file_accanto(nome).is_file():
            raise DatiNonValidi(
                f'Modulo {modulo.percorso.name}, sezione [{sezione}], chiave "{chiave}": ci vuole un file che esiste, '
                f'"{nome}" non si trova in {modulo.percorso.parent}.'
            )
