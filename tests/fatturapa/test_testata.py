"""Who transmits, who sells, who buys; and what is refused before a file is made."""

from datetime import date
from typing import Any

import pytest
from lxml import etree

from parcella.fatturapa.scrittura import xml
from parcella.ledger.documenti.voci import Fondo
from parcella.ledger.esito import Rifiuto

from .controlli_sdi import D, controlla, leggi, valore_di, valori
from .fascicoli import CODICI, azienda, cliente, ente, fascicolo, riga

TRASMISSIONE = "FatturaElettronicaHeader/DatiTrasmissione"
CEDENTE = "FatturaElettronicaHeader/CedentePrestatore"
CESSIONARIO = "FatturaElettronicaHeader/CessionarioCommittente"


def scrivi(schema: etree.XMLSchema, **chi: Any) -> Any:
    radice = leggi(xml(fascicolo(riga("1000"), **chi), "00001"))
    schema.validate(radice)
    assert [str(errore) for errore in schema.error_log] == []
    assert controlla(radice) == []
    return radice


@pytest.mark.dati
@pytest.mark.parametrize(
    ("destinatario", "formato", "codice", "pec"),
    [
        (cliente(), "FPR12", "ABC1234", None),
        (cliente(codice_destinatario="abc1234"), "FPR12", "ABC1234", None),
        (cliente(codice_destinatario=None), "FPR12", "0000000", None),
        (cliente(codice_destinatario=None, pec_destinatario="alfa@pec.it"), "FPR12", "0000000", "alfa@pec.it"),
        (cliente(codice_destinatario="0000000", pec_destinatario="a@pec.it"), "FPR12", "0000000", "a@pec.it"),
        (cliente(pec_destinatario="alfa@pec.it"), "FPR12", "ABC1234", None),
        (ente(), "FPA12", "UFX12A", None),
        (ente(fattura_pa="N"), "FPR12", "0000000", None),
        (cliente(nazione="FR", partita_iva="FR40303265045", codice_destinatario=None), "FPR12", "XXXXXXX", None),
        (cliente(nazione="CH", partita_iva=None, codice_fiscale=None), "FPR12", "XXXXXXX", None),
        (cliente(nazione="SM", partita_iva="SM12345", codice_destinatario="2R4GTO8"), "FPR12", "2R4GTO8", None),
    ],
)
def test_destinatario(
    schema_fatturapa: etree.XMLSchema, destinatario: Any, formato: str, codice: str, pec: str | None
) -> None:
    radice = scrivi(schema_fatturapa, cliente=destinatario)
    assert radice.get("versione") == valore_di(radice, f"{TRASMISSIONE}/FormatoTrasmissione") == formato
    assert valore_di(radice, f"{TRASMISSIONE}/CodiceDestinatario") == codice
    assert valore_di(radice, f"{TRASMISSIONE}/PECDestinatario") == pec


@pytest.mark.dati
def test_persona_con_nome_e_cognome_ente_con_denominazione(schema_fatturapa: etree.XMLSchema) -> None:
    radice = scrivi(schema_fatturapa)
    assert valori(radice, f"{CEDENTE}/DatiAnagrafici/Anagrafica/*") == ["Mario", "Rossi"]
    assert valori(radice, f"{CESSIONARIO}/DatiAnagrafici/Anagrafica/*") == ["Alfa srl"]
    persona = cliente(
        cognome="Niccolò", nome="D’Ànna", titolo="Avv.", partita_iva=None, codice_fiscale="RSSMRA80A01H501U"
    )
    studio = azienda(cognome=None, nome=None, ragione_sociale="Studio associato", codice_fiscale="01234567897")
    radice = scrivi(schema_fatturapa, cliente=persona, azienda=studio)
    assert valori(radice, f"{CEDENTE}/DatiAnagrafici/Anagrafica/*") == ["Studio associato"]
    assert valori(radice, f"{CESSIONARIO}/DatiAnagrafici/Anagrafica/*") == ["D'Ànna", "Niccolò", "Avv."]
    assert radice.find(f"{CESSIONARIO}/DatiAnagrafici/IdFiscaleIVA") is None


@pytest.mark.dati
def test_cliente_estero(schema_fatturapa: etree.XMLSchema) -> None:
    tedesco = cliente(
        nazione="DE", partita_iva="DE129273398", codice_fiscale=None, cap="80331", provincia="BY", comune="München"
    )
    radice = scrivi(schema_fatturapa, cliente=tedesco)
    assert valori(radice, f"{CESSIONARIO}/DatiAnagrafici/IdFiscaleIVA/*") == ["DE", "129273398"]
    assert valori(radice, f"{CESSIONARIO}/Sede/*") == ["Corso Francia 10", "00000", "München", "DE"]
    privato = cliente(nazione="US", cognome="Doe", nome="John", partita_iva=None, codice_fiscale=None)
    radice = scrivi(schema_fatturapa, cliente=privato)
    assert valori(radice, f"{CESSIONARIO}/DatiAnagrafici/IdFiscaleIVA/*") == ["US", "50100001"]


@pytest.mark.dati
def test_albo_e_contatti(schema_fatturapa: etree.XMLSchema) -> None:
    studio = azienda(
        albo_professionale="Dottori commercialisti", provincia_albo="rm", numero_iscrizione_albo="A/123",
        data_iscrizione_albo=date(2001, 2, 3), telefono="06 1234567", email="studio@example.it",
    )  # fmt: skip
    anagrafici = scrivi(schema_fatturapa, azienda=studio).find(f"{CEDENTE}/DatiAnagrafici")
    assert [foglia.text for foglia in anagrafici][-5:] == [
        "Dottori commercialisti",
        "RM",
        "A/123",
        "2001-02-03",
        "RF01",
    ]
    assert valori(anagrafici.getparent(), "Contatti/*") == ["06 1234567", "studio@example.it"]


@pytest.mark.requisito("FPA-010", "FPA-015", "FPA-028", "FPA-072")
@pytest.mark.parametrize(
    ("campo", "chi"),
    [
        ("sigla_documento", {"documento": {"sigla_documento": "NO", "stato_parcella": None}}),
        ("stato_parcella", {"documento": {"stato_parcella": "P"}}),
        ("stato_parcella", {"documento": {"numero_documento": None, "numero_lavoro": 3}}),
        ("cliente.tipo_fattura_elettronica", {"cliente": cliente(tipo_fattura_elettronica="N")}),
        ("azienda.trasmittente", {"azienda": azienda(trasmittente=None)}),
        ("azienda.intermediario_trasmittente", {"azienda": azienda(trasmittente="I")}),
        ("azienda.codice_fiscale", {"azienda": azienda(codice_fiscale=None)}),
        ("azienda.codice_fiscale", {"azienda": azienda(codice_fiscale="RSSMRA80A01H501X")}),
        ("azienda.partita_iva", {"azienda": azienda(partita_iva=None)}),
        ("azienda.partita_iva", {"azienda": azienda(partita_iva="01234567890")}),
        ("azienda.regime_fiscale", {"azienda": azienda(regime_fiscale=None)}),
        ("azienda.regime_fiscale", {"azienda": azienda(regime_fiscale="RF03")}),
        ("azienda.nome", {"azienda": azienda(nome=None)}),
        ("azienda.indirizzo", {"azienda": azienda(indirizzo=" ")}),
        ("azienda.cap", {"azienda": azienda(cap="1234")}),
        ("azienda.telefono", {"azienda": azienda(telefono="113")}),
        ("azienda.email", {"azienda": azienda(email="studio.example.it")}),
        ("cliente.codice_fiscale", {"cliente": cliente(partita_iva=None, codice_fiscale=None)}),
        ("cliente.codice_fiscale", {"cliente": cliente(codice_fiscale="ABC")}),
        ("cliente.partita_iva", {"cliente": cliente(partita_iva="12345670018")}),
        ("cliente.partita_iva", {"cliente": cliente(partita_iva="01234567897")}),
        ("cliente.codice_ufficio", {"cliente": ente(codice_ufficio=None)}),
        ("cliente.codice_ufficio", {"cliente": ente(codice_ufficio="UF12")}),
        ("cliente.codice_destinatario", {"cliente": cliente(codice_destinatario="ABC123")}),
        ("cliente.codice_destinatario", {"cliente": cliente(codice_destinatario="XXXXXXX")}),
        (
            "cliente.pec_destinatario",
            {"cliente": cliente(codice_destinatario=None, pec_destinatario="sdi01@pec.fatturapa.it")},
        ),
        ("cliente.cap", {"cliente": cliente(cap=None)}),
        ("cliente.comune", {"cliente": cliente(comune=None)}),
        ("cliente.provincia", {"cliente": cliente(provincia="T1")}),
        ("cliente.ragione_sociale", {"cliente": cliente(ragione_sociale=None)}),
        ("cliente.ragione_sociale", {"cliente": cliente(ragione_sociale="Ditta 中")}),
        ("cliente.nazione", {"cliente": cliente(nazione="it")}),
        ("parametri_studio.causale_pagamento_770s", {"causale_pagamento": None}),
        ("parametri_studio.tipo_cassa_fatturapa", {"fondi": (Fondo(D("4.00")),)}),
        ("numero_documento", {"documento": {"serie": 1, "numero_documento": 10**19}}),
        ("note_testata", {"documento": {"note_testata": "☎"}}),
        ("rif_ext_numero", {"documento": {"rif_ext_sigla": "ORD", "rif_ext_numero": "12345678901234567890"}}),
        ("cup", {"documento": {"rif_ext_numero": "1", "cup": "B11H040000100022"}}),
    ],
)
def test_rifiuti_con_il_campo(campo: str, chi: dict[str, Any]) -> None:
    with pytest.raises(Rifiuto) as rifiuto:
        xml(fascicolo(riga("1000"), **chi), "00001")
    assert rifiuto.value.campo == campo
    assert rifiuto.value.messaggio.endswith(".")


@pytest.mark.requisito("FPA-055")
def test_un_codice_non_imponibile_vuole_la_natura() -> None:
    documento = fascicolo(riga("1000", "E10"), bollo=None)
    senza = CODICI["E10"].model_copy(update={"natura": None})
    with pytest.raises(Rifiuto) as rifiuto:
        xml(_con_codici(documento, E10=senza), "00001")
    assert rifiuto.value.campo == "codici_iva.E10.natura"


def test_il_controllo_delle_somme_puo_fallire() -> None:
    """A row changed after the sums were made: the file is refused, however small the difference."""
    documento = fascicolo(riga("1000"))
    documento.righe[0].importo_prestazione = D("1000.01")
    with pytest.raises(Rifiuto, match="non quadra"):
        xml(documento, "00001")


def _con_codici(documento: Any, **codici: Any) -> Any:
    from dataclasses import replace

    return replace(documento, codici_iva={**documento.codici_iva, **codici})
