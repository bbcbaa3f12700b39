"""Before the number is spent: what SdI would refuse is told on the document, and nothing is written."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from ledger.documenti.banco import ROSSI, Banco, apri_banco, con, notula, parcella, riga, studio
from parcella.fatturapa import emissione
from parcella.fatturapa.esportazione import esporta
from parcella.fatturapa.verifica import campo_di
from parcella.ledger import archivio as libro
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.dati import DatiDocumento
from parcella.ledger.esito import Richiesta, Rifiuto, Risposte
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.scambio.importa import importa
from parcella.ledger.scambio.nuovo_studio import Scelte, crea_studio

OGGI_2026 = date(2026, 4, 2)
SCARTATA = "fattura_scartata"
SENZA_CAP = [{"codice": ROSSI, "cap": None}]
ALIQUOTA_MEZZO = {"codice": "MEZZO", "aliquota": "0.50", "descrizione": "Non percentuale"}


@pytest.fixture
def banco(archivio_vuoto: Archivio) -> Banco:
    mezzo = {"codice": "MEZZO", "tipo": "R", "descrizione": "MEZZO", "cod_iva": "MEZZO", "soggetta_ritenuta": "S"}
    return apri_banco(archivio_vuoto, codici_iva=[ALIQUOTA_MEZZO], prestazioni=[mezzo])


def definitiva(prestazione: str = "CON22", **altro: Any) -> DatiDocumento:
    return parcella(riga(prestazione, importo="100.00"), **altro)


@pytest.mark.requisito("FPA-081")
def test_quel_che_sdi_scarterebbe_e_detto_sul_campo_e_niente_e_scritto(banco: Banco) -> None:
    banco.imposta(clienti=SENZA_CAP)
    prima = banco.impronta()
    with pytest.raises(Richiesta) as domanda:
        banco.emetti(definitiva())
    assert domanda.value.codice == SCARTATA
    assert domanda.value.predefinita == "N"
    assert "CAP del cliente: dato obbligatorio" in domanda.value.domanda
    with pytest.raises(Rifiuto) as rifiuto:
        banco.emetti(definitiva(), no=(SCARTATA,))
    assert rifiuto.value.campo == "codice_cliente"
    assert banco.impronta() == prima
    banco.imposta(clienti=[{"codice": ROSSI, "cap": "10121"}])
    assert banco.emetti(definitiva()).nome == "PA 1/1"


def test_si_puo_andare_avanti_lo_stesso(banco: Banco) -> None:
    banco.imposta(clienti=SENZA_CAP)
    assert banco.emetti(definitiva(), si=(SCARTATA,)).nome == "PA 1/1"


@pytest.mark.requisito("FPA-081")
def test_ma_il_file_non_si_fa(banco: Banco, tmp_path: Path) -> None:
    emessa = banco.emetti(definitiva("MEZZO"), si=(SCARTATA,))
    with pytest.raises(Rifiuto, match=r"PA 1/1: .*\[00424\] Rimedio"):
        esporta(banco.archivio, banco.contesto, [emessa.id], tmp_path)
    assert list(tmp_path.glob("*.xml")) == []


@pytest.mark.requisito("FPA-081")
def test_i_controlli_di_sdi_con_il_codice_e_il_rimedio(banco: Banco) -> None:
    with pytest.raises(
        Rifiuto, match=r"aliquota 0,50\. \[00424\] Rimedio: scrivere l'aliquota in percentuale"
    ) as rifiuto:
        banco.emetti(definitiva("MEZZO"), no=(SCARTATA,))
    assert rifiuto.value.campo == "righe"
    assert banco.ultimo_numero("PA") == 0


def test_anche_quando_una_provvisoria_diventa_definitiva(banco: Banco) -> None:
    emessa = banco.emetti(con(definitiva(), stato_parcella="P"))
    banco.imposta(clienti=SENZA_CAP)
    dati = con(banco.dati(emessa.id), stato_parcella="D")
    with pytest.raises(Richiesta, match="CAP"):
        banco.rivedi(emessa.id, dati)
    with pytest.raises(Rifiuto):
        emissione.rivedi(banco.archivio, banco.contesto, emessa.id, dati, banco.risposte(no=(SCARTATA,)))
    assert banco.documento(emessa.id).stato_parcella == "P"
    assert banco.rivedi(emessa.id, dati, si=(SCARTATA,)).nome == "PA 1/1"


def test_chi_non_ha_la_fattura_elettronica_non_e_controllato(banco: Banco) -> None:
    banco.imposta(clienti=[{"codice": ROSSI, "cap": None, "tipo_fattura_elettronica": "N"}])
    assert banco.emetti(definitiva()).nome == "PA 1/1"


def test_un_trasmittente_che_non_si_sa_chi_sia(banco: Banco) -> None:
    banco.imposta(azienda={"sigla": "STU", "trasmittente": "I"})
    with pytest.raises(Richiesta, match="le trasmette un intermediario"):
        banco.emetti(definitiva())


def test_notule_e_provvisorie_non_sono_controllate(banco: Banco) -> None:
    banco.imposta(clienti=SENZA_CAP)
    banco.emetti(con(definitiva(), stato_parcella="P"))
    banco.emetti(notula(riga("CON22", importo="100.00")))


def test_gli_avvisi_non_fermano(banco: Banco) -> None:
    dati = definitiva(fattura_collegata_numero="1/9", fattura_collegata_data=date(2010, 9, 3))
    (avviso,) = banco.emetti(dati).avvisi
    assert avviso.codice == "fatturapa_00418"
    assert "viene prima di quella della fattura collegata, 03/09/2010" in avviso.messaggio


@pytest.mark.parametrize(
    ("posizione", "campo"),
    [
        ("1.1.4 FatturaElettronicaHeader/DatiTrasmissione/CodiceDestinatario", "codice_cliente"),
        ("1.4.1.1 FatturaElettronicaHeader", "codice_cliente"),
        ("2.1.1.11 FatturaElettronicaBody", "note_testata"),
        ("2.1.1.1 FatturaElettronicaBody", None),
        ("2.1.6.3 FatturaElettronicaBody", "fattura_collegata_data"),
        ("2.2.1.4 FatturaElettronicaBody", "righe"),
        ("2.4.2.6 FatturaElettronicaBody", "codice_pagamento"),
        ("1.2.1.2 FatturaElettronicaHeader", None),
    ],
)
def test_il_campo_del_documento(posizione: str, campo: str | None) -> None:
    assert campo_di(posizione) == campo


@pytest.mark.parametrize(
    ("regime", "scelte"),
    [
        ("RF01", Scelte("anna", "TC02", Decimal("4.00"), ritenuta=True)),
        ("RF01", Scelte("anna", rivalsa_inps=True, ritenuta=True)),
        ("RF01", Scelte("anna")),
        ("RF19", Scelte("anna", "TC02", Decimal("4.00"))),
    ],
    ids=["cassa e ritenuta", "gestione separata", "senza ritenuta", "forfettario"],
)
def test_lo_studio_del_primo_avvio_basta_per_una_fattura(tmp_path: Path, regime: str, scelte: Scelte) -> None:
    """And a client of whom one knows name, partita IVA and address."""
    base = studio()
    percorso = tmp_path / "nuovo.parcella"
    crea_studio(percorso, base["azienda"] | {"regime_fiscale": regime}, scelte, OGGI_2026, {})
    cliente = {
        "codice": "501.00001",
        "ragione_sociale": "Rossi s.r.l.",
        "partita_iva": "00488410010",
        "indirizzo": "Via Roma 1",
        "cap": "10121",
        "comune": "Torino",
        "soggetto_ritenuta": "S",
    }
    with libro.apri(percorso) as archivio:
        clienti = {"formato": "parcella/1", "azienda": {"sigla": "STU"}, "clienti": [cliente]}
        importa(archivio, [("clienti", json.dumps(clienti).encode())], data_lavoro=OGGI_2026)
        with archivio.lettura() as sessione:
            azienda = sessione.exec(select(Azienda)).one()
            prestazione = sessione.exec(select(Prestazione.codice).where(Prestazione.tipo == "R")).first()
        contesto = Contesto(azienda.id or 0, "STU", "P", "anna", OGGI_2026)
        dati = parcella(riga(prestazione, importo="100.00"), cliente="501.00001", giorno=OGGI_2026)
        (emessa,) = emissione.conferma(archivio, contesto, [dati], Risposte())
    assert (emessa.nome, emessa.avvisi) == ("PA 1/1", ())


def test_una_data_di_domani_e_detta(banco: Banco) -> None:
    (avviso,) = banco.emetti(definitiva(giorno=date(2010, 9, 3))).avvisi
    assert avviso.codice == "fatturapa_00403"
    assert avviso.messaggio.endswith("la data 03/09/2010 viene dopo il 02/09/2010.")


@pytest.mark.requisito("FPA-081")
@pytest.mark.parametrize(
    ("cambio", "codice"),
    [
        ("azienda SET codice_fiscale = 'BNCNNA75L41H294X'", "00300"),
        ("azienda SET partita_iva = '00743110158'", "00301"),
        ("cliente SET partita_iva = '00488410011'", "00305"),
        ("cliente SET codice_fiscale = '00488410011'", "00306"),
    ],
)
def test_un_carattere_di_controllo_sbagliato_e_un_errore_nostro(
    banco: Banco, tmp_path: Path, cambio: str, codice: str
) -> None:
    """In a file of others it is a warning: SdI alone can say. The archive itself lets none in, so it is put there."""
    emessa = banco.emetti(definitiva())
    banco.sql(f"UPDATE {cambio}")
    with pytest.raises(Rifiuto, match=rf"\[{codice}\]|non è valid"):
        esporta(banco.archivio, banco.contesto, [emessa.id], tmp_path)
    with pytest.raises(Richiesta, match=rf"\[{codice}\]|non è valid"):
        banco.emetti(definitiva())


def test_tutti_i_difetti_e_non_il_primo_soltanto(banco: Banco) -> None:
    """Those of the client say which field of its card they are about."""
    banco.imposta(clienti=[{"codice": ROSSI, "cap": None, "comune": None}])
    banco.sql("UPDATE cliente SET codice_destinatario = 'ABC12'")
    giudizio = emissione.giudica(banco.archivio, banco.contesto, definitiva(), Risposte())
    assert [(d.campo, d.origine) for d in giudizio.difetti] == [
        ("codice_cliente", "cliente.codice_destinatario"),
        ("codice_cliente", "cliente.cap"),
        ("codice_cliente", "cliente.comune"),
    ]
    assert giudizio.difetti[1].messaggio == "CAP del cliente: dato obbligatorio per il file FatturaPA."
    with pytest.raises(Richiesta, match=r"\(e altri 2 errori\)"):
        banco.emetti(definitiva())
    with pytest.raises(Rifiuto, match=r"(?s)Cod.destin.*\nCAP del cliente.*\nComune del cliente"):
        banco.emetti(definitiva(), no=(SCARTATA,))


def test_il_giudizio_viene_prima_del_pagamento_e_non_scrive_nulla(banco: Banco) -> None:
    prima = banco.impronta()
    giudizio = emissione.giudica(banco.archivio, banco.contesto, definitiva("MEZZO"), Risposte())
    assert "[00424]" in giudizio.difetti[0].messaggio
    assert giudizio.difetti[0].campo == "righe"
    assert banco.impronta() == prima


def test_gli_avvisi_gravi_si_chiedono_prima_e_ai_comandi_si_dicono_con_il_numero(banco: Banco) -> None:
    banco.imposta(azienda={"sigla": "STU", "regime_fiscale": "RF19"})
    giudizio = emissione.giudica(banco.archivio, banco.contesto, definitiva(), Risposte())
    assert giudizio.difetti == []
    assert "iva_e_regime" in [avviso.codice for avviso in giudizio.gravi]
    detti = [avviso.messaggio for avviso in banco.emetti(definitiva()).avvisi if "RF19" in avviso.messaggio]
    assert detti and all(detto.startswith("PA 1/1: ") for detto in detti)


def test_la_scissione_con_la_ritenuta_e_detta_col_numero(banco: Banco) -> None:
    emessa = banco.emetti(definitiva(esigibilita_iva="S"))
    (avviso,) = (a for a in emessa.avvisi if a.codice == "split_con_ritenuta")
    assert avviso.messaggio.startswith("PA 1/1: scissione")
