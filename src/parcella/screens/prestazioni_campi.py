"""The fields of a prestazione: the card of type R, and that of the descriptions and texts D, T and V (cap. 04)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parcella.ledger.prestazioni.controlli import Riferimenti
from parcella.ledger.prestazioni.parametri import Lunghezze
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.screens import ricerche
from parcella.screens.scheda import campo
from parcella.widgets.campo import Campo

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto

TIPI = {"R": "Prestazione", "D": "Descrizione", "T": "Testo fisso", "V": "Testo variabile"}


@dataclass(frozen=True, slots=True)
class Forma:
    """What the head of a card depends on: the lengths set, whether the second code and the languages are in use."""

    misure: Lunghezze
    codice_alternativo: bool = True
    lingue: bool = False


def _testata(forma: Forma) -> Iterator[Campo]:
    misure = forma.misure
    yield campo(Prestazione, "codice", "Codice", "codice", larghezza=misure.codice, sola_lettura=True)
    yield Campo("tipo_mostrato", "", larghezza=17, sola_lettura=True, accanto=True)
    yield Campo("stato", "", larghezza=5, sola_lettura=True, accanto=True)
    yield from _descrizioni(misure, "F2 = nelle altre lingue" if forma.lingue else "")
    if forma.codice_alternativo:
        aiuto = "Secondo codice, anche non univoco: si cerca con - davanti"
        yield campo(Prestazione, "codice_alternativo", "Cod.alternativo", "codice", aiuto=aiuto)
    yield Campo("vid", "", larghezza=3, sola_lettura=True, accanto=True, in_rilievo=True)


def _descrizioni(misure: Lunghezze, aiuto: str) -> Iterator[Campo]:
    """One field or two (PRE-043, PRE-044): `Lunghezze.intera` and `parti` go from one to the other."""
    descrizione = campo(Prestazione, "descrizione", "Descrizione", lunghezza=misure.descrizione, larghezza=60)
    if misure.in_linea:
        intera = misure.descrizione + misure.estensione
        di_piu = f"Oltre i primi {misure.descrizione} caratteri è l'estensione. {aiuto}".strip()
        yield replace(descrizione, lunghezza=intera, tenue_da=misure.descrizione, aiuto=di_piu)
        return
    a_destra = "descrizione_estesa" if misure.a_parte else ""
    freccia = "Freccia destra alla fine = estensione. " if misure.a_parte else ""
    yield replace(descrizione, a_destra=a_destra, aiuto=f"{freccia}{aiuto}".strip())
    yield campo(
        Prestazione,
        "descrizione_estesa",
        "Estensione",
        lunghezza=misure.estensione,
        larghezza=60,
        di_lato=misure.a_parte,
        aiuto="Seconda parte della descrizione",
    )


def prestazione(archivio: "Archivio", contesto: "Contesto", rif: Riferimenti, forma: Forma) -> list[Campo]:
    """Type R. Cassa, INPS and Enasarco are open where the parametri of the studio have their rate."""
    campi = [
        *_testata(forma),
        campo(
            Prestazione,
            "cod_iva",
            "Aliquota IVA",
            "codice",
            obbligatorio=True,
            sezione="Dati fiscali",
            ricerca=ricerche.codici_iva(archivio, contesto, {"descrizione_iva": "descrizione"}),
            aiuto="Aliquota (22) oppure codice di esenzione (E10): F2 elenco",
        ),
        Campo("descrizione_iva", "", larghezza=40, sola_lettura=True, accanto=True),
        campo(Prestazione, "unita_misura", "Unità di misura"),
        campo(
            Prestazione,
            "periodicita",
            "Periodicità",
            accanto=True,
            aiuto="S sempre, N non proposta, M mese specifico",
        ),
        campo(
            Prestazione,
            "mese",
            "Mese",
            accanto=True,
            larghezza=2,
            attivo=lambda v: v["periodicita"] == "M",
            aiuto="Da 1 a 12",
        ),
        campo(
            Prestazione,
            "minimo_fatturabile",
            "Minimo fattur.",
            aiuto="Sotto questo importo il programma propone il minimo",
        ),
        campo(
            Prestazione,
            "massimo_fatturabile",
            "Massimo fatturabile",
            accanto=True,
            aiuto="Sopra questo importo il programma propone il massimo",
        ),
        campo(
            Prestazione,
            "soggetta_ritenuta",
            "Ritenuta acconto",
            predefinito="",
            aiuto="S soggetta, N non soggetta, R rimborso analitico (IVA sì, ritenuta no)",
        ),
        campo(
            Prestazione,
            "soggetta_cassa",
            "Cassa previdenza",
            predefinito="",
            accanto=True,
            attivo=lambda v: rif.con_cassa and v["soggetta_inps"] != "S",
            aiuto="S = l'importo entra nella base della cassa; alternativa alla Gestione separata INPS",
        ),
        campo(
            Prestazione,
            "soggetta_inps",
            "Gest.separata INPS",
            predefinito="",
            accanto=True,
            attivo=lambda v: rif.con_inps and v["soggetta_cassa"] != "S",
            aiuto="S = l'importo entra nella base della Gestione separata; alternativa alla cassa",
        ),
    ]
    if rif.con_enasarco:
        campi.append(campo(Prestazione, "soggetta_enasarco", "Enasarco", predefinito="", accanto=True))
    sezione = "Contropartite"
    if rif.tipo_azienda == "P":
        ricsos = ricerche.conti(archivio, contesto, ("P Z",), {"descrizione_ricsos": "descrizione"})
        campi += [
            campo(
                Prestazione,
                "conto_ricavo_sospeso",
                "Ricsos",
                "codice",
                ricerca=ricsos,
                sezione=sezione,
                aiuto="Ricavo sospeso: gli importi non ancora incassati",
            ),
            Campo("descrizione_ricsos", "", larghezza=40, sola_lettura=True, accanto=True),
        ]
        sezione = ""
    ricavo = ricerche.conti(archivio, contesto, ("E G", "E M"), {"descrizione_ricavo": "descrizione"})
    campi += [
        campo(Prestazione, "conto_ricavo", "Ricavo", "codice", ricerca=ricavo, sezione=sezione),
        Campo("descrizione_ricavo", "", larghezza=40, sola_lettura=True, accanto=True),
        Campo("prezzi_mostrati", "Tariffari", larghezza=60, sola_lettura=True, sezione="Prezzi e aggiornamento"),
        campo(Prestazione, "data_aggiornamento", "Ultimo aggiorn.", sola_lettura=True),
        Campo("codice_sostitutivo", "Cod. sostitutivo", larghezza=32, sola_lettura=True, accanto=True),
    ]
    return campi


def descrizione(tipo: str, forma: Forma) -> list[Campo]:
    """Types D, T and V."""
    campi = [
        *_testata(forma),
        campo(
            Prestazione,
            "tipo_descrizione",
            "Tipo descriz.",
            obbligatorio=True,
            predefinito=".",
            sezione="Nei documenti",
            aiuto=". = passando a un altro documento il testo resta, virgola = si perde",
        ),
        campo(
            Prestazione,
            "messaggio",
            "Descrizione",
            larghezza=60,
            aiuto="Messaggio che compare quando il codice è richiamato in un documento",
        ),
        campo(
            Prestazione,
            "scadenza_messaggio",
            "Scadenza",
            aiuto="Dopo questa data il messaggio non compare più; vuota = compare sempre",
        ),
    ]
    if tipo in ("T", "V"):
        campi.append(
            Campo("testo_mostrato", "Testo", larghezza=60, sola_lettura=True, sezione=f"{TIPI[tipo]}: F5 lo modifica")
        )
    campi += [
        campo(Prestazione, "data_aggiornamento", "Ultimo aggiorn.", sola_lettura=True),
        Campo("codice_sostitutivo", "Cod. sostitutivo", larghezza=32, sola_lettura=True, accanto=True),
    ]
    return campi
