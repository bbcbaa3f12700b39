"""How a rule answers: Rifiuto (blocking), Richiesta (a question that can be confirmed), Avviso (a note).

A rule that needs an answer calls `Risposte.chiedi`. With the answer at hand it goes on; without it either the
question's default is taken (commands) or `Richiesta` is raised (screens), which asks and calls the rule again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Rifiuto(Exception):  # noqa: N818 - the house word for a refusal
    """A rule refuses. `campo` is the dotted identifier of the field at fault, e.g. `righe.3.codice_prestazione`."""

    def __init__(self, messaggio: str, campo: str | None = None, codice: str = "rifiuto") -> None:
        super().__init__(messaggio)
        self.messaggio = messaggio
        self.campo = campo
        self.codice = codice


class DatiNonValidi(Rifiuto):
    """The input is not what the format says (wrong type, impossible date, unknown key): exit 3, not 1."""

    def __init__(self, messaggio: str, campo: str | None = None) -> None:
        super().__init__(messaggio, campo, "dati_non_validi")


class Richiesta(Exception):  # noqa: N818 - it is a question, not an error
    """A rule asks. The caller answers `S` or `N` under `codice` and calls again."""

    def __init__(self, codice: str, domanda: str, predefinita: str) -> None:
        super().__init__(domanda)
        self.codice = codice
        self.domanda = domanda
        self.predefinita = predefinita


@dataclass(frozen=True, slots=True)
class Avviso:
    """Something the operator should know; the operation went on."""

    codice: str
    messaggio: str


@dataclass(frozen=True, slots=True)
class Domanda:
    """An entry of the table of questions: its text is completed with the figures of the case."""

    codice: str
    testo: str
    predefinita: str
    una_volta: bool = False
    """On a screen it is put once with the same figures: what was answered S holds until they change."""


DOMANDE: dict[str, Domanda] = {
    d.codice: d
    for d in (
        Domanda(
            "arrotondamento",
            "ATTENZIONE L'importo pagato ({pagato}) e' diverso dal 'totale da pagare' della Parcella. "
            "Confermi arrotondamento (S/N)",
            "N",
        ),
        Domanda(
            "compensa_nota",
            "Compenso {importo} € fra la nota di credito {nota} e la {documento}. Confermi (S/N)",
            "S",
        ),
        Domanda("elimina_cliente", "Confermi la cancellazione del cliente {cliente} (S/N)", "N"),
        Domanda("zona_nuova", "La zona {voce} non è in tabella. La aggiungo (S/N)", "S"),
        Domanda("categoria_nuova", "La categoria statistica {voce} non è in tabella. La aggiungo (S/N)", "S"),
        Domanda("ricalcolo_rate", "ATTENZIONE Confermi il ricalcolo delle rate (S/N)", "S"),
        Domanda(
            "ripristino_rate",
            "Confermi il ripristino delle rate com'erano all'apertura del documento (S/N)",
            "N",
        ),
        Domanda(
            "chiusura_notula",
            "ATTENZIONE La Notula verra' chiusa in modo DEFINITIVO: non potra' piu' essere modificata "
            "ne' trasformata in Parcella. Confermi (S/N)",
            "N",
        ),
        Domanda(
            "data_precedente",
            "La data {data} e' anteriore all'ultima registrata sulla serie {serie} ({ultima}). Confermi (S/N)",
            "N",
        ),
        Domanda(
            "minimo_fatturabile",
            "L'importo {importo} e' inferiore al minimo fatturabile ({limite}). Assumo il valore limite (S/N)",
            "N",
        ),
        Domanda(
            "massimo_fatturabile",
            "L'importo {importo} e' superiore al massimo fatturabile ({limite}). Assumo il valore limite (S/N)",
            "N",
        ),
        Domanda("fattura_sospesa", "Registro la parcella come fattura sospesa FS (N = FE) (S/N)", "S"),
        Domanda(
            "cig_cup_mancanti",
            "Codici CIG e/o CUP non specificati. Confermi il salvataggio del documento (S/N)",
            "N",
        ),
        Domanda(
            "riferimenti_esterni_mancanti",
            "Riferimenti esterni non specificati. Il CIG e/o il CUP presenti nel documento non saranno riportati "
            "nel file FatturaPA. Confermi il salvataggio del documento (S/N)",
            "N",
        ),
        Domanda(
            "pagata_per_intero",
            "L'importo pagato e' pari al totale da pagare. Registro la parcella come totalmente pagata (S/N)",
            "S",
        ),
        Domanda(
            "disattiva_messaggi",
            "I messaggi sulle aziende clienti non saranno più mostrati. Confermi (S/N)",
            "N",
        ),
        Domanda("elimina_prestazione", "Cancello {prestazione}, con i suoi prezzi e particolarità (S/N)", "N"),
        Domanda("elimina_lingua", "Cancello la lingua {lingua}; descrizioni che si perdono: {quante} (S/N)", "N"),
        Domanda("elimina_tariffario", "Cancello il tariffario {tariffario}. {usi} (S/N)", "N"),
        Domanda(
            "allegato_doppio",
            "Il file {file} è già allegato, uguale, col numero {gia}. Lo allego un'altra volta (S/N)",
            "N",
        ),
        Domanda("elimina_allegato", "Cancello l'allegato {file} (S/N)", "N"),
        Domanda(
            "elimina_campo_aggiuntivo",
            "Cancello il campo {etichetta}; schede che perdono quello che c'è scritto: {quante} (S/N)",
            "N",
        ),
        Domanda("elimina_documento", "Confermi la cancellazione di {documento} (S/N)", "N"),
        Domanda(
            "elimina_primanota",
            "Elimino anche le registrazioni FE/PG di primanota e le scadenze di {documento} (S/N)",
            "N",
        ),
        Domanda(
            "dimentica_giornale",
            "Tolgo per sempre dal giornale il contenuto di {voci} voci di {archivio} {chiave}; restano data, utente e "
            "impronta. Confermi (S/N)",
            "N",
        ),
        Domanda(
            "partita_iva_ufficio",
            "La partita IVA {partita_iva} ha un codice ufficio sconosciuto. Confermi (S/N)",
            "S",
            una_volta=True,
        ),
        Domanda(
            "cliente_senza_fattura_elettronica",
            "Il cliente non e' abilitato alla fattura elettronica e la serie {serie} e' elettronica. Confermi (S/N)",
            "N",
        ),
        Domanda(
            "sezionale_diverso",
            "Il sezionale {serie} e' diverso da quello definito nell'anagrafica del cliente ({suo}). Confermi (S/N)",
            "S",
        ),
        Domanda(
            "cambiato_nel_frattempo",
            "{record} e' stato cambiato nel frattempo da un altro operatore ({campi}). Sovrascrivo (S/N)",
            "N",
        ),
        Domanda("sostituisci_modulo", "Il modulo {modulo} c'è già, {di_chi}: ne prendo il posto (S/N)", "N"),
        Domanda("rifai_file", "{documento} ha già il suo file ({file}): ne faccio uno nuovo (S/N)", "N"),
        Domanda(
            "rigenera_inviata",
            "{documento} e' gia' stata inviata ({file}): un nuovo file sarebbe una seconda fattura. Confermi (S/N)",
            "N",
        ),
        Domanda(
            "rifai_senza_correzione",
            "{documento}: il file {file} è stato {stato} e non è stato corretto nulla. Ne faccio un altro uguale (S/N)",
            "N",
        ),
        Domanda(
            "salta_errate",
            "Non si possono esportare {errate} parcelle su {quante}. Faccio i file delle altre (S/N)",
            "N",
        ),
        Domanda(
            "fattura_scartata",
            "ATTENZIONE Il Sistema di Interscambio scarterebbe la fattura: {motivo} Confermi lo stesso (S/N)",
            "N",
        ),
        Domanda(
            "serie_cartacea",
            "Il cliente gestisce la fatturazione elettronica, obbligatoria, ma il sezionale {serie} e' cartaceo: "
            "nessun file per il Sistema di Interscambio. Confermi (S/N)",
            "N",
        ),
    )
}


@dataclass(slots=True)
class Risposte:
    """The answers at hand. `interattive` False takes the default of what was not answered (commands).

    `avvisi` collects the notes of the operation, so that a rule can tell without stopping.
    """

    date: Mapping[str, str] = field(default_factory=dict)
    interattive: bool = True
    tutte_si: bool = False
    avvisi: list[Avviso] = field(default_factory=list)

    def chiedi(self, codice: str, chiave: str | None = None, **cifre: str) -> bool:
        """True for S. `chiave` tells apart the same question put for several rows (`minimo_fatturabile.3`)."""
        domanda = DOMANDE[codice]
        nome = f"{codice}.{chiave}" if chiave else codice
        risposta = self.date.get(nome, self.date.get(codice))
        if risposta is None and self.tutte_si:
            risposta = "S"
        if risposta is None:
            if self.interattive:
                raise Richiesta(nome, domanda.testo.format(**cifre), domanda.predefinita)
            risposta = domanda.predefinita
        return risposta == "S"

    def pretendi(self, codice: str, campo: str | None = None, **cifre: str) -> None:
        """Ask, and refuse the operation on N."""
        if not self.chiedi(codice, **cifre):
            testo = DOMANDE[codice].testo.format(**cifre)
            raise Rifiuto(f"{testo}: N. Operazione non eseguita.", campo, codice)

    def avvisa(self, codice: str, messaggio: str) -> None:
        """Note something for the operator."""
        self.avvisi.append(Avviso(codice, messaggio))
