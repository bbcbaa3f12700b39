"""The demo studio: everything in it is formally valid, consistent and always the same."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from schwifty import IBAN
from stdnum.ch import uid
from stdnum.de import vat
from stdnum.it import codicefiscale, iva

from parcella.batch.studio_dimostrativo import cig, codice_fiscale, iban, partita_iva, studio_dimostrativo

CHIAVI = {
    "": "formato azienda parametri_studio numeratori codici_iva codici_tributo pagamenti conti conti_automatici utenti "
    "tariffari prestazioni particolarita clienti documenti",
    "azienda": "sigla tipo ragione_sociale cognome nome partita_iva codice_fiscale indirizzo cap comune provincia "
    "nazione regime_fiscale pec iban iva_per_cassa gestione_scadenzario",
    "parametri_studio": "parcellazione_studio cod_esenzione_spese_anticipate conto_spese_anticipate "
    "conto_ricavo_standard conto_ricavo_sospeso conto_erario_ritenute conto_erario_ritenute_sospeso "
    "conto_arrotondamento_pagamento importo_soglia_arrotondamento stato_parcella_proposto "
    "apertura_automatica_scadenzario conto_giro_effetti_notule riporta_data_proposto riporta_nota_proposto "
    "codice_tributo studio_associato perc_fondo_professionisti iva_fondo_professionisti tipo_cassa_fatturapa "
    "causale_pagamento_770s cassa_iva addebita_bollo bollo_su_notule numero_alla_definitiva",
    "numeratori": "documento serie ultimo_numero fattura_elettronica",
    "codici_iva": "codice aliquota natura descrizione",
    "codici_tributo": "codice descrizione aliquota_rda perc_imponibile_rda",
    "pagamenti": "codice descrizione tipo_pagamento numero_rate giorni_prima_rata giorni_intervallo fine_mese "
    "spese_banca unita",
    "conti": "codice descrizione tipo",
    "conti_automatici": "mastro_clienti conto_cassa conto_iva_vendite conto_iva_differita conto_fondo_previdenza "
    "conto_rivalsa_inps conto_rivalsa_inps_sospeso conto_spese_banca conto_spese_banca_sospeso conto_bollo",
    "utenti": "nome nome_completo",
    "tariffari": "numero descrizione descrizione_estesa",
    "prestazioni": "codice tipo descrizione cod_iva unita_misura periodicita minimo_fatturabile massimo_fatturabile "
    "soggetta_ritenuta soggetta_cassa prezzi tipo_descrizione righe_testo",
    "particolarita": "prestazione cliente valida_da modo scaglioni prezzo_oltre",
    "clienti": "codice ragione_sociale cognome nome partita_iva codice_fiscale indirizzo cap comune provincia nazione "
    "soggetto_ritenuta privato ente_pubblico fattura_pa codice_ufficio codice_destinatario pec_destinatario pec email "
    "telefono pagamento tariffario cod_iva iban gestione_cig_cup dati_parcellazione "
    "data_nascita comune_nascita sesso identificativo_mandato data_mandato indirizzi contatti",
    "documenti": "sigla_documento serie numero_documento data_documento stato_parcella codice_cliente note_testata "
    "soggetto_rda codice_pagamento data_decorrenza totale_spese_anticipate spese_banca cig cup rif_ext_tipo "
    "rif_ext_codice rif_ext_data righe pagamento",
    "righe": "codice_prestazione tipo_riga descrizione_riga quantita prezzo_unitario importo_prestazione "
    "spese_anticipate_riga data_prestazione codice_iva_riga",
    "pagamento": "totalmente_pagata importo_pagato conto_pagamento",
}
IMPORTO = re.compile(r"\d+\.\d{2}")
PREZZO = re.compile(r"\d+\.\d{2,5}")


@pytest.fixture(scope="module", params=[2025, 2026, 2028])
def anno(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def studio(anno: int) -> dict[str, Any]:
    return dict(studio_dimostrativo(anno))


@pytest.fixture(scope="module")
def clienti(studio: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {cliente["codice"]: cliente for cliente in studio["clienti"]}


def righe(studio: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for documento in studio["documenti"]:
        yield from documento["righe"]


def test_caratteri_di_controllo_di_codici_noti() -> None:
    assert codice_fiscale("Rossi", "Mario", "M", date(1980, 1, 1), "Roma") == "RSSMRA80A01H501U"
    assert codice_fiscale("Bianchi", "Anna", "F", date(1975, 7, 1), "Rimini") == "BNCNNA75L41H294H"
    assert codice_fiscale("Fo", "Gianfranco", "M", date(1990, 12, 30), "Milano").startswith("FOXGFR90T30F205")
    assert partita_iva("0074311015") == "00743110157"
    assert iban("0542811101", 123456) == "IT60X0542811101000000123456"
    assert cig(9515695) == "95156957EC"


def test_stesso_studio_a_ogni_chiamata(anno: int, studio: dict[str, Any]) -> None:
    testo = json.dumps(studio, ensure_ascii=False)
    altro = studio_dimostrativo(anno)
    assert json.dumps(altro, ensure_ascii=False) == testo
    altro["prestazioni"][0]["prezzi"]["1"] = "0.00"
    altro["parametri_studio"].clear()
    assert json.dumps(studio_dimostrativo(anno), ensure_ascii=False) == testo


def test_solo_chiavi_del_formato(studio: dict[str, Any]) -> None:
    assert set(studio) == set(CHIAVI[""].split())
    for sezione, contenuto in studio.items():
        for scheda in contenuto if isinstance(contenuto, list) else [contenuto]:
            if sezione != "formato":
                assert set(scheda) <= set(CHIAVI[sezione].split()), sezione
    for documento in studio["documenti"]:
        assert set(documento.get("pagamento", {})) <= set(CHIAVI["pagamento"].split())
    for riga in righe(studio):
        assert set(riga) <= set(CHIAVI["righe"].split())


def test_misura_dello_studio(studio: dict[str, Any]) -> None:
    assert len(studio["clienti"]) == 40
    assert len(studio["prestazioni"]) == 30
    assert 140 <= len(studio["documenti"]) <= 170
    assert max(len(documento["righe"]) for documento in studio["documenti"]) > 40
    assert all(documento["righe"] for documento in studio["documenti"])


def test_codici_validi(studio: dict[str, Any]) -> None:
    for scheda in [studio["azienda"], *studio["clienti"]]:
        nazione, codice = scheda["nazione"], scheda.get("partita_iva", "")
        if nazione == "DE":
            vat.validate(f"DE{codice}")
        elif nazione == "CH":
            uid.validate(f"CHE{codice}")
        else:
            codicefiscale.validate(scheda["codice_fiscale"])
            assert not codice or iva.validate(codice) == codice
        if "iban" in scheda:
            IBAN(scheda["iban"], validate_bban=True)


def test_codici_unici(studio: dict[str, Any]) -> None:
    for sezione, chiave in (
        ("codici_iva", "codice"),
        ("pagamenti", "codice"),
        ("conti", "codice"),
        ("utenti", "nome"),
        ("tariffari", "numero"),
        ("prestazioni", "codice"),
        ("clienti", "codice"),
    ):
        codici = [scheda[chiave] for scheda in studio[sezione]]
        assert len(codici) == len(set(codici)), sezione
    for chiave in ("partita_iva", "codice_fiscale", "iban", "codice_ufficio", "codice_destinatario", "pec"):
        valori = [cliente[chiave] for cliente in studio["clienti"] if cliente.get(chiave, "XXXXXXX") != "XXXXXXX"]
        assert len(valori) == len(set(valori)), chiave


def test_riferimenti_risolti(studio: dict[str, Any], clienti: dict[str, dict[str, Any]]) -> None:
    def codici(sezione: str, chiave: str = "codice") -> set[Any]:
        return {scheda[chiave] for scheda in studio[sezione]}

    conti, iva_, prestazioni, pagamenti = map(codici, ("conti", "codici_iva", "prestazioni", "pagamenti"))
    parametri = studio["parametri_studio"]
    assert {valore for chiave, valore in parametri.items() if chiave.startswith("conto_")} <= conti
    assert set(studio["conti_automatici"].values()) <= conti
    assert {parametri["cod_esenzione_spese_anticipate"], parametri["iva_fondo_professionisti"]} <= iva_
    assert parametri["codice_tributo"] in codici("codici_tributo")
    assert {p["cod_iva"] for p in studio["prestazioni"] if p["tipo"] == "R"} <= iva_
    for particolarita in studio["particolarita"]:
        assert particolarita["prestazione"] in prestazioni
        assert particolarita["cliente"] in clienti
    for cliente in clienti.values():
        assert cliente["pagamento"] in pagamenti
        assert cliente["tariffario"] in codici("tariffari", "numero")
        assert cliente.get("cod_iva", "22") in iva_
        assert cliente["dati_parcellazione"]["responsabile"] in codici("utenti", "nome")
    serie = {(numeratore["documento"], numeratore["serie"]) for numeratore in studio["numeratori"]}
    for documento in studio["documenti"]:
        assert documento["codice_cliente"] in clienti
        assert (documento["sigla_documento"], documento["serie"]) in serie
        assert documento.get("codice_pagamento", "RD") in pagamenti
        assert documento.get("pagamento", {}).get("conto_pagamento", "101.00001") in conti
    for riga in righe(studio):
        assert riga.get("codice_iva_riga", "22") in iva_
        assert ("codice_prestazione" in riga) != ("tipo_riga" in riga)
        assert riga.get("codice_prestazione", "CONSUL") in prestazioni
        assert riga.get("tipo_riga", ".") in (".", ",")


def test_date_in_ordine_per_serie(anno: int, studio: dict[str, Any]) -> None:
    date_della_serie: dict[tuple[str, int], list[date]] = defaultdict(list)
    for documento in studio["documenti"]:
        giorno = date.fromisoformat(documento["data_documento"])
        assert giorno.year == anno
        assert documento["numero_documento"] == "AUTO"
        assert date.fromisoformat(documento.get("data_decorrenza", "9999-12-31")) >= giorno
        for riga in documento["righe"]:
            assert date.fromisoformat(riga.get("data_prestazione", f"{anno}-01-01")) <= giorno
        date_della_serie[documento["sigla_documento"], documento["serie"]].append(giorno)
    assert all(giorni == sorted(giorni) for giorni in date_della_serie.values())


def test_importi_a_scala_piena(studio: dict[str, Any]) -> None:
    for riga in righe(studio):
        for chiave in ("quantita", "importo_prestazione", "spese_anticipate_riga"):
            assert IMPORTO.fullmatch(riga.get(chiave, "0.00"))
        assert PREZZO.fullmatch(riga.get("prezzo_unitario", "0.00"))
    for documento in studio["documenti"]:
        for chiave in ("totale_spese_anticipate", "spese_banca"):
            assert IMPORTO.fullmatch(documento.get(chiave, "0.00"))
    for prestazione in studio["prestazioni"]:
        assert all(PREZZO.fullmatch(prezzo) for prezzo in prestazione.get("prezzi", {}).values())


def test_regole_dei_documenti(studio: dict[str, Any], clienti: dict[str, dict[str, Any]]) -> None:
    for documento in studio["documenti"]:
        cliente, pagamento = clienti[documento["codice_cliente"]], documento.get("pagamento")
        definitiva = documento.get("stato_parcella") == "D"
        assert (pagamento is not None) == definitiva
        assert (documento["sigla_documento"] == "PA") == ("stato_parcella" in documento)
        assert (documento["serie"] == 2) == ("ente_pubblico" in cliente) == ("cig" in documento)
        if "totale_spese_anticipate" in documento:
            assert not any("spese_anticipate_riga" in riga for riga in documento["righe"])
        if pagamento and "importo_pagato" in pagamento:
            assert pagamento["totalmente_pagata"] == "N"
            assert Decimal(pagamento["importo_pagato"]) > 0
    tutti = [documento.get("pagamento") or {} for documento in studio["documenti"]]
    assert {(p.get("totalmente_pagata"), "importo_pagato" in p) for p in tutti} == {
        (None, False),
        ("S", False),
        ("N", False),
        ("N", True),
    }


def test_clienti_di_ogni_specie(clienti: dict[str, dict[str, Any]]) -> None:
    for cliente in clienti.values():
        if cliente.get("privato") == "S" or cliente["nazione"] != "IT":
            assert cliente["soggetto_ritenuta"] == "N"
        if "ente_pubblico" in cliente:
            assert cliente["fattura_pa"] == "S"
            assert re.fullmatch(r"[A-Z0-9]{6}", cliente["codice_ufficio"])
        assert re.fullmatch(r"[A-Z0-9]{7}", cliente.get("codice_destinatario", "0000000"))
        assert re.fullmatch(r"\d{5}", cliente["cap"])
        assert ("ragione_sociale" in cliente) != ("cognome" in cliente)
    assert sum("ente_pubblico" in cliente for cliente in clienti.values()) == 2
    assert {cliente["nazione"] for cliente in clienti.values()} == {"IT", "DE", "CH"}
    assert {cliente["pagamento"] for cliente in clienti.values()} == {"RD", "BB30", "RB3060", "MAV30", "ADD30"}


def test_tipografia_nelle_descrizioni(studio: dict[str, Any]) -> None:
    testo = "".join(riga.get("descrizione_riga", "") for riga in righe(studio))
    assert set("’“”–…àé") <= set(testo)


def test_lunghezze_del_manuale(studio: dict[str, Any]) -> None:
    for prestazione in studio["prestazioni"]:
        assert len(prestazione["codice"]) <= 8
        assert len(prestazione["descrizione"]) <= 32
        assert all(len(testo) <= 75 for testo in prestazione.get("righe_testo", []))
    for tabella in ("codici_iva", "pagamenti"):
        assert all(len(scheda["descrizione"]) <= 40 for scheda in studio[tabella])
    for documento in studio["documenti"]:
        assert len(documento.get("note_testata", "")) <= 50
        assert len(documento.get("rif_ext_codice", "")) <= 20
