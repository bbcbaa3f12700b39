"""The tables of the demo studio: everything that does not depend on the year. All names are invented.

Partite IVA and codici fiscali are not written here: `studio_dimostrativo` computes them, check characters included.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

Scheda = dict[str, Any]

BELFIORE = {
    "Bologna": "A944",
    "Cattolica": "C357",
    "Cesena": "C573",
    "Firenze": "D612",
    "Forlì": "D704",
    "Milano": "F205",
    "Napoli": "F839",
    "Pesaro": "G479",
    "Ravenna": "H199",
    "Riccione": "H274",
    "Rimini": "H294",
    "Roma": "H501",
    "Torino": "L219",
}

INDIRIZZI = {
    "Rimini": ("47921", "RN"),
    "Riccione": ("47838", "RN"),
    "Cattolica": ("47841", "RN"),
    "Cesena": ("47521", "FC"),
    "Pesaro": ("61121", "PU"),
    "Bologna": ("40121", "BO"),
}

PARAMETRI_STUDIO = {
    "parcellazione_studio": "S",
    "cod_esenzione_spese_anticipate": "S15",
    "conto_spese_anticipate": "104.00001",
    "conto_ricavo_standard": "801.00001",
    "conto_ricavo_sospeso": "002.00101",
    "conto_erario_ritenute": "109.00001",
    "conto_erario_ritenute_sospeso": "005.00003",
    "conto_arrotondamento_pagamento": "802.00099",
    "importo_soglia_arrotondamento": "0.01",
    "stato_parcella_proposto": "D",
    "apertura_automatica_scadenzario": "S",
    "conto_giro_effetti_notule": "103.00001",
    "riporta_data_proposto": "N",
    "riporta_nota_proposto": " ",
    "codice_tributo": "1040",
    "studio_associato": "N",
    "perc_fondo_professionisti": "4.00",
    "iva_fondo_professionisti": "22",
    "tipo_cassa_fatturapa": "TC02",
    "causale_pagamento_770s": "A",
    "cassa_iva": "PRORATA",
    "addebita_bollo": "S",
    "bollo_su_notule": "S",
    "numero_alla_definitiva": "S",
}

# Serie 2 is kept for the public bodies; serie 1 takes everybody else.
NUMERATORI = [
    {"documento": "NO", "serie": 1, "ultimo_numero": 0},
    {"documento": "PA", "serie": 1, "ultimo_numero": 0},
    {"documento": "PA", "serie": 2, "ultimo_numero": 0, "fattura_elettronica": "S"},
]

CODICI_IVA = [
    {"codice": "22", "aliquota": "22.00", "descrizione": "IVA 22%"},
    {"codice": "10", "aliquota": "10.00", "descrizione": "IVA 10%"},
    {"codice": "S15", "natura": "N1", "descrizione": "Escluse art. 15 DPR 633/72"},
    {"codice": "F7", "natura": "N2.1", "descrizione": "Non soggette art. 7-ter DPR 633/72"},
    {"codice": "E10", "natura": "N4", "descrizione": "Esenti art. 10 DPR 633/72"},
]

CODICI_TRIBUTO = [
    {
        "codice": "1040",
        "descrizione": "Ritenute su redditi di lavoro autonomo",
        "aliquota_rda": "20.00",
        "perc_imponibile_rda": "100.00",
    }
]


def _pagamento(codice: str, descrizione: str, tipo: str, prima: int = 0, rate: int = 1, **altro: str) -> Scheda:
    return {
        "codice": codice,
        "descrizione": descrizione,
        "tipo_pagamento": tipo,
        "numero_rate": rate,
        "giorni_prima_rata": prima,
        "giorni_intervallo": 30 if rate > 1 else 0,
        "unita": "M",
    } | altro


PAGAMENTI = [
    _pagamento("RD", "Rimessa diretta", "M", fine_mese="N"),
    _pagamento("BB30", "Bonifico 30 giorni", "B", 30, fine_mese="N"),
    _pagamento("RB3060", "RiBa 30/60 fine mese", "R", 30, rate=2, fine_mese="S", spese_banca="5.00"),
    _pagamento("MAV30", "M.A.V. 30 giorni fine mese", "V", 30, fine_mese="S", spese_banca="1.50"),
    _pagamento("ADD30", "Addebito in conto 30 giorni", "A", 30, fine_mese="N"),
]

# The default chart (mastri have no point).
CONTI = [
    {"codice": codice, "descrizione": descrizione, "tipo": tipo}
    for codice, tipo, descrizione in (
        ("101.00001", "P G", "Cassa"),
        ("102.00001", "P G", "Banca c/c"),
        ("102.00050", "P G", "Banca effetti s.b.f."),
        ("103.00001", "P G", "Conto di giro emissione effetti notule"),
        ("104.00001", "P G", "Spese anticipate in nome e per conto di clienti"),
        ("109.00001", "P G", "Erario c/ritenute subite"),
        ("109.00002", "P G", "Erario c/ritenute operate da versare"),
        ("110.00001", "P G", "IVA a credito"),
        ("110.00003", "P G", "IVA a debito (vendite)"),
        ("110.00005", "P G", "IVA vendite a esigibilità differita"),
        ("110.00006", "P G", "IVA acquisti differita (per cassa)"),
        ("110.00010", "P G", "Erario c/IVA liquidazione"),
        ("318.00120", "P G", "Debiti vs cassa previdenza"),
        ("318.00130", "P G", "Debito per bollo virtuale"),
        ("501", "P C", "Clienti"),
        ("601", "P F", "Fornitori"),
        ("001.00101", "P Z", "C/sospeso costi per prestazioni"),
        ("002.00101", "P Z", "C/sospeso prestazioni"),
        ("002.00102", "P Z", "C/sospeso rivalsa INPS"),
        ("002.00103", "P Z", "C/sospeso spese banca"),
        ("002.00104", "P Z", "C/sospeso rimborsi spese analitici"),
        ("005.00003", "P Z", "Erario c/rit. documenti (sospeso)"),
        ("701.00001", "E G", "Costi per prestazioni professionali"),
        ("702.00099", "E G", "Arrotondamenti passivi"),
        ("710.00001", "E G", "Spese bollo"),
        ("801.00001", "E G", "Prestazioni di servizi"),
        ("801.00002", "E G", "Rivalsa INPS 4 %"),
        ("801.00010", "E G", "Rimborsi spese analitici (non reddito)"),
        ("802.00099", "E G", "Arrotondamenti attivi"),
        ("803.00001", "E G", "Recupero spese incasso"),
    )
]

CONTI_AUTOMATICI = {
    "mastro_clienti": "501",
    "conto_cassa": "101.00001",
    "conto_iva_vendite": "110.00003",
    "conto_iva_differita": "110.00005",
    "conto_fondo_previdenza": "318.00120",
    "conto_rivalsa_inps": "801.00002",
    "conto_rivalsa_inps_sospeso": "002.00102",
    "conto_spese_banca": "803.00001",
    "conto_spese_banca_sospeso": "002.00103",
    "conto_bollo": "318.00130",
}

UTENTI = [
    {"nome": "elisa", "nome_completo": "Elisa Montanari"},
    {"nome": "gabri", "nome_completo": "Gabriella Neri"},
    {"nome": "niccolo", "nome_completo": "Niccolò Fabbri"},
]

TARIFFARI = [
    {"numero": 1, "descrizione": "BASE"},
    {"numero": 2, "descrizione": "CONVENZ", "descrizione_estesa": "Clienti convenzionati"},
]


def _prestazione(codice: str, descrizione: str, um: str, *prezzi: str, iva: str = "22", **altro: str) -> Scheda:
    """A prestazione of type R; the prices are those of tariffario 1, 2."""
    return {
        "codice": codice,
        "tipo": "R",
        "descrizione": descrizione,
        "cod_iva": iva,
        "unita_misura": um,
        "periodicita": "N",
        "soggetta_ritenuta": "S",
        "soggetta_cassa": "S",
        **({"prezzi": {str(numero): prezzo for numero, prezzo in enumerate(prezzi, 1)}} if prezzi else {}),
    } | altro


PRESTAZIONI = [
    _prestazione("CONTORD", "CONTABILITÀ ORDINARIA", "ME", "220.00", "190.00", periodicita="S"),
    _prestazione("CONTSEM", "CONTABILITÀ SEMPLIFICATA", "ME", "120.00", "105.00", periodicita="S"),
    _prestazione("CONTFOR", "CONTABILITÀ FORFETTARI", "ME", "45.00", "40.00", periodicita="S"),
    _prestazione("BILANCIO", "BILANCIO D’ESERCIZIO", "NR", "1200.00", "1050.00", minimo_fatturabile="800.00"),
    _prestazione("NOTAINT", "NOTA INTEGRATIVA E XBRL", "NR", "350.00", "300.00"),
    _prestazione("DICHSC", "DICHIARAZIONE REDDITI SOCIETÀ", "NR", "550.00", "480.00"),
    _prestazione("DICHPF", "DICHIARAZIONE REDDITI PF", "NR", "280.00", "240.00"),
    _prestazione("MOD730", "MODELLO 730", "NR", "75.00", "65.00", minimo_fatturabile="50.00"),
    _prestazione("IVAANN", "DICHIARAZIONE IVA ANNUALE", "NR", "250.00", "220.00"),
    _prestazione("LIPE", "COMUNICAZIONE LIPE", "NR", "60.00", "50.00"),
    _prestazione("CEDOLINO", "ELABORAZIONE CEDOLINI", "NR", "22.00", "20.00", periodicita="S"),
    _prestazione("CU", "CERTIFICAZIONE UNICA", "NR", "25.00"),
    _prestazione("MOD770", "MODELLO 770", "NR", "180.00", "150.00"),
    _prestazione("IMU", "CALCOLO IMU E F24", "NR", "30.00"),
    _prestazione("F24TEL", "INVIO TELEMATICO F24", "NR", "6.50"),
    _prestazione(
        "CONSUL",
        "CONSULENZA FISCALE",
        "HR",
        "90.00",
        "80.00",
        minimo_fatturabile="50.00",
        massimo_fatturabile="1000.00",
    ),
    _prestazione("CONSOC", "CONSULENZA SOCIETARIA", "HR", "110.00", "95.00"),
    _prestazione("CONSES", "CONSULENZA A CLIENTE ESTERO", "HR", "120.00"),
    _prestazione("PARERE", "PARERE PRO VERITATE", "NR", "800.00", minimo_fatturabile="400.00"),
    _prestazione("REVIS", "REVISIONE LEGALE DEI CONTI", "NR", "1500.00"),
    _prestazione("SUCCESS", "DICHIARAZIONE DI SUCCESSIONE", "NR", "650.00", massimo_fatturabile="3000.00"),
    _prestazione("LOCAZ", "REGISTRAZIONE LOCAZIONE", "NR", "90.00", "80.00"),
    _prestazione("VISURA", "VISURA CAMERALE O CATASTALE", "NR", "12.00"),
    _prestazione("PRATCCIA", "PRATICA CAMERA DI COMMERCIO", "NR", "160.00", "140.00"),
    _prestazione("TRASF", "INDENNITÀ DI TRASFERTA", "KM", "0.6517"),
    # Documented expenses of the assignment: from 2025 neither ritenuta nor cassa, but IVA.
    _prestazione("RIMBSP", "RIMBORSO SPESE DOCUMENTATE", "NR", soggetta_ritenuta="N", soggetta_cassa="N"),
    # Training paid by a public body for its own staff is exempt.
    _prestazione("DOCENZA", "DOCENZA CORSI DEL PERSONALE", "HR", "85.00", iva="E10"),
    {"codice": "RIFERIM", "tipo": "D", "descrizione": "COME DA LETTERA D’INCARICO", "tipo_descrizione": "."},
    {
        "codice": "CONDIZ",
        "tipo": "T",
        "descrizione": "CONDIZIONI",
        "tipo_descrizione": ".",
        "righe_testo": [
            "Il presente avviso di parcella non costituisce fattura:",
            "la parcella sarà emessa all’atto del pagamento.",
        ],
    },
    {
        "codice": "SALUTI",
        "tipo": "T",
        "descrizione": "SALUTI",
        "tipo_descrizione": ",",
        "righe_testo": ["Lo studio ringrazia per la fiducia – restiamo a disposizione…"],
    },
]


class Societa(NamedTuple):
    """A company. `recapito`: C codice destinatario, P PEC, blank neither."""

    ragione_sociale: str
    indirizzo: str
    comune: str
    recapito: str
    pagamento: str = "BB30"
    tariffario: int = 1


SOCIETA = (
    Societa("Adriatica Impianti s.r.l.", "Via Flaminia 212", "Rimini", "C", "RB3060"),
    Societa("Caffè Bontà di Zanni & C. s.n.c.", "Corso d’Augusto 41", "Rimini", "C", "MAV30"),
    Societa("Officine Meccaniche Valmarecchia s.r.l.", "Via Marecchiese 305", "Rimini", "P", "RB3060"),
    Societa("Hotel Gabbiano s.r.l.", "Viale Dante 18", "Riccione", "C", "ADD30"),
    Societa("Edilnova Costruzioni s.r.l.", "Via Emilia 77", "Cesena", "C", "RB3060", 2),
    Societa("Libreria dell’Ulivo s.n.c. di Corsi e Mori", "Via Cairoli 9", "Rimini", "", "RD"),
    Societa("Trasporti Conca s.r.l.", "Via del Porto 3", "Cattolica", "P"),
    Societa("Panificio Fratelli Gori s.n.c.", "Via Bovio 26", "Cattolica", "C", "MAV30"),
    Societa("Sistemi Digitali Romagna s.r.l.", "Via Savio 140", "Cesena", "C", "BB30", 2),
    Societa("Agriturismo Ca’ del Sole società agricola s.s.", "Via Montescudo 88", "Rimini", "P"),
    Societa("Immobiliare Rubicone s.r.l.", "Piazza Tre Martiri 5", "Rimini", "C"),
    Societa("Pescheria del Molo s.n.c.", "Viale Bologna 2", "Riccione", "", "RD"),
    Societa("Tipografia Malatesta s.r.l.", "Via Gambalunga 60", "Rimini", "C", "ADD30"),
    Societa("Più Verde Giardini s.r.l.", "Via Consolare 6", "Riccione", "P", "MAV30"),
    Societa("Ceramiche Metauro s.r.l.", "Strada della Romagna 11", "Pesaro", "C", "RB3060"),
)


class Persona(NamedTuple):
    """A person. `attivita`: P private, F forfettario, blank with partita IVA and subject to withhold."""

    cognome: str
    nome: str
    sesso: str
    nascita: str
    nata_a: str
    indirizzo: str
    comune: str
    attivita: str = ""
    recapito: str = ""
    tariffario: int = 1


PERSONE = (
    Persona("Fabbri", "Niccolò", "M", "1979-03-14", "Rimini", "Via Tripoli 33", "Rimini", "", "C"),
    Persona("D’Angelo", "Maria Teresa", "F", "1968-11-02", "Napoli", "Via Lagomaggio 12", "Rimini", "", "P"),
    Persona("Ugolini", "Ivo", "M", "1955-07-29", "Forlì", "Via Mazzini 71", "Cesena", "", "C", 2),
    Persona("Zavatta", "Cinzia", "F", "1983-01-08", "Riccione", "Viale Ceccarini 100", "Riccione", "", ""),
    Persona("Renzi", "Pierluigi", "M", "1971-09-21", "Bologna", "Via Rizzoli 14", "Bologna", "", "C"),
    Persona("Bellucci", "Sofia", "F", "1994-05-17", "Pesaro", "Via Rossini 8", "Pesaro", "F"),
    Persona("Fo", "Luca", "M", "1990-12-30", "Milano", "Via Saffi 4", "Rimini", "F", "P"),
    Persona("Tosi", "Aurelia", "F", "1949-02-11", "Ravenna", "Via Covignano 19", "Rimini", "P"),
    Persona("Montebelli", "Giovanni", "M", "1962-08-05", "Rimini", "Via Pascoli 52", "Rimini", "P"),
    Persona("Gaudenzi", "Lucia", "F", "1987-10-26", "Cattolica", "Via Garibaldi 7", "Cattolica", "P", "", 2),
    Persona("Cavalieri", "Andrea", "M", "1976-06-03", "Firenze", "Via Dei Mille 20", "Riccione", "P"),
    Persona("De Carli", "Noemi", "F", "2001-04-19", "Torino", "Via Circonvallazione 15", "Rimini", "P"),
    Persona("Però", "Emanuele", "M", "1958-01-31", "Roma", "Via Destra del Porto 64", "Rimini", "P"),
    Persona("Èberli", "Zoe", "F", "1965-12-24", "Rimini", "Via Monte Titano 30", "Rimini", "P"),
    Persona("Vannucci", "Ettore", "M", "1938-03-09", "Pesaro", "Viale Trieste 45", "Pesaro", "P", "P"),
    Persona("Sanchini", "Beatrice", "F", "1999-08-15", "Cesena", "Via Subborgo Comandini 3", "Cesena", "P"),
)


class Ente(NamedTuple):
    """Anybody else. `numero`: the first ten digits of an Italian code, or a whole foreign VAT number."""

    ragione_sociale: str
    numero: str
    indirizzo: str
    comune: str
    altro: Scheda


_PUBBLICO = {"ente_pubblico": "S", "fattura_pa": "S", "gestione_cig_cup": "S", "soggetto_ritenuta": "S"}
_ESTERO = {
    "cap": "00000",
    "provincia": "EE",
    "soggetto_ritenuta": "N",
    "cod_iva": "F7",
    "codice_destinatario": "XXXXXXX",
}

ENTI = (
    Ente("Condominio Villa Serena", "9101234040", "Via Pascoli 110", "Rimini", {"soggetto_ritenuta": "S"}),
    Ente(
        "Condominio Le Torri – scala “B”",
        "9105678040",
        "Viale Ceccarini 9",
        "Riccione",
        {
            "soggetto_ritenuta": "S",
            "indirizzi": [
                {
                    "descrizione": "Amministratore",
                    "presso": "Studio Bassi",
                    "indirizzo": "Via Soardi",
                    "numero_civico": "8",
                    "cap": "47921",
                    "comune": "Rimini",
                    "provincia": "RN",
                    "corrispondenza": "S",
                }
            ],
            "contatti": [{"nome": "Carla Bassi", "ruolo": "Amministratrice", "email": "bassi@posta.example"}],
        },
    ),
    Ente(
        "Associazione Culturale La Lanterna",
        "9107412040",
        "Via Gambalunga 27",
        "Rimini",
        {"soggetto_ritenuta": "S", "pec_destinatario": "lanterna@pec.example", "pec": "lanterna@pec.example"},
    ),
    Ente(
        "Polisportiva Dilettantistica Mare Nostrum A.S.D.",
        "9109023040",
        "Via Coletti 101",
        "Rimini",
        {"soggetto_ritenuta": "S", "codice_destinatario": "M5UXCR1"},
    ),
    Ente(
        "Fondazione Casa degli Archivi",
        "9103345040",
        "Via Sigismondo 22",
        "Rimini",
        {"soggetto_ritenuta": "S", "tariffario": 2},
    ),
    Ente(
        "Unione dei Comuni della Valle Azzurra",
        "8109876040",
        "Piazza Malatesta 1",
        "Rimini",
        _PUBBLICO | {"codice_ufficio": "UFVA01"},
    ),
    Ente(
        "Istituto Comprensivo Ada Lanzi",
        "8107531040",
        "Via Panoramica 5",
        "Riccione",
        _PUBBLICO | {"codice_ufficio": "UFAL7K"},
    ),
    Ente(
        "Nordlicht Messebau GmbH",
        "991234565",
        "Leopoldstraße 27",
        "80802 München",
        _ESTERO | {"nazione": "DE", "email": "buchhaltung@nordlicht.example"},
    ),
    Ente(
        "Alpenblick Treuhand AG",
        "499123458",
        "Bahnhofstrasse 12",
        "8001 Zürich",
        _ESTERO | {"nazione": "CH", "email": "info@alpenblick.example"},
    ),
)


class Lavoro(NamedTuple):
    """Something done for a client: quantities and expenses to choose from, and the months it is done in."""

    codice: str
    quantita: Sequence[str] = ("1.00",)
    spese: Sequence[str] = ()
    mesi: Iterable[int] = range(1, 13)


DI_IMPRESA = (
    Lavoro("CONSUL", ("1.00", "1.50", "2.00", "3.50")),
    Lavoro("CONSOC", ("1.00", "2.50", "4.00"), mesi=range(3, 12)),
    Lavoro("CEDOLINO", ("3.00", "8.00", "14.00", "26.00")),
    Lavoro("PRATCCIA", spese=("30.00", "90.00", "156.00", "18.00")),
    Lavoro("VISURA", ("1.00", "2.00", "5.00"), ("7.00", "14.00", "35.50")),
    Lavoro("F24TEL", ("2.00", "3.00", "6.00")),
    Lavoro("TRASF", ("48.00", "122.00", "236.40")),
    Lavoro("LIPE", mesi=(2, 5, 9, 11)),
    Lavoro("IVAANN", mesi=(4, 5)),
    Lavoro("CU", ("2.00", "5.00", "9.00"), mesi=(3,)),
    Lavoro("MOD770", mesi=(10,)),
)
DI_SOCIETA = (
    Lavoro("BILANCIO", mesi=(4, 5), spese=("62.40",)),
    Lavoro("NOTAINT", mesi=(4, 5)),
    Lavoro("DICHSC", mesi=(10, 11)),
    Lavoro("REVIS", mesi=(6, 12)),
)
DI_PRIVATO = (
    Lavoro("MOD730", mesi=range(4, 10)),
    Lavoro("DICHPF", mesi=(6, 7, 10, 11)),
    Lavoro("IMU", ("1.00", "2.00", "3.00"), mesi=(6, 12)),
    Lavoro("CONSUL", ("1.00", "1.50", "2.00")),
    Lavoro("LOCAZ", spese=("67.00", "99.00", "214.00")),
    Lavoro("SUCCESS", spese=("294.00", "85.00")),
    Lavoro("VISURA", ("1.00", "3.00"), ("9.00", "27.00")),
)
DI_ENTE = (Lavoro("CONSUL", ("2.00", "3.00")), Lavoro("MOD770", mesi=(10,)), Lavoro("F24TEL", ("4.00", "12.00")))

NOTE = (
    "Assistenza all’incontro con l’Agenzia delle Entrate – ufficio di Rimini",
    "Pratica seguita dal dott. Fabbri: “prima fase”, salvo conguaglio…",
    "Attività svolta anche presso la sede di Forlì; perciò trasferta a parte",
    "Riunione con il consulente del lavoro – verbale già inviato",
)
TEMI = (
    "Verifica delle scritture di chiusura",
    "Riconciliazione dei conti bancari – c/c ordinario",
    "Esame del contratto d’affitto d’azienda",
    "Colloquio con l’istituto di credito per l’affidamento",
    "Bozza della lettera “di patronage”",
    "Controllo delle liquidazioni periodiche… e degli F24",
    "Risposta al questionario dell’Agenzia: perché, come e quando",
    "Piano di ammortamento dei beni strumentali",
    "Assistenza all’assemblea – società e soci",
    "Analisi della redditività per unità locale",
)
TRIMESTRI = ("1º", "2º", "3º", "4º")
