"""The fields of a client: anagrafica, condizioni, bank and fattura elettronica, part after part; dati parcellazione."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from parcella.ledger.clienti.contabilizzazione import CONTI_DEL_CLIENTE
from parcella.ledger.clienti.controlli import campi_accessibili
from parcella.ledger.clienti.tabelle import Cliente
from parcella.screens import controlli, ricerche
from parcella.screens.scheda import campo
from parcella.widgets.campo import Campo

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio
    from parcella.ledger.contesto import Contesto

NUOVO = "nuovo"
"""Not a column: the form has a client that is not in the archive yet."""
DELLA_CONTABILIZZAZIONE = {"sigla_azienda", "contabilizza_come_fr", "registra_pg", *CONTI_DEL_CLIENTE}
"""What the outcome of the posting on the client's azienda depends on."""
CONTABILIZZA = "Contabilizza parcelle come FR sull'azienda"


SENZA_SEZIONALI = "senza_sezionali"
"""Not a column: S where no serie of the parcelle takes electronic invoices (FEL-009)."""
ELETTRONICA = "Fattura elettronica"
FORMATO_PA = "Formato Fattura PA"
"""What is shown beside Fatt.elettr. of a client with Fattura PA (FEL-011)."""
PARTI = ("codice", "pagamento", "iban", "tipo_fattura_elettronica")
"""The first field of each part of the card: F8 goes from one to the next."""


def anagrafica(archivio: "Archivio", contesto: "Contesto") -> list[Campo]:
    """The four parts of the card, one below the other."""
    return [
        *_nome(),
        *_fiscali(archivio, contesto),
        *_condizioni(archivio, contesto),
        *_banca(),
        *_elettronica(archivio, contesto),
    ]


def _nome() -> Sequence[Campo]:
    return (
        campo(
            Cliente,
            "codice",
            "Codice",
            "codice",
            attivo=lambda v: v.get(NUOVO) == "S",
            aiuto="Mastro clienti, punto, numero; è proposto il primo dopo l'ultimo usato.",
        ),
        Campo("stato", "", larghezza=9, sola_lettura=True, accanto=True),
        Campo("particolarita", "Particolarità", larghezza=1, sola_lettura=True, accanto=True),
        Campo("recapiti", "", larghezza=22, sola_lettura=True, accanto=True),
        campo(Cliente, "ragione_sociale", "Rag. sociale", larghezza=60, aiuto="Oppure cognome e nome."),
        campo(Cliente, "cognome", "Cognome", larghezza=24),
        campo(Cliente, "nome", "Nome", larghezza=18, accanto=True),
        campo(Cliente, "titolo", "Titolo", larghezza=6, accanto=True),
        campo(Cliente, "indirizzo", "Indirizzo", larghezza=44),
        campo(Cliente, "numero_civico", "N.", accanto=True),
        campo(Cliente, "cap", "CAP"),
        campo(Cliente, "comune", "Comune", larghezza=30, accanto=True),
        campo(Cliente, "provincia", "Prov", "codice", accanto=True),
        campo(
            Cliente,
            "nazione",
            "Nazione",
            "codice",
            accanto=True,
            obbligatorio=True,
            aiuto="Due lettere: IT Italia, DE Germania, CH Svizzera…",
        ),
        campo(Cliente, "telefono", "Telefono"),
        campo(Cliente, "cellulare", "Cellulare", accanto=True),
        Campo("vid", "", larghezza=3, sola_lettura=True, accanto=True),
        campo(Cliente, "email", "E-mail", larghezza=52),
    )


def _fiscali(archivio: "Archivio", contesto: "Contesto") -> Sequence[Campo]:
    return (
        campo(Cliente, "partita_iva", "Partita IVA", "codice", larghezza=16, controllo=controlli.partita_iva),
        campo(
            Cliente,
            "codice_fiscale",
            "Codice fiscale",
            "codice",
            larghezza=16,
            lunghezza=24,
            accanto=True,
            controllo=controlli.codice_fiscale,
        ),
        campo(Cliente, "privato", "Privato", aiuto="S = persona che non è un'impresa né un professionista"),
        campo(
            Cliente,
            "senza_partita_iva",
            "Senza P.IVA",
            accanto=True,
            attivo=lambda v: v["privato"] == "S" or bool(v["senza_partita_iva"]),
            aiuto="S = il privato non ha partita IVA, N = l'ha; vuoto vale S",
        ),
        campo(Cliente, "ente_pubblico", "Ente pubbl.", accanto=True, aiuto="S = pubblica amministrazione"),
        campo(Cliente, "data_nascita", "Nato il", "data", aiuto="Col sesso si confronta col codice fiscale"),
        campo(Cliente, "comune_nascita", "a", larghezza=22, accanto=True),
        campo(Cliente, "provincia_nascita", "Prov", "codice", accanto=True, aiuto="EE per chi è nato all'estero"),
        campo(Cliente, "sesso", "Sesso", accanto=True, aiuto="M oppure F"),
        campo(
            Cliente,
            "zona",
            "Zona",
            "codice",
            ricerca=ricerche.zone(archivio, contesto, {"descrizione_zona": "descrizione"}),
        ),
        Campo("descrizione_zona", "", larghezza=20, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "categoria",
            "Cat.",
            "codice",
            accanto=True,
            ricerca=ricerche.categorie(archivio, contesto, {"descrizione_categoria": "descrizione"}),
            aiuto="Categoria statistica",
        ),
        Campo("descrizione_categoria", "", larghezza=14, sola_lettura=True, accanto=True),
        campo(Cliente, "lingua", "Lingua", "codice", accanto=True, ricerca=ricerche.lingue(archivio, contesto)),
        campo(Cliente, "note", "Note", larghezza=52),
        campo(Cliente, "bloccato", "Bloccato", accanto=True, aiuto="S = non si emettono documenti al cliente"),
    )


def _condizioni(archivio: "Archivio", contesto: "Contesto") -> Sequence[Campo]:
    return (
        campo(
            Cliente,
            "pagamento",
            "Pagamento",
            "codice",
            sezione="Condizioni",
            ricerca=ricerche.pagamenti(archivio, contesto, {"descrizione_pagamento": "descrizione"}),
        ),
        Campo("descrizione_pagamento", "", larghezza=25, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "tariffario",
            "Tariffario",
            accanto=True,
            larghezza=1,
            ricerca=ricerche.tariffari(archivio, contesto, {"descrizione_tariffario": "descrizione"}),
            aiuto="Vuoto = tariffario 1",
        ),
        Campo("descrizione_tariffario", "", larghezza=7, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "cod_iva",
            "Aliquota IVA",
            "codice",
            ricerca=ricerche.codici_iva(archivio, contesto, {"descrizione_iva": "descrizione"}),
            aiuto="Prevale su quella della prestazione; vuoto = quella della prestazione",
        ),
        Campo("descrizione_iva", "", larghezza=20, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "esigibilita_iva",
            "Esigibilità",
            accanto=True,
            aiuto="I immediata, D differita, S scissione dei pagamenti; vuoto = decide il programma",
        ),
        campo(
            Cliente,
            "soggetto_ritenuta",
            "Sog.ritenuta",
            aiuto="S = il cliente è sostituto d'imposta e trattiene la ritenuta",
        ),
        campo(
            Cliente,
            "soggetto_ritenuta_dal",
            "dal",
            accanto=True,
            attivo=lambda v: v["soggetto_ritenuta"] == "S" or v["soggetto_ritenuta_dal"] is not None,
            aiuto="I documenti di prima non propongono la ritenuta; vuoto = da sempre",
        ),
    )


def _banca() -> Sequence[Campo]:
    def con_mandato(nome: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda v: bool(v["identificativo_mandato"]) or v[nome] not in ("", None)

    return (
        campo(
            Cliente,
            "iban",
            "IBAN",
            "codice",
            lunghezza=42,
            larghezza=34,
            controllo=controlli.iban,
            sezione="Banca e mandato",
            aiuto="Con gli spazi o senza; propone BIC e istituto",
        ),
        Campo("abi_cab", "", larghezza=22, sola_lettura=True, accanto=True),
        campo(Cliente, "bic", "BIC", "codice", larghezza=11),
        campo(Cliente, "istituto_finanziario", "Istituto", larghezza=42, accanto=True),
        campo(Cliente, "intestatario_conto", "Intestatario", larghezza=36, aiuto="Vuoto = il cliente stesso"),
        campo(
            Cliente,
            "codice_fiscale_intestatario",
            "Cod.fisc.",
            "codice",
            larghezza=16,
            lunghezza=24,
            accanto=True,
            controllo=controlli.codice_fiscale,
        ),
        campo(
            Cliente,
            "identificativo_mandato",
            "Mandato SDD",
            "codice",
            larghezza=35,
            aiuto="L'autorizzazione all'addebito: al massimo 35 fra lettere senza accento e cifre",
        ),
        campo(Cliente, "data_mandato", "del", accanto=True, attivo=con_mandato("data_mandato"), aiuto="La firma"),
        campo(
            Cliente,
            "tipo_mandato",
            "Tipo",
            attivo=con_mandato("tipo_mandato"),
            aiuto="CORE per tutti, B2B solo fra imprese; vuoto = CORE",
        ),
        campo(
            Cliente,
            "sequenza_mandato",
            "Sequenza",
            accanto=True,
            attivo=con_mandato("sequenza_mandato"),
            aiuto="RCUR ricorrente, FRST primo, FNAL ultimo, OOFF uno solo; vuoto = RCUR",
        ),
        campo(Cliente, "fine_mandato", "Scade il", accanto=True, attivo=con_mandato("fine_mandato")),
    )


def _elettronica(archivio: "Archivio", contesto: "Contesto") -> Sequence[Campo]:
    def con_ente(nome: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda v: v["ente_pubblico"] == "S" or v[nome] not in ("", "N")

    def senza_ufficio(nome: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda v: v["fattura_pa"] != "S" or bool(v[nome])

    return (
        campo(
            Cliente,
            "tipo_fattura_elettronica",
            "Fatt.elettr.",
            sezione=ELETTRONICA,
            attivo=lambda v: v["fattura_pa"] != "S" and v.get(SENZA_SEZIONALI) != "S",
            aiuto="S = fattura elettronica, N = documento cartaceo",
        ),
        Campo("formato_fattura", "", larghezza=18, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "sezionale_fattura_elettronica",
            "Sezionale",
            accanto=True,
            larghezza=2,
            ricerca=ricerche.serie_elettroniche(archivio, contesto),
            attivo=lambda v: (
                (v["tipo_fattura_elettronica"] == "S" and v.get(SENZA_SEZIONALI) != "S")
                or v["sezionale_fattura_elettronica"] is not None
            ),
            aiuto="Serie delle parcelle elettroniche di questo cliente; vuoto = quella proposta",
        ),
        campo(
            Cliente,
            "fattura_pa",
            "Fatt. PA",
            accanto=True,
            attivo=con_ente("fattura_pa"),
            aiuto="S = fattura alla pubblica amministrazione: vuole il codice ufficio",
        ),
        campo(
            Cliente,
            "codice_ufficio",
            "Cod. ufficio",
            "codice",
            attivo=con_ente("codice_ufficio"),
            aiuto="Sei caratteri, dall'indice delle pubbliche amministrazioni (indicepa.gov.it)",
        ),
        campo(
            Cliente,
            "codice_destinatario",
            "Cod.destin.",
            "codice",
            accanto=True,
            attivo=senza_ufficio("codice_destinatario"),
            aiuto="Sette caratteri; XXXXXXX per l'estero; vuoto = PEC, oppure cassetto fiscale",
        ),
        campo(
            Cliente,
            "pec_destinatario",
            "PEC dest.",
            accanto=True,
            larghezza=25,
            attivo=senza_ufficio("pec_destinatario"),
            aiuto="Dove il Sistema di Interscambio consegna la fattura, se manca il codice",
        ),
        campo(Cliente, "pec", "PEC", larghezza=40, aiuto="La casella PEC del cliente, per la corrispondenza"),
        campo(
            Cliente,
            "riferimento_amministrazione_pa",
            "Rif.amminis.",
            aiuto="Come il cliente individua lo studio nei suoi uffici",
        ),
        campo(Cliente, "gestione_cig_cup", "CIG-CUP", accanto=True, aiuto="S = i documenti chiedono CIG e CUP"),
        campo(
            Cliente,
            "obbligo_riferimento_movimenti",
            "Obbl.rif.movim.",
            accanto=True,
            aiuto="S = i documenti chiedono i riferimenti esterni (ordine, contratto, convenzione)",
        ),
    )


def parcellazione(archivio: "Archivio", contesto: "Contesto", sigla: Callable[[], str]) -> list[Campo]:
    """Dati parcellazione, videata 1 (CLI-002…025). `sigla` is that of the client's own azienda, as typed so far."""

    def accessibile(nome: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda v: nome in campi_accessibili(v)

    def conto_del_cliente(nome: str, etichetta: str, tipi: tuple[str, ...], aiuto: str) -> tuple[Campo, Campo]:
        descrizione = f"descrizione_{nome}"
        ricerca = ricerche.conti_di(archivio, sigla, tipi, {descrizione: "descrizione"})
        return (
            campo(Cliente, nome, etichetta, "codice", ricerca=ricerca, attivo=accessibile(nome), aiuto=aiuto),
            Campo(descrizione, "", larghezza=34, sola_lettura=True, accanto=True),
        )

    return [
        Campo("cliente", "Cliente", larghezza=60, sola_lettura=True),
        campo(
            Cliente,
            "responsabile",
            "Responsabile",
            larghezza=12,
            ricerca=ricerche.utenti(archivio, {"descrizione_responsabile": "descrizione"}),
            sezione="Dati parcellazione",
            aiuto="L'utente dello studio che segue il cliente",
        ),
        Campo("descrizione_responsabile", "", larghezza=34, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "conto_spese_anticipate",
            "Spese ant.studio",
            "codice",
            ricerca=ricerche.conti(archivio, contesto, ("P G",), {"descrizione_spese": "descrizione"}),
            aiuto="Vuoto = il conto spese anticipate dei parametri dello studio",
        ),
        Campo("descrizione_spese", "", larghezza=34, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "sigla_azienda",
            "Sigla azienda del cliente",
            "codice",
            ricerca=ricerche.aziende(archivio, {"descrizione_azienda": "ragione_sociale"}),
            aiuto="L'azienda di questo archivio in cui lo studio tiene la contabilità del cliente",
        ),
        Campo("descrizione_azienda", "", larghezza=34, sola_lettura=True, accanto=True),
        campo(
            Cliente,
            "contabilizza_come_fr",
            f"{CONTABILIZZA} XXX",
            attivo=accessibile("contabilizza_come_fr"),
            aiuto="S = le parcelle si registrano anche nell'azienda del cliente",
            colonna=1,
        ),
        *conto_del_cliente("conto_fornitore_studio", "Codice fornit.studio", (), "Vuoto = conto automatico"),
        *conto_del_cliente("conto_costo_prestazione", "Costo prest.cliente", (), "Vuoto = conto automatico"),
        campo(Cliente, "registra_pg", "Registra PG della FR", attivo=accessibile("registra_pg")),
        *conto_del_cliente("conto_pg", "Conto da utilizzare per il PG", ("P G",), "Vuoto = conto automatico Cassa"),
        Campo("contabilizzazione", "Esito", elastico=True, sola_lettura=True, colonna=1),
        campo(Cliente, "modello_dichiarativo", "Modello"),
        campo(Cliente, "pratica_dichiarativo", "Pratica", accanto=True),
        campo(
            Cliente,
            "riferimento_esterno",
            "Riferimento esterno",
            aiuto="Il codice con cui altri programmi chiamano il cliente: abbina le attività importate",
        ),
    ]
