"""What an emission reads, read once: parametri, accounts, tables, the clients and prestazioni named, the law.

A run of a thousand documents asks the database a dozen questions, not ten thousand.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from parcella.ledger.aziende.rate import Termini
from parcella.ledger.aziende.tabelle import (
    Azienda,
    CodiceIva,
    CodiceTributo,
    ContiAutomatici,
    Conto,
    DescrizioneDocumento,
    FondoAssociato,
    Intermediario,
    Pagamento,
    ParametriStudio,
    RiferimentoNormativo,
    Serie,
    ValoreDiLegge,
)
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.voci import Aliquota, Fondo
from parcella.ledger.prestazioni import lingue, prezzi
from parcella.ledger.prestazioni import parametri as parametri_prestazioni
from parcella.ledger.prestazioni.tabelle import Prestazione

_PER_DOMANDA = 500


class Tavole:
    """The tables of the azienda in use, for the length of one operation."""

    def __init__(self, sessione: Session, contesto: Contesto) -> None:
        self.sessione = sessione
        self.contesto = contesto
        self.clienti: dict[str, Cliente] = {}
        self.prestazioni: dict[str, Prestazione] = {}
        self._riferimenti: dict[date, dict[str, str]] = {}

    def carica(self, clienti: Iterable[str], prestazioni: Iterable[str]) -> None:
        """Read the clients and prestazioni that will be named."""
        self._leggi_codici(Cliente, self.clienti, clienti)
        self._leggi_codici(Prestazione, self.prestazioni, prestazioni)

    def _leggi_codici(self, tabella: Any, dove: dict[str, Any], codici: Iterable[str]) -> None:
        mancanti = sorted(set(codici) - dove.keys())
        for inizio in range(0, len(mancanti), _PER_DOMANDA):
            domanda = select(tabella).where(
                tabella.azienda == self.contesto.azienda,
                col(tabella.codice).in_(mancanti[inizio : inizio + _PER_DOMANDA]),
            )
            dove.update((riga.codice, riga) for riga in self.sessione.exec(domanda))

    def _tutte(self, tabella: Any) -> Sequence[Any]:
        return self.sessione.exec(select(tabella).where(tabella.azienda == self.contesto.azienda)).all()

    def _unica(self, tabella: type[SQLModel]) -> Any:
        righe = self._tutte(tabella)
        return righe[0] if righe else tabella(azienda=self.contesto.azienda)

    @cached_property
    def azienda(self) -> Azienda:
        return self.sessione.get_one(Azienda, self.contesto.azienda)

    @cached_property
    def trasmittente(self) -> Intermediario | None:
        """The intermediario that transmits for the azienda."""
        codice = self.azienda.intermediario_trasmittente
        return self.sessione.exec(select(Intermediario).where(Intermediario.codice == codice)).first()

    @cached_property
    def parametri(self) -> ParametriStudio:
        return self._unica(ParametriStudio)  # type: ignore[no-any-return]

    @cached_property
    def lunghezza_codice(self) -> int | None:
        return parametri_prestazioni.lunghezza_codice(self.sessione, self.contesto.azienda)

    def traduzioni(self, lingua: str | None, codici: Iterable[str]) -> dict[tuple[str, str], str]:
        """(code, description in the archive) -> the description in a foreign language (PRE-048)."""
        if lingua in (None, lingue.ITALIANO):
            return {}
        tradotte = lingue.in_lingua(self.sessione, self.contesto.azienda, lingua, set(codici))
        note: dict[tuple[str, str], str] = {}
        for codice, tradotta in tradotte.items():
            prestazione = self.prestazioni[codice]
            misure = parametri_prestazioni.lunghezze(self.lunghezza_codice, prestazione.tipo)
            intera = misure.intera(prestazione.descrizione, prestazione.descrizione_estesa)
            note[codice, prestazione.descrizione] = note[codice, intera] = tradotta
        return note

    @cached_property
    def conti_automatici(self) -> ContiAutomatici:
        return self._unica(ContiAutomatici)  # type: ignore[no-any-return]

    @cached_property
    def conti(self) -> dict[str, Conto]:
        return {conto.codice: conto for conto in self._tutte(Conto)}

    @cached_property
    def codici_iva(self) -> dict[str, CodiceIva]:
        return {codice.codice: codice for codice in self._tutte(CodiceIva)}

    @cached_property
    def aliquote(self) -> dict[str, Aliquota]:
        return {c.codice: Aliquota(c.codice, c.aliquota, c.natura) for c in self.codici_iva.values()}

    @cached_property
    def pagamenti(self) -> dict[str, Pagamento]:
        return {pagamento.codice: pagamento for pagamento in self._tutte(Pagamento)}

    @cached_property
    def termini(self) -> dict[str, Termini]:
        return {codice: termini_di(pagamento) for codice, pagamento in self.pagamenti.items()}

    @cached_property
    def serie(self) -> dict[tuple[str, int], Serie]:
        return {(serie.documento, serie.serie): serie for serie in self._tutte(Serie)}

    @cached_property
    def tributo(self) -> CodiceTributo | None:
        codici: dict[str, CodiceTributo] = {t.codice: t for t in self._tutte(CodiceTributo)}
        return codici.get(self.parametri.codice_tributo or "")

    @cached_property
    def fondi_parametri(self) -> tuple[Fondo, ...]:
        righe = sorted(self._tutte(FondoAssociato), key=lambda riga: riga.numero_riga)
        return tuple(Fondo(riga.percentuale, riga.quota, riga.tipo_cassa) for riga in righe)

    @cached_property
    def descrizioni_documento(self) -> dict[str, str]:
        return {"NO": "NOTULA", "PA": "PARCELLA"} | {
            riga.sigla: riga.descrizione for riga in self._tutte(DescrizioneDocumento)
        }

    @cached_property
    def listino(self) -> prezzi.Listino:
        """The prices of the prestazioni read so far: used after `carica`."""
        return prezzi.carica(self.sessione, self.contesto.azienda, set(self.prestazioni))

    @cached_property
    def _valori_di_legge(self) -> dict[str, list[ValoreDiLegge]]:
        valori: dict[str, list[ValoreDiLegge]] = {}
        for valore in self.sessione.exec(select(ValoreDiLegge)):
            valori.setdefault(valore.nome, []).append(valore)
        return valori

    def legge(self, nome: str, giorno: date) -> Decimal | None:
        """A rate or threshold of the law at a date, or None."""
        for valore in self._valori_di_legge.get(nome, ()):
            if valore.valido_dal <= giorno and (valore.valido_al is None or giorno <= valore.valido_al):
                return valore.valore
        return None

    def riferimenti(self, giorno: date) -> dict[str, str]:
        """The legal wordings in force at a date."""
        if giorno not in self._riferimenti:
            self._riferimenti[giorno] = {
                riga.codice: riga.testo
                for riga in self._diciture
                if riga.valido_dal <= giorno and (riga.valido_al is None or giorno <= riga.valido_al)
            }
        return self._riferimenti[giorno]

    @cached_property
    def _diciture(self) -> list[RiferimentoNormativo]:
        return list(self.sessione.exec(select(RiferimentoNormativo)))

    def codice_iva_ordinario(self, giorno: date) -> str | None:
        """The code of the azienda with the standard rate of that date."""
        aliquota = self.legge("iva_ordinaria", giorno)
        return next((c.codice for c in self.codici_iva.values() if c.natura is None and c.aliquota == aliquota), None)


def termini_di(pagamento: Pagamento) -> Termini:
    """The payment terms of a code, for the arithmetic."""
    mesi = frozenset(int(mese) for mese in (pagamento.mesi_esclusi or "").split(",") if mese)
    return Termini(
        numero_rate=pagamento.numero_rate,
        giorni_prima_rata=pagamento.giorni_prima_rata,
        giorni_intervallo=pagamento.giorni_intervallo,
        unita=pagamento.unita,
        fine_mese=pagamento.fine_mese == "S",
        piu_giorni=pagamento.piu_giorni,
        giorno_fisso=pagamento.giorno_fisso,
        mesi_esclusi=mesi,
        giorno_ripresa=pagamento.giorno_ripresa,
    )
