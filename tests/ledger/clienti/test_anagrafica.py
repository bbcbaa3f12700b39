"""Writing the clients: rules of agreement, upsert, bulk, deletion."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from ledger.clienti.studio import OGGI, comando, prepara
from parcella.batch.studio_dimostrativo import partita_iva
from parcella.ledger.archivio import Archivio
from parcella.ledger.aziende.tabelle import ContiAutomatici, Serie
from parcella.ledger.clienti import anagrafica, controlli
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Richiesta, Rifiuto, Risposte
from parcella.ledger.prestazioni.tabelle import Particolarita, Prestazione, Scaglione

ROSSI: dict[str, Any] = {"codice": "501.00001", "ragione_sociale": "Rossi s.r.l.", "partita_iva": "00488410010"}
VERDI: dict[str, Any] = {"codice": "501.00002", "cognome": "Verdi", "nome": "Aldo"}
ENTE: dict[str, Any] = {
    "codice": "501.00003", "ragione_sociale": "Comune", "ente_pubblico": "S", "fattura_pa": "S",
    "codice_ufficio": "UFVA01",
}  # fmt: skip


@pytest.fixture
def session(archivio_vuoto: Archivio) -> Iterator[Session]:
    with archivio_vuoto.scrittura() as sessione:
        yield sessione


@pytest.fixture
def contesto(session: Session) -> Contesto:
    return prepara(session)


def salva(session: Session, contesto: Contesto, *parti: dict[str, Any], **altri: Any) -> Cliente:
    dati: dict[str, Any] = {}
    for parte in parti:
        dati |= parte
    return anagrafica.salva(session, contesto, dati | altri, comando())


def rifiuta(session: Session, contesto: Contesto, *parti: dict[str, Any], **altri: Any) -> str | None:
    """The field at fault."""
    with pytest.raises(Rifiuto) as rifiuto:
        salva(session, contesto, *parti, **altri)
    return rifiuto.value.campo


def test_keys_present_are_written_and_keys_absent_stay(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, ROSSI, comune="Torino", pagamento="RD")
    cliente = salva(session, contesto, codice="501.00001", ragione_sociale="Rossi Bianchi s.r.l.", pagamento=None)
    assert (cliente.ragione_sociale, cliente.chiave_nome) == ("Rossi Bianchi s.r.l.", "ROSSI BIANCHI SRL")
    assert (cliente.comune, cliente.pagamento, cliente.nazione) == ("Torino", None, "IT")
    assert len(session.exec(select(Cliente)).all()) == 1


def test_what_is_typed_is_tidied(session: Session, contesto: Contesto) -> None:
    cliente = salva(
        session, contesto, codice=" 501.00001 ", cognome=" Rossi ", nome=" Mario ", comune="",
        codice_fiscale="rss mra 80a01 h501u", partita_iva="IT 00743110157",
        iban="it60 x054 2811 1010 0000 0123 456", provincia="to", nazione="it",
        codice_destinatario="abc1234",
    )  # fmt: skip
    assert cliente.codice == "501.00001"
    assert (cliente.cognome, cliente.nome, cliente.comune) == ("Rossi", "Mario", None)
    assert (cliente.provincia, cliente.nazione) == ("TO", "IT")
    assert (cliente.codice_fiscale, cliente.partita_iva) == ("RSSMRA80A01H501U", "00743110157")
    assert (cliente.iban, cliente.codice_destinatario) == ("IT60X0542811101000000123456", "ABC1234")


def test_code_proposed_and_code_checked(session: Session, contesto: Contesto) -> None:
    assert anagrafica.prossimo_codice(session, contesto) == "501.00901"  # 501.00900 is an account
    assert salva(session, contesto, ragione_sociale="Alfa").codice == "501.00901"
    assert rifiuta(session, contesto, ROSSI, codice="601.00001") == "codice"
    assert rifiuta(session, contesto, ROSSI, codice="501") == "codice"
    assert rifiuta(session, contesto, ROSSI, codice="501.00900") == "codice"
    salva(session, contesto, ROSSI, codice="501.99999")
    assert anagrafica.prossimo_codice(session, contesto) == "501.00001"


def test_without_a_mastro_the_code_is_free_but_not_proposed(session: Session, contesto: Contesto) -> None:
    session.delete(session.exec(select(ContiAutomatici)).one())
    assert salva(session, contesto, ROSSI, codice="A1").codice == "A1"
    assert rifiuta(session, contesto, ragione_sociale="Alfa") == "codice"


def test_a_client_has_a_name(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, codice="501.00001", nome="Aldo") == "ragione_sociale"
    assert salva(session, contesto, VERDI).chiave_nome == "VERDI ALDO"


@pytest.mark.parametrize(
    ("campo", "valore"),
    [
        ("codice_fiscale", "RSSMRA80A01H501X"), ("partita_iva", "00488410011"), ("iban", "IT60X"), ("cap", "1"),
        ("provincia", "ZZ"), ("nazione", "ZZ"), ("codice_destinatario", "ABC"), ("email", "x"),
        ("pec_destinatario", "sdi01@pec.fatturapa.it"), ("pagamento", "ZZ"), ("tariffario", 3), ("cod_iva", "99"),
        ("privato", "X"), ("comune", "x" * 61), ("conto_spese_anticipate", "801.00001"), ("responsabile", "nessuno"),
        ("sigla_azienda", "ZZZ"), ("sigla_azienda", "STU"), ("contabilizza_come_fr", "S"), ("codice_ufficio", "UFVA01"),
        ("fattura_pa", "S"), ("sezionale_fattura_elettronica", 9), ("nazione", None),
    ],
)  # fmt: skip
def test_a_wrong_value_names_its_field(session: Session, contesto: Contesto, campo: str, valore: Any) -> None:
    assert rifiuta(session, contesto, ROSSI, **{campo: valore}) == campo
    assert session.exec(select(Cliente)).all() == []


def test_privato_and_partita_iva(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, ROSSI, privato="S") == "partita_iva"
    assert rifiuta(session, contesto, ROSSI, senza_partita_iva="S") == "partita_iva"
    salva(session, contesto, ROSSI, privato="S", senza_partita_iva="N")  # an association with a partita IVA


def test_unknown_office_of_the_partita_iva_is_asked_once(session: Session, contesto: Contesto) -> None:
    dati = ROSSI | {"partita_iva": "12345678903"}
    with pytest.raises(Richiesta) as richiesta:
        anagrafica.salva(session, contesto, dati, Risposte())
    assert (richiesta.value.codice, richiesta.value.predefinita) == ("partita_iva_ufficio", "S")
    with pytest.raises(Rifiuto):
        anagrafica.salva(session, contesto, dati, Risposte({"partita_iva_ufficio": "N"}))
    anagrafica.salva(session, contesto, dati, Risposte({"partita_iva_ufficio": "S"}))
    anagrafica.salva(session, contesto, dati | {"comune": "Roma"}, Risposte())  # not asked again


def test_a_surname_wants_its_first_name_where_an_electronic_invoice_is_made(
    session: Session, contesto: Contesto
) -> None:
    anonimo = {"cognome": "Rossi", "nome": None}
    assert rifiuta(session, contesto, ROSSI, **anonimo) == "nome", "anche con la ragione sociale"
    assert rifiuta(session, contesto, ROSSI, **anonimo, ragione_sociale=None) == "nome"
    salva(session, contesto, ROSSI, **anonimo, tipo_fattura_elettronica="N")
    assert rifiuta(session, contesto, ROSSI, tipo_fattura_elettronica="S", cognome="Neri") == "nome"
    salva(session, contesto, ROSSI, cognome="Rossi", nome="Mario")


def test_an_archive_that_has_a_surname_alone_is_imported_and_told(session: Session, contesto: Contesto) -> None:
    risposte = comando()
    anonimo = ROSSI | {"cognome": "Rossi"}
    anagrafica.scrivi_tutti(session, contesto, [anonimo], risposte, da_archivio=True)
    assert [avviso.codice for avviso in risposte.avvisi] == ["cognome_senza_nome"]
    assert risposte.avvisi[0].messaggio.startswith("Cliente 501.00001: manca il nome")
    salva(session, contesto, codice="501.00001", comune="Roma")  # what it had stays


@pytest.mark.requisito("FPA-050", "FPA-052")
def test_public_body(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, ENTE)
    salva(session, contesto, ROSSI, tipo_fattura_elettronica="N", ente_pubblico="S")
    assert salva(session, contesto, ENTE, codice="501.00001").tipo_fattura_elettronica == "S"
    assert rifiuta(session, contesto, ENTE, codice_ufficio=None) == "codice_ufficio"
    assert rifiuta(session, contesto, ENTE, ente_pubblico="N") in ("codice_ufficio", "fattura_pa")
    assert rifiuta(session, contesto, ENTE, codice_destinatario="ABC1234") == "codice_destinatario"
    assert rifiuta(session, contesto, ENTE, tipo_fattura_elettronica="N") == "tipo_fattura_elettronica"


@pytest.mark.requisito("FEL-014")
def test_leaving_the_electronic_invoice_clears_its_sezionale(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, ROSSI, sezionale_fattura_elettronica=1).sezionale_fattura_elettronica == 1
    cliente = salva(session, contesto, codice="501.00001", tipo_fattura_elettronica="N")
    assert cliente.sezionale_fattura_elettronica is None
    campo = "sezionale_fattura_elettronica"
    assert rifiuta(session, contesto, codice="501.00001", sezionale_fattura_elettronica=1) == campo


@pytest.mark.requisito("FEL-013")
def test_a_paper_sezionale_is_refused(session: Session, contesto: Contesto) -> None:
    """A serie that does not say what it holds takes both."""
    session.add(Serie(azienda=1, documento="PA", serie=3))
    assert rifiuta(session, contesto, ROSSI, sezionale_fattura_elettronica=2) == "sezionale_fattura_elettronica"
    for serie in (1, 3):
        risposte = comando()
        anagrafica.salva(session, contesto, ROSSI | {"sezionale_fattura_elettronica": serie}, risposte)
        assert risposte.avvisi == []


@pytest.mark.requisito("FEL-013")
def test_a_paper_sezionale_of_an_archive_is_kept_and_told(session: Session, contesto: Contesto) -> None:
    """It may be so in a file of the archive, and stays on a client changed in something else."""

    def detto(scrivi: Any, *argomenti: Any, **altri: Any) -> list[str]:
        risposte = comando()
        scrivi(session, contesto, *argomenti, risposte, **altri)
        return [a.messaggio for a in risposte.avvisi]

    frase = "Cliente 501.00001: il sezionale 2 non è abilitato alla fatturazione elettronica."
    con_carta = ROSSI | {"codice": "501.00001", "sezionale_fattura_elettronica": 2}
    assert detto(anagrafica.scrivi_tutti, [con_carta], da_archivio=True) == [frase]
    assert detto(anagrafica.salva, {"codice": "501.00001", "comune": "Roma"}) == [frase]
    assert detto(anagrafica.salva, {"codice": "501.00001", "sezionale_fattura_elettronica": 1}) == []
    assert rifiuta(session, contesto, codice="501.00001", sezionale_fattura_elettronica=2)


def test_a_habitual_payment_of_type_tratta_is_kept(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, ROSSI, pagamento="TR").pagamento == "TR"


@pytest.mark.requisito("TAR-008", "TAR-009")
def test_only_enabled_tariffari(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, ROSSI, tariffario=2).tariffario == 2
    assert rifiuta(session, contesto, ROSSI, tariffario=5) == "tariffario"


@pytest.mark.requisito("CLI-003")
def test_responsabile_is_optional_and_a_removed_user_stays(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, ROSSI).responsabile is None
    cliente = salva(session, contesto, ROSSI, responsabile="gabri")
    cliente.responsabile = "andato"  # as an archive in which the user was removed
    session.flush()
    assert salva(session, contesto, codice="501.00001", comune="Roma").responsabile == "andato"


@pytest.mark.requisito("CLI-007")
def test_spese_anticipate_account_is_patrimoniale_of_the_studio(session: Session, contesto: Contesto) -> None:
    cliente = salva(session, contesto, ROSSI, conto_spese_anticipate="110.00009")
    assert cliente.conto_spese_anticipate == "110.00009"
    for conto in ("801.00001", "002.00101", "999.00001"):
        assert rifiuta(session, contesto, ROSSI, conto_spese_anticipate=conto) == "conto_spese_anticipate"


@pytest.mark.requisito("CLI-010")
def test_sigla_of_an_azienda_of_the_archive(session: Session, contesto: Contesto) -> None:
    assert salva(session, contesto, ROSSI, sigla_azienda="pr1").sigla_azienda == "PR1"
    assert rifiuta(session, contesto, ROSSI, sigla_azienda="AAA") == "sigla_azienda"
    risposte = comando()
    anagrafica.salva(session, contesto, VERDI | {"sigla_azienda": "PR1"}, risposte)
    assert [a.codice for a in risposte.avvisi] == ["azienda_doppia"]


@pytest.mark.requisito("CLI-013", "CLI-016")
def test_fields_open_one_after_the_other(session: Session, contesto: Contesto) -> None:
    dipendenti = {"conto_fornitore_studio", "conto_costo_prestazione", "registra_pg"}
    assert "contabilizza_come_fr" not in controlli.campi_accessibili({})
    con_sigla = controlli.campi_accessibili({"sigla_azienda": "PR1", "contabilizza_come_fr": "N"})
    assert "contabilizza_come_fr" in con_sigla and not dipendenti & con_sigla
    con_fr = controlli.campi_accessibili({"sigla_azienda": "PR1", "contabilizza_come_fr": "S"})
    assert dipendenti <= con_fr and "conto_pg" not in con_fr
    assert "conto_pg" in controlli.campi_accessibili(
        {"sigla_azienda": "PR1", "contabilizza_come_fr": "S", "registra_pg": "S"}
    )


@pytest.mark.requisito("CLI-013", "CLI-016", "CLI-017", "CLI-020")
def test_dati_parcellazione_in_cascade(session: Session, contesto: Contesto) -> None:
    assert rifiuta(session, contesto, ROSSI, contabilizza_come_fr="S") == "contabilizza_come_fr"
    salva(session, contesto, ROSSI, sigla_azienda="PR1")
    assert rifiuta(session, contesto, codice="501.00001", registra_pg="S") == "registra_pg"
    assert (
        rifiuta(session, contesto, codice="501.00001", conto_fornitore_studio="601.00001") == "conto_fornitore_studio"
    )
    cliente = salva(
        session, contesto, codice="501.00001", contabilizza_come_fr="S", conto_fornitore_studio="601.00001",
        conto_costo_prestazione="non.esiste",
    )  # fmt: skip
    assert cliente.conto_fornitore_studio == "601.00001"  # the accounts of the other azienda are not checked here
    cliente = salva(session, contesto, codice="501.00001", sigla_azienda=None)
    assert cliente.contabilizza_come_fr == "N"
    assert cliente.conto_fornitore_studio == "601.00001"  # kept, out of reach


def test_bulk_counts_new_and_changed_and_names_the_record(session: Session, contesto: Contesto) -> None:
    elenco = [{"codice": f"501.{n:05}", "ragione_sociale": f"Ditta {n}"} for n in range(1001, 2201)]
    assert anagrafica.scrivi_tutti(session, contesto, elenco, comando()) == (1200, 0)
    assert anagrafica.scrivi_tutti(session, contesto, elenco, comando()) == (0, 0)
    elenco[4]["comune"] = "Roma"
    elenco.append({"codice": "501.03000", "ragione_sociale": "Nuovo"})
    assert anagrafica.scrivi_tutti(session, contesto, elenco, comando()) == (1, 1)
    assert session.exec(select(Cliente).where(Cliente.comune == "Roma")).one().codice == "501.01005"

    elenco[7]["responsabile"] = "nessuno"
    with pytest.raises(Rifiuto) as rifiuto:
        anagrafica.scrivi_tutti(session, contesto, elenco, comando())
    assert rifiuto.value.campo == "clienti.7.dati_parcellazione.responsabile"
    elenco[7] = {"ragione_sociale": "Senza codice"}
    with pytest.raises(Rifiuto) as rifiuto:
        anagrafica.scrivi_tutti(session, contesto, elenco, comando(), lambda i, campo: f"riga {i}: {campo}")
    assert rifiuto.value.campo == "riga 7: codice"


def test_same_client_twice_in_a_list_is_changed(session: Session, contesto: Contesto) -> None:
    elenco = [ROSSI, {"codice": "501.00001", "comune": "Roma"}]
    assert anagrafica.scrivi_tutti(session, contesto, elenco, comando()) == (1, 0)
    cliente = session.exec(select(Cliente)).one()
    assert (cliente.ragione_sociale, cliente.comune) == ("Rossi s.r.l.", "Roma")


def test_same_identifier_on_two_clients_is_noted(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, ROSSI)
    risposte = comando()
    altri = [ROSSI | {"codice": "501.00005"}, ROSSI | {"codice": "501.00006", "partita_iva": partita_iva("0000001040")}]
    anagrafica.scrivi_tutti(session, contesto, altri, risposte)
    assert [a.codice for a in risposte.avvisi] == ["partita_iva_doppia"]
    assert "501.00001" in risposte.avvisi[0].messaggio


def test_annulla(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, ROSSI)
    assert anagrafica.annulla(session, contesto, "501.00001").annullato == "S"
    assert anagrafica.annulla(session, contesto, "501.00001", annullato=False).annullato == "N"


def test_a_used_client_can_only_be_cancelled(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, ROSSI)
    documento = Documento(
        azienda=1, anno=2026, serie=1, numero_documento=1, data_documento=OGGI, codice_cliente="501.00001"
    )
    session.add(documento)
    session.flush()
    with pytest.raises(Rifiuto, match="annullare") as rifiuto:
        anagrafica.elimina(session, contesto, "501.00001")
    assert rifiuto.value.codice == "cliente_usato"
    session.delete(documento)
    anagrafica.elimina(session, contesto, "501.00001")
    assert anagrafica.leggi(session, 1, "501.00001") is None


def test_a_client_goes_with_its_particolarita(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, ROSSI)
    session.add(Prestazione(azienda=1, codice="CONSUL", tipo="R", descrizione="x", chiave_nome="X"))
    session.flush()
    session.add(Particolarita(id=7, azienda=1, prestazione="CONSUL", cliente="501.00001", modo="Q"))
    session.flush()
    session.add(Scaglione(azienda=1, particolarita=7))
    session.flush()
    anagrafica.elimina(session, contesto, "501.00001")
    assert session.exec(select(Particolarita)).all() == []
    assert session.exec(select(Scaglione)).all() == []


def test_clients_of_two_aziende_do_not_meet(session: Session, contesto: Contesto) -> None:
    salva(session, contesto, ROSSI)
    altra = Contesto(2, "PR1", "I", "gabri", OGGI)
    anagrafica.salva(
        session, altra, {"codice": "A", "ragione_sociale": "Altro", "partita_iva": "00488410010"}, comando()
    )
    assert anagrafica.leggi(session, 2, "501.00001") is None
    assert anagrafica.leggi(session, 2, "A") is not None
