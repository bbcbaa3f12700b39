"""Writing the XML files of parcelle definitive into a folder, each with a name never used before."""

import os
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from parcella.fatturapa.allegati import con_allegati
from parcella.fatturapa.registro import FileFatto, assegna_nomi, registra
from parcella.fatturapa.stati import DA_RIFARE, DESCRIZIONI, PRIMA_DELL_INVIO
from parcella.fatturapa.tabelle import FileFattura
from parcella.fatturapa.verifica import OBBLIGO_PA, xml_controllato
from parcella.ledger.archivio import Archivio, motivo
from parcella.ledger.aziende.tabelle import Azienda, Serie
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.fascicoli import fascicoli
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.documenti.sezionale import abilitato
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tipi import data_italiana

SALTA = "salta_errate"
"""The question whether the files of the others are made all the same."""
NON_CORRETTA = "rifai_senza_correzione"
_PROGRESSIVO = re.compile(rb"<ProgressivoInvio>(\w+)</ProgressivoInvio>")


@dataclass(frozen=True, slots=True)
class Esportata:
    """A file made."""

    documento: str
    file: Path


@dataclass(frozen=True, slots=True)
class Errata:
    """A parcella whose file can't be made, and why."""

    documento: str
    rifiuto: Rifiuto
    chiave: int = 0

    @property
    def frase(self) -> str:
        """The reason, with the name of the document."""
        motivo = self.rifiuto.messaggio
        return motivo if motivo.startswith(self.documento) else f"{self.documento}: {motivo}"


class NonEsportabili(Rifiuto):
    """Parcelle of which no file can be made, each with its reason; nothing was written."""

    def __init__(self, errate: Sequence[Errata], quante: int) -> None:
        righe = [errata.frase for errata in errate]
        if quante > 1:
            righe.append("Nessun file è stato fatto.")
        campo = errate[0].rifiuto.campo if quante == 1 else None
        super().__init__("\n".join(righe), campo, SALTA if len(errate) < quante else "non_esportabili")
        self.errate = tuple(errate)
        self.quante = quante


def da_esportare(
    sessione: Session,
    contesto: Contesto,
    *,
    da_data: date | None = None,
    a_data: date | None = None,
    cliente: str | None = None,
    rigenera: bool = False,
    risposte: Risposte | None = None,
) -> list[int]:
    """The parcelle definitive of clients with electronic invoicing to be sent: without a file, or with files that were
    all scartati or refused by the office. With `rigenera`, all. A parcella to a public body of before the obligation
    needs none (FPA-002); one dated after the data di lavoro is told in `risposte`, since SdI takes it on its day."""
    d = Documento.__table__.c  # type: ignore[attr-defined]
    c = Cliente.__table__.c  # type: ignore[attr-defined]
    s = Serie.__table__.c  # type: ignore[attr-defined]
    domanda = (
        select(d.id, d.data_documento, d.serie, d.numero_documento)
        .join(Cliente, (c.azienda == d.azienda) & (c.codice == d.codice_cliente))
        .join(Serie, (s.azienda == d.azienda) & (s.documento == d.sigla_documento) & (s.serie == d.serie))
        .where(
            d.azienda == contesto.azienda,
            d.sigla_documento == "PA",
            d.stato_parcella == "D",
            (c.tipo_fattura_elettronica == "S") | (c.fattura_pa == "S"),
            func.coalesce(s.fattura_elettronica, "S") != "N",
            (c.fattura_pa != "S") | (d.data_documento >= OBBLIGO_PA),
        )
        .order_by(d.anno, d.serie, d.numero_documento)
    )
    if da_data is not None:
        domanda = domanda.where(d.data_documento >= da_data)
    if a_data is not None:
        domanda = domanda.where(d.data_documento <= a_data)
    if cliente is not None:
        domanda = domanda.where(d.codice_cliente == cliente)
    if not rigenera:
        domanda = domanda.where(
            ~exists().where(
                col(FileFattura.azienda) == d.azienda,
                col(FileFattura.documento) == d.id,
                col(FileFattura.stato).not_in(DA_RIFARE),
            )
        )
    chiavi = []
    for chiave, giorno, serie, numero in sessione.execute(domanda):
        chiavi.append(chiave)
        if risposte is not None and giorno > contesto.data_lavoro:
            risposte.avvisa(
                "data_futura", f"PA {serie}/{numero} è del {data_italiana(giorno)}: mandarla da quel giorno (00403)."
            )
    return chiavi


def esporta(
    archivio: Archivio,
    contesto: Contesto,
    chiavi: Sequence[int],
    cartella: Path,
    *,
    rigenera: bool = False,
    avanza: Callable[[], None] | None = None,
    risposte: Risposte | None = None,
    nominate: bool = True,
) -> list[Esportata]:
    """Make the files. A file already made is made again, under a new name, only with `rigenera`.

    One that would be as the last, which was refused, is asked about (`rifai_senza_correzione`); answered N it is an
    error of a parcella that was named, and is left out, with a note, if it was not (`nominate`).

    All or none: raises NonEsportabili with every document that can't be exported, unless `salta_errate` is answered S;
    then those are noted and left out. One that was sent, and not refused, is made again only if the question is
    answered.

    Names are given in the transaction that registers them; the files appear in the folder after its commit.
    """
    risposte = risposte or Risposte(interattive=False)
    provvisori: list[tuple[Path, Path]] = []
    fatte: list[Esportata] = []
    registrati: list[FileFatto] = []
    errate: list[Errata] = []
    try:
        with archivio.scrittura() as sessione:
            azienda = sessione.get_one(Azienda, contesto.azienda)
            documenti = list(fascicoli(sessione, contesto, list(dict.fromkeys(chiavi))))
            if rigenera:
                _chiedi_se_inviate(sessione, documenti, risposte)
            non_corrette = _non_corrette(sessione, contesto, documenti, risposte)
            if not nominate:
                for lasciata in non_corrette.values():
                    risposte.avvisa(NON_CORRETTA, lasciata.messaggio)
                documenti = [fascicolo for fascicolo in documenti if fascicolo.nome not in non_corrette]
            cartella.mkdir(parents=True, exist_ok=True)
            nomi = assegna_nomi(sessione, azienda, len(documenti))
            for fascicolo in documenti:
                nome, progressivo = nomi[len(fatte)]
                try:
                    if fascicolo.nome in non_corrette:
                        raise non_corrette[fascicolo.nome]
                    _rifiuta_senza_fattura(fascicolo)
                    if not rigenera:
                        _rifiuta_gia_esportata(sessione, fascicolo)
                    contenuto = _contenuto(sessione, contesto, fascicolo, progressivo)
                except Rifiuto as rifiuto:
                    errate.append(Errata(fascicolo.nome, rifiuto, fascicolo.documento.id or 0))
                else:
                    definitivo = cartella / nome
                    if definitivo.exists():
                        raise Rifiuto(f"Il file {definitivo} esiste già: nulla è stato esportato.", "cartella")
                    provvisorio = cartella / f".{nome}.{os.getpid()}"
                    provvisori.append((provvisorio, definitivo))
                    provvisorio.write_bytes(contenuto)
                    formato = "FPA12" if fascicolo.cliente.fattura_pa == "S" else "FPR12"
                    registrati.append(FileFatto(fascicolo.documento.id or 0, nome, formato, contenuto))
                    fatte.append(Esportata(fascicolo.nome, definitivo))
                if avanza is not None:
                    avanza()
            if errate:
                _pretendi_di_saltare(errate, len(documenti), risposte)
            registra(sessione, contesto.azienda, registrati, contesto.utente)
        for provvisorio, definitivo in provvisori:
            provvisorio.replace(definitivo)
    except OSError as errore:
        raise Rifiuto(f"Impossibile scrivere nella cartella {cartella}: {motivo(errore)}.", "cartella") from None
    finally:
        for provvisorio, _ in provvisori:
            provvisorio.unlink(missing_ok=True)
    return fatte


def _pretendi_di_saltare(errate: Sequence[Errata], quante: int, risposte: Risposte) -> None:
    """Refuse, or, if there are others and the answer is S, note those that are left out."""
    if len(errate) == quante or not risposte.chiedi(SALTA, errate=str(len(errate)), quante=str(quante)):
        raise NonEsportabili(errate, quante)
    for errata in errate:
        risposte.avvisa("non_esportata", errata.frase)


def _contenuto(sessione: Session, contesto: Contesto, fascicolo: Fascicolo, progressivo: str) -> bytes:
    """The file of a document, with its attachments."""
    return xml_controllato(con_allegati(sessione, fascicolo), progressivo, contesto.data_lavoro)


def _non_corrette(
    sessione: Session, contesto: Contesto, documenti: Sequence[Fascicolo], risposte: Risposte
) -> dict[str, Rifiuto]:
    """The parcelle whose last file was refused, and whose new one would say the same, unless the answer is S.

    What SdI refuses may be anywhere, also in the data of the client: nothing was corrected if the XML is the same. A
    command that answers nothing makes the file and tells: the fault may have been in the registers of SdI.
    """
    rifiutate: dict[str, Rifiuto] = {}
    for fascicolo in documenti:
        ultimo = sessione.exec(
            select(FileFattura)
            .where(FileFattura.azienda == contesto.azienda, FileFattura.documento == fascicolo.documento.id)
            .order_by(col(FileFattura.id).desc())
            .limit(1)
        ).first()
        if ultimo is None or ultimo.stato not in DA_RIFARE or not _uguale(sessione, contesto, fascicolo, ultimo):
            continue
        cifre = {"documento": fascicolo.nome, "file": ultimo.nome_file, "stato": DESCRIZIONI[ultimo.stato].lower()}
        frase = (
            f"{fascicolo.nome}: il file {cifre['file']} è stato {cifre['stato']} e non è stato corretto nulla: un "
            "nuovo file è uguale."
        )
        if not risposte.interattive and NON_CORRETTA not in risposte.date:
            risposte.avvisa(NON_CORRETTA, frase)
        elif not risposte.chiedi(NON_CORRETTA, fascicolo.nome, **cifre):
            rifiutate[fascicolo.nome] = Rifiuto(frase, "documento", NON_CORRETTA)
    return rifiutate


def _uguale(sessione: Session, contesto: Contesto, fascicolo: Fascicolo, ultimo: FileFattura) -> bool:
    """Whether a new file would be the last but for its progressivo. One that can't be made is told by its making."""
    vecchio = b"" if ultimo.contenuto is None else zlib.decompress(ultimo.contenuto)
    progressivo = _PROGRESSIVO.search(vecchio)
    if progressivo is None:
        return False
    try:
        return _contenuto(sessione, contesto, fascicolo, progressivo[1].decode()) == vecchio
    except Rifiuto:
        return False


def _chiedi_se_inviate(sessione: Session, documenti: Sequence[Fascicolo], risposte: Risposte) -> None:
    """Two files of one parcella sent to SdI are two invoices (FPA-040, cap. 25, Ambiguità 11)."""
    for fascicolo in documenti:
        inviato = sessione.exec(
            select(FileFattura.nome_file).where(
                FileFattura.azienda == fascicolo.azienda.id,
                FileFattura.documento == fascicolo.documento.id,
                col(FileFattura.stato).not_in(DA_RIFARE | PRIMA_DELL_INVIO),
            )
        ).first()
        if inviato is not None:
            risposte.pretendi("rigenera_inviata", "documento", documento=fascicolo.nome, file=inviato)


def _rifiuta_gia_esportata(sessione: Session, fascicolo: Fascicolo) -> None:
    gia = sessione.exec(
        select(FileFattura.nome_file).where(
            FileFattura.azienda == fascicolo.azienda.id,
            FileFattura.documento == fascicolo.documento.id,
            col(FileFattura.stato).not_in(DA_RIFARE),
        )
    ).first()
    if gia is not None:
        raise Rifiuto(
            f"{fascicolo.nome} è già stata esportata ({gia}): per un nuovo file usare la rigenerazione.", "documento"
        )


def _rifiuta_senza_fattura(fascicolo: Fascicolo) -> None:
    cliente = fascicolo.cliente
    if not abilitato(cliente):
        raise Rifiuto(
            f"{fascicolo.nome}: il cliente {cliente.codice} non è abilitato alla fattura elettronica.", "documento"
        )
