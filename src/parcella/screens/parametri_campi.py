"""The fields of the parametri studio, section by section; those of the other tipo azienda are not shown (PAR-002)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from parcella.ledger.aziende.tabelle import ParametriStudio
from parcella.screens import ricerche
from parcella.screens.conti_automatici import campi_conto
from parcella.screens.scheda import campo
from parcella.screens.studio import SchermoStudio
from parcella.screens.tabella import con_descrizione
from parcella.widgets.campo import Campo
from parcella.widgets.ricerca import Ricerca

Accessibile = Callable[[str, Mapping[str, Any]], bool]

IVA_DELLA_CASSA = {
    "PRORATA": "si divide fra i codici IVA delle prestazioni",
    "CODICE": "prende il codice indicato nei parametri",
}
FATTURE_SOSPESE = {
    "chiedi": "domanda ogni volta",
    "sempre": "sempre fattura sospesa",
    "mai": "mai fattura sospesa",
}


def campi_parametri(schermo: SchermoStudio[Any], accessibile: Accessibile) -> list[Campo]:
    """The fields of the layout of this azienda, each open only when the values of the others let it be."""
    professionista = schermo.contesto.tipo == "P"
    sezioni = (
        _comuni(schermo),
        _messaggi(),
        _professionista(schermo) if professionista else _impresa(schermo),
        _fatturapa(),
        _impostazioni(professionista),
    )
    return [_vigilato(voce, accessibile) for sezione in sezioni for voce in sezione]


def _vigilato(voce: Campo, accessibile: Accessibile) -> Campo:
    nome = voce.identificatore
    return voce if voce.sola_lettura else replace(voce, attivo=lambda valori: accessibile(nome, valori))


def _p(nome: str, etichetta: str, genere: Any = None, **altro: Any) -> Campo:
    return campo(ParametriStudio, nome, etichetta, genere, **altro)


def _iva(schermo: SchermoStudio[Any], nome: str, etichetta: str, aiuto: str) -> tuple[Campo, Campo]:
    ricerca = ricerche.codici_iva(schermo.archivio, schermo.contesto)
    return con_descrizione(_p(nome, etichetta, "codice", larghezza=6, ricerca=ricerca, aiuto=aiuto))


def _scelta(nome: str, etichetta: str, scelte: Mapping[str, str], aiuto: str) -> tuple[Campo, Campo]:
    righe = [{"codice": codice, "descrizione": descrizione} for codice, descrizione in scelte.items()]
    ricerca = ricerche.su_righe(etichetta, ricerche.codice_e_descrizione(8), lambda: righe)
    return con_descrizione(_p(nome, etichetta, "testo", lunghezza=8, ricerca=ricerca, aiuto=aiuto))


def _comuni(schermo: SchermoStudio[Any]) -> Iterable[Campo]:
    def conto(nome: str, etichetta: str, **altro: Any) -> tuple[Campo, Campo]:
        return campi_conto(schermo, ParametriStudio, nome, etichetta, **altro)

    yield _p(
        "parcellazione_studio", "Parcellazione studio (S/N)",
        aiuto="N = niente parcellazione: gli altri campi e i suoi menu sono chiusi.",
    )  # fmt: skip
    yield from _iva(
        schermo, "cod_esenzione_spese_anticipate", "Cod.esenzione IVA spese anticipate",
        "Codice fuori campo art. 15, natura N1; F2 elenca i codici IVA.",
    )  # fmt: skip
    yield from conto("conto_spese_anticipate", "Conto spese anticipate (P)")
    yield from conto("conto_ricavo_standard", "Conto ricavo standard (EM)")
    yield from conto("conto_erario_ritenute", "Conto erario c/ritenute(P)")
    yield from conto("conto_arrotondamento_pagamento", "Conto arrot.pagam.parcella (E)")
    yield _p(
        "importo_soglia_arrotondamento", "Importo soglia arrot.pagam.parcella", larghezza=10,
        aiuto="La differenza fra pagato e dovuto che si può arrotondare.",
    )  # fmt: skip
    yield _p(
        "stato_parcella_proposto", "Crea parcelle prov/definitive (P/D)",
        aiuto="Lo stato proposto: P = provvisoria, D = definitiva, che si registra.",
    )  # fmt: skip
    yield _p(
        "apertura_automatica_scadenzario", "Gest.notule con aper.autom.scad(S/N)",
        aiuto="S = alla conferma di una notula si apre il suo scadenzario.",
    )  # fmt: skip
    yield from conto("conto_giro_effetti_notule", "Conto di giro emis.effetti notule")
    yield _p("riporta_data_proposto", "Data in parc/not (S/N)", aiuto="Proposta nelle righe nuove dell'agenda.")
    yield _p(
        "riporta_nota_proposto", "Nota in parc/not", obbligatorio=False, predefinito="",
        aiuto="Proposta nelle righe nuove dell'agenda: vuoto, virgola oppure punto.",
    )  # fmt: skip
    yield _p(
        "prezzi_particolari_da_anagrafica", "Prezzi particolari da anagrafica cli",
        aiuto="S = nei contratti generati il prezzo del cliente è una particolarità.",
    )  # fmt: skip
    yield _p("import_paghe", "Import paghe (S/N)", aiuto="S = nella generazione si può leggere il file delle paghe.")


def _messaggi() -> Iterable[Campo]:
    yield _p(
        "visualizza_attivita", "Visualizza attività (S/N)", sezione="Messaggi su aziende clienti",
        aiuto="S = le attività assegnate si mostrano nelle aziende dei clienti.",
    )  # fmt: skip
    yield _p(
        "gg_anticipo_messaggi", "GG anticipo per messaggi", larghezza=4,
        aiuto="Giorni prima della data di lavoro; vuoto = da quel giorno.",
    )  # fmt: skip
    yield _p(
        "gg_posticipo_messaggi", "GG posticipo per messaggi", larghezza=4,
        aiuto="Giorni dopo la data di lavoro; vuoto = fino a quel giorno.",
    )  # fmt: skip


def _professionista(schermo: SchermoStudio[Any]) -> Iterable[Campo]:
    tributi = ricerche.codici_tributo(schermo.archivio, schermo.contesto)
    yield from con_descrizione(
        _p(
            "codice_tributo", "Codice tributo", "codice", larghezza=8, ricerca=tributi,
            sezione="Parametri professionista", aiuto="Dà aliquota e imponibile della ritenuta; F2 mostra la tabella.",
        )
    )  # fmt: skip
    yield _p(
        "studio_associato", "Studio associato (S/N)", aiuto="S = professionisti diversi: le percentuali nella tabella."
    )
    yield _p("perc_fondo_professionisti", "% per f.do professionisti", aiuto="Vuota = nessuna cassa sulle parcelle.")
    yield Campo("vedi_tabella", "", sola_lettura=True, accanto=True, larghezza=10, elastico=True)
    yield from _iva(
        schermo, "iva_fondo_professionisti", "Assoggettamento IVA f.do profes.",
        "Aliquota o esenzione della cassa; F2 elenca i codici IVA.",
    )  # fmt: skip
    yield from _inps(schermo)
    yield from campi_conto(
        schermo, ParametriStudio, "conto_ricavo_sospeso", "Conto ricavo standard sospeso (Z)",
        aiuto="Per le parcelle non del tutto pagate; F2 elenca i conti P Z.",
    )  # fmt: skip
    yield from campi_conto(
        schermo, ParametriStudio, "conto_erario_ritenute_sospeso", "Conto erario c/ritenute sospeso (Z)",
        aiuto="Per le parcelle non del tutto pagate; F2 elenca i conti P Z.",
    )  # fmt: skip


def _inps(schermo: SchermoStudio[Any]) -> Iterable[Campo]:
    yield _p(
        "perc_gestione_separata_inps", "% gestione separata INPS",
        aiuto="La rivalsa addebitata al cliente, in alternativa alla cassa.",
    )  # fmt: skip
    yield from _iva(
        schermo, "iva_gestione_separata_inps", "Assoggettamento IVA INPS",
        "Aliquota o esenzione della rivalsa; F2 elenca i codici IVA.",
    )  # fmt: skip


def _impresa(schermo: SchermoStudio[Any]) -> Iterable[Campo]:
    yield _p(
        "perc_fondo_previdenza", "% per f.do previdenza", sezione="Parametri impresa",
        aiuto="Vuota = nessuna cassa sulle parcelle.",
    )  # fmt: skip
    yield from _iva(
        schermo, "iva_fondo_previdenza", "Assoggettamento IVA f.do previdenza",
        "Aliquota o esenzione della cassa; F2 elenca i codici IVA.",
    )  # fmt: skip
    yield from campi_conto(schermo, ParametriStudio, "conto_cassa_previdenza", "Conto per cassa previdenza (P)")
    yield from _inps(schermo)
    yield _p("aliquota_ritenuta", "Aliquota ritenuta d'acconto", aiuto="Per cento; vuota = nessuna ritenuta.")
    yield _p("perc_imponibile_ritenuta", "% imponibile rit.d'acconto", aiuto="Quanta parte del compenso è soggetta.")


def _fatturapa() -> Iterable[Campo]:
    def codice(nome: str, etichetta: str, ricerca: Ricerca, **altro: Any) -> tuple[Campo, Campo]:
        return con_descrizione(
            _p(nome, etichetta, "maiuscole", larghezza=5, ricerca=ricerca, sola_lettura=True, **altro)
        )

    yield from codice(
        "tipo_cassa_fatturapa", "Tipo cassa previdenza FatturaPA (F5)", ricerche.tipi_cassa(), sezione="FatturaPA"
    )
    yield from codice("causale_pagamento_770s", "Causale pagamento (CU) (F6)", ricerche.causali_pagamento())


def _impostazioni(professionista: bool) -> Iterable[Campo]:
    cassa, *seguito = _scelta(
        "cassa_iva", "IVA della cassa", IVA_DELLA_CASSA, "Quando le prestazioni hanno codici IVA diversi; F2 elenca."
    )
    yield replace(cassa, sezione="Regole dei documenti")
    yield from seguito
    yield _p("addebita_bollo", "Addebita bollo (S/N)", aiuto="S = l'imposta di bollo dovuta si addebita al cliente.")
    yield _p("bollo_su_notule", "Bollo sulle notule (S/N)", aiuto="S = anche la notula mostra il bollo.")
    yield _p(
        "rifiuta_spese_banca_ripartite", "Rifiuta spese banca ripartite (S/N)",
        aiuto="S = verso la P.A. le spese banca senza un codice IVA proprio si rifiutano.",
    )  # fmt: skip
    yield _p("spese_banca_soggette_ritenuta", "Spese banca soggette a rit. (S/N)")
    yield _p("rivalsa_inps_soggetta_ritenuta", "Rivalsa INPS soggetta rit. (S/N)")
    if professionista:
        yield _p(
            "inps_con_studio_associato", "INPS con studio associato (S/N)",
            aiuto="S = ammette la gestione separata anche con Studio associato = S.",
        )  # fmt: skip
    yield from _scelta("fs_enti_pubblici", "FS per gli enti pubblici", FATTURE_SOSPESE, "F2 elenca le scelte.")
    yield _p(
        "numero_alla_definitiva", "Numero alla definitiva (S/N)",
        aiuto="S = la provvisoria ha un numero di lavoro, quello vero alla definitiva.",
    )  # fmt: skip
    yield _p("perc_enasarco", "% ENASARCO", aiuto="Solo per gli agenti: il contributo che il cliente trattiene.")
