"""A small studio in the archive format: one record of everything."""

import json
from typing import Any

Studio = dict[str, Any]


def studio(sigla: str = "STU") -> Studio:
    """Valid data; a test spoils what it needs."""
    return {
        "formato": "parcella/1",
        "azienda": {
            "sigla": sigla,
            "tipo": "P",
            "ragione_sociale": "Studio Bianchi",
            "cognome": "Bianchi",
            "nome": "Anna",
            "partita_iva": "00743110157",
            "codice_fiscale": "BNCNNA75L41H294H",
            "iban": "IT60X0542811101000000123456",
        },
        # What is named comes after what names it: the order of the sections does not matter.
        "particolarita": [
            {
                "prestazione": "CONSUL",
                "cliente": "501.00002",
                "valida_da": "2026-01-01",
                "modo": "Q",
                "scaglioni": [{"quantita": "10.00", "prezzo": "80.00"}],
                "prezzo_oltre": "70.12345",
            }
        ],
        "parametri_studio": {
            "parcellazione_studio": "S",
            "cod_esenzione_spese_anticipate": "S15",
            "conto_spese_anticipate": "110.00009",
            "conto_ricavo_standard": "801.00001",
            "conto_ricavo_sospeso": "002.00101",
            "conto_erario_ritenute": "109.00001",
            "conto_erario_ritenute_sospeso": "005.00003",
            "conto_arrotondamento_pagamento": "815.00001",
            "codice_tributo": "1040",
            "studio_associato": "S",
            "fondi_associato": [
                {"percentuale": "2.00", "quota": "60.00", "tipo_cassa": "TC11"},
                {"percentuale": "4.00", "quota": "40.00", "tipo_cassa": "TC02"},
            ],
            "iva_fondo_professionisti": "22",
        },
        "numeratori": [
            {"documento": "NO", "serie": 1, "ultimo_numero": 0},
            {"documento": "PA", "serie": 1, "ultimo_numero": 12, "anno": 2025, "fattura_elettronica": "S"},
        ],
        "codici_iva": [
            {"codice": "22", "aliquota": "22.00", "descrizione": "IVA 22%"},
            {"codice": "S15", "natura": "N1", "descrizione": "Escluse art. 15"},
        ],
        "codici_tributo": [
            {"codice": "1040", "descrizione": "Ritenute", "aliquota_rda": "20.00", "perc_imponibile_rda": "100.00"}
        ],
        "casse": [{"tipo_cassa": "TC12", "valido_dal": "2025-01-01", "descrizione": "ENPAIA", "percentuale": "4.00"}],
        "stampanti": [
            {"numero": 1, "descrizione": "Archivio"},
            {"numero": 2, "descrizione": "Fatture", "formato": "F", "cartella": "/studio/fatture"},
        ],
        "pagamenti": [
            {"codice": "RD", "descrizione": "Rimessa diretta", "tipo_pagamento": "M"},
            {
                "codice": "RB",
                "descrizione": "RiBa",
                "tipo_pagamento": "R",
                "mesi_esclusi": [8, 12],
                "giorno_ripresa": 10,
            },
        ],
        "conti": [
            {"codice": codice, "descrizione": f"Conto {codice}", "tipo": tipo}
            for codice, tipo in (
                ("501", "P C"),
                ("101.00001", "P G"),
                ("109.00001", "P G"),
                ("110.00003", "P G"),
                ("110.00009", "P G"),
                ("318.00120", "P G"),
                ("801.00001", "E G"),
                ("815.00001", "E G"),
                ("002.00101", "P Z"),
                ("005.00003", "P Z"),
            )
        ],
        "conti_automatici": {
            "mastro_clienti": "501",
            "conto_cassa": "101.00001",
            "conto_iva_vendite": "110.00003",
            "conto_fondo_previdenza": "318.00120",
        },
        "utenti": [{"nome": "gabri", "nome_completo": "Gabriella Neri"}],
        "tariffari": [{"numero": 1, "descrizione": "BASE"}, {"numero": 2, "descrizione": "AMICI"}],
        "prestazioni": [
            {
                "codice": "CONSUL",
                "tipo": "R",
                "descrizione": "CONSULENZA",
                "cod_iva": "22",
                "soggetta_cassa": "S",
                "data_aggiornamento": "2026-01-02",
                "prezzi": {"1": "90.00", "2": "85.125"},
            },
            {"codice": "NOTA", "tipo": "T", "descrizione": "NOTA", "righe_testo": ["uno", "", "tre"]},
        ],
        "zone": [{"codice": "N01", "descrizione": "Nord"}],
        "clienti": [
            {
                "codice": "501.00001",
                "ragione_sociale": "Rossi s.r.l.",
                "partita_iva": "00488410010",
                "pagamento": "RD",
                "tariffario": 2,
                "zona": "N01",
                "iban": "IT60X0542811101000000123456",
                "identificativo_mandato": "ROSSI-1",
                "data_mandato": "2025-12-01",
                "tipo_mandato": "CORE",
                "sequenza_mandato": "RCUR",
                "dati_parcellazione": {"responsabile": "gabri"},
                "indirizzi": [
                    {"descrizione": "Magazzino", "indirizzo": "Via Po 3", "cap": "10123", "comune": "Torino"},
                    {"descrizione": "Posta", "presso": "Studio Neri", "comune": "Asti", "corrispondenza": "S"},
                ],
                "contatti": [{"numero": 3, "nome": "Anna Neri", "ruolo": "Amministrazione", "email": "a@neri.it"}],
                "prestazioni_tipiche": [
                    {"prestazione": "CONSUL", "quantita": "2.00", "mese": 6, "prezzo": "90.00"},
                    {"riga": 255, "prestazione": "CONSUL"},
                ],
            },
            {"codice": "501.00002", "cognome": "Verdi", "nome": "Aldo", "privato": "S"},
        ],
        "contratti": [
            {
                "descrizione": "Tenuta",
                "tipo": "C",
                "codice_cliente": "501.00001",
                "anno": 2026,
                "prestazioni": [
                    {
                        "codice_prestazione": "CONSUL",
                        "quantita": "1.00",
                        "rate": [{"numero_rata": 1, "importo": "9.00"}],
                    }
                ],
            }
        ],
        "agenda": [
            {"stato": "S", "codice_prestazione": "CONSUL", "riporta_nota": " ", "note": "«virgolette» è così"},
            {"stato": "S", "codice_prestazione": "CONSUL", "riporta_nota": " ", "note": "«virgolette» è così"},
        ],
    }


def byte(dati: Any) -> bytes:
    """As a file."""
    return json.dumps(dati, indent=1, ensure_ascii=False).encode()
