"""What is still missing to make electronic invoices: the six steps of the setup in one list (FPA-015, FPA-016).

Data are judged by the functions that write the file, so that what is ready here is not refused there.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, or_, select

from parcella.fatturapa.allegati import con_allegati
from parcella.fatturapa.blocco import Blocco
from parcella.fatturapa.esportazione import da_esportare
from parcella.fatturapa.testata import scrivi_cedente, scrivi_cessionario, scrivi_destinatario
from parcella.fatturapa.trasmittente import trasmittente
from parcella.fatturapa.verifica import xml_controllato
from parcella.ledger.aziende import stampanti
from parcella.ledger.aziende.serie import elenco_serie
from parcella.ledger.clienti.nomi import nome_cliente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.composizione import SENZA_RITENUTA
from parcella.ledger.documenti.fascicoli import fascicoli
from parcella.ledger.documenti.tavole import Tavole
from parcella.ledger.esito import Rifiuto

_PROGRESSIVO = "00000"
_TESTATA = "FatturaElettronicaHeader"
PASSI = {
    1: "Chi trasmette e chi emette",
    2: "Sezionale delle parcelle",
    3: "Stampante Fattura PA",
    4: "Modulo e dati del tracciato",
    5: "Clienti",
    6: "Parcelle definitive",
}


@dataclass(frozen=True, slots=True)
class Voce:
    """A line of the list: a step, and whether it is done; for step 5 also a line for each client to be mended."""

    passo: int
    nome: str
    pronto: bool
    che_cosa: str
    campo: str | None = None
    codice_cliente: str | None = None


def voci(sessione: Session, contesto: Contesto, cartella: Path, moduli: Sequence[str]) -> list[Voce]:
    """The six steps in order; those not ready say what is missing, and where.

    `moduli` are the print forms bound to the XML; `cartella` is where the files go without a device of formato F.
    """
    tavole = Tavole(sessione, contesto)
    return [
        _soggetti(tavole),
        _sezionale(sessione, contesto),
        _stampante(sessione, contesto, cartella),
        _tracciato(tavole, moduli),
        *_clienti(sessione, contesto),
        _parcelle(sessione, contesto),
    ]


def _soggetti(tavole: Tavole) -> Voce:
    try:
        chi = trasmittente(tavole.azienda, tavole.trasmittente)
        scrivi_cedente(Blocco.sciolto(f"{_TESTATA}/CedentePrestatore"), tavole.azienda)
    except Rifiuto as rifiuto:
        return _manca(1, rifiuto.messaggio, rifiuto.campo)
    return _fatto(1, f"Trasmette {chi.paese}{chi.identificativo} ({chi.chi}).")


def _sezionale(sessione: Session, contesto: Contesto) -> Voce:
    serie = [s.serie for s in elenco_serie(sessione, contesto.azienda, "PA") if s.fattura_elettronica != "N"]
    if not serie:
        return _manca(
            2, "Nessun sezionale delle parcelle prende fatture elettroniche: FattElettr nei numeratori.", "serie"
        )
    return _fatto(2, f"Sezionali: {', '.join(map(str, serie))}.")


def _stampante(sessione: Session, contesto: Contesto, cartella: Path) -> Voce:
    """A device is no need: without, the files are made from the register, in the folder of the documents."""
    usata = stampanti.predefinita(sessione, contesto.azienda, stampanti.FATTURA_PA)
    dove = cartella if usata is None else Path(usata.cartella or "").expanduser()
    if not _si_scrive(dove):
        campo = "azienda.cartella_documenti" if usata is None else "stampante.cartella"
        return _manca(3, f"Nella cartella {dove} non si può scrivere.", campo)
    if usata is None:
        return _fatto(3, f"Nessuna di formato F: i file si fanno a parte, in {dove}.")
    return _fatto(3, f"Stampante {usata.numero} {usata.descrizione}: {dove}.")


def _si_scrive(cartella: Path) -> bool:
    """A folder that is not there yet is made when it is needed."""
    esistente = next((c for c in (cartella, *cartella.parents) if c.exists()), cartella)
    return esistente.is_dir() and os.access(esistente, os.W_OK)


def _tracciato(tavole: Tavole, moduli: Sequence[str]) -> Voce:
    if not moduli:
        return _manca(4, "Nessun modulo di stampa fa il file della fattura: copiare PAE dagli esempi.", "modulo")
    parametri = tavole.parametri
    con_ritenuta = tavole.azienda.tipo == "P" and tavole.azienda.regime_fiscale not in SENZA_RITENUTA
    if con_ritenuta and parametri.codice_tributo and not parametri.causale_pagamento_770s:
        return _manca(4, "Manca la causale di pagamento della ritenuta.", "parametri_studio.causale_pagamento_770s")
    if parametri.perc_fondo_professionisti and not parametri.tipo_cassa_fatturapa and parametri.studio_associato != "S":
        return _manca(4, "Manca il tipo della cassa di previdenza.", "parametri_studio.tipo_cassa_fatturapa")
    nomi = f"Modul{'o' if len(moduli) == 1 else 'i'} {', '.join(moduli)}"
    return _fatto(4, f"{nomi}; FPA12 per gli enti con Fattura PA, FPR12 per gli altri.")


def _clienti(sessione: Session, contesto: Contesto) -> Iterator[Voce]:
    domanda = (
        select(Cliente)
        .where(
            Cliente.azienda == contesto.azienda,
            Cliente.annullato == "N",
            or_(Cliente.tipo_fattura_elettronica == "S", Cliente.fattura_pa == "S"),
        )
        .order_by(Cliente.codice)
    )
    abilitati, mancanti = 0, []
    for cliente in sessione.exec(domanda):
        abilitati += 1
        try:
            scrivi_destinatario(Blocco.sciolto(f"{_TESTATA}/DatiTrasmissione"), cliente)
            scrivi_cessionario(Blocco.sciolto(f"{_TESTATA}/CessionarioCommittente"), cliente)
        except Rifiuto as rifiuto:
            chi = f"{cliente.codice} {nome_cliente(cliente)}"
            mancanti.append(Voce(5, chi, False, rifiuto.messaggio, rifiuto.campo, cliente.codice))
    if not abilitati:
        yield _manca(5, "Nessun cliente è abilitato alla fattura elettronica.", "cliente.tipo_fattura_elettronica")
    elif mancanti:
        yield _manca(5, f"Da completare: {len(mancanti)} di {abilitati}.", None)
        yield from mancanti
    else:
        yield _fatto(5, f"Abilitati: {abilitati}.")


def _parcelle(sessione: Session, contesto: Contesto) -> Voce:
    """Those without a file, judged with their attachments as the export will do."""
    da_fare = da_esportare(sessione, contesto)
    errate = []
    for fascicolo in fascicoli(sessione, contesto, da_fare):
        try:
            xml_controllato(con_allegati(sessione, fascicolo), _PROGRESSIVO, contesto.data_lavoro)
        except Rifiuto as rifiuto:
            errate.append(f"{fascicolo.nome}: " + rifiuto.messaggio.removeprefix(f"{fascicolo.nome}: "))
    if errate:
        altre = f" E altre {len(errate) - 1}." if len(errate) > 1 else ""
        return _manca(6, f"Da correggere: {len(errate)} di {len(da_fare)}. {errate[0]}{altre}", "documento")
    return _fatto(6, f"Senza file: {len(da_fare)}." if da_fare else "Tutte hanno il loro file.")


def _manca(passo: int, che_cosa: str, campo: str | None) -> Voce:
    return Voce(passo, PASSI[passo], False, che_cosa, campo)


def _fatto(passo: int, che_cosa: str) -> Voce:
    return Voce(passo, PASSI[passo], True, che_cosa)
