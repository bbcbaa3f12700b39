"""From a sheet to typed records: which archive it is, where its headings are, and what each row says.

What concerns the whole sheet raises DatiNonValidi; what concerns a row is a reason that the row carries.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath
from typing import Any

from parcella.ledger.esito import Avviso, DatiNonValidi
from parcella.ledger.scambio.fogli.archivi import ORDINE, TITOLI, Archivio, archivio, dal_nome, mancanti
from parcella.ledger.scambio.fogli.celle import CellaErrata, Lettore, lettore
from parcella.ledger.scambio.fogli.foglio import Foglio, Riga, lettera
from parcella.ledger.scambio.fogli.intestazioni import elencate, riconosci, somigliante

_RIGHE_DI_TITOLO = 30
"""Among how many rows the headings are looked for: people write titles above them."""
_SCONOSCIUTE_DETTE = 5


@dataclass(slots=True)
class RigaLetta:
    """A row: what it says, or why it is refused. `dove` is the letter and the heading of the column at fault."""

    numero: int
    dati: dict[str, Any] = field(default_factory=dict)
    motivo: str = ""
    dove: str = ""
    note: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tavola:
    """A sheet whose headings are understood: `posti` says which column of the archive is where."""

    foglio: Foglio
    archivio: Archivio
    riga: int
    intestazioni: tuple[str, ...]
    posti: Mapping[str, int]
    ignorate: tuple[str, ...] = ()

    def colonna(self, nome: str | None) -> str:
        """A column as one finds it on the sheet: `C (Partita IVA)`; nothing if the sheet has not got it."""
        posto = self.posti.get(nome or "")
        return "" if posto is None else f"{lettera(posto)} ({self.intestazioni[posto]})"


def riconosci_foglio(
    foglio: Foglio, tariffari: Mapping[int, str], tabella: str | None, *, ignora: bool, solo: bool
) -> Tavola | None:
    """The archive of a sheet and its headings; None for an empty sheet, or one of no archive, among others.

    `tabella` is the archive asked for; `ignora` leaves out the columns not understood; `solo` if the file has no other
    sheet, which must then be one of an archive. Raises DatiNonValidi.
    """
    prime = list(islice(foglio.righe(), _RIGHE_DI_TITOLO))
    if not prime:
        if solo:
            raise foglio.non_valido("non c'è nessuna riga: il foglio è vuoto")
        return None
    nome = tabella or dal_nome(foglio.nome, *([PurePath(foglio.file).stem] if solo else []))
    candidati = [archivio(voce, tariffari) for voce in ([nome] if nome else ORDINE)]
    punti = [(_punti(candidato, riga), -posto, -i, candidato, riga)
             for i, candidato in enumerate(candidati) for posto, riga in enumerate(prime)]  # fmt: skip
    quante, _, _, scelto, riga = max(punti, key=lambda voce: voce[:3])
    cercato = nome is not None or solo
    if quante < (1 if cercato else min(2, sum(cella is not None for cella in riga[1]))) or not quante:
        if not cercato:
            return None
        raise _non_riconosciuto(foglio, scelto, prime[0], nome)
    return _tavola(foglio, scelto, riga, ignora=ignora)


def _punti(candidato: Archivio, riga: Riga) -> int:
    return len({trovata for cella in riga[1] if isinstance(cella, str) and (trovata := _capita(candidato, cella))})


def _capita(candidato: Archivio, cella: Any) -> str | None:
    return riconosci(candidato.chiavi, str(cella))


def _non_riconosciuto(foglio: Foglio, scelto: Archivio, prima: Riga, nome: str | None) -> DatiNonValidi:
    trovate = [str(cella).strip() for cella in prima[1] if cella is not None][:_SCONOSCIUTE_DETTE]
    attese = [titolo for colonna, titolo in scelto.titoli.items() if "." not in colonna][:6]
    quale = f" di {TITOLI[scelto.nome]}" if nome else ""
    return foglio.non_valido(
        f"nessuna riga ha le intestazioni{quale}: trovate {elencate(trovate)}, ci vogliono titoli come "
        f"{elencate(attese)}",
        prima[0],
    )


def _tavola(foglio: Foglio, scelto: Archivio, riga: Riga, *, ignora: bool) -> Tavola:
    numero, celle = riga
    scritte = tuple("" if cella is None else " ".join(str(cella).split()) for cella in celle)
    posti: dict[str, int] = {}
    sconosciute: list[int] = []
    for posto, scritta in enumerate(scritte):
        if not scritta:
            continue
        nome = _capita(scelto, scritta)
        if nome is None:
            sconosciute.append(posto)
        elif nome in posti:
            raise foglio.non_valido(
                f"le colonne {lettera(posti[nome])} («{scritte[posti[nome]]}») e {lettera(posto)} («{scritta}») dicono "
                f"tutte e due «{scelto.titoli[nome]}»: toglierne una",
                numero,
            )
        else:
            posti[nome] = posto
    if sconosciute and not ignora:
        raise _sconosciute(foglio, scelto, numero, scritte, sconosciute)
    if scelto.nome == "clienti" and "nome" in posti and not {"cognome", "ragione_sociale"} & set(posti):
        posti["ragione_sociale"] = posti.pop("nome")
    if mancano := mancanti(scelto, list(posti)):
        raise foglio.non_valido(f"fra le intestazioni manca {' e '.join(mancano)}", numero)
    return Tavola(foglio, scelto, numero, scritte, posti, tuple(scritte[posto] for posto in sconosciute))


def _sconosciute(
    foglio: Foglio, scelto: Archivio, numero: int, scritte: Sequence[str], posti: Sequence[int]
) -> DatiNonValidi:
    frasi = []
    for posto in posti[:_SCONOSCIUTE_DETTE]:
        simile = somigliante(scelto.chiavi, scelto.titoli, scritte[posto])
        frasi.append(f"«{scritte[posto]}» (colonna {lettera(posto)}{f'; forse «{simile}»?' if simile else ''})")
    altre = len(posti) - _SCONOSCIUTE_DETTE
    quante = "intestazione sconosciuta" if len(posti) == 1 else "intestazioni sconosciute"
    return foglio.non_valido(
        f"{quante} per {TITOLI[scelto.nome]}: {', '.join(frasi)}{f' e altre {altre}' if altre > 0 else ''}; correggere "
        "il titolo, oppure chiedere di ignorare le colonne sconosciute",
        numero,
    )


def leggi_righe(
    tavola: Tavola, tariffari: Mapping[int, str], avanza: Callable[[int], None] = lambda _riga: None
) -> Iterator[RigaLetta]:
    """The rows under the headings, each typed or with the reason why it can't be. `avanza` hears the row's number."""
    lettori = [
        (nome, posto, _lettore(tavola.archivio, nome, tariffari))
        for nome, posto in sorted(tavola.posti.items(), key=_posto)
    ]
    usati = {posto for posto, scritta in enumerate(tavola.intestazioni) if scritta}
    larghezza = len(tavola.intestazioni)
    vuoti = [posto for posto in range(larghezza) if posto not in usati]
    for numero, celle in tavola.foglio.righe():
        if numero <= tavola.riga:
            continue
        avanza(numero)
        if _e_intestazione(tavola, celle):
            continue  # written again at the top of every page
        riga = RigaLetta(numero)
        if unite := tavola.foglio.unite.get(numero):
            riga.motivo = f"celle unite ({unite}): dividerle, o togliere la riga"
        elif senza := [p for p in (*vuoti, *range(larghezza, len(celle))) if p < len(celle) and celle[p] is not None]:
            riga.dove = lettera(senza[0])
            riga.motivo = f"dato senza intestazione: «{str(celle[senza[0]])[:40]}»"
        else:
            _leggi(riga, tavola, lettori, celle)
        if riga.motivo or riga.dati:
            yield riga


def _posto(voce: tuple[str, int]) -> int:
    return voce[1]


def _leggi(riga: RigaLetta, tavola: Tavola, lettori: Sequence[tuple[str, int, Lettore]], celle: Sequence[Any]) -> None:
    quante = len(celle)
    for nome, posto, leggi in lettori:
        if posto >= quante or celle[posto] is None:
            continue
        gia_dette = len(riga.note)
        try:
            valore = leggi(celle[posto], riga.note.append)
        except CellaErrata as errore:
            riga.motivo = f"{riga.motivo}; {errore}" if riga.motivo else str(errore)
            riga.dove = riga.dove or tavola.colonna(nome)
        else:
            if valore is not None:
                riga.dati[nome] = valore
            if len(riga.note) > gia_dette:
                riga.note[gia_dette:] = [f"{tavola.intestazioni[posto]}: {nota}" for nota in riga.note[gia_dette:]]


def _e_intestazione(tavola: Tavola, celle: Sequence[Any]) -> bool:
    return len(celle) <= len(tavola.intestazioni) and all(
        ("" if cella is None else cella) == scritta for cella, scritta in zip(celle, tavola.intestazioni, strict=False)
    )


def _lettore(quale: Archivio, nome: str, tariffari: Mapping[int, str]) -> Lettore:
    numerico = lettore(quale.colonne[nome])
    if nome != "tariffario":
        return numerico
    brevi = {breve.casefold(): numero for numero, breve in tariffari.items() if breve}

    def leggi(valore: Any, nota: Callable[[str], None]) -> Any:
        if isinstance(valore, str) and valore.strip().casefold() in brevi:
            return brevi[valore.strip().casefold()]
        return numerico(valore, nota)

    return leggi


def avvisi(tavola: Tavola) -> list[Avviso]:
    """What was left out of a sheet."""
    if not tavola.ignorate:
        return []
    quali = elencate(tavola.ignorate)
    return [Avviso("colonne_ignorate", f"{tavola.foglio.luogo()}: colonne ignorate: {quali}.")]
