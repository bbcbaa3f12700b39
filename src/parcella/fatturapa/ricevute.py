"""The messages of SdI put to the files they are about: kept whole, the state moved, the operator told what to do.

One transaction for all those read together. A message that is not ours, or can't be read, is told and changes nothing.
"""

import hashlib
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlmodel import Session

from parcella.fatturapa import messaggi
from parcella.fatturapa.lettura.origini import Archivi, Origine, da_leggere
from parcella.fatturapa.messaggi import SENZA_FILE, Messaggio
from parcella.fatturapa.rifatti import gia_inviata_con, sostituito_da
from parcella.fatturapa.stati import DA_RIFARE, SCARTATO, Detto, cosa_fare, stato_del_messaggio, valuta
from parcella.fatturapa.tabelle import FileFattura, MessaggioSdi, PassaggioFile
from parcella.ledger.archivio import Archivio
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import DatiNonValidi

LETTO, GIA_LETTO, IGNORATO = "letto", "gia_letto", "ignorato"
NON_NOSTRO, NON_LEGGIBILE, NON_PRESO = "non_nostro", "non_leggibile", "non_preso"
NON_PRESI = frozenset({NON_NOSTRO, NON_LEGGIBILE, NON_PRESO})
"""The outcomes of what changed nothing, and should be looked at; none is called as a state of a file."""
_FILE: Table = FileFattura.__table__  # type: ignore[attr-defined]
_MESSAGGI: Table = MessaggioSdi.__table__  # type: ignore[attr-defined]
_PASSAGGI: Table = PassaggioFile.__table__  # type: ignore[attr-defined]
_DOCUMENTI: Table = Documento.__table__  # type: ignore[attr-defined]
_PER_DOMANDA = 500
_MOTIVO_MASSIMO = 1_000
_PESO_MASSIMO = 60_000_000  # of the messages held together; a real one weighs some thousand bytes


V = TypeVar("V")


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
    numero: str
    anno: int
    firmato: bool
    sostituito_da: str | None
    gia_inviata_con: str | None
    detti: list[Detto] = field(default_factory=list)


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
    origini = da_leggere(percorsi)
    letture: dict[int, Lettura] = {}
    arrivati: dict[int, Arrivato] = {}
    peso = 0
    with Archivi() as archivi:
        for posto, origine in enumerate(origini):
            try:
                arrivato = arriva(origine, archivi.leggi(origine).xml, peso)
            except DatiNonValidi as errore:
                ignora = not origine.nominata and "comincia con «FatturaElettronica" in errore.messaggio
                esito = IGNORATO if ignora else NON_LEGGIBILE
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
    _ricorda_detti(sessione, contesto.azienda, noti.values())
    per_identificativo = {noto.identificativo_sdi: noto for noto in noti.values() if noto.identificativo_sdi}
    gia_letti = _gia_letti(sessione, contesto.azienda, [arrivato.impronta for arrivato in arrivati])
    prossimo = (sessione.execute(select(func.max(_MESSAGGI.c.id))).scalar() or 0) + 1
    adesso = datetime.now(UTC)
    righe: list[dict[str, Any]] = []
    passaggi: list[dict[str, Any]] = []
    mossi: dict[int, _Noto] = {}
    letture: list[Lettura] = []
    letti: list[tuple[int, int, Arrivato, _Noto, str]] = []
    for arrivato in arrivati:
        messaggio = arrivato.messaggio
        noto = _suo(messaggio, noti, per_identificativo)
        rifiuto = _non_nostro(messaggio) if noto is None else _di_un_altra(noto, messaggio)
        if noto is None or rifiuto:
            letture.append(Lettura(arrivato.file, NON_NOSTRO, messaggio.tipo, messaggio.nome_file, avviso=rifiuto))
            continue
        if arrivato.impronta in gia_letti:
            letture.append(_lettura(GIA_LETTO, arrivato, noto))
            continue
        gia_letti.add(arrivato.impronta)
        chiave = prossimo + len(righe)
        righe.append({"id": chiave, **_riga(contesto.azienda, noto, arrivato, adesso)})
        nota, stato, identificativo = _aggiungi(noto, chiave, messaggio)
        if stato != noto.stato:
            passaggi.append(
                {
                    "azienda": contesto.azienda,
                    "file": noto.chiave,
                    "stato": stato,
                    "momento": messaggio.momento or adesso,
                    "utente": contesto.utente[:20] or None,
                    "messaggio": chiave,
                    "nota": None,
                }
            )
        if (stato, identificativo) != (noto.stato, noto.identificativo_sdi):
            mossi[noto.chiave] = noto
        noto.stato, noto.identificativo_sdi = stato, identificativo
        per_identificativo[identificativo or ""] = noto
        letture.append(_lettura(LETTO, arrivato, noto))
        letti.append((len(letture) - 1, chiave, arrivato, noto, nota))
    for posto, chiave, arrivato, noto, nota in letti:  # of those read together, what they say once all are known
        contrario = valuta(noto.stato, noto.detti).contrari.get(chiave)
        emessa = noto.stato != SCARTATO and nota == _DOPPIO
        letture[posto] = _lettura(LETTO, arrivato, noto, contrario or ("" if emessa else nota))
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


def _di_un_altra(noto: _Noto, messaggio: Messaggio) -> str:
    """Why a message is not about the invoice of this file, though it names the file; empty if it may be."""
    numero, anno = "".join(messaggio.numero_fattura.split()), messaggio.anno_fattura
    if (not numero or numero == noto.numero) and (not anno or anno == str(noto.anno)):
        return ""
    return (
        f"Riguarda la fattura {' del '.join(filter(None, (numero, anno)))}, ma il file {noto.nome} contiene la "
        f"{noto.numero} del {noto.anno}: il messaggio non è stato preso."
    )


def _aggiungi(noto: _Noto, chiave: int, messaggio: Messaggio) -> tuple[str, str, str | None]:
    """Put a message with those of its file; what is to be told of it, the state and the IdentificativoSdI after it."""
    detto = messaggi.detto_da(chiave, messaggio)
    prima = valuta(noto.stato, noto.detti).contrari
    noto.detti.append(detto)
    dopo = valuta(noto.stato, noto.detti)
    nota = dopo.contrari.get(chiave, "")
    superati = [altro for altro in noto.detti if altro.chiave in dopo.contrari and altro.chiave not in prima]
    if not nota and superati:
        nota = _HA_SUPERATO[superati[0].identificativo == detto.identificativo, superati[0].stato == SCARTATO]
    elif not nota and detto.duplicato and dopo.stato == SCARTATO and not noto.gia_inviata_con:
        nota = _DOPPIO
    return nota, dopo.stato, dopo.identificativo or noto.identificativo_sdi


_DOPPIO = "Il nome o il numero risulta già inviato: prima di rifare il file cercare la ricevuta del primo invio."
_HA_SUPERATO = {
    (True, True): "Messaggio contrario a uno scarto già letto dello stesso invio: la fattura è emessa.",
    (True, False): "Un esito contrario già letto è successivo: vale questo.",
    (False, True): "Lo scarto già letto riguarda un altro invio con lo stesso nome.",
    (False, False): "I messaggi già letti riguardano un altro invio con lo stesso nome.",
}
"""What is told of a message that prevails on those read before: of the same transmission or not, scarti or not."""


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
    fare = cosa_fare(
        noto.stato,
        pubblica_amministrazione=noto.formato == "FPA12",
        sostituito_da=noto.sostituito_da,
        gia_inviata_con=noto.gia_inviata_con,
    )
    frasi = [nota, _motivo(messaggio), "" if nota == _DOPPIO else fare]
    con_la_firma = noto.firmato or messaggio.nome_file.endswith(".p7m")
    if messaggio.impronta and messaggio.impronta != noto.sha256 and not con_la_firma:
        frasi.append("Attenzione: il file inviato non è uguale a quello fatto dal programma.")
    detto = messaggi.nome_di_messaggio(arrivato.nome)
    if detto is not None and detto != (noto.nome.removesuffix(".xml"), messaggio.tipo):
        frasi.append("Attenzione: il nome del messaggio dice altro; vale quello che c'è scritto dentro.")
    avviso = " ".join(filter(None, frasi))
    return Lettura(arrivato.file, esito, messaggio.tipo, noto.nome, noto.documento, noto.stato, avviso)


def _motivo(messaggio: Messaggio) -> str:
    """Why SdI, or the office, refused the invoice, in one line."""
    if stato_del_messaggio(messaggio.tipo, messaggio.esito) not in DA_RIFARE:
        return ""
    motivo = "; ".join(riga.strip().rstrip(".") for riga in messaggio.descrizione.splitlines())
    return f"{motivo[:_MOTIVO_MASSIMO]}." if motivo else ""


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
            d.sigla_documento, d.serie, d.numero_documento, d.data_documento, f.nome_firmato,
            sostituito_da(), gia_inviata_con(),
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
                numero = f"{r.serie}/{r.numero_documento}"
                noti.setdefault(
                    r.nome_file.removesuffix(".xml"),
                    _Noto(
                        chiave=r.id,
                        nome=r.nome_file,
                        formato=r.formato,
                        sha256=r.sha256,
                        stato=r.stato,
                        identificativo_sdi=r.identificativo_sdi,
                        documento=f"{r.sigla_documento} {numero}",
                        numero="".join(numero.split()),
                        anno=r.data_documento.year,
                        firmato=bool(r.nome_firmato),
                        sostituito_da=r.sostituito_da,
                        gia_inviata_con=r.gia_inviata_con,
                    ),
                )
    return noti


def _ricorda_detti(sessione: Session, azienda: int, noti: Collection[_Noto]) -> None:
    """Give each file the messages about it that were read before."""
    m = _MESSAGGI.c
    colonne = (m.file, m.id, m.tipo, m.esito, m.identificativo_sdi, m.momento, m.message_id, m.descrizione)
    per_chiave = {noto.chiave: noto for noto in noti}
    for gruppo in _a_gruppi(list(per_chiave)):
        domanda = select(*colonne).where(m.azienda == azienda, m.file.in_(gruppo)).order_by(m.id)
        for riga in sessione.execute(domanda):
            per_chiave[riga.file].detti.append(messaggi.detto_da(riga.id, riga))


def _a_gruppi(valori: Sequence[V]) -> Iterable[Sequence[V]]:
    unici = list(dict.fromkeys(valori))
    return (unici[inizio : inizio + _PER_DOMANDA] for inizio in range(0, len(unici), _PER_DOMANDA))
