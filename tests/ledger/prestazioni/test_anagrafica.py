"""Writing the prestazioni: rules type by type, dates, precancellazione, deletion, bulk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from ledger.clienti.studio import OGGI, comando, prepara
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import FondoAssociato, FormatoInAttesa, ParametriStudio
from parcella.ledger.clienti.anagrafica import salva as salva_cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento, RigaDocumento
from parcella.ledger.esito import Rifiuto
from parcella.ledger.prestazioni import anagrafica, particolarita
from parcella.ledger.prestazioni.tabelle import Particolarita, Prestazione, PrezzoTariffario

CONSUL: dict[str, Any] = {
    "codice": "CONSUL", "tipo": "R", "descrizione": "Consulenza fiscale", "cod_iva": "22", "soggetta_ritenuta": "S",
    "soggetta_cassa": "S",
}  # fmt: skip
NOTA: dict[str, Any] = {"codice": "NOTA", "tipo": "T", "descrizione": "Condizioni", "righe_testo": ["Una riga"]}


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    return prepara(session)


def salva(session: Session, contesto: Contesto, base: dict[str, Any], **altri: Any) -> Prestazione:
    return anagrafica.salva(session, contesto, base | altri, comando())


def rifiuta(session: Session, contesto: Contesto, base: dict[str, Any], **altri: Any) -> str | None:
    """The field at fault."""
    with pytest.raises(Rifiuto) as rifiuto:
        salva(session, contesto, base, **altri)
    return rifiuto.value.campo


@pytest.mark.requisito("PRE-030", "PRE-031")
@pytest.mark.parametrize("codice", ["A$", "?A", ".A", ",A", "-A", "–A", "+A", "'A", "’A", " A", "", "A" * 33])
def test_codes_refused(session: Session, contesto: Contesto, codice: str) -> None:
    assert rifiuta(session, contesto, CONSUL, codice=codice) == "codice"


def test_codes_are_kept_in_capitals(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, CONSUL, codice="Art.15 bis ").codice == "ART.15 BIS"
    assert anagrafica.leggi(session, 1, "art.15 bis") is not None


@pytest.mark.requisito("PRE-032", "PRE-033")
def test_the_type_is_asked_once(session: Session, contesto: Contesto) -> None:
    senza_tipo = {nome: valore for nome, valore in CONSUL.items() if nome != "tipo"}
    assert rifiuta(session, contesto, senza_tipo) == "tipo"
    salva(session, contesto, CONSUL)
    assert salva(session, contesto, senza_tipo, descrizione="Altra").tipo == "R"
    assert rifiuta(session, contesto, CONSUL, tipo="D") == "tipo"


def test_keys_present_are_written_and_keys_absent_stay(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, CONSUL, unita_misura="HR", minimo_fatturabile=Decimal("50.00"))
    prestazione = salva(session, contesto, {"codice": "CONSUL"}, descrizione="Consulènza", minimo_fatturabile=None)
    assert (prestazione.descrizione, prestazione.chiave_nome) == ("Consulènza", "CONSULENZA")
    assert (prestazione.unita_misura, prestazione.minimo_fatturabile) == ("HR", None)


@pytest.mark.requisito("PRE-050", "PRE-055", "PRE-056", "PRE-058")
def test_iva_periodicita_and_mese(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, CONSUL, cod_iva=None) == "cod_iva"
    assert rifiuta(session, contesto, CONSUL, cod_iva="99") == "cod_iva"
    assert rifiuta(session, contesto, CONSUL, periodicita="X") == "periodicita"
    assert rifiuta(session, contesto, CONSUL, periodicita="M") == "mese"
    assert rifiuta(session, contesto, CONSUL, periodicita="M", mese=13) == "mese"
    assert rifiuta(session, contesto, CONSUL, periodicita="S", mese=5) == "mese"
    prestazione = salva(session, contesto, CONSUL, periodicita="M", mese=5)
    assert (prestazione.mese, prestazione.unita_misura) == (5, None)
    assert salva(session, contesto, {"codice": "CONSUL"}, periodicita="S").mese is None


def test_minimo_not_above_massimo(session: Session, contesto: Contesto) -> None:
    dieci, venti = Decimal("10.00"), Decimal("20.00")
    campo = "minimo_fatturabile"
    assert rifiuta(session, contesto, CONSUL, minimo_fatturabile=venti, massimo_fatturabile=dieci) == campo
    assert rifiuta(session, contesto, CONSUL, minimo_fatturabile=-dieci) == campo
    salva(session, contesto, CONSUL, minimo_fatturabile=dieci, massimo_fatturabile=dieci)


@pytest.mark.requisito("PRE-064", "PRE-065", "PRE-066", "PRE-067")
def test_cassa_and_inps_are_alternative_and_want_their_percentage(session: Session) -> None:
    contesto = prepara(session, perc_gestione_separata_inps=Decimal("4.00"))
    assert rifiuta(session, contesto, CONSUL, soggetta_inps="S") == "soggetta_inps"
    assert salva(session, contesto, CONSUL, soggetta_inps="S", soggetta_cassa="N").soggetta_inps == "S"
    parametri = session.exec(select(ParametriStudio)).one()
    parametri.perc_fondo_professionisti = parametri.perc_gestione_separata_inps = None
    session.flush()
    assert rifiuta(session, contesto, CONSUL, codice="A") == "soggetta_cassa"
    assert rifiuta(session, contesto, CONSUL, codice="A", soggetta_inps="S", soggetta_cassa="N") == "soggetta_inps"
    parametri.studio_associato = "S"
    session.add(FondoAssociato(azienda=1, percentuale=Decimal("4.00")))
    session.flush()
    salva(session, contesto, CONSUL, codice="A")  # the table of the funds counts


@pytest.mark.requisito("PRE-065", "PRE-067")
def test_a_flag_given_before_the_percentage_was_taken_away_stays(session: Session) -> None:
    contesto = prepara(session)
    salva(session, contesto, CONSUL)
    session.exec(select(ParametriStudio)).one().perc_fondo_professionisti = None
    session.flush()
    assert salva(session, contesto, CONSUL, descrizione="Altra").soggetta_cassa == "S"
    assert salva(session, contesto, CONSUL, soggetta_cassa="N").soggetta_cassa == "N"
    assert rifiuta(session, contesto, CONSUL, soggetta_cassa="S") == "soggetta_cassa"


@pytest.mark.requisito("PRE-063", "PRE-068")
def test_impresa(session: Session) -> None:
    contesto = prepara(session, "I", perc_fondo_previdenza=Decimal("4.00"))
    assert rifiuta(session, contesto, CONSUL, soggetta_enasarco="S") == "soggetta_enasarco"
    assert rifiuta(session, contesto, CONSUL, conto_ricavo_sospeso="002.00101") == "conto_ricavo_sospeso"
    assert salva(session, contesto, CONSUL).conto_ricavo_sospeso is None
    session.exec(select(ParametriStudio)).one().perc_enasarco = Decimal("8.50")
    session.flush()
    assert salva(session, contesto, CONSUL, soggetta_enasarco="S").soggetta_enasarco == "S"


@pytest.mark.requisito("PRE-068", "PRE-069")
def test_accounts_are_proposed_and_checked(session: Session, contesto: Contesto) -> None:
    prestazione = salva(session, contesto, CONSUL)
    assert (prestazione.conto_ricavo, prestazione.conto_ricavo_sospeso) == ("801.00001", "002.00101")
    assert salva(session, contesto, CONSUL, conto_ricavo="801.00009").conto_ricavo == "801.00009"
    for campo, conto in (
        ("conto_ricavo", "101.00001"),
        ("conto_ricavo", "999.00001"),
        ("conto_ricavo_sospeso", "801.00001"),
    ):
        assert rifiuta(session, contesto, CONSUL, **{campo: conto}) == campo
    risposte = comando()
    anagrafica.salva(session, contesto, CONSUL | {"conto_ricavo": None}, risposte)
    assert [a.codice for a in risposte.avvisi] == ["conto_ricavo_mancante"]


@pytest.mark.requisito("PRE-070")
def test_the_date_never_goes_back(session: Session, contesto: Contesto) -> None:
    def salvata(giorno: date, **dati: Any) -> date | None:
        return salva(session, replace(contesto, data_lavoro=giorno), CONSUL, **dati).data_aggiornamento

    assert salvata(OGGI) == OGGI
    assert salvata(date(2026, 1, 1), descrizione="Altra") == OGGI
    assert salvata(date(2026, 5, 1)) == date(2026, 5, 1)
    assert salvata(date(2026, 6, 1), data_aggiornamento=date(2030, 1, 1)) == date(2026, 6, 1)


@pytest.mark.requisito("PRE-089", "PRE-090", "PRE-091")
def test_tipo_descrizione(session: Session, contesto: Contesto) -> None:
    descrizione = {"codice": "NOTE", "tipo": "D", "descrizione": "Annotazione"}
    assert salva(session, contesto, descrizione).tipo_descrizione == "."
    assert salva(session, contesto, descrizione, tipo_descrizione=",").tipo_descrizione == ","
    assert rifiuta(session, contesto, descrizione, tipo_descrizione=";") == "tipo_descrizione"
    assert rifiuta(session, contesto, descrizione, tipo_descrizione=None) == "tipo_descrizione"
    assert rifiuta(session, contesto, descrizione, cod_iva="22") == "cod_iva"
    assert rifiuta(session, contesto, descrizione, soggetta_ritenuta="S") == "soggetta_ritenuta"
    assert rifiuta(session, contesto, descrizione, righe_testo=["x"]) == "righe_testo"
    assert rifiuta(session, contesto, CONSUL, tipo_descrizione=".") == "tipo_descrizione"


@pytest.mark.requisito("PRE-094", "PRE-096")
def test_testo_fisso(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, NOTA, righe_testo=[]) == "righe_testo"
    assert rifiuta(session, contesto, NOTA, righe_testo=["x" * 76]) == "righe_testo"
    assert rifiuta(session, contesto, NOTA, righe_testo=["x"] * 201) == "righe_testo"
    righe = ["à" * 75, "", "Minuscole e «segni»"] + ["x"] * 197
    testo = salva(session, contesto, NOTA, righe_testo=righe).righe_testo
    assert testo is not None and testo.split("\n") == righe
    assert salva(session, contesto, {"codice": "NOTA"}, righe_testo="due\nrighe").righe_testo == "due\nrighe"


@pytest.mark.requisito("PRE-099", "PRE-100")
def test_testo_variabile(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, NOTA, tipo="V", righe_testo=["x" * 41]) == "righe_testo"
    prestazione = salva(session, contesto, NOTA, tipo="V", righe_testo=["Prestazione??????????", "CONSULENZA?????"])
    assert prestazione.righe_testo == "PRESTAZIONE??????????\nCONSULENZA?????"


@pytest.mark.requisito("PRE-071", "TAR-008")
def test_prices(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, CONSUL, prezzi={1: Decimal("90.00"), 2: Decimal("80.00")})
    anagrafica.salva_prezzi(session, contesto, "CONSUL", {1: Decimal("90.12345"), 2: None})
    assert anagrafica.prezzi(session, 1, "CONSUL") == {1: Decimal("90.12345")}
    assert rifiuta(session, contesto, CONSUL, prezzi={3: Decimal("1.00")}) == "prezzi.3"
    assert rifiuta(session, contesto, CONSUL, prezzi={1: Decimal("-1.00")}) == "prezzi.1"
    assert rifiuta(session, contesto, NOTA, prezzi={1: Decimal("1.00")}) == "prezzi.1"


@pytest.mark.requisito("PRE-109", "PRE-110", "PRE-111", "PRE-113")
def test_precancellazione(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, CONSUL)
    salva(session, contesto, CONSUL, codice="NUOVA")
    salva(session, contesto, NOTA)
    assert anagrafica.precancella(session, contesto, "CONSUL").precancellata == "S"
    for sostitutivo in ("CONSUL", "NESSUNO", "NOTA"):
        with pytest.raises(Rifiuto) as rifiuto:
            anagrafica.precancella(session, contesto, "CONSUL", sostitutivo)
        assert rifiuto.value.campo == "codice_sostitutivo"
    assert anagrafica.precancella(session, contesto, "CONSUL", "nuova").codice_sostitutivo == "NUOVA"
    assert anagrafica.leggi(session, 1, "CONSUL") is not None
    with pytest.raises(Rifiuto, match="precancellato"):
        anagrafica.precancella(session, contesto, "NUOVA", "CONSUL")
    prestazione = anagrafica.ripristina(session, contesto, "CONSUL")
    assert (prestazione.precancellata, prestazione.codice_sostitutivo) == ("N", None)
    assert rifiuta(session, contesto, CONSUL, codice_sostitutivo="NUOVA") == "codice_sostitutivo"


@pytest.mark.requisito("PRE-107")
def test_deletion_takes_prices_and_particolarita_along(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, CONSUL, prezzi={1: Decimal("90.00")})
    particolarita.salva(session, contesto, {"prestazione": "CONSUL", "modo": "F", "prezzo_oltre": Decimal("1.00")})
    anagrafica.elimina(session, contesto, "CONSUL")
    for tabella in (Prestazione, PrezzoTariffario, Particolarita):
        assert session.exec(select(tabella)).all() == []


def test_a_used_code_is_not_deleted(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, CONSUL)
    salva(session, contesto, CONSUL, codice="ALTRA")
    salva(session, contesto, NOTA)
    salva_cliente(session, contesto, {"codice": "501.00001", "ragione_sociale": "Rossi"}, comando())
    session.add(
        Documento(
            id=5, azienda=1, anno=2026, serie=1, numero_documento=1, data_documento=OGGI, codice_cliente="501.00001"
        )
    )
    session.flush()
    session.add(RigaDocumento(azienda=1, documento=5, codice_prestazione="CONSUL"))
    session.add(FormatoInAttesa(azienda=1, sezione="agenda", contenuto='{"codice_prestazione": "NOTA"}'))
    session.flush()
    for codice in ("CONSUL", "NOTA"):
        with pytest.raises(Rifiuto) as rifiuto:
            anagrafica.elimina(session, contesto, codice)
        assert rifiuto.value.codice == "prestazione_usata"
    anagrafica.elimina(session, contesto, "ALTRA")


def test_bulk_counts_and_names_the_record(session: Session, contesto: Contesto) -> None:
    elenco = [CONSUL | {"codice": f"P{n}", "prezzi": {1: Decimal(n)}} for n in range(600)]
    assert anagrafica.scrivi_tutti(session, contesto, elenco, comando()) == (600, 0)
    dopo = replace(contesto, data_lavoro=date(2027, 1, 1))
    assert anagrafica.scrivi_tutti(session, dopo, elenco, comando()) == (0, 0)
    assert session.exec(select(Prestazione.data_aggiornamento).distinct()).all() == [OGGI]
    elenco[3] |= {"descrizione": "Altra"}
    elenco[4] |= {"prezzi": {1: Decimal("0.50"), 2: Decimal("7.00")}}
    assert anagrafica.scrivi_tutti(session, dopo, elenco, comando()) == (0, 2)
    assert anagrafica.prezzi(session, 1, "P4") == {1: Decimal("0.50"), 2: Decimal("7.00")}
    elenco[9] |= {"cod_iva": "99"}
    with pytest.raises(Rifiuto) as rifiuto:
        anagrafica.scrivi_tutti(session, contesto, elenco, comando())
    assert rifiuto.value.campo == "prestazioni.9.cod_iva"


def test_a_restored_record_brings_its_date_and_its_chain(session: Session, contesto: Contesto) -> None:
    prima = date(2020, 1, 1)
    elenco = [
        CONSUL | {"data_aggiornamento": prima, "precancellata": "S", "codice_sostitutivo": "B"},
        CONSUL | {"codice": "B", "data_aggiornamento": prima, "precancellata": "S", "codice_sostitutivo": "C"},
        CONSUL | {"codice": "C", "data_aggiornamento": prima},
    ]
    assert anagrafica.scrivi_tutti(session, contesto, elenco, comando()) == (3, 0)
    assert session.exec(select(Prestazione.data_aggiornamento).distinct()).all() == [prima]


@pytest.mark.requisito("PRE-002")
def test_prestazioni_of_two_aziende_do_not_meet(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, CONSUL)
    assert anagrafica.leggi(session, 2, "CONSUL") is None
