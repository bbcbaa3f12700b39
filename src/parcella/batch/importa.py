"""`parcella importa`: files of the archive format, or sheets, into the archive, all or nothing."""

import getpass
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from parcella.batch.opzioni import Opzioni, UsoErrato, apri_archivio, contesto, opzioni_di, risposte
from parcella.batch.uscita import Avanza, avanzamento, stampa, stampa_avvisi
from parcella.ledger.parole import quanti

if TYPE_CHECKING:
    from parcella.ledger.scambio.fogli.importa import Scelte
    from parcella.ledger.scambio.fogli.resoconto import Resoconto, Riga

app = typer.Typer()
_FOGLI = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_RIFIUTI_DETTI = 20


@app.command()
def importa(
    ctx: typer.Context,
    file: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="I file da importare: JSON dell'archivio, oppure CSV e XLSX.")
    ],
    prova: Annotated[
        Literal["S", "N"], typer.Option(help="CSV e XLSX: S dice riga per riga che cosa cambierebbe, senza scrivere.")
    ] = "N",
    tabella: Annotated[
        Literal["clienti", "indirizzi", "contatti", "prestazioni", "prezzi", "particolarita"] | None,
        typer.Option(help="CSV e XLSX: che cosa contengono, se non lo dicono il nome del foglio o le intestazioni."),
    ] = None,
    ignora_sconosciute: Annotated[
        Literal["S", "N"], typer.Option(help="CSV e XLSX: S lascia fuori le colonne che non si riconoscono.")
    ] = "N",
) -> None:
    """Importa uno o più file nell'archivio: tutto o niente.

    JSON: i dati presenti sono scritti, quelli assenti restano come sono. Ogni file è di un'azienda: quella che nomina,
    creata se la sigla è nuova, oppure quella di --azienda. L'archivio che non c'è viene creato.

    CSV e XLSX: clienti, indirizzi, contatti, prestazioni, prezzi e particolarità, con le colonne in qualsiasi ordine.
    Le celle vuote lasciano i dati come sono.
    """
    opzioni = opzioni_di(ctx)
    fogli = [nome for nome in file if nome.suffix.lower() in _FOGLI]
    if not fogli:
        if prova == "S" or tabella is not None or ignora_sconosciute == "S":
            raise UsoErrato("--prova, --tabella e --ignora-sconosciute valgono per i file CSV e XLSX.")
        _importa_archivio(opzioni, file)
    elif len(fogli) < len(file):
        raise UsoErrato("Importare insieme solo file JSON, oppure solo file CSV e XLSX.")
    else:
        from parcella.ledger.scambio.fogli.importa import Scelte

        _importa_fogli(opzioni, file, Scelte(tabella, prova == "S", ignora_sconosciute == "S"))


def _importa_archivio(opzioni: Opzioni, file: Sequence[Path]) -> None:
    from parcella.fatturapa.importazione import importa as importa_file
    from parcella.ledger.archivio import crea

    percorso = opzioni.percorso_archivio()
    contenuti = [(str(nome), nome.read_bytes()) for nome in file]
    risposte_date = risposte(opzioni)
    nuovo = not percorso.exists()
    if nuovo:
        crea(percorso)
    try:
        with apri_archivio(opzioni) as archivio:
            resoconto = importa_file(
                archivio,
                contenuti,
                data_lavoro=opzioni.giorno(),
                utente=(opzioni.utente or _accesso())[:20],
                sigla=opzioni.azienda,
                risposte=risposte_date,
            )
    except BaseException:
        if nuovo:  # made a moment ago: all or nothing
            _togli(percorso)
        raise
    stampa_avvisi(risposte_date.avvisi)
    testo = "\n".join(
        f"Importato {voce['file']} nell'azienda {voce['azienda']}: "
        + (", ".join(f"{nome} {numero}" for nome, numero in voce["sezioni"].items()) or "nessun elenco")
        + "."
        for voce in resoconto
    )
    stampa({"archivio": percorso, "file": resoconto, "avvisi": risposte_date.avvisi}, opzioni, testo=testo)


def _accesso() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no login name: a service without a user
        return "parcella"


def _togli(archivio: Path) -> None:
    for coda in ("", "-wal", "-shm"):
        archivio.with_name(archivio.name + coda).unlink(missing_ok=True)


# ---- sheets


def _importa_fogli(opzioni: Opzioni, file: Sequence[Path], scelte: "Scelte") -> None:
    from parcella.ledger.esito import Rifiuto
    from parcella.ledger.scambio.fogli.importa import importa as importa_fogli

    contenuti = [(str(nome), nome.read_bytes()) for nome in file]
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            ctx = contesto(sessione, opzioni)
        with ExitStack() as barre:
            resoconto = importa_fogli(archivio, ctx, contenuti, scelte, risposte(opzioni), _Barre(barre))
    rifiutate = resoconto.rifiutate
    if rifiutate and not scelte.prova:
        frasi = [riga.frase for riga in rifiutate[:_RIFIUTI_DETTI]]
        if altre := len(rifiutate) - len(frasi):
            frasi.append(f"… e {quanti(altre, 'altra riga', 'altre righe')}: con --prova S si vedono tutte.")
        raise Rifiuto("\n".join([*frasi, f"Non ho scritto nulla: {resoconto.in_parole()}."]))
    stampa_avvisi(resoconto.avvisi)
    valore = {
        "archivio": opzioni.percorso_archivio(),
        "prova": "S" if scelte.prova else "N",
        "scritto": "S" if resoconto.scritto else "N",
        "riepilogo": resoconto.conteggi(),
        "avvisi": resoconto.avvisi,
        "righe": [_riga(riga) for riga in resoconto.righe] if opzioni.json else [],
    }
    stampa(valore, opzioni, testo=_testo(resoconto, scelte))
    if rifiutate:
        raise typer.Exit(1)


class _Barre:
    """A progress bar for each phase of the work, the one before taken away."""

    def __init__(self, barre: ExitStack) -> None:
        self.barre, self.fase, self.fatti = barre, "", 0
        self.avanza: Avanza = lambda: None

    def __call__(self, fase: str, fatti: int, totale: int) -> None:
        if not totale:
            return
        if fase != self.fase:
            self.barre.close()
            self.fase, self.fatti = fase, 0
            self.avanza = self.barre.enter_context(avanzamento(fase, totale))
        for _ in range(fatti - self.fatti):
            self.avanza()
        self.fatti = max(self.fatti, fatti)


def _testo(resoconto: "Resoconto", scelte: "Scelte") -> str:
    """What a person reads: row by row if it is a trial, then how many."""
    righe = [_frase(riga) for riga in resoconto.righe] if scelte.prova else []
    if resoconto.scritto:
        fine = f"Importazione finita: {resoconto.in_parole()}."
    elif resoconto.rifiutate:
        fine = f"Prova: {resoconto.in_parole()}. Con righe rifiutate l'importazione non scrive nulla."
    else:
        fine = f"Prova: {resoconto.in_parole()}. Non ho scritto nulla: togliere --prova per importare."
    return "\n".join([*righe, fine])


def _frase(riga: "Riga") -> str:
    posto = ", ".join(filter(None, (riga.tavola.foglio.nome, f"riga {riga.numero}")))
    chi = " ".join(filter(None, (riga.codice, riga.nome)))
    return f"{posto}  {riga.esito:9}  {chi}{f'  {riga.spiegazione}' if riga.spiegazione else ''}"


def _riga(riga: "Riga") -> dict[str, Any]:
    return {
        "file": riga.tavola.foglio.file,
        "foglio": riga.tavola.foglio.nome or None,
        "riga": riga.numero,
        "tabella": riga.archivio,
        "codice": riga.codice,
        "nome": riga.nome,
        "esito": riga.esito,
        "variazioni": [variazione._asdict() for variazione in riga.variazioni],
        "colonna": riga.dove or None,
        "motivo": riga.motivo or None,
        "note": riga.note,
    }
