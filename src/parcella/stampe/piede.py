"""The foot of a document: amounts, IVA summary, due dates, how to pay, wordings; as blocks of a known height."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from parcella.ledger.documenti.calcolo import TIPO_CASSA_INPS
from parcella.ledger.documenti.fascicolo import Fascicolo
from parcella.ledger.tipi import ZERO, data_italiana, in_italiano
from parcella.stampe.campi import importo, percentuale
from parcella.stampe.corpo import testo_dicitura
from parcella.stampe.foglio import LARGHEZZA, PUNTO, Blocco, Foglio, Stile, sfumato
from parcella.stampe.modulo import Modulo, VoceTotale
from parcella.stampe.qr import Bonifico, bonifico, quadretti

_FRA_BLOCCHI = 5.0
_RATE_DI_FIANCO = 12


class _Riga(NamedTuple):
    etichetta: str
    valore: Decimal
    voce: VoceTotale


class Piede:
    """Makes the blocks of the foot for one document."""

    def __init__(self, foglio: Foglio, modulo: Modulo, f: Fascicolo, compila: Callable[..., str]) -> None:
        self.foglio, self.modulo, self.f, self.compila = foglio, modulo, f, compila
        self.x = modulo.pagina.margine_sinistro
        self.x_destra = LARGHEZZA - modulo.pagina.margine_destro
        self.titoletto = Stile(7.5, foglio.tinta, grassetto=True)
        self.minuto = Stile(modulo.riepilogo_iva.corpo, foglio.nero)

    def fasce(self) -> list[Blocco]:
        """The bands from the top: a page may end between two of them, never inside one."""
        rate_a_parte = len(self.f.rate) > _RATE_DI_FIANCO
        sinistra = [self.riepilogo_iva()]
        if not rate_a_parte:
            sinistra.append(self.scadenze(self.modulo.riepilogo_iva.larghezza, 1))
        richiesta = bonifico(self.f, self.modulo.qr)
        destra = [self.totali()]
        sinistra.append(self.pagamento(richiesta))
        fasce = [self._affianca(sinistra, destra)]
        if rate_a_parte:
            fasce.append(self.scadenze(self.x_destra - self.x, 3))
        fasce.append(self.diciture())
        return [fascia for fascia in fasce if fascia.altezza]

    def _affianca(self, sinistra: Sequence[Blocco], destra: Sequence[Blocco]) -> Blocco:
        colonne = [[b for b in colonna if b.altezza] for colonna in (sinistra, destra)]

        def disegna(y: float) -> None:
            for colonna in colonne:
                quota = y
                for blocco in colonna:
                    blocco.disegna(quota)
                    quota += blocco.altezza + _FRA_BLOCCHI

        alte = [sum(b.altezza for b in colonna) + _FRA_BLOCCHI * max(len(colonna) - 1, 0) for colonna in colonne]
        return Blocco(max(alte), disegna)

    # Amounts.

    def _righe_totali(self) -> list[_Riga]:
        righe = []
        for voce in self.modulo.totali.voci:
            for valore, altri in self._valori(voce.campo):
                if valore or not voce.solo_se_non_zero:
                    righe.append(_Riga(self.compila(voce.etichetta, **altri), valore, voce))
        return righe

    def _valori(self, campo: str) -> list[tuple[Decimal, dict[str, str]]]:
        """An amount with its percentage; the cassa once for each rate, when a studio associato has several."""
        if campo == "cassa_previdenza":
            per_aliquota: dict[Decimal, Decimal] = {}
            for cassa in self.f.totali.casse:
                if cassa.tipo_cassa != TIPO_CASSA_INPS:
                    per_aliquota[cassa.percentuale] = per_aliquota.get(cassa.percentuale, ZERO) + cassa.importo
            if per_aliquota:
                return [(valore, {"percentuale": percentuale(perc)}) for perc, valore in per_aliquota.items()]
        perc = {
            "cassa_previdenza": self.f.documento.perc_cassa,
            "rivalsa_inps": self.f.documento.perc_inps,
            "ritenuta_acconto": self.f.documento.aliquota_rda,
            "contributo_enasarco": self.f.documento.perc_enasarco,
        }.get(campo)
        return [(importo(self.f, campo), {"percentuale": percentuale(perc)})]

    def totali(self) -> Blocco:
        """The column of the amounts."""
        m, righe = self.modulo.totali, self._righe_totali()
        alte = [m.interlinea * {"normale": 1.0, "forte": 1.25, "risalto": 1.9}[r.voce.stile] for r in righe]

        def disegna(y: float) -> None:
            for riga, alta in zip(righe, alte, strict=True):
                self._riga_totale(y, alta, riga)
                y += alta

        return Blocco(sum(alte), disegna)

    def _riga_totale(self, y: float, alta: float, riga: _Riga) -> None:
        m, foglio = self.modulo.totali, self.foglio
        destra = m.x + m.larghezza
        stile = Stile(m.corpo, foglio.nero, grassetto=riga.voce.stile != "normale")
        if riga.voce.stile == "forte":
            foglio.linea(m.x, destra, y + 0.5, foglio.filetto)
        elif riga.voce.stile == "risalto":
            foglio.campitura(m.x - 2, y + 1.2, m.larghezza + 4, alta - 1.2, sfumato(foglio.tinta, 0.09))
            foglio.linea(m.x - 2, destra + 2, y + 1.2, foglio.tinta, 0.4)
            stile = Stile(m.corpo + 2, foglio.tinta, grassetto=True)
            y += 0.6
        base = y + alta / 2 + stile.corpo * PUNTO * 0.36
        valore = in_italiano(riga.valore)
        if riga.voce.meno and riga.valore:
            valore = f"– {valore}"
        spazio = m.larghezza - foglio.larghezza(valore, stile) - 2
        foglio.testo(m.x, base, foglio.in_riga(riga.etichetta, spazio, stile), stile)
        foglio.testo(destra, base, valore, stile, "destra")

    # IVA.

    def riepilogo_iva(self) -> Blocco:
        """One line for each IVA code: rate or wording of the exemption, base, tax."""
        m = self.modulo.riepilogo_iva
        voci = [v for v in self.f.totali.riepilogo if v.imponibile or v.imposta]
        if not m.stampa or not voci:
            return _VUOTO
        x_imponibile, x_imposta = self.x + m.larghezza - 18, self.x + m.larghezza
        righe = [self.foglio.a_capo(self._nome_iva(v.codice_iva), m.larghezza - 36, self.minuto) for v in voci]

        def disegna(y: float) -> None:
            y = self._titoletto(y, self.compila(m.titolo), self.x + m.larghezza)
            for x, testo in ((x_imponibile, m.imponibile), (x_imposta, m.imposta)):
                self.foglio.testo(x, y - 2.4, testo, Stile(7, self.foglio.grigio), "destra")
            for voce, linee in zip(voci, righe, strict=True):
                base = y + m.interlinea * 0.75
                self.foglio.testo(x_imponibile, base, in_italiano(voce.imponibile), self.minuto, "destra")
                if voce.natura is None:
                    self.foglio.testo(x_imposta, base, in_italiano(voce.imposta), self.minuto, "destra")
                for linea in linee:
                    self.foglio.testo(self.x, y + m.interlinea * 0.75, linea, self.minuto)
                    y += m.interlinea

        return Blocco(_TITOLETTO + m.interlinea * sum(map(len, righe)), disegna)

    def _nome_iva(self, codice: str) -> str:
        iva = self.f.codici_iva.get(codice)
        if iva is None:
            return codice
        if iva.natura is None:
            return iva.descrizione
        return f"{codice} – {iva.descrizione_estesa or iva.descrizione} ({iva.natura})"

    def _titoletto(self, y: float, testo: str, destra: float) -> float:
        self.foglio.testo(self.x, y + 2.8, testo, self.titoletto)
        self.foglio.linea(self.x, destra, y + 4, self.foglio.filetto)
        return y + _TITOLETTO

    # Payment.

    def scadenze(self, larghezza: float, colonne: int) -> Blocco:
        """The due dates, on several columns when they are many."""
        m, passo = self.modulo.scadenze, self.modulo.riepilogo_iva.interlinea
        rate = sorted(self.f.rate, key=lambda r: (r.data_scadenza, r.numero_rata))
        if not m.stampa or not rate:
            return _VUOTO
        alte = -(-len(rate) // colonne)
        modulo = (larghezza - 6 * (colonne - 1)) / colonne

        def disegna(y: float) -> None:
            y = self._titoletto(y, self.compila(m.titolo), self.x + larghezza)
            for indice, rata in enumerate(rate):
                x = self.x + indice // alte * (modulo + 6)
                base = y + (indice % alte) * passo + passo * 0.75
                tipo = m.tipi.get(rata.tipo_pagamento, rata.tipo_pagamento)
                stato = m.stati.get(rata.stato_rata or "", "")
                valore = in_italiano(rata.importo_rata)
                testo = f"{tipo} – {stato}" if stato else tipo
                spazio = modulo - 20 - self.foglio.larghezza(valore, self.minuto)
                self.foglio.testo(x, base, data_italiana(rata.data_scadenza), self.minuto)
                self.foglio.testo(x + 18, base, self.foglio.in_riga(testo, spazio, self.minuto), self.minuto)
                self.foglio.testo(x + modulo, base, valore, self.minuto, "destra")

        return Blocco(_TITOLETTO + passo * alte, disegna)

    def pagamento(self, richiesta: Bonifico | None) -> Blocco:
        """Words of the payment, bank and IBAN; beside them the code to pay with."""
        m, q, passo = self.modulo.pagamento, self.modulo.qr, self.modulo.riepilogo_iva.interlinea
        larghezza = self.modulo.riepilogo_iva.larghezza
        righe = [] if m.solo_se_aperto and not self._aperto() else [r for r in map(self.compila, m.righe) if r]
        spazio = larghezza - (q.lato + 4 if richiesta else 0)
        linee = [linea for riga in righe for linea in self.foglio.a_capo(riga, spazio, self.minuto)]
        tenue = Stile(7, self.foglio.grigio)
        didascalia: list[str] = []
        if richiesta is not None:
            testo = self.compila(q.didascalia, qr_importo=in_italiano(richiesta.importo), qr_rata=richiesta.rata)
            didascalia = self.foglio.a_capo(testo, spazio, tenue) if testo else []
        if not linee and richiesta is None:
            return _VUOTO
        codice = quadretti(richiesta) if richiesta else []

        def disegna(y: float) -> None:
            y = self._titoletto(y, self.compila(m.titolo), self.x + larghezza)
            if codice:
                self.foglio.quadretti(self.x + larghezza - q.lato, y + 1.5, q.lato, codice)
            for linea in linee:
                self.foglio.testo(self.x, y + passo * 0.75, linea, self.minuto)
                y += passo
            for linea in didascalia:
                self.foglio.testo(self.x, y + 1.5 + 3.3 * 0.75, linea, tenue)
                y += 3.3

        alto = passo * len(linee) + (1.5 + 3.3 * len(didascalia) if didascalia else 0)
        return Blocco(_TITOLETTO + max(alto, q.lato + 1.5 if richiesta else 0), disegna)

    def _aperto(self) -> bool:
        if self.f.rate:
            return any(rata.stato_rata is None for rata in self.f.rate)
        return self.f.totali.totale_da_pagare > ZERO

    # Wordings.

    def diciture(self) -> Blocco:
        """The legal wordings whose case applies."""
        m = self.modulo.diciture
        stile = Stile(m.corpo, self.foglio.grigio)
        linee: list[str] = []
        for voce in m.voci:
            if voce.posizione == "piede" and (testo := testo_dicitura(voce, self.f, self.compila)):
                linee += self.foglio.a_capo(testo, self.x_destra - self.x, stile)

        def disegna(y: float) -> None:
            for linea in linee:
                self.foglio.testo(self.x, y + m.interlinea * 0.75, linea, stile)
                y += m.interlinea

        return Blocco(m.interlinea * len(linee), disegna)


_TITOLETTO = 5.2
_VUOTO = Blocco(0, lambda y: None)
