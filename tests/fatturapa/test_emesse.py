"""From the invoices issued with another program to the clients and prestazioni of the archive."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from fatturapa.lettura.buste import p7m
from fatturapa.lettura.fatture import ROSSI, STUDIO, VERDI, corpo, riga, xml
from ledger.clienti.studio import comando, prepara
from parcella.fatturapa.anagrafiche import Proposta, azienda_in_uso, proponi, scrivi
from parcella.fatturapa.descrizioni import codice_proposto, senza_tempo
from parcella.fatturapa.emesse import Raccolta, raccogli
from parcella.fatturapa.lettura.origini import elenca
from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti import anagrafica as clienti
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.prestazioni import anagrafica as prestazioni
from parcella.ledger.prestazioni.tabelle import Prestazione, PrezzoTariffario

RITENUTA = (
    "<DatiRitenuta><TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>20.00</ImportoRitenuta>"
    "<AliquotaRitenuta>20.00</AliquotaRitenuta><CausalePagamento>A</CausalePagamento></DatiRitenuta>"
)
CASSA = (
    "<DatiCassaPrevidenziale><TipoCassa>TC02</TipoCassa><AlCassa>4.00</AlCassa>"
    "<ImportoContributoCassa>4.00</ImportoContributoCassa><AliquotaIVA>22.00</AliquotaIVA></DatiCassaPrevidenziale>"
)


class Studio:
    """The studio, and the files of its old program."""

    def __init__(self, archivio: Archivio, contesto: Contesto, cartella: Path) -> None:
        self.archivio, self.contesto, self.cartella = archivio, contesto, cartella

    def emette(self, *fatture: bytes) -> "Studio":
        for fattura in fatture:
            (self.cartella / f"{len(list(self.cartella.iterdir())):05}.xml").write_bytes(fattura)
        return self

    def raccolta(self, **opzioni: Any) -> Raccolta:
        with self.archivio.lettura() as sessione:
            azienda = azienda_in_uso(sessione, self.contesto)
        return raccogli(elenca([self.cartella]), azienda, **opzioni)

    def proposte(self, minimo_uso: int = 2) -> list[Proposta]:
        with self.archivio.lettura() as sessione:
            return proponi(sessione, self.contesto, self.raccolta(), minimo_uso)

    def clienti(self) -> list[Proposta]:
        return [p for p in self.proposte() if p.che_cosa == "cliente"]

    def prestazioni(self, minimo_uso: int = 1) -> list[Proposta]:
        return [p for p in self.proposte(minimo_uso) if p.che_cosa == "prestazione"]

    def cliente(self) -> Proposta:
        (uno,) = self.clienti()
        return uno


@pytest.fixture
def studio(archivio_vuoto: Archivio, tmp_path: Path) -> Iterator[Studio]:
    with archivio_vuoto.scrittura() as sessione:
        contesto = prepara(sessione, perc_fondo_professionisti=Decimal("4.00"))
        azienda_in_uso(sessione, contesto).partita_iva = STUDIO["iva"]
    cartella = tmp_path / "emesse"
    cartella.mkdir()
    yield Studio(archivio_vuoto, contesto, cartella)


# ---- which invoices


def test_solo_le_fatture_emesse_dall_azienda(studio: Studio) -> None:
    altri = {"iva": "00488410010", "denominazione": "Rossi s.r.l."}
    studio.emette(
        xml(),
        xml(STUDIO, cedente=altri),
        xml(VERDI, corpo("2"), cedente=altri),
        xml(STUDIO, corpo(tipo="TD17")),
        b"<RicevutaConsegna/>",
        b"non e' un XML",
    )
    raccolta = studio.raccolta()
    assert [(f.esito, f.motivo[:30]) for f in raccolta.file] == [
        ("letto", ""),
        ("scartato", "È una fattura ricevuta da Ross"),
        ("scartato", "È emessa da Rossi s.r.l. (IT00"),
        ("scartato", "È un'autofattura o un'integraz"),
        ("scartato", "È un XML, ma non una fattura e"),
        ("illeggibile", "Non è un file XML e non è un f"),
    ]
    assert len(studio.raccolta(tutti_i_cedenti=True).emesse) == 3


def test_la_copia_firmata_di_una_fattura_conta_una_volta(studio: Studio) -> None:
    studio.emette(xml())
    (studio.cartella / "copia.xml.p7m").write_bytes(p7m(xml()))
    assert [f.esito for f in studio.raccolta().file] == ["letto", "scartato"]
    assert studio.cliente().usi == 1


# ---- who is the same


def test_la_fattura_piu_recente_vince_campo_per_campo(studio: Studio) -> None:
    vecchio = ROSSI | {"comune": "Asti", "provincia": "AT", "denominazione": "Rossi snc"}
    senza_iva = {"fiscale": "00488410010", "denominazione": "Rossi s.r.l.", "comune": "Torino", "civico": ""}
    studio.emette(xml(vecchio, corpo("1", "2020-01-31"), destinatario="OLD1234"), xml(senza_iva, corpo("2")))
    cliente = studio.cliente()
    assert (cliente.usi, cliente.nome) == (2, "Rossi s.r.l.")
    assert cliente.dati["partita_iva"] == "00488410010"
    assert cliente.dati["comune"] == "Torino"
    assert cliente.dati["codice_destinatario"] == "ABC1234"
    assert "numero_civico" not in cliente.dati, "an address moves whole"


def test_i_membri_di_un_gruppo_iva_sono_clienti_diversi(studio: Studio) -> None:
    altro = ROSSI | {"fiscale": "09991230013", "denominazione": "Rossi Immobiliare"}
    studio.emette(xml(ROSSI, corpo("1")), xml(altro, corpo("2")))
    assert [c.nome for c in studio.clienti()] == ["Rossi Immobiliare", "Rossi s.r.l."]


@pytest.mark.requisito("FPA-050", "FPA-052")
def test_gli_uffici_di_un_ente_sono_clienti_diversi(studio: Studio) -> None:
    ente = ROSSI | {"denominazione": "Comune di Asti"}
    studio.emette(
        xml(ente, corpo("1"), formato="FPA12", destinatario="UFAAA1"),
        xml(ente, corpo("2"), formato="FPA12", destinatario="UFBBB2"),
    )
    trovati = studio.clienti()
    assert [c.dati["codice_ufficio"] for c in trovati] == ["UFAAA1", "UFBBB2"]
    assert {(c.dati["ente_pubblico"], c.dati["fattura_pa"], c.stato) for c in trovati} == {("S", "S", "nuovo")}


# ---- what is known of each


def test_un_privato(studio: Studio) -> None:
    studio.emette(xml(VERDI, destinatario="0000000", pec="ALDO@PEC.IT"))
    dati = studio.cliente().dati
    assert (dati["cognome"], dati["nome"], dati["privato"]) == ("Verdi", "Aldo", "S")
    assert dati["pec_destinatario"] == "aldo@pec.it"
    assert "codice_destinatario" not in dati and "ragione_sociale" not in dati


def test_ritenuta_esigibilita_e_cig(studio: Studio) -> None:
    riepilogo = "<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><EsigibilitaIVA>S</EsigibilitaIVA></DatiRiepilogo>"
    dopo_i_generali = corpo("2", generali=RITENUTA, riepilogo=riepilogo).replace(
        "</DatiGeneraliDocumento>",
        "</DatiGeneraliDocumento><DatiContratto><IdDocumento>9</IdDocumento><CodiceCIG>X</CodiceCIG></DatiContratto>",
    )
    studio.emette(xml(ROSSI, dopo_i_generali, formato="FPA12", destinatario="UFAAA1"))
    dati = studio.cliente().dati
    assert (dati["soggetto_ritenuta"], dati["esigibilita_iva"], dati["gestione_cig_cup"]) == ("S", "S", "S")


def test_un_cliente_estero(studio: Studio) -> None:
    tedesco = {"paese": "DE", "iva": "129273398", "denominazione": "Muster GmbH", "nazione": "DE", "cap": "00000"}
    finto = {"paese": "US", "iva": "CLIENTE 1", "denominazione": "Doe Inc.", "nazione": "US", "provincia": ""}
    estero = [riga(iva="0.00", natura="N2.1")]
    studio.emette(
        *(xml(ROSSI, corpo(str(n))) for n in range(3)),
        xml(tedesco, corpo("4", righe=estero), destinatario="XXXXXXX"),
        xml(finto, corpo("5", righe=estero), destinatario="XXXXXXX"),
    )
    doe, muster, _ = studio.clienti()
    assert (muster.dati["nazione"], muster.dati["partita_iva"]) == ("DE", "129273398")
    assert not {"cap", "provincia", "codice_destinatario"} & muster.dati.keys()
    assert muster.note == ("Nessun codice IVA ha la natura N2.1 delle sue fatture.",)
    assert doe.stato == "nuovo" and "partita_iva" not in doe.dati


def test_la_natura_di_un_cliente_diverso_dagli_altri(studio: Studio) -> None:
    esente = [riga(iva="0.00", natura="N4")]
    studio.emette(*(xml(ROSSI, corpo(str(n))) for n in range(3)), xml(VERDI, corpo("9", righe=esente)))
    rossi, verdi = studio.clienti()
    assert verdi.dati["cod_iva"] == "E10"
    assert "cod_iva" not in rossi.dati


def test_un_codice_fiscale_sbagliato_scarta_il_cliente_e_dice_perche(studio: Studio) -> None:
    studio.emette(xml(VERDI | {"fiscale": "VRDLDA80A01H501A"}))
    cliente = studio.cliente()
    assert cliente.stato == "scartato"
    assert cliente.motivo == ("Il codice fiscale VRDLDA80A01H501A non è valido: il carattere di controllo è errato.")


def test_un_dato_sbagliato_e_tralasciato_e_detto(studio: Studio) -> None:
    studio.emette(xml(ROSSI | {"cap": "1010", "provincia": "ZZ"}, pec="sdi01@pec.fatturapa.it"))
    cliente = studio.cliente()
    assert cliente.stato == "nuovo"
    assert not {"cap", "provincia", "pec_destinatario"} & cliente.dati.keys()
    assert len(cliente.note) == 3


def test_la_banca_del_cliente_quando_paga_con_riba(studio: Studio) -> None:
    def pagamento(modalita: str) -> str:
        return (
            f"<DatiPagamento><DettaglioPagamento><ModalitaPagamento>{modalita}</ModalitaPagamento>"
            "<ImportoPagamento>1.00</ImportoPagamento><IBAN>IT60X0542811101000000123456</IBAN>"
            "</DettaglioPagamento></DatiPagamento>"
        )

    studio.emette(xml(ROSSI, corpo("1", dopo=pagamento("MP12"))), xml(VERDI, corpo("2", dopo=pagamento("MP05"))))
    rossi, verdi = studio.clienti()
    assert rossi.dati["iban"] == "IT60X0542811101000000123456"
    assert "iban" not in verdi.dati, "the account of a transfer is the studio's"


# ---- those of the archive


def test_chi_e_gia_nell_archivio_resta_com_e_con_le_differenze(studio: Studio) -> None:
    with studio.archivio.scrittura() as sessione:
        gia = {"codice": "501.00007", "ragione_sociale": "Rossi", "partita_iva": "00488410010", "comune": "Torino"}
        clienti.scrivi_tutti(sessione, studio.contesto, [gia], comando())
    studio.emette(xml())
    cliente = studio.cliente()
    assert (cliente.stato, cliente.codice) == ("presente", "501.00007")
    assert cliente.differenze is not None
    assert cliente.differenze["ragione_sociale"] == ("Rossi", "Rossi s.r.l.")
    assert cliente.differenze["cap"] == (None, "10100")
    assert "comune" not in cliente.differenze
    scrivi(studio.archivio, studio.contesto, studio.raccolta(), 2, comando())
    with studio.archivio.lettura() as sessione:
        assert sessione.exec(select(Cliente.ragione_sociale)).all() == ["Rossi"]


# ---- the prestazioni


@pytest.mark.parametrize(
    ("testo", "senza"),
    [
        ("Consulenza fiscale gennaio 2024", "Consulenza fiscale"),
        ("Consulenza fiscale 01/02/2024", "Consulenza fiscale"),
        ("Tenuta contabilità 1° trimestre 2023", "Tenuta contabilità trimestre"),
        ("Tenuta contabilità IV trim. 2023", "Tenuta contabilità trimestre"),
        ("Assistenza tributaria anno 2023/2024", "Assistenza tributaria"),
        ("Dichiarazione dei redditi (Modello 730) anno 2023", "Dichiarazione dei redditi (Modello 730)"),
        ("elaborazione cedolini mese di MARZO 2024", "Elaborazione cedolini"),
        ("Compenso dal 01/01/2024 al 31/03/2024", "Compenso"),
        ("F24 dic. 2023", "F24"),
        ("Set fotografico", "Set fotografico"),
        ("Marzo 2024", ""),
    ],
)
def test_una_descrizione_senza_il_tempo(testo: str, senza: str) -> None:
    assert senza_tempo(testo) == senza


@pytest.mark.requisito("PRE-030", "PRE-031")
def test_il_codice_proposto_e_ammesso_e_di_nessun_altro() -> None:
    presi: set[str] = set()
    for chiave in ["CONSULENZA FISCALE", "CONSUL FISCO", "CONS FISC", "730", "DI", "CONTABILITA"]:
        presi.add(codice_proposto(chiave, presi))
    assert presi == {"CONSFISC", "CONSFIS2", "CONSFIS3", "730", "DI", "CONTABIL"}


def test_le_descrizioni_piu_usate_con_prezzo_e_segni(studio: Studio) -> None:
    con_ritenuta = [riga("Consulenza marzo 2025", "100.00", ritenuta="SI"), riga("Rimborso km", "30.00")]
    studio.emette(
        xml(ROSSI, corpo("1", righe=con_ritenuta, generali=RITENUTA + CASSA)),
        xml(VERDI, corpo("2", righe=[riga("CONSULENZA aprile 2025", "100.00")], generali=CASSA)),
        xml(VERDI, corpo("3", righe=[riga("Consulenza", "90.00")], generali=CASSA)),
    )
    (consulenza,) = studio.prestazioni(minimo_uso=2)
    assert consulenza.usi == 3
    assert consulenza.dati == {
        "tipo": "R", "codice": "CONSULEN", "descrizione": "Consulenza", "cod_iva": "22",
        "prezzi": {1: Decimal("100.00")}, "soggetta_ritenuta": "S", "soggetta_cassa": "S",
    }  # fmt: skip
    rimborso = studio.prestazioni(minimo_uso=1)[1]
    assert (rimborso.nome, rimborso.dati.get("soggetta_ritenuta")) == ("Rimborso km", None)


def test_cosa_non_e_una_prestazione(studio: Studio) -> None:
    righe = [
        riga("Imposta di bollo", "2.00", "0.00", natura="N2.2"),
        riga("Spese anticipate", "16.00", "0.00", natura="N1"),
        riga("Storno acconto", "-50.00"),
        riga("Come da mandato", "0.00"),
        riga("31/12/2024", "10.00"),
    ]
    studio.emette(xml(ROSSI, corpo(righe=righe)), xml(ROSSI, corpo("2", tipo="TD04", righe=[riga("Nota")])))
    assert studio.prestazioni() == []


def test_un_aliquota_che_lo_studio_non_ha(studio: Studio) -> None:
    studio.emette(xml(ROSSI, corpo(righe=[riga(iva="21.00")])))
    (una,) = studio.prestazioni()
    assert (una.stato, una.motivo) == ("scartato", "Nella tabella manca un codice IVA al 21,00%.")


def test_una_prestazione_gia_nell_archivio(studio: Studio) -> None:
    with studio.archivio.scrittura() as sessione:
        gia = {"codice": "CF", "tipo": "R", "descrizione": "Consulenza fiscale", "cod_iva": "22"}
        prestazioni.scrivi_tutti(sessione, studio.contesto, [gia], comando())
    studio.emette(xml(ROSSI, corpo(righe=[riga("CONSULENZA FISCALE 2024")])))
    (una,) = studio.prestazioni()
    assert (una.stato, una.codice) == ("presente", "CF")


# ---- writing


def test_si_scrive_tutto_insieme_e_una_volta_sola(studio: Studio) -> None:
    studio.emette(xml(ROSSI, corpo("1")), xml(VERDI, corpo("2")))
    fatte = scrivi(studio.archivio, studio.contesto, studio.raccolta(), 2, comando())
    assert [(p.nome, p.codice) for p in fatte] == [
        ("Rossi s.r.l.", "501.00901"),
        ("Verdi Aldo", "501.00902"),
        ("Consulenza", "CONSULEN"),
    ]
    scrivi(studio.archivio, studio.contesto, studio.raccolta(), 2, comando())
    with studio.archivio.lettura() as sessione:
        assert sessione.exec(select(Cliente.codice)).all() == ["501.00901", "501.00902"]
        assert sessione.exec(select(Prestazione.codice)).all() == ["CONSULEN"]
        assert sessione.exec(select(PrezzoTariffario.prezzo)).all() == [Decimal("100.00")]


def test_si_scrive_solo_quello_che_si_sceglie(studio: Studio) -> None:
    studio.emette(xml(ROSSI, corpo("1")), xml(VERDI, corpo("2")))
    scelta = next(p.chiave for p in studio.clienti() if p.nome == "Verdi Aldo")
    scrivi(studio.archivio, studio.contesto, studio.raccolta(), 2, comando(), {scelta})
    with studio.archivio.lettura() as sessione:
        assert sessione.exec(select(Cliente.cognome)).all() == ["Verdi"]
        assert sessione.exec(select(Prestazione.codice)).all() == []


@pytest.mark.dati
def test_i_campioni(studio: Studio, dati_prova: Path) -> None:
    with studio.archivio.scrittura() as sessione:
        azienda_in_uso(sessione, studio.contesto).partita_iva = "02780790107"
    with studio.archivio.lettura() as sessione:
        azienda = azienda_in_uso(sessione, studio.contesto)
        raccolta = raccogli(elenca([dati_prova / "fatturapa" / "samples"]), azienda)
        proposte = proponi(sessione, studio.contesto, raccolta, 2)
    assert {(f.file.name) for f in raccolta.illeggibili} == {
        "billion_laughs.xml", "malformed_no_closing_root_TC01_RT01.xml", "invalid.xml.p7m",
    }  # fmt: skip
    trovati = {p.nome: p for p in proposte if p.che_cosa == "cliente"}
    assert trovati.keys() == {"BETA GAMMA", "AMMINISTRAZIONE BETA"}
    assert trovati["BETA GAMMA"].usi == 9
    assert trovati["BETA GAMMA"].dati["soggetto_ritenuta"] == "S"
    assert trovati["AMMINISTRAZIONE BETA"].dati["codice_ufficio"] == "UFPQ1O"
    assert trovati["AMMINISTRAZIONE BETA"].dati["esigibilita_iva"] == "D"
