"""The guided form: what is needed for the first document, and nothing else. It makes an azienda, and the archive."""

import getpass
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Static

from parcella.fatturapa.codici import CASSE
from parcella.screens import controlli, ricerche
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.eventi import CampoLasciato
from parcella.widgets.modulo import Modulo
from parcella.widgets.ricerca import Ricerca
from parcella.widgets.sorgente import Colonna

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio

SENZA_RITENUTA = ("RF02", "RF19")
DATI_AZIENDA = (
    "tipo", "cognome", "nome", "ragione_sociale", "partita_iva", "codice_fiscale", "indirizzo", "cap", "comune",
    "provincia", "iban", "regime_fiscale", "sigla",
)  # fmt: skip


def _professionista(valori: Valori) -> bool:
    return bool(valori["tipo"] == "P")


def _contengono(righe: Sequence[dict[str, Any]], testo: str) -> list[dict[str, Any]]:
    cercato = testo.casefold()
    return [riga for riga in righe if cercato in f"{riga['codice']} {riga['descrizione']}".casefold()]


class SchermoPrimoAvvio(SchermoStudio[str]):
    """Dismissed with the sigla of the azienda made; None if the operator gave up, and then nothing is written."""

    pagina_aiuto = "primo-avvio"

    def __init__(self, percorso: Path, archivio: "Archivio | None" = None) -> None:
        super().__init__()
        self._percorso = percorso
        self._aperto = archivio
        self._usate: list[str] = []
        self.titolo = "Primo avvio" if archivio is None else "Nuova azienda"

    @property
    def nome_bozza(self) -> str:
        """No draft: there may be no archive to keep it beside."""
        return ""

    def corpo(self) -> ComposeResult:
        regimi = ricerche.regimi_fiscali({"descrizione_regime": "descrizione"})
        casse = Ricerca(
            "Casse di previdenza",
            [
                Colonna("codice", "Codice", 6),
                Colonna("descrizione", "Descrizione", 40, elastica=True),
                Colonna("percentuale", "%", 6, "percentuale"),
            ],
            cerca=self._cerca_casse,
            riporta={"descrizione_cassa": "descrizione"},
            non_trovato="cassa sconosciuta, F2 le elenca.",
        )
        if self._aperto is None:
            testo = f"Bastano questi dati per emettere il primo documento. L'archivio sarà {self._percorso}"
            yield Static(testo, markup=False, id="introduzione")
        yield Modulo(
            [
                Campo(
                    "tipo", "Tipo azienda", "lettera", valori=("P", "I"), predefinito="P", obbligatorio=True,
                    aiuto="P = professionista o studio professionale, I = impresa.",
                ),
                Campo(
                    "cognome", "Cognome", lunghezza=60, larghezza=24, attivo=_professionista,
                    aiuto="Per un professionista singolo; vuoto per uno studio associato o una società.",
                ),
                Campo(
                    "nome", "Nome", lunghezza=60, larghezza=24, accanto=True,
                    attivo=lambda v: _professionista(v) and bool(v["cognome"]),
                ),
                Campo(
                    "ragione_sociale", "Ragione sociale", lunghezza=80, larghezza=50, obbligatorio=True,
                    aiuto="Il nome dello studio come va sui documenti.",
                ),
                Campo(
                    "partita_iva", "Partita IVA", lunghezza=11, obbligatorio=True, aiuto="11 cifre.",
                    controllo=controlli.partita_iva_italiana,
                ),
                Campo(
                    "codice_fiscale", "Codice fiscale", "maiuscole", 16, accanto=True,
                    controllo=controlli.codice_fiscale,
                    aiuto="Obbligatorio per una persona; per una società è di solito la partita IVA.",
                ),
                Campo("indirizzo", "Indirizzo", lunghezza=60, larghezza=50, obbligatorio=True, aiuto="Via e numero."),
                Campo("cap", "CAP", lunghezza=5, obbligatorio=True, controllo=controlli.cap),
                Campo("comune", "Comune", lunghezza=60, larghezza=32, obbligatorio=True, accanto=True),
                Campo("provincia", "Provincia", "maiuscole", 2, obbligatorio=True, accanto=True),
                Campo(
                    "iban", "IBAN", "maiuscole", 34, aiuto="Facoltativo: va sui documenti da pagare con bonifico.",
                    controllo=controlli.iban,
                ),
                Campo(
                    "regime_fiscale", "Regime fiscale", "maiuscole", 4, ricerca=regimi, predefinito="RF01",
                    obbligatorio=True, sezione="Come fattura", aiuto="F2 elenca i regimi; RF19 = forfettario.",
                ),
                Campo("descrizione_regime", "", larghezza=48, sola_lettura=True, accanto=True, predefinito="Ordinario"),
                Campo(
                    "tipo_cassa", "Cassa previdenza", "maiuscole", 4, ricerca=casse,
                    attivo=lambda v: v["rivalsa_inps"] != "S", aiuto="F2 elenca le casse; vuoto se non ce n'è una.",
                ),
                Campo("descrizione_cassa", "", larghezza=37, sola_lettura=True, accanto=True),
                Campo(
                    "perc_cassa", "%", "percentuale", accanto=True, attivo=lambda v: bool(v["tipo_cassa"]),
                    aiuto="La percentuale di legge, salvo diversa indicazione.",
                ),
                Campo(
                    "rivalsa_inps", "Rivalsa INPS", "lettera", predefinito="N", attivo=lambda v: not v["tipo_cassa"],
                    aiuto="S = addebita il contributo della gestione separata, per chi non ha una cassa.",
                ),
                Campo(
                    "ritenuta", "Ritenuta d'acconto", "lettera", predefinito="S", accanto=True,
                    attivo=lambda v: v["regime_fiscale"] not in SENZA_RITENUTA,
                    aiuto="S = i clienti che sono sostituti d'imposta la trattengono.",
                ),
                Campo(
                    "sigla", "Sigla azienda", "maiuscole", 3, obbligatorio=True, sezione="Nel programma",
                    aiuto="Da 1 a 3 lettere o cifre: distingue le aziende dell'archivio.",
                ),
                Campo(
                    "utente", "Utente", lunghezza=20, obbligatorio=True, predefinito=_accesso, accanto=True,
                    aiuto="Chi lavora: di solito il nome con cui si entra nel computer.",
                ),
            ],
            id="studio",
        )  # fmt: skip

    async def apri(self) -> None:
        if self._aperto is not None:
            from parcella.ledger.scambio.nuovo_studio import sigle_usate

            letto = await self.esegui(sigle_usate, self._aperto)
            self._usate = [] if letto is None else letto.valore

    @property
    def modulo(self) -> Modulo:
        """The form."""
        return self.query_one(Modulo)

    def _cerca_casse(self, testo: str, _ordine: str) -> list[dict[str, Any]]:
        """The casse of the law. Runs in a thread."""
        return _contengono(_casse(self._aperto, self.programma.lavoro), testo)

    def on_campo_lasciato(self, event: CampoLasciato) -> None:
        modulo = self.modulo
        if event.identificatore == "tipo_cassa" and event.cambiato:
            modulo.imposta("perc_cassa", event.trovata["percentuale"] if event.trovata else None)
        if event.identificatore == "regime_fiscale" and event.cambiato:
            modulo.imposta("ritenuta", "N" if event.valore in SENZA_RITENUTA else "S")
        if event.identificatore == "tipo" and event.valore == "I" and event.cambiato:
            modulo.imposta("cognome", "")
            modulo.imposta("nome", "")
            modulo.imposta("ritenuta", "N")
        if event.identificatore in ("cognome", "nome") and event.cambiato:
            modulo.imposta("ragione_sociale", " ".join(filter(None, (modulo["nome"], modulo["cognome"]))))
        if event.identificatore == "ragione_sociale" and event.valore and not modulo["sigla"]:
            self.programma.lavora(self._proponi_sigla())

    async def _proponi_sigla(self) -> None:
        modulo = self.modulo
        nome = modulo["cognome"] or modulo["ragione_sociale"]
        sigla = await self.in_disparte(_proponi_sigla, nome, self._usate)
        if not modulo["sigla"]:
            modulo.imposta("sigla", sigla)

    async def conferma(self) -> None:
        """F10: the archive, the azienda and all it needs, in one transaction."""
        valori = self.modulo.valori
        azienda = {nome: valori[nome] or None for nome in DATI_AZIENDA}
        fatto = await self.esegui(_crea(self._percorso, self._aperto, azienda, valori, self.programma.lavoro))
        if fatto is not None:
            self.registrato()
            self.dismiss(fatto.valore)


def _crea(
    percorso: Path, aperto: "Archivio | None", azienda: dict[str, Any], valori: Mapping[str, Any], giorno: date
) -> Any:
    """The rule of F10, to be carried out in a thread."""

    def crea(risposte: dict[str, str]) -> str:
        from parcella.ledger.scambio.nuovo_studio import Scelte, aggiungi_studio, crea_studio

        scelte = Scelte(
            utente=valori["utente"],
            tipo_cassa=valori["tipo_cassa"] or None,
            perc_cassa=valori["perc_cassa"],
            rivalsa_inps=valori["rivalsa_inps"] == "S",
            ritenuta=valori["ritenuta"] == "S",
        )
        if aperto is not None:
            return aggiungi_studio(aperto, azienda, scelte, giorno, risposte)
        return crea_studio(percorso, azienda, scelte, giorno, risposte)

    return crea


def _casse(aperto: "Archivio | None", giorno: date) -> list[dict[str, Any]]:
    from parcella.ledger.scambio.nuovo_studio import casse_di_serie, casse_in_vigore

    if aperto is None:
        trovate = casse_di_serie(giorno)
    else:
        with aperto.lettura() as sessione:
            trovate = [cassa.model_dump() for cassa in casse_in_vigore(sessione, giorno)]
    return [
        {"codice": cassa["tipo_cassa"], "descrizione": CASSE[cassa["tipo_cassa"]], "percentuale": cassa["percentuale"]}
        for cassa in trovate
    ]


def _proponi_sigla(nome: str, usate: Sequence[str]) -> str:
    from parcella.ledger.scambio.nuovo_studio import proponi_sigla

    return proponi_sigla(nome, usate)


def _accesso() -> str:
    try:
        return getpass.getuser()[:20]
    except (OSError, KeyError):
        return ""
