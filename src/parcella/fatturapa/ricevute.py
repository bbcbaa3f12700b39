"""The messages of SdI put to the files they are about: kept whole, the state moved, the operator told what to do.

One transaction for all those read together. A message that is not ours, or can't be read, is told and changes nothing.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlmodel import Session

from parcella.fatturapa import messaggi
from parcella.fatturapa.lettura.origini import Archivi, Origine, elenca
from parcella.fatturapa.messaggi import SENZA_FILE, Messaggio
from parcella.fatturapa.stati import SCARTATO, cosa_fare, piu_avanti, stato_del_messaggio
from parcella.fatturapa.tabelle import FileFattura, MessaggioSdi, PassaggioFile
from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import DatiNonValidi

LETTO, GIA_LETTO, RIFIUTATO, IGNORATO = "letto", "gia_letto", "rifiutato", "ignorato"
_FILE: Table = FileFattura.__table__  # type: ignore[attr-defined]
_MESSAGGI: Table = MessaggioSdi.__table__  # type: ignore[attr-defined]
_PASSAGGI: Table = PassaggioFile.__table__  # type: ignore[attr-defined]
_DOCUMENTI: Table = Documento.__table__  # type: ignore[attr-defined]
_PER_DOMANDA = 500
_PESO_MASSIMO = 60_000_000  # of the messages held together; a real one weighs some thousand bytes


@dataclass(frozen=True, slots=True)
class Lettura:
    """What became of a file handed over as a message. `stato` is the invoice's after it, `avviso` what to do."""

    file: str
    esito: str
    tipo: str = ""
    fattura: str = ""
    documento: str = ""
    stato: str = ""
    avviso: str = ""


@dataclass(slots=True)
class _Noto:
    """A file of the register, as the messages find it."""

    chiave: int
    nome: str
    formato: str
    sha256: str
    stato: str
    identificativo_sdi: str | None
    documento: str
    firmato: bool


@dataclass(frozen=True, slots=True)
class Arrivato:
    """A message read, not yet put to its file. `compresso` is how it is kept: a folder may hold thousands."""

    file: str
    nome: str
    messaggio: Messaggio
    impronta: str
    compresso: bytes

    @property
    def peso(self) -> int:
        """Some bytes of memory it takes."""
        return len(self.compresso) + len(self.messaggio.descrizione)


def leggi_messaggi(
    archivio: Archivio,
    contesto: Contesto,
    percorsi: Sequence[Path],
    avanza: Callable[[int, int], object] = lambda fatti, totale: None,
) -> list[Lettura]:
    """Read files, or all those of folders and ZIPs, as messages of SdI about the invoices of the azienda in use."""
    origini = elenca(percorsi)
    if not origini:
        raise DatiNonValidi(f"In {', '.join(map(str, percorsi))} non ci sono messaggi: attesi file .xml.", "percorso")
    letture: dict[int, Lettura] = {}
    arrivati: dict[int, Arrivato] = {}
    peso = 0
    with Archivi() as archivi:
        for posto, origine in enumerate(origini):
            try:
                arrivato = arriva(origine, archivi.leggi(origine).xml, peso)
            except DatiNonValidi as errore:
                ignora = not origine.nominata and "comincia con «FatturaElettronica" in errore.messaggio
                esito = IGNORATO if ignora else RIFIUTATO
                letture[posto] = Lettura(str(origine.file), esito, avviso=errore.messaggio)
            else:
                peso += arrivato.peso
                arrivati[posto] = arrivato
            avanza(posto + 1, len(origini))
    if arrivati:
        with archivio.scrittura() as sessione:
            letture.update(zip(arrivati, applica(sessione, contesto, list(arrivati.values())), strict=True))
    return [letture[posto] for posto in range(len(origini))]


def arriva(origine: Origine, xml: bytes, peso: int) -> Arrivato:
    """The message of a file; DatiNonValidi if it is none, or one too many for those read together (`peso` so far)."""
    messaggio = messaggi.leggi(xml, origine.nome)
    arrivato = Arrivato(str(origine.file), origine.nome, messaggio, _impronta(xml), zlib.compress(xml))
    if peso + arrivato.peso > _PESO_MASSIMO:
        raise DatiNonValidi("I messaggi letti insieme sono troppi: leggere i restanti da soli.")
    return arrivato


def applica(sessione: Session, contesto: Contesto, arrivati: Sequence[Arrivato]) -> list[Lettura]:
    """Put messages to their files, in the caller's transaction; what became of each."""
    noti = _file_noti(sessione, contesto.azienda, [arrivato.messaggio for arrivato in arrivati])
    per_identificativo = {noto.identificativo_sdi: noto for noto in noti.values() if noto.identificativo_sdi}
    gia_letti = _gia_letti(sessione, contesto.azienda, [arrivato.impronta for arrivato in arrivati])
    prossimo = (sessione.execute(select(func.max(_MESSAGGI.c.id))).scalar() or 0) + 1
    adesso = datetime.now(UTC)
    righe: list[dict[str, Any]] = []
    passaggi: list[dict[str, Any]] = []
    mossi: dict[int, _Noto] = {}
    letture: list[Lettura] = []
    for arrivato in arrivati:
        messaggio = arrivato.messaggio
        noto = _suo(messaggio, noti, per_identificativo)
        if noto is None:
            avviso = _non_nostro(messaggio)
            letture.append(Lettura(arrivato.file, RIFIUTATO, messaggio.tipo, messaggio.nome_file, avviso=avviso))
            continue
        if arrivato.impronta in gia_letti:
            letture.append(_lettura(GIA_LETTO, arrivato, noto))
            continue
        gia_letti.add(arrivato.impronta)
        righe.append(_riga(contesto.azienda, noto, arrivato, adesso))
        stato, identificativo, nota = _dopo(noto, messaggio)
        if stato != noto.stato:
            passaggi.append(
                {
                    "azienda": contesto.azienda,
                    "file": noto.chiave,
                    "stato": stato,
                    "momento": messaggio.momento or adesso,
                    "utente": contesto.utente[:20] or None,
                    "messaggio": prossimo + len(righe) - 1,
                    "nota": None,
                }
            )
        if (stato, identificativo) != (noto.stato, noto.identificativo_sdi):
            mossi[noto.chiave] = noto
        noto.stato, noto.identificativo_sdi = stato, identificativo
        per_identificativo[identificativo] = noto
        letture.append(_lettura(LETTO, arrivato, noto, nota))
    for numero, riga in enumerate(righe, prossimo):
        riga["id"] = numero
    if righe:
        sessione.execute(insert(_MESSAGGI), righe)
    if passaggi:
        sessione.execute(insert(_PASSAGGI), passaggi)
    if mossi:
        sessione.connection().execute(
            update(_FILE)
            .where(_FILE.c.id == bindparam("_id"))
            .values(stato=bindparam("_stato"), identificativo_sdi=bindparam("_identificativo")),
            [
                {"_id": noto.chiave, "_stato": noto.stato, "_identificativo": noto.identificativo_sdi}
                for noto in mossi.values()
            ],
        )
    return letture


def _suo(messaggio: Messaggio, noti: dict[str, _Noto], per_identificativo: dict[str, _Noto]) -> _Noto | None:
    """The file a message is about. Without a file inside, its own name is worth less than its IdentificativoSdI."""
    noto = noti.get(messaggio.radice_file)
    if messaggio.tipo not in SENZA_FILE:
        return noto
    suo = per_identificativo.get(messaggio.identificativo_sdi)
    return suo or (noto if noto is not None and noto.identificativo_sdi is None else None)


def _dopo(noto: _Noto, messaggio: Messaggio) -> tuple[str, str, str]:
    """State and IdentificativoSdI of a file after a message, and what to tell of a file sent twice under one name.

    SdI refuses the second (00002), which takes nothing from the first: of two the one that was not refused holds,
    whichever is read first.
    """
    nuovo, suo = stato_del_messaggio(messaggio.tipo, messaggio.esito), messaggio.identificativo_sdi
    if noto.identificativo_sdi in (None, suo):
        return piu_avanti(noto.stato, [nuovo]), suo, ""
    if noto.stato == SCARTATO and nuovo not in (SCARTATO, None):
        return nuovo or noto.stato, suo, ""
    frase = f" Riguarda un altro invio con lo stesso nome (identificativo {suo}): lo stato del file non cambia."
    return noto.stato, noto.identificativo_sdi or suo, frase


def _riga(azienda: int, noto: _Noto, arrivato: Arrivato, adesso: datetime) -> dict[str, Any]:
    messaggio = arrivato.messaggio
    return {
        "azienda": azienda,
        "file": noto.chiave,
        "tipo": messaggio.tipo,
        "nome_messaggio": arrivato.nome[:80],
        "identificativo_sdi": messaggio.identificativo_sdi,
        "message_id": messaggio.message_id or None,
        "esito": messaggio.esito,
        "descrizione": messaggio.descrizione or None,
        "momento": messaggio.momento,
        "letto_il": adesso,
        "sha256": arrivato.impronta,
        "contenuto": arrivato.compresso,
    }


def _lettura(esito: str, arrivato: Arrivato, noto: _Noto, nota: str = "") -> Lettura:
    messaggio = arrivato.messaggio
    avviso = cosa_fare(noto.stato, pubblica_amministrazione=noto.formato == "FPA12") + nota
    con_la_firma = noto.firmato or messaggio.nome_file.endswith(".p7m")
    if messaggio.impronta and messaggio.impronta != noto.sha256 and not con_la_firma:
        avviso += " Attenzione: il file inviato non è uguale a quello fatto dal programma."
    detto = messaggi.nome_di_messaggio(arrivato.nome)
    if detto is not None and detto != (noto.nome.removesuffix(".xml"), messaggio.tipo):
        avviso += " Attenzione: il nome del messaggio dice altro; vale quello che c'è scritto dentro."
    return Lettura(arrivato.file, esito, messaggio.tipo, noto.nome, noto.documento, noto.stato, avviso)


def _non_nostro(messaggio: Messaggio) -> str:
    if messaggio.tipo == "MT":
        return "Accompagna una fattura ricevuta: non riguarda le fatture emesse."
    chi = messaggio.nome_file or f"identificativo {messaggio.identificativo_sdi}"
    return f"Riguarda il file {chi}, che non è fra quelli fatti da questa azienda."


def _impronta(contenuto: bytes) -> str:
    return hashlib.sha256(contenuto).hexdigest()


def _gia_letti(sessione: Session, azienda: int, impronte: Sequence[str]) -> set[str]:
    return {
        trovata
        for gruppo in _a_gruppi(impronte)
        for trovata in sessione.execute(
            select(_MESSAGGI.c.sha256).where(_MESSAGGI.c.azienda == azienda, _MESSAGGI.c.sha256.in_(gruppo))
        ).scalars()
    }


def _file_noti(sessione: Session, azienda: int, letti: Sequence[Messaggio]) -> dict[str, _Noto]:
    """The files of the register the messages name, by name without extension, or by IdentificativoSdI."""
    f, d = _FILE.c, _DOCUMENTI.c
    domanda = (
        select(
            f.id, f.nome_file, f.formato, f.sha256, f.stato, f.identificativo_sdi,
            d.sigla_documento, d.serie, d.numero_documento, f.nome_firmato,
        )
        .join(_DOCUMENTI, d.id == f.documento)
        .where(f.azienda == azienda)
    )  # fmt: skip
    noti: dict[str, _Noto] = {}
    per_nome = [f"{m.radice_file}.xml" for m in letti if m.radice_file]
    per_identificativo = [m.identificativo_sdi for m in letti if m.tipo in SENZA_FILE]
    for colonna, valori in ((f.nome_file, per_nome), (f.identificativo_sdi, per_identificativo)):
        for gruppo in _a_gruppi(valori):
            for r in sessione.execute(domanda.where(colonna.in_(gruppo))):
                documento = f"{r.sigla_documento} {r.serie}/{r.numero_documento}"
                noti.setdefault(
                    r.nome_file.removesuffix(".xml"),
                    _Noto(
                        r.id,
                        r.nome_file,
                        r.formato,
                        r.sha256,
                        r.stato,
                        r.identificativo_sdi,
                        documento,
                        bool(r.nome_firmato),
                    ),
                )
    return noti


def _a_gruppi(valori: Sequence[str]) -> Iterable[Sequence[str]]:
    unici = list(dict.fromkeys(valori))
    return (unici[inizio : inizio + _PER_DOMANDA] for inizio in range(0, len(unici), _PER_DOMANDA))
