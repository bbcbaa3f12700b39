"""The messages of SdI put to the files they are about: kept whole, the state moved, the operator told what to do.

One transaction for all those read together. A message that is not ours, or can't be read, is told and changes nothing.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlmodel import Session

from parcella.fatturapa import messaggi
from parcella.fatturapa.messaggi import SENZA_FILE, Messaggio
from parcella.fatturapa.stati import cosa_fare, piu_avanti, stato_del_messaggio
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


def leggi_messaggi(archivio: Archivio, contesto: Contesto, percorsi: Sequence[Path]) -> list[Lettura]:
    """Read files, or all the files of folders, as messages of SdI about the invoices of the azienda in use."""
    letti: list[tuple[str, bytes, Messaggio]] = []
    detti: dict[str, Lettura] = {}
    nomi = [percorso for dato in percorsi for percorso in _espandi(dato)]
    for percorso in nomi:
        try:
            contenuto = _leggi(percorso)
            letti.append((str(percorso), contenuto, messaggi.leggi(contenuto, percorso.name)))
        except DatiNonValidi as errore:
            ignora = len(nomi) > len(percorsi) and "comincia con «FatturaElettronica" in errore.messaggio
            detti[str(percorso)] = Lettura(str(percorso), IGNORATO if ignora else RIFIUTATO, avviso=errore.messaggio)
    with archivio.scrittura() as sessione:
        detti |= {lettura.file: lettura for lettura in _applica(sessione, contesto, letti)}
    return [detti[str(percorso)] for percorso in nomi]


def _espandi(percorso: Path) -> list[Path]:
    if not percorso.is_dir():
        return [percorso]
    dentro = sorted(p for p in percorso.iterdir() if p.suffix.lower() in (".xml", ".p7m") and p.is_file())
    if not dentro:
        raise DatiNonValidi(f"Nella cartella {percorso} non ci sono messaggi: attesi file .xml.", str(percorso))
    return dentro


def _leggi(percorso: Path) -> bytes:
    from parcella.fatturapa.lettura.file import leggi_byte

    return leggi_byte(percorso).xml


def _applica(sessione: Session, contesto: Contesto, letti: Sequence[tuple[str, bytes, Messaggio]]) -> list[Lettura]:
    noti = _file_noti(sessione, contesto.azienda, [messaggio for _, _, messaggio in letti])
    per_identificativo = {noto.identificativo_sdi: noto for noto in noti.values() if noto.identificativo_sdi}
    gia_letti = _gia_letti(sessione, contesto.azienda, [_impronta(contenuto) for _, contenuto, _ in letti])
    prossimo = (sessione.execute(select(func.max(_MESSAGGI.c.id))).scalar() or 0) + 1
    adesso = datetime.now(UTC)
    righe: list[dict[str, Any]] = []
    passaggi: list[dict[str, Any]] = []
    mossi: dict[int, _Noto] = {}
    letture: list[Lettura] = []
    for nome, contenuto, messaggio in letti:
        noto = noti.get(messaggio.radice_file)
        if noto is None and messaggio.tipo in SENZA_FILE:
            noto = per_identificativo.get(messaggio.identificativo_sdi)
        if noto is None:
            avviso = _non_nostro(messaggio)
            letture.append(Lettura(nome, RIFIUTATO, messaggio.tipo, messaggio.nome_file, avviso=avviso))
            continue
        impronta = _impronta(contenuto)
        if impronta in gia_letti:
            letture.append(_lettura(nome, GIA_LETTO, messaggio, noto))
            continue
        gia_letti.add(impronta)
        righe.append(_riga(contesto.azienda, noto, messaggio, nome, contenuto, impronta, adesso))
        nuovo = piu_avanti(noto.stato, [stato_del_messaggio(messaggio.tipo, messaggio.esito)])
        if nuovo != noto.stato:
            passaggi.append(
                {
                    "azienda": contesto.azienda,
                    "file": noto.chiave,
                    "stato": nuovo,
                    "momento": messaggio.momento or adesso,
                    "utente": contesto.utente[:20] or None,
                    "messaggio": prossimo + len(righe) - 1,
                    "nota": None,
                }
            )
        if nuovo != noto.stato or noto.identificativo_sdi is None:
            mossi[noto.chiave] = noto
        noto.stato = nuovo
        noto.identificativo_sdi = noto.identificativo_sdi or messaggio.identificativo_sdi
        per_identificativo[messaggio.identificativo_sdi] = noto
        letture.append(_lettura(nome, LETTO, messaggio, noto))
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


def _riga(
    azienda: int, noto: _Noto, messaggio: Messaggio, nome: str, contenuto: bytes, impronta: str, adesso: datetime
) -> dict[str, Any]:
    return {
        "azienda": azienda,
        "file": noto.chiave,
        "tipo": messaggio.tipo,
        "nome_messaggio": Path(nome).name[:80],
        "identificativo_sdi": messaggio.identificativo_sdi,
        "message_id": messaggio.message_id or None,
        "esito": messaggio.esito,
        "descrizione": messaggio.descrizione or None,
        "momento": messaggio.momento,
        "letto_il": adesso,
        "sha256": impronta,
        "contenuto": zlib.compress(contenuto),
    }


def _lettura(nome: str, esito: str, messaggio: Messaggio, noto: _Noto) -> Lettura:
    avviso = cosa_fare(noto.stato, pubblica_amministrazione=noto.formato == "FPA12")
    if messaggio.impronta and messaggio.impronta != noto.sha256 and not messaggio.nome_file.endswith(".p7m"):
        avviso += " Attenzione: il file inviato non è uguale a quello fatto dal programma."
    return Lettura(nome, esito, messaggio.tipo, noto.nome, noto.documento, noto.stato, avviso)


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
            d.sigla_documento, d.serie, d.numero_documento,
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
                    _Noto(r.id, r.nome_file, r.formato, r.sha256, r.stato, r.identificativo_sdi, documento),
                )
    return noti


def _a_gruppi(valori: Sequence[str]) -> Iterable[Sequence[str]]:
    unici = list(dict.fromkeys(valori))
    return (unici[inizio : inizio + _PER_DOMANDA] for inizio in range(0, len(unici), _PER_DOMANDA))
