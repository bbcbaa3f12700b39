"""The windows of a document: Cassa Prev/Rda, Cointestatari, Appalti pubblici, Riferimenti esterni, Bollo, Nota.

Each is given what the document has and is dismissed with what the operator confirmed, or None on Esc.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar, cast

from textual.app import ComposeResult

from parcella.screens import ricerche
from parcella.screens.studio import SchermoStudio
from parcella.widgets.campo import Campo, Valori
from parcella.widgets.griglia import Griglia
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro

T = TypeVar("T")
COINTESTATARI_MASSIMI = 8


class RiquadroStudio(Riquadro[T], SchermoStudio[T], Generic[T]):
    """A form in a window that works on the open archive. Esc gives up what was typed in it, without asking."""

    pagina_aiuto = "documenti"
    sola_lettura = False

    @property
    def si_conferma(self) -> bool:
        return not self.sola_lettura

    async def esci(self) -> None:
        self.dismiss(None)


class RiquadroValori(RiquadroStudio[dict[str, Any]]):
    """A window of one form, dismissed with its values."""

    def __init__(self, valori: Mapping[str, Any], *, sola_lettura: bool = False) -> None:
        super().__init__()
        self.partenza = dict(valori)
        self.sola_lettura = sola_lettura

    def campi(self) -> list[Campo]:
        """The fields of the form."""
        raise NotImplementedError

    def corpo(self) -> ComposeResult:
        campi = self.campi()
        if self.sola_lettura:
            campi = [replace(campo, sola_lettura=True) for campo in campi]
        noti = {campo.identificatore for campo in campi}
        valori = {nome: valore for nome, valore in self.partenza.items() if nome in noti and valore is not None}
        yield Modulo(campi, valori, id="valori")

    async def conferma(self) -> None:
        self.dismiss({nome: _pieno(valore) for nome, valore in self.query_one("#valori", Modulo).valori.items()})


def _pieno(valore: Any) -> Any:
    return None if valore == "" else valore


class CassaRda(RiquadroValori):
    """The percentages of this document alone (DOC-119…126)."""

    titolo = "Cassa Prev/Rda"

    def __init__(self, valori: Mapping[str, Any], *, associato: bool, sola_lettura: bool = False) -> None:
        super().__init__(valori, sola_lettura=sola_lettura)
        self.associato = associato

    def campi(self) -> list[Campo]:
        iva = ricerche.codici_iva(self.archivio, self.contesto)
        cassa = [] if self.associato else [Campo("perc_cassa", "Percentuale cassa previdenza", "percentuale")]
        return [
            *cassa,
            Campo("iva_cassa", "Assoggettamento Iva cassa profess.", larghezza=5, lunghezza=5, ricerca=iva),
            Campo("aliquota_rda", "Aliquota ritenuta d'acconto", "percentuale"),
            Campo("perc_imponibile_rda", "Percentuale imponibile per Rda", "percentuale"),
            Campo("iva_inps", "Assoggettamento Iva INPS", larghezza=5, lunghezza=5, ricerca=iva),
            Campo("perc_inps", "% Gestione separata INPS", "percentuale"),
        ]

    def corpo(self) -> ComposeResult:
        yield from super().corpo()
        if self.associato:
            yield Griglia(
                [
                    Campo("percentuale", "Percentuale", "percentuale", larghezza=11),
                    Campo("quota", "Quota", "percentuale", larghezza=8),
                    Campo("tipo_cassa", "Cassa", "maiuscole", larghezza=5, lunghezza=4, ricerca=ricerche.tipi_cassa()),
                ],
                self.partenza.get("fondi_associato") or [],
                fissa=self.sola_lettura,
                id="fondi_associato",
            )

    async def conferma(self) -> None:
        valori = {nome: _pieno(valore) for nome, valore in self.query_one("#valori", Modulo).valori.items()}
        for nome in ("perc_cassa", "aliquota_rda", "perc_imponibile_rda", "perc_inps"):
            if valori.get(nome) is not None and not 0 <= valori[nome] <= 100:
                modulo = self.query_one("#valori", Modulo)
                modulo.vai_a(nome)
                self.avvisa_sul_campo(modulo, "La percentuale va da 0,00 a 100,00.")
                return
        if self.associato:
            righe = self.query_one("#fondi_associato", Griglia).righe
            valori["fondi_associato"] = [{nome: _pieno(v) for nome, v in riga.items()} for riga in righe]
        self.dismiss(valori)


class AppaltiPubblici(RiquadroValori):
    """CIG and CUP of a parcella (DOC-132)."""

    titolo = "Appalti pubblici"

    def campi(self) -> list[Campo]:
        return [
            Campo("cig", "Codice CIG", "maiuscole", lunghezza=10),
            Campo("cup", "Codice CUP", "maiuscole", lunghezza=15),
        ]


class RiferimentiEsterni(RiquadroValori):
    """The order, contract or convention a parcella answers to (DOC-135…150)."""

    titolo = "Riferimenti esterni"

    def __init__(self, valori: Mapping[str, Any], *, fattura_pa: bool, sola_lettura: bool = False) -> None:
        super().__init__({"rif_ext_tipo": "Documento"} | {n: v for n, v in valori.items() if v is not None})
        self.sola_lettura = sola_lettura
        self.fattura_pa = fattura_pa

    def campi(self) -> list[Campo]:
        def documento(v: Valori) -> bool:
            return not self.fattura_pa or v["rif_ext_tipo"] == "Documento"

        def codice(v: Valori) -> bool:
            return self.fattura_pa and v["rif_ext_tipo"] != "Documento"

        def pa(_: Valori) -> bool:
            return self.fattura_pa

        def collegata(v: Valori) -> bool:
            return self.fattura_pa or v["nota_credito"] == "S"

        return [
            Campo("rif_ext_tipo", "Tipo", ricerca=_TIPI, lunghezza=11, attivo=pa, aiuto="F2: Documento, Contratto…"),
            Campo("rif_ext_sigla", "Doc. Sigla", lunghezza=5, attivo=documento),
            Campo("rif_ext_numero", "Numero", lunghezza=20, attivo=documento),
            Campo("rif_ext_codice", "Codice", lunghezza=20, attivo=codice),
            Campo("rif_ext_data", "Data", "data"),
            Campo("riferimento_amministrazione", "Riferimento Amministrazione", lunghezza=20, attivo=pa),
            Campo(
                "nota_credito",
                "Nota di credito",
                "lettera",
                valori=("S", ""),
                aiuto="S = il documento storna la fattura collegata; vuoto = è una parcella",
            ),
            Campo("fattura_collegata_numero", "Dati Fattura Collegata", lunghezza=20, attivo=collegata),
            Campo("fattura_collegata_data", "Data fattura collegata", "data", attivo=collegata),
        ]

    async def conferma(self) -> None:
        modulo = self.query_one("#valori", Modulo)
        if modulo["rif_ext_tipo"] == "Documento":
            modulo.imposta("rif_ext_codice", "")
            if not (modulo["rif_ext_numero"] or modulo["rif_ext_sigla"]) and modulo["rif_ext_data"] is None:
                modulo.imposta("rif_ext_tipo", "")
        else:
            modulo.imposta("rif_ext_sigla", "")
            modulo.imposta("rif_ext_numero", "")
        await super().conferma()


_TIPI = ricerche.su_righe(
    "Tipo di riferimento",
    ricerche.codice_e_descrizione(11),
    lambda: [
        {"codice": "Documento", "descrizione": "ordine o altro documento"},
        {"codice": "Contratto", "descrizione": "contratto"},
        {"codice": "Convenzione", "descrizione": "convenzione"},
    ],
    non_trovato="scrivere Documento, Contratto o Convenzione.",
)


class BolloVirtuale(RiquadroValori):
    """Whether this parcella is left out of the virtual stamp (DOC-052)."""

    titolo = "Bollo virtuale"

    def campi(self) -> list[Campo]:
        return [Campo("escludi_bollo_virtuale", "Escludi applicazione bollo", "lettera", predefinito="N")]


class NotaScadenzario(RiquadroValori):
    """The one note of a schedule (SCN-028)."""

    titolo = "Note dello scadenzario"
    pagina_aiuto = "scadenzario-notule"

    def campi(self) -> list[Campo]:
        return [Campo("nota_scadenzario", "Nota", "testo_lungo", lunghezza=200, elastico=True)]


class Cointestatari(RiquadroStudio[list[dict[str, Any]]]):
    """Up to eight clients with their thousandths; the first is the intestatario (DOC-065…068)."""

    titolo = "Cointestatari"

    def __init__(self, righe: list[dict[str, Any]], *, sola_lettura: bool = False) -> None:
        super().__init__()
        self.partenza = righe
        self.sola_lettura = sola_lettura

    def corpo(self) -> ComposeResult:
        primo = self.partenza[0]["codice_cliente"]

        def altro(riga: Valori) -> bool:
            return not self.sola_lettura and riga.get("codice_cliente") != primo

        clienti = ricerche.clienti(self.archivio, self.contesto, {"nome": "nome"})
        yield Griglia(
            [
                Campo("codice_cliente", "Cliente", larghezza=12, lunghezza=12, ricerca=clienti, attivo=altro),
                Campo("nome", "Ragione sociale", larghezza=30, elastico=True, sola_lettura=True),
                Campo("quota_millesimi", "Millesimi", "intero", larghezza=9, attivo=lambda _: not self.sola_lettura),
            ],
            self.partenza,
            fissa=self.sola_lettura,
            id="cointestatari",
        )

    async def conferma(self) -> None:
        righe = [r for r in self.query_one("#cointestatari", Griglia).righe if r["codice_cliente"]]
        quote = [r["quota_millesimi"] or 0 for r in righe]
        if not righe or righe[0]["codice_cliente"] != self.partenza[0]["codice_cliente"]:
            self.avvisa("Il cliente intestatario non e' modificabile.", grave=True)
        elif len(righe) > COINTESTATARI_MASSIMI:
            self.avvisa(f"I cointestatari sono al massimo {COINTESTATARI_MASSIMI}, intestatario compreso.", grave=True)
        elif any(quote) and sum(quote) != 1000:
            self.avvisa("La somma delle quote millesimali deve essere 1000.", grave=True)
        else:
            self.dismiss(cast("list[dict[str, Any]]", righe if len(righe) > 1 else []))
