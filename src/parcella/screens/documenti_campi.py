"""The fields of Gestione notule/parcelle: where they stand at 80 columns, when they may be entered, what they ask.

The order of a list is the order in which Enter walks it; the places are those of the paper operators know.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from textual.strip import Strip

from parcella.screens import documenti_ricerche, ricerche
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.immissione import ErroreImmissione
from parcella.widgets.modulo import Modulo
from parcella.widgets.tratti import FORTE, Tratto

if TYPE_CHECKING:
    from parcella.screens.documenti_stato import DocumentoAperto

AUTO = "AUTO"
_DESTRA = 38


class CampoNumero(Campo):
    """AUTO, or a number typed by hand (DOC-023, 025)."""

    __slots__ = ()

    def _leggi(self, testo: str, lavoro: Any, precedente: Any) -> str:
        scritto = testo.strip().upper()
        if scritto in ("", AUTO):
            return AUTO
        if not scritto.isdecimal() or not 0 < int(scritto) < 10**9:
            raise ErroreImmissione("scrivere AUTO oppure un numero maggiore di zero.")
        return str(int(scritto))


class ModuloDocumento(Modulo):
    """A form in which some fields are hidden by what others say: Stato is of a PA, Ch.Def of a NO."""

    nascosti: Callable[[Valori], frozenset[str]] = staticmethod(lambda _: frozenset())

    def _disponi(self, largo: int) -> None:
        super()._disponi(largo)
        nascosti = self.nascosti(self._valori)
        self._posti = [replace(p, y=-1) if self.campi[p.indice].identificatore in nascosti else p for p in self._posti]

    def ridisponi(self) -> None:
        """Place the fields again: what is hidden has changed."""
        self._disponi(self.size.width)
        self.refresh()

    def rinomina(self, identificatore: str, etichetta: str) -> None:
        """Give a field another label."""
        for indice, campo in enumerate(self.campi):
            if campo.identificatore == identificatore and campo.etichetta != etichetta:
                self.campi[indice] = replace(campo, etichetta=etichetta)
                self.refresh()

    def render_line(self, y: int) -> Strip:
        in_ordine = self._posti
        self._posti = sorted(in_ordine, key=lambda p: p.x)
        try:
            return super().render_line(y)
        finally:
            self._posti = in_ordine

    def tratti_valore(self, campo: Campo, valore: Any, colonne: int, corrente: bool, si_immette: bool) -> list[Tratto]:
        tratti = super().tratti_valore(campo, valore, colonne, corrente, si_immette)
        if campo.identificatore == "totale_da_pagare":
            return [(testo, FORTE) for testo, _ in tratti]
        return tratti


def e_parcella(valori: Mapping[str, Any]) -> bool:
    """The document is a PA."""
    return str(valori.get("sigla_documento") or "").startswith("PA")


def e_notula(valori: Mapping[str, Any]) -> bool:
    """The document is a NO."""
    return str(valori.get("sigla_documento") or "").startswith("NO")


def _non_suoi(valori: Valori) -> frozenset[str]:
    if e_parcella(valori):
        return frozenset({"chiusa_definitiva"})
    if e_notula(valori):
        return frozenset({"stato_parcella", "descrizione_stato"})
    return frozenset({"stato_parcella", "descrizione_stato", "chiusa_definitiva"})


def testata(schermo: "DocumentoAperto") -> ModuloDocumento:
    """The header. In revision sigla, serie, number, date and client are fixed (NOT-029, REV-003)."""

    def nuovo(_: Valori) -> bool:
        return schermo.chiave is None

    def libero(_: Valori) -> bool:
        return not schermo.consulta

    def sigla() -> str:
        return str(modulo["sigla_documento"])[:2]

    def anno() -> int:
        return cast(int, (modulo["data_documento"] or schermo.programma.lavoro).year)

    arch, ctx = schermo.archivio, schermo.contesto
    campi = [
        Campo(
            "sigla_documento", "Docum  ", larghezza=3, lunghezza=3, riga=0, colonna=1, obbligatorio=True, attivo=nuovo,
            ricerca=documenti_ricerche.sigle(lambda: schermo.avvio.descrizioni),
            aiuto="NO notula, PA parcella; F2 sigle, F4 lista dei documenti, F6 l'ultimo",
        ),
        Campo("descrizione_documento", "", larghezza=22, sola_lettura=True, riga=0, colonna=14),
        Campo(
            "serie", "Numero ", "intero", larghezza=2, riga=1, colonna=1, obbligatorio=True, attivo=nuovo,
            ricerca=documenti_ricerche.serie(arch, ctx, sigla, anno),
            aiuto="Serie (sezionale); F3 elenco",
        ),
        CampoNumero(
            "numero_documento", "/", larghezza=8, lunghezza=9, riga=1, colonna=12, obbligatorio=True, attivo=nuovo,
            aiuto="AUTO = prossimo numero alla conferma; un numero a mano non muove il numeratore",
        ),
        Campo(
            "data_documento", "Del", "data", riga=1, colonna=23, obbligatorio=True, attivo=nuovo,
            aiuto="Per una parcella è anche la data di registrazione. F2 calendario",
        ),
        Campo(
            "stato_parcella", "Stato  ", "lettera", valori=("P", "D"), riga=2, colonna=1, obbligatorio=True,
            attivo=lambda v: libero(v) and e_parcella(v),
            aiuto="P provvisoria, senza registrazioni; D definitiva, con fattura in primanota",
        ),
        Campo("descrizione_stato", "", larghezza=11, sola_lettura=True, riga=2, colonna=11),
        Campo(
            "note_testata", "Note   ", lunghezza=50, riga=3, colonna=1, attivo=libero,
            aiuto="Note di testata, stampate con gli ulteriori dati",
        ),
        Campo(
            "codice_cliente", "Cliente", larghezza=10, lunghezza=12, riga=0, colonna=_DESTRA, obbligatorio=True,
            attivo=nuovo, ricerca=ricerche.clienti(arch, ctx, {"nome_cliente": "nome"}),
            aiuto="Codice, nome, codice fiscale o partita IVA; F2 elenco, F3 per codice",
        ),
        Campo("nome_cliente", "", elastico=True, sola_lettura=True, riga=0, colonna=57),
        Campo(
            "soggetto_rda", "Sog.Rda", "lettera", riga=2, colonna=24, obbligatorio=True,
            attivo=lambda v: libero(v) and schermo.avvio.ritenuta_ammessa,
            aiuto="S: ritenuta sulle prestazioni che la prevedono; N: nessuna ritenuta",
        ),
        Campo(
            "chiusa_definitiva", "Ch.Def ", "lettera", predefinito="N", riga=2, colonna=1,
            attivo=lambda v: libero(v) and e_notula(v),
            aiuto="S chiude la notula per sempre: non si modifica e non si trasforma più",
        ),
        Campo("indirizzo", "", elastico=True, sola_lettura=True, riga=1, colonna=_DESTRA),
        Campo("identificativo", "P.IVA", larghezza=16, sola_lettura=True, riga=2, colonna=_DESTRA),
        Campo("riferimenti", "", elastico=True, sola_lettura=True, riga=2, colonna=62),
        Campo("responsabile", "Resp.", elastico=True, sola_lettura=True, riga=3, colonna=61),
    ]  # fmt: skip
    modulo = ModuloDocumento(campi, id="testata")
    modulo.nascosti = _non_suoi
    return modulo


def colonne_corpo(schermo: "DocumentoAperto") -> list[Campo]:
    """The columns of the body; what else a row has is in F4 Ulteriori dati riga."""

    def scritta(riga: Valori) -> bool:
        return not schermo.consulta and bool(riga.get("codice"))

    def importi(riga: Valori) -> bool:
        return scritta(riga) and not riga.get("tipo_riga")

    arch, ctx = schermo.archivio, schermo.contesto
    return [
        Campo(
            "codice", "Codice", larghezza=9, lunghezza=32, attivo=lambda _: not schermo.consulta,
            ricerca=documenti_ricerche.codici_corpo(arch, ctx),
            aiuto="Prestazione, oppure . o , e una descrizione; Invio a vuoto passa al piede",
        ),
        Campo("descrizione_riga", "Descrizione", lunghezza=1000, larghezza=10, elastico=True, attivo=scritta),
        Campo("unita_misura", "Um", larghezza=3, sola_lettura=True),
        Campo("quantita", "Qta", "quantita", larghezza=7, decimali=(2, 2), attivo=importi,
              aiuto="Quantità, anche vuota; Su torna alla descrizione, F4 altri dati della riga"),
        Campo("importo_prestazione", "ImportoPres", "importo", larghezza=11, attivo=importi),
        Campo("spese_anticipate_riga", "SpeseAnti", "importo", larghezza=10, attivo=importi,
              aiuto="Spese in nome e per conto del cliente: fuori da IVA, cassa e ritenuta"),
        Campo("stato", "St", larghezza=2, sola_lettura=True),
    ]  # fmt: skip


def dettaglio(schermo: "DocumentoAperto") -> Modulo:
    """Ulteriori dati of the row under the cursor (DOC-089…092)."""

    def libero(_: Valori) -> bool:
        return not schermo.consulta

    def prestazione(_: Valori) -> bool:
        return not schermo.consulta and not schermo.griglia.riga.get("tipo_riga")

    modulo = Modulo(
        [
            Campo("data_prestazione", "DatPrest", "data", riga=0, colonna=6, attivo=libero),
            Campo("prezzo_unitario", "PrezzoPrest", "prezzo", riga=0, colonna=28, larghezza=12, attivo=prestazione),
            Campo("codice_iva_riga", "Iva", larghezza=5, lunghezza=5, riga=0, colonna=56, attivo=prestazione,
                  ricerca=ricerche.codici_iva(schermo.archivio, schermo.contesto)),
        ],
        id="dettaglio",
    )  # fmt: skip
    modulo.can_focus = False
    return modulo


def piede(schermo: "DocumentoAperto") -> ModuloDocumento:
    """The foot: payment, dates and expenses are typed, the rest is worked out as the rows are."""

    def libero(_: Valori) -> bool:
        return not schermo.consulta

    def senza_spese(_: Valori) -> bool:
        return not schermo.consulta and not schermo.spese_di_riga

    def calcolato(nome: str, etichetta: str, riga: int, colonna: int, larghezza: int = 12) -> Campo:
        return Campo(nome, etichetta, "importo", larghezza=larghezza, sola_lettura=True, riga=riga, colonna=colonna)

    zero = Decimal("0.00")
    return ModuloDocumento(
        [
            Campo(
                "codice_pagamento", "Pag", larghezza=8, lunghezza=8, riga=0, colonna=1, attivo=libero,
                ricerca=documenti_ricerche.pagamenti(schermo.archivio, schermo.contesto),
                aiuto="Codice di pagamento; F2 elenco. Dà le scadenze e le spese banca",
            ),
            Campo("descrizione_pagamento", "", larghezza=20, sola_lettura=True, riga=0, colonna=14),
            Campo("data_decorrenza", "Decor", "data", riga=0, colonna=36, attivo=libero,
                  aiuto="Le scadenze si contano da questa data; vuota = data del documento"),
            Campo("altri_importi", "", elastico=True, sola_lettura=True, riga=0, colonna=54),
            calcolato("totale_prestazioni", "Prestaz ", 1, 1),
            Campo("voce_cassa", "", larghezza=10, sola_lettura=True, riga=1, colonna=26, predefinito="Cassa Prev"),
            calcolato("cassa_previdenza", "", 1, 37),
            calcolato("totale_documento", "Tot.Docum. ", 1, 53),
            Campo("totale_spese_anticipate", "Sp.Antic", "importo", larghezza=12, riga=2, colonna=1,
                  attivo=senza_spese, predefinito=zero, aiuto="Spese anticipate del documento, fuori da IVA"),
            calcolato("imponibile_esenti", "Impon+Esen", 2, 26),
            Campo("aliquota_ritenuta", "Rit.Ac.", "percentuale", larghezza=5, sola_lettura=True, riga=2, colonna=53),
            calcolato("ritenuta_acconto", "", 2, 67, 10),
            Campo("spese_banca", "Sp.Banca", "importo", larghezza=12, riga=3, colonna=1, attivo=libero,
                  predefinito=zero, aiuto="Spese di incasso addebitate al cliente"),
            calcolato("totale_iva", "Iva       ", 3, 26),
            calcolato("totale_da_pagare", "TOT. DA PAG", 3, 53),
        ],
        id="piede",
    )  # fmt: skip
