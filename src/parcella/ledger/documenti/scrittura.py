"""Writing finished documents: header, rows, IVA summary, rate, registrations, in a few bulk statements.

Keys are given here, inside the write transaction, so that header and children go out together.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from parcella.ledger.documenti import registrazione
from parcella.ledger.documenti.composizione import Pronto
from parcella.ledger.documenti.tabelle import (
    Cointestatario,
    Documento,
    FondoDocumento,
    RiepilogoIva,
    RigaDocumento,
)
from parcella.ledger.primanota.tabelle import Registrazione, RigaPrimanota
from parcella.ledger.scadenzario.tabelle import RataContabile, RataNotula

_TABELLE_FIGLIE: tuple[Any, ...] = (RigaDocumento, RiepilogoIva, FondoDocumento, Cointestatario)


class Scrittore:
    """Collects the rows of many documents and writes each table once."""

    def __init__(self, sessione: Session, azienda: int) -> None:
        self.sessione = sessione
        self.azienda = azienda
        self.adesso = datetime.now(UTC)
        self._righe: dict[Any, list[dict[str, Any]]] = {}
        self._ultimo: dict[Any, int] = {}
        self._numeri: dict[int, int] = {}
        self._liberi: dict[int, list[int]] = {}

    def riusa(self, numeri: dict[int, list[int]]) -> None:
        """Numbers of registrations taken back, by year: the next registrations take them, the lowest first."""
        self._liberi = {anno: sorted(suoi) for anno, suoi in numeri.items()}

    def nuovo(self, pronto: Pronto) -> int:
        """Queue a new document with all its parts; returns its key."""
        identificativo = self._prossimo(Documento)
        testata = pronto.testata
        testata["id"] = identificativo
        testata["scritto_il"] = self.adesso
        self._accoda(Documento, testata)
        self.corpo(identificativo, pronto)
        for rata in pronto.rate_notula:
            self._accoda(RataNotula, _RATA_NOTULA | rata | {"documento": identificativo})
        self.contabilita(identificativo, pronto)
        return identificativo

    def corpo(self, documento: int, pronto: Pronto) -> None:
        """Queue rows, IVA summary, funds and co-holders."""
        for riga in pronto.righe:
            riga["documento"] = documento
            self._accoda(RigaDocumento, riga)
        for voce in pronto.totali.riepilogo:
            self._accoda(
                RiepilogoIva,
                {
                    "azienda": self.azienda,
                    "documento": documento,
                    "codice_iva": voce.codice_iva,
                    "natura": voce.natura,
                    "aliquota": voce.aliquota,
                    "imponibile": voce.imponibile,
                    "imposta": voce.imposta,
                },
            )
        for n, fondo in enumerate(pronto.fondi, 1):
            self._accoda(
                FondoDocumento,
                {
                    "azienda": self.azienda,
                    "documento": documento,
                    "numero_riga": n,
                    "percentuale": fondo.percentuale,
                    "quota": fondo.quota,
                    "tipo_cassa": fondo.tipo_cassa,
                },
            )
        for cointestatario in pronto.cointestatari:
            self._accoda(Cointestatario, cointestatario | {"documento": documento})

    def contabilita(self, documento: int, pronto: Pronto) -> None:
        """Queue the registrations and the scadenzario contabile of a parcella definitiva."""
        registrazione.completa(pronto.testata, (testata for testata, _ in pronto.registrazioni))
        pagamento = None
        for testata, righe in pronto.registrazioni:
            chiave = self.registrazione(documento, testata, righe)
            if testata["causale"] == "PG":
                pagamento = chiave
        for rata in pronto.rate_contabili:
            self.rata_contabile(documento, rata, pagamento if rata["stato_rata"] == "P" else None)

    def registrazione(self, documento: int, testata: dict[str, Any], righe: Iterable[dict[str, Any]]) -> int:
        """Queue a registration and its rows; returns its key."""
        chiave = self._prossimo(Registrazione)
        testata.update(id=chiave, documento=documento, numero=self._prossimo_numero(testata["anno"]))
        self._accoda(Registrazione, testata)
        for riga in righe:
            riga["registrazione"] = chiave
            self._accoda(RigaPrimanota, riga)
        return chiave

    def rata_contabile(self, documento: int, rata: dict[str, Any], pagamento: int | None) -> None:
        """Queue a due date of the books."""
        self._accoda(RataContabile, rata | {"documento": documento, "registrazione": pagamento})

    def rate_notula(self, documento: int, rate: Iterable[dict[str, Any]]) -> None:
        """Queue the rate of a notula."""
        for rata in rate:
            self._accoda(RataNotula, _RATA_NOTULA | rata | {"documento": documento})

    def scrivi(self) -> None:
        """Write everything queued, parents first."""
        for tabella in _ORDINE:
            righe = self._righe.pop(tabella, None)
            if righe:
                self.sessione.connection().execute(insert(tabella.__table__), righe)

    def _accoda(self, tabella: Any, riga: dict[str, Any]) -> None:
        self._righe.setdefault(tabella, []).append(riga)

    def _prossimo(self, tabella: Any) -> int:
        if tabella not in self._ultimo:
            self._ultimo[tabella] = self.sessione.exec(select(func.max(tabella.id))).one() or 0
        self._ultimo[tabella] += 1
        return self._ultimo[tabella]

    def _prossimo_numero(self, anno: int) -> int:
        if self._liberi.get(anno):
            return self._liberi[anno].pop(0)
        if anno not in self._numeri:
            domanda = select(func.max(Registrazione.numero)).where(
                Registrazione.azienda == self.azienda, Registrazione.anno == anno
            )
            self._numeri[anno] = self.sessione.exec(domanda).one() or 0
        self._numeri[anno] += 1
        return self._numeri[anno]


_RATA_NOTULA: dict[str, Any] = {
    "conto_emissione_distinta": None,
    "numero_distinta": None,
    "data_emissione_effetto": None,
    "parcella": None,
    "numero_rata_origine": None,
}
_ORDINE: tuple[Any, ...] = (
    Documento,
    RigaDocumento,
    RiepilogoIva,
    FondoDocumento,
    Cointestatario,
    RataNotula,
    Registrazione,
    RigaPrimanota,
    RataContabile,
)


# Every child is reached by azienda and documento together: that is how the keys, and so the indexes, begin.


def togli_corpo(sessione: Session, azienda: int, documento: int) -> None:
    """Delete rows, IVA summary, funds and co-holders, to write them again."""
    for tabella in _TABELLE_FIGLIE:
        sessione.execute(delete(tabella).where(col(tabella.azienda) == azienda, col(tabella.documento) == documento))


def togli_rate_notula(sessione: Session, azienda: int, documento: int) -> None:
    """Delete the rate of a notula."""
    sessione.execute(
        delete(RataNotula).where(col(RataNotula.azienda) == azienda, col(RataNotula.documento) == documento)
    )


def togli_contabilita(sessione: Session, azienda: int, documento: int) -> None:
    """Delete registrations and due dates of a parcella."""
    sessione.execute(
        delete(RataContabile).where(col(RataContabile.azienda) == azienda, col(RataContabile.documento) == documento)
    )
    chiavi: Sequence[int | None] = sessione.exec(
        select(Registrazione.id).where(Registrazione.azienda == azienda, Registrazione.documento == documento)
    ).all()
    sessione.execute(
        delete(RigaPrimanota).where(col(RigaPrimanota.azienda) == azienda, col(RigaPrimanota.registrazione).in_(chiavi))
    )
    sessione.execute(delete(Registrazione).where(col(Registrazione.id).in_(chiavi)))
