"""What comes out of a document when it is printed, and where: pages, the file of the electronic invoice, or both.

For screens and commands: `decidi`, then `fai_fatture`, then `fai_pagine`. A form bound to the XML goes on a device of
formato F, any other on one of formato G (FPA-061, FPA-062, FPA-075). With no device named, the first of its formato is
used; with none there, pages go where the caller says and the files of the invoices stay to be made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session, col, select

from parcella.fatturapa.esportazione import Esportata, esporta
from parcella.fatturapa.stati import DA_RIFARE, PRIMA_DELL_INVIO
from parcella.fatturapa.tabelle import FileFattura
from parcella.fatturapa.verifica import riguarda
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende import stampanti
from parcella.ledger.aziende.tabelle import Stampante
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.fascicoli import fascicoli
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.sezionale import abilitato
from parcella.ledger.esito import Avviso, Rifiuto, Risposte
from parcella.stampe.modulo import Modulo, ModuloFattura, forma_di
from parcella.stampe.scrittura import stampa


@dataclass(slots=True)
class Uscita:
    """A print decided; nothing is written yet. `cartella` is that of the pages, where a device names one."""

    modulo: str
    pagine: list[Fascicolo] = field(default_factory=list)
    cartella: Path | None = None
    fatture: list[Fascicolo] = field(default_factory=list)
    cartella_fatture: Path | None = None
    avvisi: list[Avviso] = field(default_factory=list)


def decidi(
    sessione: Session, contesto: Contesto, chiavi: Sequence[int], *, modulo: str = "", numero: int | None = None
) -> Uscita:
    """What the documents give on their form, or on `modulo` (FPA-071), and on the device `numero`, if one is named.

    One without a form gives nothing (DOC-017); one bound to the XML gives pages too, for courtesy. Raises Rifiuto on
    `modulo` or `stampante`.
    """
    scelta = None if numero is None else stampanti.stampante(sessione, contesto.azienda, numero)
    uscita = Uscita(modulo)
    solo_pagine: list[Fascicolo] = []
    for fascicolo in fascicoli(sessione, contesto, list(chiavi)):
        forma = forma_di(fascicolo.documento, modulo)
        if scelta is not None:
            _pretendi_adatti(forma, scelta)
        if forma is None:
            continue
        uscita.pagine.append(fascicolo)
        motivo = _senza_fattura(fascicolo)
        if not motivo:
            (uscita.fatture if isinstance(forma, ModuloFattura) else solo_pagine).append(fascicolo)
        elif isinstance(forma, ModuloFattura):
            uscita.avvisi.append(Avviso("senza_file", motivo))
    di_fatture = scelta if scelta is not None and scelta.formato == stampanti.FATTURA_PA else None
    uscita.cartella = _cartella(sessione, contesto, stampanti.PAGINE, None if di_fatture else scelta)
    uscita.cartella_fatture = _cartella(sessione, contesto, stampanti.FATTURA_PA, di_fatture)
    if uscita.cartella_fatture is None:
        _rimanda(uscita)
    else:
        _ricorda(sessione, uscita, solo_pagine)
    return uscita


def cartella_fatture(sessione: Session, contesto: Contesto) -> Path | None:
    """The directory of the first device of formato F, if there is one (FPA-017)."""
    return _cartella(sessione, contesto, stampanti.FATTURA_PA, None)


def _cartella(sessione: Session, contesto: Contesto, formato: str, scelta: Stampante | None) -> Path | None:
    usata = scelta or stampanti.predefinita(sessione, contesto.azienda, formato)
    return Path(usata.cartella).expanduser() if usata is not None and usata.cartella else None


def _pretendi_adatti(forma: Modulo | ModuloFattura | None, scelta: Stampante) -> None:
    """FPA-061, FPA-062, FPA-075: blocking both ways."""
    nome = f"La stampante {scelta.numero} ({scelta.descrizione})"
    di_fatture = scelta.formato == stampanti.FATTURA_PA
    if isinstance(forma, ModuloFattura) and not di_fatture:
        raise Rifiuto(
            f"{nome} è di formato G Pagine: il modulo {forma.nome}, che fa il file della fattura elettronica, vuole "
            "una stampante di formato F Fattura PA.",
            "stampante",
            "stampante_non_adatta",
        )
    if di_fatture and not isinstance(forma, ModuloFattura):
        altro = f"il modulo {forma.nome} fa pagine" if forma is not None else "il documento non ha un modulo"
        raise Rifiuto(
            f"{nome} è di formato F Fattura PA: {altro}, ed essa vuole un modulo che fa il file della fattura "
            "elettronica, come PAE.",
            "stampante",
            "stampante_non_adatta",
        )


def _senza_fattura(fascicolo: Fascicolo) -> str:
    """Why a document on a form bound to the XML gives its pages only; empty when it gives the file (FPA-072)."""
    documento, cliente, azienda = fascicolo.documento, fascicolo.cliente, fascicolo.azienda
    sigla, stato = documento.sigla_documento, documento.stato_parcella
    if riguarda(sigla, stato, cliente, azienda, fascicolo.sezionale):
        return ""
    if stato != "D":
        perche = "è provvisoria, e il file della fattura si fa da quella definitiva"
    elif not abilitato(cliente):
        perche = f"il cliente {cliente.codice} non è abilitato alla fattura elettronica"
    elif fascicolo.sezionale == "N":
        perche = "il sezionale è cartaceo"
    else:
        perche = "l'azienda non trasmette fatture elettroniche (Trasmittente vuoto)"
    return f"{fascicolo.nome}: solo pagine, {perche}."


def _rimanda(uscita: Uscita) -> None:
    """No device of formato F: the parcelle stay among those to be exported (FPA-070, cap. 25, Ambiguità 16)."""
    for fascicolo in uscita.fatture:
        uscita.avvisi.append(
            Avviso(
                "senza_stampante",
                f"{fascicolo.nome}: il file della fattura resta da fare, manca una stampante di formato F Fattura PA.",
            )
        )
    uscita.fatture = []


def _ricorda(sessione: Session, uscita: Uscita, solo_pagine: Sequence[Fascicolo]) -> None:
    """Where files are made as documents are printed, one whose form makes pages only is easily forgotten (FPA-001)."""
    nomi = [fascicolo.nome for fascicolo in solo_pagine if _ultimo_file(sessione, fascicolo) is None]
    if len(nomi) == 1:
        testo = f"{nomi[0]}: il modulo fa solo pagine, il file della fattura resta da fare."
        uscita.avvisi.append(Avviso("file_da_fare", testo))
    elif nomi:
        testo = f"Restano da fare i file di {len(nomi)} fatture, da {nomi[0]} a {nomi[-1]}: i moduli fanno solo pagine."
        uscita.avvisi.append(Avviso("file_da_fare", testo))


def fai_fatture(archivio: Archivio, contesto: Contesto, uscita: Uscita, risposte: Risposte) -> list[Esportata]:
    """Make the files, all or none, by the register. One that is there already is made again only if asked for (FPA-040,
    cap. 25, Ambiguità 11). Raises Rifiuto or Richiesta."""
    if not uscita.fatture or uscita.cartella_fatture is None:
        return []
    chiavi, rigenera = [], False
    with archivio.lettura() as sessione:
        for fascicolo in uscita.fatture:
            ultimo = _ultimo_file(sessione, fascicolo)
            if ultimo is None or _si_rifa(fascicolo, *ultimo, risposte):
                chiavi.append(fascicolo.documento.id or 0)
                rigenera = rigenera or ultimo is not None
    if not chiavi:
        return []
    return esporta(
        archivio, contesto, chiavi, uscita.cartella_fatture, rigenera=rigenera, risposte=risposte, nominate=False
    )


def _si_rifa(fascicolo: Fascicolo, nome: str, stato: str, risposte: Risposte) -> bool:
    domanda = "rifai_file" if stato in PRIMA_DELL_INVIO else "rigenera_inviata"
    return risposte.chiedi(domanda, documento=fascicolo.nome, file=nome)


def _ultimo_file(sessione: Session, fascicolo: Fascicolo) -> tuple[str, str] | None:
    """The name and the state of the last file of a document, if it was not refused."""
    return sessione.exec(
        select(FileFattura.nome_file, FileFattura.stato)
        .where(
            FileFattura.azienda == fascicolo.azienda.id,
            FileFattura.documento == fascicolo.documento.id,
            col(FileFattura.stato).not_in(DA_RIFARE),
        )
        .order_by(col(FileFattura.id).desc())
    ).first()


def fai_pagine(uscita: Uscita, altrove: Path, *, progresso: Callable[[], None] | None = None) -> list[tuple[str, Path]]:
    """Print the pages into the folder of their device, else into `altrove`; each document with its file.

    What could not be printed as it is written goes among the notices. Raises Rifiuto if the folder can't be written.
    """
    scritti = stampa(
        uscita.pagine, uscita.cartella or altrove, modulo=uscita.modulo, progresso=progresso, avvisi=uscita.avvisi
    )
    return [(fascicolo.nome, file) for fascicolo, file in zip(uscita.pagine, scritti, strict=True)]
