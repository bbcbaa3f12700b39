"""All the screens of the program, found by themselves, and how each is opened on the small studio.

A screen made without arguments needs nothing here. One that needs them has a line in `FABBRICHE`: its name, and a
function that makes it (`mani.app` has the open archive and the contesto). A window that only its own screen can open
has a line in `PERCORSI`: that screen, and the keys.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import select

import parcella.screens
from parcella.fatturapa import elenco as elenco_file
from parcella.fatturapa.anagrafiche import Proposta
from parcella.fatturapa.esportazione import Errata
from parcella.fatturapa.lettura.fattura import Allegato
from parcella.fatturapa.lettura.origini import Origine
from parcella.fatturapa.ricevute import Lettura
from parcella.fatturapa.verifica import Difetto
from parcella.ledger.aziende.codici import elenco_pagamenti
from parcella.ledger.clienti.selezione import Selezione
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.giornale import consultazione as giornale
from parcella.ledger.primanota import consultazione
from parcella.ledger.scadenzario.consultazione import Filtro, contabile
from parcella.ledger.scambio.fogli.importa import Scelte, importa
from parcella.screens import ricerche
from parcella.screens.incasso import SchermoIncasso
from parcella.screens.menu import SchermoVoci
from parcella.screens.primanota import FiltroDate, SchermoRegistrazione
from parcella.screens.primo_avvio import SchermoPrimoAvvio
from parcella.screens.scadenzari import FiltroScadenze
from parcella.screens.scelta_azienda import SchermoSceltaUtente
from parcella.screens.scheda import valori_di
from parcella.screens.stampa_video import in_fogli
from parcella.screens.voci import AZIENDA_E_TABELLE
from parcella.stampe.prospetti import clienti_studio
from parcella.widgets.schermo import Schermo
from screens.conftest import LAVORO
from widgets.pilota import Mani


def classi() -> list[type[Schermo[Any]]]:
    """Every screen and window of `parcella.screens` that is not just the base of others."""
    trovate: set[type[Schermo[Any]]] = set()
    for modulo in pkgutil.iter_modules(parcella.screens.__path__, "parcella.screens."):
        for _, oggetto in inspect.getmembers(importlib.import_module(modulo.name), inspect.isclass):
            if issubclass(oggetto, Schermo) and oggetto.__module__ == modulo.name:
                trovate.add(oggetto)
    basi = {base for classe in trovate for base in classe.__mro__[1:]}
    return sorted((trovate - basi) | {SchermoVoci}, key=lambda classe: f"{classe.__module__}.{classe.__name__}")


def leggi(mani: Mani, regola: Callable[..., Any], *argomenti: Any) -> Any:
    """What a rule reads in the open archive."""
    app: Any = mani.app
    with app.archivio.lettura() as sessione:
        return regola(sessione, app.contesto.azienda, *argomenti)


def documento(mani: Mani, sigla: str) -> int:
    """The first document of a sigla."""
    return int(leggi(mani, lambda s, a: s.exec(select(Documento.id).where(Documento.sigla_documento == sigla)).first()))


def scadenza(mani: Mani) -> dict[str, Any]:
    """A line of the scadenzario contabile, with a long name."""
    voce = leggi(mani, lambda s, a: next(contabile(s, a, Filtro())))
    return {nome: getattr(voce, nome) for nome in voce.__slots__}


def crea(dove: str, *argomenti: Any, **nominati: Any) -> Schermo[Any]:
    """`crea("pagamento:DatiRegistrazionePagamento", …)`."""
    modulo, _, classe = dove.partition(":")
    schermo: Schermo[Any] = getattr(importlib.import_module(f"parcella.screens.{modulo}"), classe)(
        *argomenti, **nominati
    )
    return schermo


VERDI = {"codice_cliente": "501.00002", "nome": "Verdi e Figli s.n.c.", "quota_millesimi": 1000}
RATA = {
    "numero_rata": 1, "data_scadenza": LAVORO, "tipo_pagamento": "M", "stato_rata": None, "data_pagamento": None,
    "importo_rata": Decimal("534.40"),
}  # fmt: skip
MESSAGGIO = {
    "data_lavoro": LAVORO, "descrizione": "Assistenza alla verifica della contabilità dell'anno precedente",
    "quantita": Decimal("12.50"), "unita_misura": "HR", "utente": "gabriella", "studio": "STU",
    "codice_prestazione": "CONSUL", "codice_cliente": "501.00001", "nome_cliente": "Rossi s.r.l.", "note": "In sede",
}  # fmt: skip
PROPOSTA = Proposta(
    "cliente", "cliente|1", "Rossi s.r.l.", "presente", "501.00001",
    {"ragione_sociale": "Rossi s.r.l.", "comune": "Torino"}, 12, LAVORO, differenze={"comune": ("Asti", "Torino")},
)  # fmt: skip
ALLEGATO = Allegato("mandato.pdf", "", "PDF", "Il mandato professionale", "Y2lhbw==")
RILIEVO = {
    "esito": "errore", "codice": "00422", "messaggio": "Documento 1/27: l'imponibile non torna. " * 4,
    "posizione": "2.2.2.5 FatturaElettronicaBody/DatiBeniServizi/DatiRiepilogo/ImponibileImporto", "rimedio": "rifare",
}  # fmt: skip
FILE_NON_PRESO = {"numero": 1, "file": "IT01234567890_00001.xml.p7m", "motivo": "È la copia di una fattura già letta."}
PARCELLA = DatiDocumento("PA", LAVORO, "501.00002", stato_parcella="D")
FATTO = elenco_file.Fatto(
    datetime(2026, 3, 20, 9, 30, tzinfo=UTC), "Attestazione di avvenuta trasmissione", "impossibile",
    "Il file non è stato recapitato", "gabriella", 1,
)  # fmt: skip
LETTURA = Lettura(
    "/home/anna/Scaricati/IT00488410010_0000A_AT_001.xml", "ignorato", "AT", "IT00488410010_0000A.xml", "PA 1/1234",
    "impossibile", "La fattura è emessa: inviarla all'ufficio con altro mezzo.",
)  # fmt: skip
NON_ESPORTATA = Errata(
    "PA 1/1234", Rifiuto("PA 1/1234: CAP del cliente: dato obbligatorio per la fattura elettronica.")
)
VUOTI: dict[str, Any] = {}

FABBRICHE: dict[str, Callable[[Mani], Schermo[Any]]] = {
    "SchermoVoci": lambda _: SchermoVoci("Azienda e tabelle", AZIENDA_E_TABELLE),
    "SchermoPrimoAvvio": lambda _: SchermoPrimoAvvio(Path("/home/anna/.local/share/parcella/studio.parcella")),
    "SchermoSceltaUtente": lambda _: SchermoSceltaUtente(["anna", "bruno"]),
    "SchermoMessaggi": lambda _: crea("messaggi:SchermoMessaggi", [MESSAGGIO]),
    "FiltroDate": lambda _: FiltroDate((None, None)),
    "FiltroScadenze": lambda _: FiltroScadenze(Filtro()),
    "SchermoRegistrazione": lambda mani: SchermoRegistrazione(leggi(mani, consultazione.una, 1)),
    "SchermoIncasso": lambda mani: SchermoIncasso(scadenza(mani), "101.00001", "Cassa"),
    "SchermoDocumenti": lambda mani: crea("documenti:SchermoDocumenti", documento(mani, "PA")),
    "CassaRda": lambda _: crea("documenti_finestre:CassaRda", VUOTI, associato=True),
    "AppaltiPubblici": lambda _: crea("documenti_finestre:AppaltiPubblici", VUOTI),
    "RiferimentiEsterni": lambda _: crea("documenti_finestre:RiferimentiEsterni", VUOTI, fattura_pa=True),
    "BolloVirtuale": lambda _: crea("documenti_finestre:BolloVirtuale", VUOTI),
    "NotaScadenzario": lambda _: crea("documenti_finestre:NotaScadenzario", VUOTI),
    "Cointestatari": lambda _: crea("documenti_finestre:Cointestatari", [VERDI]),
    "PrimanotaDocumento": lambda mani: crea(
        "documenti_primanota:PrimanotaDocumento", leggi(mani, consultazione.di_documento, documento(mani, "PA"))
    ),
    "Riferimenti": lambda _: crea("elenco_documenti:Riferimenti", ["PA 1/1"]),
    "DatiRegistrazionePagamento": lambda _: crea(
        "pagamento:DatiRegistrazionePagamento", PARCELLA, Decimal("694.72"), "101.00001", "Cassa"
    ),
    "ScadenzarioNotula": lambda _: crea(
        "scadenzario_notula:ScadenzarioNotula", [RATA], Decimal("534.40"), cliente="501.00001 Rossi s.r.l.",
        documento="NO 1/1",
    ),
    "FinestraTipoCassa": lambda _: crea("parametri_finestre:FinestraTipoCassa", "TC02"),
    "FinestraCausale": lambda _: crea("parametri_finestre:FinestraCausale", "A"),
    "FinestraFondi": lambda _: crea("parametri_finestre:FinestraFondi", []),
    "FinestraTipiCassa": lambda _: crea("parametri_finestre:FinestraTipiCassa", []),
    "FinestraPrezzi": lambda _: crea("prestazioni_finestre:FinestraPrezzi", {1: "BASE"}, {}, titolo="Tariffari CONSUL"),
    "FinestraPrezziDi": lambda _: crea("prestazioni_finestre:FinestraPrezziDi", "CONSUL"),
    "FinestraLingue": lambda _: crea("prestazioni_finestre:FinestraLingue", {1: "Inglese"}, {}, 52),
    "FinestraSostitutivo": lambda mani: crea("prestazioni_finestre:FinestraSostitutivo", prestazioni(mani)),
    "SchermoTesto": lambda _: crea("prestazioni_finestre:SchermoTesto", "SALUTI", "T", "Con i migliori saluti."),
    "FinestraCampi": lambda _: crea("annessi:FinestraCampi", "prestazioni", "CONSUL"),
    "FinestraAcquisisci": lambda _: crea("annessi:FinestraAcquisisci", "prestazioni", "CONSUL"),
    "SchermoAllegati": lambda _: crea("annessi:SchermoAllegati", "prestazioni", "CONSUL"),
    "FiltroFile": lambda _: crea("file_fatture_finestre:FiltroFile", elenco_file.Filtro()),
    "StoriaFile": lambda _: crea("file_fatture_finestre:StoriaFile", "IT00488410010_0000A.xml", [FATTO]),
    "MessaggiLetti": lambda _: crea("file_fatture_finestre:MessaggiLetti", [LETTURA]),
    "ControlliSdi": lambda _: crea("documenti_giudizio:ControlliSdi", [Difetto("CAP del cliente: dato obbligatorio.")]),
    "NonEsportate": lambda _: crea("file_fatture_finestre:NonEsportate", [NON_ESPORTATA]),
    "FinestraRigaFoglio": lambda mani: crea("importa_fogli:FinestraRigaFoglio", riga_di_foglio(mani)),
    "FinestraRilievo": lambda _: crea("controllo_fatture:FinestraRilievo", RILIEVO),
    "FinestraDove": lambda _: crea("fattura_letta:FinestraDove", "Salva il PDF"),
    "FinestraFile": lambda _: crea("fattura_letta:FinestraFile", Path("/ricevute"), [Origine(Path("/ricevute/a.xml"))]),
    "FinestraAllegati": lambda _: crea("fattura_letta:FinestraAllegati", [ALLEGATO]),
    "FinestraProposta": lambda _: crea("clienti_da_xml:FinestraProposta", PROPOSTA),
    "FinestraFileNonPresi": lambda _: crea("clienti_da_xml:FinestraFileNonPresi", [FILE_NON_PRESO]),
    "SchermoStampaVideo": lambda mani: video(mani),
    "NomeSelezioni": lambda _: crea("stampa:NomeSelezioni", "Predefinita"),
    "SelezioniMemorizzate": lambda _: crea("stampa:SelezioniMemorizzate", "clienti-studio", ["Clienti di Rimini"]),
    "DettaglioPagamento": lambda mani: crea("stampa_clienti_studio:DettaglioPagamento", pagamento(mani)),
    "FiltroGiornale": lambda _: crea("giornale:FiltroGiornale", giornale.Filtro(1)),
    "FinestraVoce": lambda mani: crea("giornale:FinestraVoce", leggi(mani, lambda s, a: giornale.voce(s, a, 1))),
    "Indirizzi": lambda _: crea("clienti_finestre:Indirizzi", "501.00001", [{"comune": "Asti", "corrispondenza": "S"}]),
    "Contatti": lambda _: crea("clienti_finestre:Contatti", "501.00001", [{"nome": "Anna Neri"}]),
    "StampaSu": lambda mani: crea("stampa_su:StampaSu", documento(mani, "PA"), "PA"),
    "SchermoParticolarita": lambda _: crea("particolarita:SchermoParticolarita", "CONSUL"),
}  # fmt: skip

PERCORSI: dict[str, tuple[str, tuple[str, ...]]] = {
    "_CartaIva": ("codici_iva:SchermoCodiciIva", ("enter",)),
    "_CartaPagamento": ("pagamenti:SchermoPagamenti", ("enter",)),
    "_CartaNumeratore": ("numeratori:SchermoNumeratori", ("enter",)),
    "_CartaIntermediario": ("intermediari:SchermoIntermediari", ("shift+f4",)),
    "_CartaStampante": ("stampanti:SchermoStampanti", ("shift+f4",)),
    "_CartaPeriodo": ("legge:SchermoLegge", ("shift+f4",)),
    "_Filtro": ("piano_conti:SchermoPianoConti", ("f4",)),
    "Carta del piano dei conti": ("piano_conti:SchermoPianoConti", ("enter",)),
    "Carta delle zone": ("zone:SchermoZone", ("shift+f4",)),
    "Carta dei codici tributo": ("codici_tributo:SchermoCodiciTributo", ("enter",)),
    "Carta delle lingue": ("lingue:SchermoLingue", ("shift+f4",)),
    "Carta dei campi aggiuntivi": ("campi_aggiuntivi:SchermoCampiAggiuntivi", ("shift+f4",)),
    "Carta degli utenti": ("utenti:SchermoUtenti", ("enter",)),
}
"""Windows that only their own screen can open: the screen, and the keys."""


def prestazioni(mani: Mani) -> Any:
    """The lookup of the prestazioni."""
    app: Any = mani.app
    return ricerche.prestazioni(app.archivio, app.contesto)


def video(mani: Mani) -> Schermo[Any]:
    """A print on the screen."""
    app: Any = mani.app

    def prepara(sessione: Any, contesto: Any) -> Any:
        return clienti_studio.prospetto(sessione, contesto, Selezione())

    with app.archivio.lettura() as sessione:
        return crea("stampa_video:SchermoStampaVideo", in_fogli(sessione, app.contesto, prepara), prepara)


def pagamento(mani: Mani) -> dict[str, Any]:
    """The first payment there is."""
    return dict(leggi(mani, lambda s, a: valori_di(elenco_pagamenti(s, a)[0])))


def riga_di_foglio(mani: Mani) -> Any:
    """A row refused of a sheet of clients."""
    app: Any = mani.app
    testo = "Denominazione;P.IVA;Città\nOfficina meccanica Fratelli Pari s.n.c.;01234567890;San Giovanni in Marignano\n"
    return importa(app.archivio, app.contesto, [("clienti.csv", testo.encode())], Scelte(prova=True)).righe[0]


def casi() -> list[str]:
    """What the walks open: every class, and the windows that serve more tables."""
    return [classe.__name__ for classe in classi()] + [nome for nome in PERCORSI if nome[:1] != "_"]


async def apri(mani: Mani, caso: str) -> Schermo[Any]:
    """Open a screen over the menu (or the menu itself) and wait until it has read its data."""
    if caso in PERCORSI:
        schermo, tasti = crea(PERCORSI[caso][0]), PERCORSI[caso][1]
        await mani.app.push_screen(schermo)
        await mani.quiete()
        await mani.premi(*tasti)
        assert mani.app.screen is not schermo, f"{caso}: {tasti} non ha aperto nulla"
    elif caso != "Menu":
        classe = next(classe for classe in classi() if classe.__name__ == caso)
        parametri = list(inspect.signature(classe.__init__).parameters.values())[1:]
        a_vuoto = all(p.default is not p.empty or p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in parametri)
        assert caso in FABBRICHE or a_vuoto, f"{caso} vuole argomenti: aggiungerlo a FABBRICHE in {__name__}"
        await mani.app.push_screen(FABBRICHE[caso](mani) if caso in FABBRICHE else classe())
        await mani.quiete()
    aperto = mani.app.screen
    assert isinstance(aperto, Schermo)
    return aperto
