"""The list of notule and parcelle, and its filter (chapter 09): from here every document is reached."""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult

from parcella.keyboard.comandi import Comando
from parcella.ledger.documenti import proposte, ricerca
from parcella.ledger.documenti.ricerca import Filtro
from parcella.screens import documenti_ricerche, documenti_stampa, ricerche
from parcella.screens.documenti_finestre import RiquadroStudio
from parcella.screens.sorgenti import SorgenteLibri
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo
from parcella.widgets.elenco import Elenco
from parcella.widgets.eventi import MarcheCambiate, RigaIndicata, RigaScelta
from parcella.widgets.modulo import Modulo
from parcella.widgets.sorgente import Colonna, Riga, SorgenteLista

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto


@dataclass(slots=True)
class Ricordo:
    """What the list remembers for the session of the function (RIC-003): the filter, the bar."""

    filtro: Filtro | None = None
    indice: int | None = None
    marche: dict[Hashable, str] = field(default_factory=dict)


class FiltroDocumenti(RiquadroStudio[Filtro]):
    """F10 shows the list (RIC-002)."""

    titolo = "Lista notule e parcelle: filtro"
    pagina_aiuto = "elenco-documenti"

    def __init__(self, filtro: Filtro | None = None) -> None:
        super().__init__()
        self.filtro = filtro

    def corpo(self) -> ComposeResult:
        anno = self.programma.lavoro.year
        filtro = self.filtro or Filtro(data_da=date(anno, 1, 1), data_a=date(anno, 12, 31), notule_chiuse="N")
        arch, ctx = self.archivio, self.contesto
        sigle = documenti_ricerche.sigle_di(arch, ctx)
        valori = {f"filtro_{nome}": valore for nome, valore in asdict(filtro).items() if valore is not None}
        clienti = ricerche.clienti(arch, ctx)
        yield Modulo(
            [
                Campo("filtro_sigla", "Sigla documento", larghezza=2, lunghezza=2, ricerca=_senza_riporto(sigle),
                      aiuto="NO, PA oppure vuoto per tutti; F2 elenco"),
                Campo("filtro_modulo", "Terzo carattere", larghezza=1, lunghezza=1, accanto=True,
                      aiuto="t minuscola = qualsiasi modulo; un altro carattere = solo quel modulo"),
                Campo("filtro_data_da", "Documento data da", "data"),
                Campo("filtro_data_a", "a", "data", accanto=True),
                Campo("filtro_serie_da", "Documento serie da", "intero", larghezza=3),
                Campo("filtro_serie_a", "a", "intero", larghezza=3, accanto=True),
                Campo("filtro_numero_da", "Documento numero da", "intero", larghezza=8),
                Campo("filtro_numero_a", "a", "intero", larghezza=8, accanto=True),
                Campo("filtro_cliente_da", "Da cliente", larghezza=12, lunghezza=12, ricerca=clienti),
                Campo("filtro_cliente_a", "A cliente", larghezza=12, lunghezza=12, ricerca=clienti, accanto=True),
                Campo("filtro_stato_parcella", "Stato parcella", "lettera", valori=("P", "D", ""),
                      aiuto="P solo provvisorie, D solo definitive, vuoto tutte"),
                Campo("filtro_notule_chiuse", "Notule chiuse", "lettera", valori=("S", "N", ""), accanto=True,
                      aiuto="N solo quelle non chiuse, S solo chiuse, vuoto tutte"),
            ],
            valori,
            id="filtro",
        )  # fmt: skip

    async def conferma(self) -> None:
        valori = self.query_one("#filtro", Modulo).valori
        scelti: dict[str, Any] = {nome.removeprefix("filtro_"): valore or None for nome, valore in valori.items()}
        scelti["modulo"] = scelti["modulo"] or ricerca.QUALSIASI_MODULO
        self.dismiss(Filtro(**scelti))


def _senza_riporto(trovata: Any) -> Any:
    from dataclasses import replace

    return replace(trovata, riporta={})


def _sorgente(archivio: "Archivio", contesto: "Contesto", filtro: Filtro) -> SorgenteLibri:
    """The documents of a filter, by date, a page at a time."""
    azienda = contesto.azienda
    return SorgenteLibri(
        archivio,
        lambda sessione: ricerca.conta(sessione, azienda, filtro),
        lambda sessione, quanti, **dove: ricerca.pagina(sessione, azienda, filtro, quanti, **dove),
        _riga,
    )


def _riga(voce: ricerca.Voce) -> dict[str, Any]:
    sigla, numero = voce.documento.split()
    return asdict(voce) | {
        "sigla": sigla,
        "numero": numero,
        "cliente": f"{voce.codice_cliente} {voce.nome_cliente}",
        "note": voce.note_testata or "",
    }


class SchermoElencoDocumenti(SchermoStudio[int]):
    """Dismissed with the key of the document chosen, or None."""

    titolo = "Notule e parcelle"
    pagina_aiuto = "elenco-documenti"
    comandi = [
        Comando("elenco.filtra", "f4", "Filtra", "filtra"),
        Comando("elenco.riferimenti", "f5", "Riferimenti", "mostra_riferimenti", attivo="ha_riferimenti"),
        Comando("elenco.scadenze", "f11", "Scadenze", "mostra_scadenze", attivo="su_notula"),
        Comando("elenco.cancella", "shift+f3", "Cancella", "cancella", attivo="su_riga"),
        Comando("elenco.stampa", "shift+f8", "Stampa", "stampa", attivo="su_riga"),
        Comando("elenco.stampa_su", "shift+f9", "Stampa su…", "stampa_su", attivo="su_riga", barra=False),
    ]

    def __init__(self, ricordo: Ricordo | None = None) -> None:
        super().__init__()
        self.ricordo = ricordo or Ricordo()
        self._nota = ""

    def corpo(self) -> ComposeResult:
        yield Elenco(
            [
                Colonna("sigla", "Doc", 3),
                Colonna("numero", "Numero", 8),
                Colonna("data_documento", "Data", 10, "data"),
                Colonna("cliente", "Cliente", 14, elastica=True),
                Colonna("note", "Note", 0, elastica=True),
                Colonna("totale_da_pagare", "Da pagare", 12, "importo"),
                Colonna("sp", "Sp", 2),
                Colonna("nc", "Nc", 2),
                Colonna("r", "R", 1),
                Colonna("p", "P", 1),
            ],
            titolo="",
            marche={" ": "*"},
            vuoto="Nessun documento: F4 per cambiare il filtro.",
            id="documenti",
        )

    @property
    def nel_giornale(self) -> tuple[str, str | int | None] | None:  # type: ignore[override]
        """The document under the bar, by its internal key."""
        return ("documento", self._chiave) if self.su_riga else None

    @property
    def elenco(self) -> Elenco:
        return self.query_one("#documenti", Elenco)

    async def apri(self) -> None:
        if self.ricordo.filtro is None:
            filtro = await self.programma.attendi(FiltroDocumenti())
            if filtro is None:
                self.dismiss(None)
                return
            self.ricordo.filtro = filtro
        await self._mostra()

    async def _mostra(self) -> None:
        filtro = self.ricordo.filtro
        if filtro is None:
            return
        self.elenco.titolo = descrivi(filtro)
        await self.elenco.mostra_subito(_sorgente(self.archivio, self.contesto, filtro))
        indice = self.ricordo.indice
        self.elenco.vai(self.elenco.totale - 1 if indice is None else indice)
        self.elenco.focus()

    async def filtra(self) -> None:
        """F4: another search, from the last filter (RIC-004)."""
        filtro = await self.programma.attendi(FiltroDocumenti(self.ricordo.filtro))
        if filtro is not None:
            self.ricordo.filtro, self.ricordo.indice = filtro, None
            self.elenco.togli_marche()
            await self._mostra()

    # --- the row under the bar -----------------------------------------------------------------------

    @property
    def su_riga(self) -> bool:
        return self.elenco.riga is not None

    @property
    def su_notula(self) -> bool:
        riga = self.elenco.riga
        return riga is not None and str(riga["sigla"]).startswith("NO")

    @property
    def ha_riferimenti(self) -> bool:
        riga = self.elenco.riga
        return riga is not None and bool(riga["r"])

    @property
    def _chiave(self) -> int:
        riga = self.elenco.riga
        return 0 if riga is None else cast(int, riga["id"])

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.ricordo.indice = self.elenco.indice
        self.dismiss(cast(int, event.riga["id"]))

    def on_riga_indicata(self, event: RigaIndicata) -> None:
        """The note of the row, which the column may have cut."""
        nota = "" if event.riga is None else str(event.riga["note"])
        if nota != self._nota and not self.elenco.righe_marcate:
            self._nota = nota
            self.avvisa(nota)

    def on_marche_cambiate(self, event: MarcheCambiate) -> None:
        """How many are marked, and what they add up to."""
        righe = list(self.elenco.righe_marcate.values())
        somma = proposte.somma_da_pagare(righe)
        parola = "marcato" if len(righe) == 1 else "marcati"
        self.avvisa(f"{len(righe)} {parola}, {Campo('', '', 'importo').mostra(somma)} €" if righe else "")

    async def mostra_riferimenti(self) -> None:
        """F5: of a notula its parcelle, of a parcella its notula (RIC-026)."""
        chiave = self._chiave
        if fatto := await self.leggi(ricerca.riferimenti, self.contesto.azienda, [chiave]):
            nomi = fatto.valore.get(chiave, [])
            await self.programma.attendi(Riferimenti(nomi))

    async def mostra_scadenze(self) -> None:
        """F11: the schedule of a notula, to look at (RIC-028)."""
        from parcella.screens.documenti_dati import in_rata
        from parcella.screens.scadenzario_notula import ScadenzarioNotula

        if fatto := await self.leggi(_fascicolo, self.contesto, self._chiave):
            f = fatto.valore
            await self.programma.attendi(
                ScadenzarioNotula(
                    [in_rata(rata.model_dump()) for rata in f.rate],
                    f.documento.totale_da_pagare,
                    cliente=f"{f.cliente.codice} {cast(Riga, self.elenco.riga)['nome_cliente']}",
                    documento=f.nome.split()[1],
                    nota=f.documento.nota_scadenzario,
                    sola_lettura=True,
                )
            )

    async def cancella(self) -> None:
        """Sh+F3: delete, after a letter, saying what will go (RIC-029)."""
        from parcella.fatturapa import emissione
        from parcella.ledger.esito import Risposte

        chiave = self._chiave

        def elimina(risposte: dict[str, str]) -> str:
            return emissione.elimina(self.archivio, self.contesto, chiave, Risposte(risposte))

        if fatto := await self.esegui(elimina):
            self.elenco.ricarica()
            self.avvisa(f"{fatto.valore} cancellato. Il numeratore non cambia.")

    async def stampa(self) -> None:
        """Sh+F8: the PDF again, as it was (RIC-043)."""
        self.avvisa(await documenti_stampa.stampa(self, [self._chiave]))

    async def stampa_su(self) -> None:
        """Sh+F9: on another form, or on a device of one's choice (FPA-071)."""
        from parcella.screens.stampa_su import StampaSu

        chiave, riga = self._chiave, cast(Riga, self.elenco.riga)
        sigla = "NC" if riga["nc"] == "NC" else str(riga["sigla"])[:2]  # a nota di credito has forms of its own
        scelta = await self.programma.attendi(StampaSu(chiave, sigla))
        if scelta is not None:
            self.avvisa(await documenti_stampa.stampa(self, [chiave], scelta.modulo, scelta.stampante))


def _fascicolo(sessione: Any, contesto: "Contesto", chiave: int) -> Any:
    from parcella.ledger.documenti.fascicoli import fascicolo

    return fascicolo(sessione, contesto, chiave)


class Riferimenti(RiquadroStudio[None]):
    """The documents one is tied to."""

    titolo = "Riferimenti"
    pagina_aiuto = "elenco-documenti"
    sola_lettura = True

    def __init__(self, nomi: Sequence[str]) -> None:
        super().__init__()
        self.nomi = nomi

    def corpo(self) -> ComposeResult:
        righe = [{"documento": nome} for nome in self.nomi]
        colonne = [Colonna("documento", "Documento", 20, elastica=True)]
        yield Elenco(colonne, SorgenteLista(righe, "documento"), vuoto="Nessun riferimento.")

    def on_riga_scelta(self, event: RigaScelta) -> None:
        self.dismiss(None)


def descrivi(filtro: Filtro) -> str:
    """The filter in a line, above the list."""
    parti = [filtro.sigla or "NO e PA"]
    if filtro.modulo != ricerca.QUALSIASI_MODULO:
        parti[0] += f" modulo {filtro.modulo}"
    if filtro.data_da or filtro.data_a:
        parti.append("-".join(f"{g:%d/%m/%Y}" if g else "…" for g in (filtro.data_da, filtro.data_a)))
    for nome, da, a in (
        ("serie", filtro.serie_da, filtro.serie_a),
        ("numero", filtro.numero_da, filtro.numero_a),
        ("cliente", filtro.cliente_da, filtro.cliente_a),
    ):
        if da is not None or a is not None:
            parti.append(f"{nome} {da if da is not None else '…'}-{a if a is not None else '…'}")
    if filtro.stato_parcella:
        parti.append("parcelle provvisorie" if filtro.stato_parcella == "P" else "parcelle definitive")
    if filtro.notule_chiuse:
        parti.append("notule chiuse" if filtro.notule_chiuse == "S" else "notule non chiuse")
    return "Filtro: " + ", ".join(parti)
