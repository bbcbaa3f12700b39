"""Importing: what is written, what is refused, and that a refusal leaves the archive as it was."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, func, select

from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.parametri import fondi_associato
from parcella.ledger.aziende.schede import elenco, trova, tutte_le_tavole
from parcella.ledger.aziende.serie import elenco_numeratori
from parcella.ledger.aziende.tabelle import Azienda, Cassa, Conto, FormatoInAttesa, Pagamento, Utente
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.esito import DatiNonValidi, Rifiuto, Risposte
from parcella.ledger.giornale.tabelle import VoceGiornale
from parcella.ledger.prestazioni.tabelle import Particolarita, Prestazione, PrezzoTariffario, Scaglione
from parcella.ledger.scambio.importa import importa

from .studio import Studio, byte, studio

D = Decimal
GIORNO = date(2026, 3, 31)


def carica(archivio: Archivio, *file: Any, **opzioni: Any) -> list[dict[str, Any]]:
    contenuti = [(f"file{n}.json", dati if isinstance(dati, bytes) else byte(dati)) for n, dati in enumerate(file)]
    return importa(archivio, contenuti, data_lavoro=GIORNO, **opzioni)


def righe(archivio: Archivio) -> dict[str, list[Any]]:
    """All that is in the archive."""
    with archivio.lettura() as session:
        return {t.name: list(map(tuple, session.execute(select(t).order_by(t.c.id)))) for t in tutte_le_tavole()}


def test_un_intero_studio(archivio_vuoto: Archivio) -> None:
    (voce,) = carica(archivio_vuoto, studio())
    assert (voce["azienda"], voce["nuova"], voce["sezioni"]["clienti"]) == ("STU", "S", 2)
    with archivio_vuoto.lettura() as session:
        azienda = session.exec(select(Azienda)).one().id
        assert azienda is not None
        assert [fondo.quota for fondo in fondi_associato(session, azienda)] == [D("60.00"), D("40.00")]
        assert [(n.anno, n.ultimo_numero) for n in elenco_numeratori(session, azienda)] == [(2025, 12)]
        prezzi = elenco(session, PrezzoTariffario, "tariffario", azienda=azienda)
        assert [prezzo.prezzo for prezzo in prezzi] == [D("90.00"), D("85.125")]
        assert trova(session, Prestazione, codice="NOTA").righe_testo == "uno\n\ntre"  # type: ignore[union-attr]
        assert trova(session, Pagamento, codice="RB").mesi_esclusi == "8,12"  # type: ignore[union-attr]
        assert trova(session, Cliente, codice="501.00001").responsabile == "gabri"  # type: ignore[union-attr]
        assert session.exec(select(Particolarita.prezzo_oltre)).one() == D("70.12345")
        assert session.exec(select(Scaglione.prezzo)).one() == D("80.00")
        assert len(session.exec(select(FormatoInAttesa)).all()) == 3
        assert len(elenco(session, Cassa, tipo_cassa="TC12")) == 2


@pytest.mark.requisito("TAR-010")
def test_basta_un_azienda(archivio_vuoto: Archivio) -> None:
    """Law tables are added, the default chart is not; tariffario 1 always is."""
    carica(archivio_vuoto, {"azienda": {"sigla": "STU", "tipo": "I", "ragione_sociale": "Neri"}})
    tutte = righe(archivio_vuoto)
    assert tutte["conto"] == []
    assert len(tutte["cassa"]) > 22
    assert [riga[2:4] for riga in tutte["tariffario"]] == [(1, "BASE")]


def test_le_chiavi_assenti_restano(archivio_vuoto: Archivio) -> None:
    carica(archivio_vuoto, studio())
    carica(
        archivio_vuoto,
        {
            "azienda": {"sigla": "STU", "comune": "Rimini"},
            "clienti": [{"codice": "501.00001", "cap": "10121", "dati_parcellazione": {}}],
            "conti": [{"codice": "101.00001", "bloccato": "S"}],
            "utenti": [{"nome": "gabri", "gruppo": "ADD"}],
            "prestazioni": [{"codice": "CONSUL", "prezzi": {"1": "95.00"}}],
            "parametri_studio": {"bollo_su_notule": "N"},
        },
    )
    with archivio_vuoto.lettura() as session:
        cliente = trova(session, Cliente, codice="501.00001")
        assert cliente is not None
        assert (cliente.cap, cliente.ragione_sociale, cliente.responsabile) == ("10121", "Rossi s.r.l.", "gabri")
        assert trova(session, Conto, codice="101.00001").descrizione == "Conto 101.00001"  # type: ignore[union-attr]
        assert trova(session, Utente, nome="gabri").nome_completo == "Gabriella Neri"  # type: ignore[union-attr]
        assert len(elenco(session, PrezzoTariffario)) == 2
        assert len(fondi_associato(session, 1)) == 2


def test_la_stessa_importazione_due_volte_non_cambia_nulla(archivio_vuoto: Archivio) -> None:
    carica(archivio_vuoto, studio())
    prima = righe(archivio_vuoto)
    (voce,) = carica(archivio_vuoto, studio())
    assert voce["nuova"] == "N"
    assert prima[str(VoceGiornale.__tablename__)]
    assert righe(archivio_vuoto) == prima, "nemmeno il giornale ha qualcosa da dire"


def test_piu_file_piu_aziende_o_nessuna(archivio_vuoto: Archivio) -> None:
    prima = righe(archivio_vuoto)
    guasto = studio("DUE")
    guasto["clienti"][1]["pagamento"] = "XX"
    with pytest.raises(Rifiuto, match=r"^file1\.json, riga \d+, clienti\.1\.pagamento: Il pagamento XX non esiste"):
        carica(archivio_vuoto, studio("UNO"), guasto)
    assert righe(archivio_vuoto) == prima
    voci = carica(archivio_vuoto, studio("UNO"), studio("DUE"))
    assert [voce["azienda"] for voce in voci] == ["UNO", "DUE"]


def test_un_file_senza_azienda(archivio_vuoto: Archivio) -> None:
    solo_utenti = {"utenti": [{"nome": "anna"}]}
    with pytest.raises(DatiNonValidi, match="manca l'azienda"):
        carica(archivio_vuoto, solo_utenti)
    carica(archivio_vuoto, studio("UNO"))
    assert carica(archivio_vuoto, solo_utenti)[0]["azienda"] == "UNO"
    carica(archivio_vuoto, studio("DUE"))
    with pytest.raises(DatiNonValidi, match="manca l'azienda"):
        carica(archivio_vuoto, solo_utenti)
    assert carica(archivio_vuoto, solo_utenti, sigla="DUE")[0]["azienda"] == "DUE"
    with pytest.raises(DatiNonValidi, match="manca la chiave obbligatoria «tipo»"):
        carica(archivio_vuoto, solo_utenti, sigla="TRE")


def raggiungi(dati: Any, percorso: str) -> tuple[Any, Any]:
    *passi, ultimo = percorso.split("/")
    for passo in passi:
        dati = dati[int(passo) if isinstance(dati, list) else passo]
    return dati, int(ultimo) if isinstance(dati, list) else ultimo


def cambia(percorso: str, valore: Any) -> Callable[[Studio], None]:
    """A change of the studio: the value at a path."""

    def cambiamento(dati: Any) -> None:
        dati, ultimo = raggiungi(dati, percorso)
        dati[ultimo] = valore

    return cambiamento


def togli(percorso: str) -> Callable[[Studio], None]:
    def cambiamento(dati: Any) -> None:
        dati, ultimo = raggiungi(dati, percorso)
        del dati[ultimo]

    return cambiamento


@pytest.mark.parametrize(
    ("cambiamento", "campo", "messaggio"),
    [
        (cambia("formato", "parcella/2"), "formato", "uno di: parcella/1"),
        (cambia("clienit", []), "clienit", "chiave sconosciuta; forse «clienti»"),
        (cambia("clienti/0/colore", "blu"), "clienti.0.colore", "chiave sconosciuta"),
        (cambia("clienti/0/dati_parcellazione/x", 1), "clienti.0.dati_parcellazione.x", "chiave sconosciuta"),
        (cambia("clienti/0", []), "clienti.0", "un oggetto"),
        (cambia("clienti", {}), "clienti", "un elenco"),
        (togli("clienti/0/codice"), "clienti.0", "manca la chiave obbligatoria «codice»"),
        (togli("conti/0/descrizione"), "conti.0", "manca la chiave obbligatoria «descrizione»"),
        (togli("azienda/tipo"), "azienda", "manca la chiave obbligatoria «tipo»"),
        (cambia("azienda/tipo", "X"), "azienda.tipo", "uno di: P, I"),
        (cambia("codici_iva/0/aliquota", 22.0), "codici_iva.0.aliquota", "trovato il numero 22.0"),
        (cambia("codici_iva/0/aliquota", "-22.00"), "codici_iva.0.aliquota", "fra 0 e 100"),
        (cambia("codici_iva/0/aliquota", "ventidue"), "codici_iva.0.aliquota", "trovato «ventidue»"),
        (cambia("prestazioni/0/prezzi/1", "9O.00"), "prestazioni.0.prezzi.1", "trovato «9O.00»"),
        (cambia("prestazioni/0/prezzi/0", "9.00"), "prestazioni.0.prezzi.0", "da 1 a 9"),
        (cambia("prestazioni/0/data_aggiornamento", "2026-02-31"), "prestazioni.0.data_aggiornamento", "calendario"),
        (cambia("clienti/0/tariffario", "1"), "clienti.0.tariffario", "un numero intero"),
        (cambia("contratti/0/tipo", "Z"), "contratti.0.tipo", "uno di: B, C"),
        (cambia("contratti/0/prestazioni/0/quantita", 1), "contratti.0.prestazioni.0.quantita", "trovato il numero 1"),
        (cambia("agenda/1/data_lavoro", "31/02/2026"), "agenda.1.data_lavoro", "calendario"),
        (cambia("agenda/1/stato", "X"), "agenda.1.stato", "uno di: A, F, P, N, S"),
    ],
)
def test_cio_che_non_e_nel_formato(
    archivio_vuoto: Archivio, cambiamento: Callable[[Studio], None], campo: str, messaggio: str
) -> None:
    prima = righe(archivio_vuoto)
    dati = studio()
    cambiamento(dati)
    with pytest.raises(DatiNonValidi) as errore:
        carica(archivio_vuoto, dati)
    assert errore.value.campo == campo
    assert messaggio in errore.value.messaggio
    assert errore.value.messaggio.startswith("file0.json, riga ")
    assert righe(archivio_vuoto) == prima


@pytest.mark.parametrize(
    ("cambiamento", "campo"),
    [
        (cambia("parametri_studio/conto_spese_anticipate", "801.00001"), "parametri_studio.conto_spese_anticipate"),
        (cambia("parametri_studio/codice_tributo", "1041"), "parametri_studio.codice_tributo"),
        (cambia("parametri_studio/fondi_associato/0/quota", "50.00"), "parametri_studio.fondi_associato"),
        (cambia("conti_automatici/conto_cassa", "501"), "conti_automatici.conto_cassa"),
        (cambia("azienda/partita_iva", "00743110158"), "azienda.partita_iva"),
        (cambia("pagamenti/1/mesi_esclusi", [8, 13]), "pagamenti.1.mesi_esclusi"),
        (cambia("pagamenti/1/codice_iva_spese_banca", "99"), "pagamenti.1.codice_iva_spese_banca"),
        (cambia("codici_iva/1/natura", None), "codici_iva.1.natura"),
        (cambia("prestazioni/0/cod_iva", "10"), "prestazioni.0.cod_iva"),
        (cambia("clienti/0/pagamento", "XX"), "clienti.0.pagamento"),
        (cambia("clienti/0/dati_parcellazione/responsabile", "ugo"), "clienti.0.dati_parcellazione.responsabile"),
        (cambia("clienti/1/codice", "501.00001"), "clienti.1"),
        (cambia("particolarita/0/prestazione", "NIENTE"), "particolarita.0.prestazione"),
        (cambia("particolarita/0/cliente", "501.00009"), "particolarita.0.cliente"),
    ],
)
def test_cio_che_una_regola_rifiuta(
    archivio_vuoto: Archivio, cambiamento: Callable[[Studio], None], campo: str
) -> None:
    prima = righe(archivio_vuoto)
    dati = studio()
    cambiamento(dati)
    with pytest.raises(Rifiuto) as errore:
        carica(archivio_vuoto, dati)
    assert not isinstance(errore.value, DatiNonValidi)
    assert errore.value.campo == campo
    assert errore.value.messaggio.startswith("file0.json, riga ")
    assert righe(archivio_vuoto) == prima


def test_la_riga_e_quella_giusta(archivio_vuoto: Archivio) -> None:
    dati = studio()
    dati["clienti"][1]["privato"] = "X"
    testo = byte(dati).decode()
    riga = next(n for n, r in enumerate(testo.split("\n"), 1) if '"privato": "X"' in r)
    with pytest.raises(DatiNonValidi, match=rf"^file0\.json, riga {riga}, clienti\.1\.privato: "):
        carica(archivio_vuoto, dati)


def test_le_domande_si_rispondono(archivio_vuoto: Archivio) -> None:
    dati = studio()
    dati["azienda"]["partita_iva"] = "12345678903"
    no = Risposte({"partita_iva_ufficio": "N"}, interattive=False)
    with pytest.raises(Rifiuto):
        carica(archivio_vuoto, dati, risposte=no)
    carica(archivio_vuoto, dati)


@pytest.mark.slow
def test_cinquantamila_clienti_in_una_volta(archivio_vuoto: Archivio) -> None:
    carica(archivio_vuoto, studio())
    clienti = [{"codice": f"501.{n:06}", "ragione_sociale": f"Ditta {n}", "cap": "47923"} for n in range(3, 50_003)]
    carica(archivio_vuoto, {"azienda": {"sigla": "STU"}, "clienti": clienti})
    with archivio_vuoto.lettura() as session:
        assert conta(session) == 50_002


def conta(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Cliente)).one()
