"""The headings of the columns: those the program writes, and those other programs and people use for the same thing.

Case, accents, points and blanks don't count: «P.IVA», «p. iva» and «Partita Iva» are one.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from parcella.ledger.tabella import etichetta

_TITOLI = {
    "cap": "CAP", "partita_iva": "Partita IVA", "email": "E-mail", "pec": "PEC", "iban": "IBAN", "bic": "BIC",
    "cod_iva": "Codice IVA", "codice_iva": "Codice IVA", "pec_destinatario": "PEC destinatario",
    "senza_partita_iva": "Senza partita IVA", "tipo_fattura_elettronica": "Fattura elettronica",
    "fattura_pa": "Fattura PA", "esigibilita_iva": "Esigibilità IVA", "gestione_cig_cup": "Gestione CIG/CUP",
    "riferimento_amministrazione_pa": "Riferimento amministrazione PA", "soggetto_ritenuta": "Soggetto a ritenuta",
    "soggetto_ritenuta_dal": "Soggetto a ritenuta dal", "contabilizza_come_fr": "Contabilizza come FR",
    "registra_pg": "Registra PG", "conto_pg": "Conto PG", "unita_misura": "Unità di misura",
    "soggetta_ritenuta": "Soggetta a ritenuta", "soggetta_enasarco": "Soggetta a Enasarco",
    "soggetta_cassa": "Soggetta a cassa", "soggetta_inps": "Soggetta a INPS", "periodicita": "Periodicità",
    "quantita": "Quantità", "provincia": "Prov.", "valida_da": "Valida dal", "valida_a": "Valida fino al",
    "prezzo_oltre": "Prezzo oltre", "righe_testo": "Testo", "codice_iva_spese_banca": "Codice IVA spese banca",
    "totale_iva": "Totale IVA", "rivalsa_inps": "Rivalsa INPS", "cig": "CIG", "cup": "CUP",
}  # fmt: skip

SINONIMI: Mapping[str, Mapping[str, str]] = {
    "clienti": {
        "codice": "codice cliente; cod. cliente; cod.; cod. cli.; cliente cod.; conto; sottoconto; id cliente; id",
        "ragione_sociale": "rag. soc.; rag. sociale; ragionesociale; denominazione; nominativo; cognome e nome; "
        "nome e cognome; cognome nome; nome cognome; cognome/nome; intestazione; intestatario; cliente; ditta; "
        "nome cliente; nome ditta; azienda; società; nome azienda; ragione sociale/nominativo; descrizione; "
        "ragione sociale o cognome e nome; cognome o ragione sociale; ragione sociale o cognome; "
        "ragione sociale/cognome; cognome/ragione sociale; ragione sociale/cognome nome; ragione sociale cliente; "
        "name; company",
        "cognome": "surname; last name; cognome persona",
        "nome": "first name; nome persona",
        "titolo": "tit.; titolo onorifico; titolo di cortesia",
        "partita_iva": "p.iva; part. iva; p.i.; piva cliente; partita iva cliente; n. partita iva; p.i.v.a.; "
        "partita i.v.a.; vat; vat number; numero partita iva; partita iva/vat; codice iva cliente; part.iva",
        "codice_fiscale": "cod. fisc.; cod. fiscale; c.f.; cf; c. fiscale; cod.fis.; codice fisc.; codfisc; "
        "fiscal code",
        "data_nascita": "nato il; data di nascita; nascita; nata il; nato/a il",
        "comune_nascita": "nato a; luogo di nascita; luogo nascita; comune di nascita; nato/a a",
        "provincia_nascita": "prov. nascita; provincia di nascita; pr. nascita; prov. di nascita",
        "sesso": "m/f; genere",
        "indirizzo": "via; ind.; indirizzo sede; sede; via/piazza; indirizzo sede legale; sede legale; residenza; "
        "address; indirizzo residenza; indirizzo e numero; indirizzo cliente",
        "numero_civico": "n. civico; civico; num. civico; n.; nr.; numero; n.ro civico; nr. civico",
        "cap": "c.a.p.; codice postale; cod. postale; cap cliente; zip",
        "comune": "città; citta'; località; loc.; comune sede; comune di residenza; city",
        "provincia": "prov.; pr.; provincia sede; sigla provincia; pv; prov",
        "nazione": "paese; stato; naz.; cod. nazione; codice nazione; country; cod. paese; codice paese",
        "telefono": "tel.; tel; telef.; n. telefono; telefono 1; tel. 1; telefono fisso; tel. ufficio; phone; recapito",
        "cellulare": "cell.; cel.; cell; mobile; telefono 2; tel. 2; telefonino; telefono cellulare; tel. cellulare",
        "email": "mail; posta elettronica; indirizzo e-mail; indirizzo email; e-mail 1; email cliente; mail ordinaria",
        "pec": "p.e.c.; posta certificata; indirizzo pec; email pec; mail pec; posta elettronica certificata",
        "iban": "codice iban; coordinate bancarie; conto corrente; c/c; iban cliente",
        "bic": "swift; bic/swift; codice swift; codice bic",
        "istituto_finanziario": "banca; banca d'appoggio; banca appoggio; istituto",
        "intestatario_conto": "intestatario c/c; intestatario del conto",
        "codice_fiscale_intestatario": "codice fiscale intestatario conto; cf intestatario",
        "identificativo_mandato": "id mandato; mandato; codice mandato; mandato sdd; riferimento mandato",
        "data_mandato": "data firma mandato; firma mandato; data mandato sdd",
        "privato": "persona fisica; privato (s/n); consumatore",
        "senza_partita_iva": "senza p.iva; senza p. iva; no partita iva",
        "ente_pubblico": "pa; p.a.; pubblica amministrazione; ente pubbl.; ente",
        "soggetto_ritenuta": "ritenuta; r.a.; ritenuta d'acconto; sogg. rit.; sog.rda; soggetto ritenuta d'acconto; "
        "sostituto d'imposta; soggetto a r.a.; rit. acconto; rda; applica ritenuta",
        "pagamento": "cod. pagamento; codice pagamento; modalità di pagamento; condizioni di pagamento; cond. pag.; "
        "tipo pagamento; mod. pagamento; pag.; modalità pagamento; pagamento abituale",
        "tariffario": "listino; n. tariffario; numero tariffario; cod. listino; listino prezzi",
        "cod_iva": "aliquota iva; iva cliente; esenzione; cod. iva; codice esenzione; aliquota; esenzione iva",
        "esigibilita_iva": "esigibilità; split payment; tipo iva",
        "lingua": "cod. lingua; language",
        "zona": "cod. zona; codice zona; area",
        "categoria": "cat.; categoria statistica; cat. statistica; cod. categoria; settore",
        "tipo_fattura_elettronica": "fe; fattura elettr.; fatt. elettronica; e-fattura",
        "sezionale_fattura_elettronica": "sezionale; sezionale fe; serie fattura elettronica",
        "codice_ufficio": "codice univoco ufficio; cod. ufficio; ufficio pa; codice ipa; ipa; cuu; "
        "cod. univoco ufficio",
        "codice_destinatario": "cod. sdi; codice sdi; sdi; codice univoco; cod. univoco; cod. destinatario; "
        "codice destinatario sdi; cod. dest.; codice fattura elettronica; codice fe; codice identificativo; "
        "codice destinatario fattura elettronica",
        "pec_destinatario": "pec sdi; pec fattura elettronica; pec fe; pec fatturazione; pec per fattura; pec fatture",
        "note": "nota; annotazioni; commenti; note cliente; osservazioni",
        "annullato": "cessato; non attivo; disattivato; inattivo",
        "bloccato": "blocco; sospeso",
        "responsabile": "resp.; referente studio; responsabile cliente; operatore; collaboratore",
        "conto_spese_anticipate": "spese ant. studio; spese ant.studio",
        "sigla_azienda": "sigla azienda del cliente; sigla; cod. azienda",
        "conto_fornitore_studio": "codice fornit. studio; codice fornit.studio",
        "conto_costo_prestazione": "costo prest. cliente; costo prest.cliente",
        "conto_pg": "conto da utilizzare per il pg",
        "modello_dichiarativo": "modello",
        "pratica_dichiarativo": "pratica",
        "riferimento_esterno": "rif. esterno; codice esterno; codice gestionale; vecchio codice; id esterno",
    },
    "prestazioni": {
        "codice": "codice prestazione; cod.; cod. prestazione; prestazione; articolo; cod. articolo; codice articolo",
        "tipo": "tipo codice; tipologia",
        "descrizione": "descriz.; descr.; descrizione prestazione; denominazione; voce",
        "descrizione_estesa": "estensione; ulteriore descrizione; descrizione aggiuntiva; descrizione 2; desc. estesa",
        "codice_alternativo": "codice secondario; cod. alternativo; cod. secondario",
        "cod_iva": "iva; aliquota iva; aliquota; cod. iva; aliq. iva; esenzione",
        "unita_misura": "um; u.m.; un. mis.; unità; unità mis.; misura",
        "minimo_fatturabile": "minimo; min. fatturabile; importo minimo",
        "massimo_fatturabile": "massimo; max fatturabile; importo massimo",
        "soggetta_ritenuta": "ritenuta; r.a.; ritenuta d'acconto; sogg. ritenuta; soggetta ritenuta",
        "soggetta_enasarco": "enasarco",
        "soggetta_cassa": "cassa; cassa previdenza; cassa prev.; contributo cassa; cpa; soggetta cassa previdenza",
        "soggetta_inps": "inps; gestione separata; gestione separata inps",
        "conto_ricavo": "ricavo; contropartita; conto ricavi",
        "conto_ricavo_sospeso": "ricavo sospeso; ric. sos.; ricsos",
        "data_aggiornamento": "data ultimo aggiornamento; aggiornata il; ultimo aggiornamento",
        "precancellata": "annullata; canc.; cancellata",
        "codice_sostitutivo": "sostitutivo; sostituita da",
        "scadenza_messaggio": "scadenza del messaggio",
        "righe_testo": "righe; righe di testo",
    },
    "prezzi": {
        "codice": "prestazione; codice prestazione; cod.; cod. prestazione; articolo; codice articolo",
        "tariffario": "listino; n. tariffario; numero tariffario",
        "prezzo": "importo; prezzo eur; prezzo unitario; tariffa; prezzo (€); prezzo €; onorario",
    },
    "particolarita": {
        "prestazione": "codice prestazione; codice; cod. prestazione",
        "cliente": "codice cliente; cod. cliente; conto",
        "tariffario": "listino; n. tariffario",
        "valida_da": "da data; dal; valida da; data inizio; inizio; inizio validità; decorrenza",
        "valida_a": "a data; al; valida a; data fine; fine; fine validità; scadenza; fino al",
        "modo": "tipo; tipo valore; fisso o per quantità; modo (f/q)",
        "prezzo_oltre": "prezzo; prezzo fisso; oltre; valore; prezzo eur",
    },
    "indirizzi": {
        "cliente": "codice cliente; cod. cliente; codice",
        "descrizione": "tipo indirizzo; tipo",
        "presso": "c/o",
    },
    "contatti": {
        "cliente": "codice cliente; cod. cliente; codice",
        "nome": "nominativo; contatto; referente; cognome e nome; nome e cognome",
        "ruolo": "qualifica; mansione; funzione",
    },
}  # fmt: skip
_STESSI = {
    "indirizzi": ("numero_civico", "cap", "comune", "provincia", "nazione", "indirizzo"),
    "contatti": ("telefono", "cellulare", "email", "note"),
}
_FRA_PARENTESI = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def titolo(nome: str) -> str:
    """The heading the program writes over a column."""
    return _TITOLI.get(nome) or etichetta(nome)


def normale(testo: str) -> str:
    """What of a heading counts: its letters and digits, without case or accents."""
    scomposto = unicodedata.normalize("NFKD", testo.casefold())
    return "".join(carattere for carattere in scomposto if carattere.isalnum())


def chiavi(tabella: str, colonne: Mapping[str, str]) -> dict[str, str]:
    """Every heading of an archive that is understood, normalised, with the column it means.

    `colonne` are identifier -> heading as the program writes it; their own names win over any synonym.
    """
    capite: dict[str, str] = {}
    altrui = SINONIMI.get(tabella, {})
    for nome, scritto in colonne.items():
        for voce in (nome, scritto, etichetta(nome)):
            capite.setdefault(normale(voce), nome)
    for nome in colonne:
        simili = altrui.get(nome, "")
        if nome in _STESSI.get(tabella, ()):
            simili = SINONIMI["clienti"].get(nome, "")
        for voce in simili.split(";"):
            if voce.strip():
                capite.setdefault(normale(voce), nome)
    return capite


def riconosci(capite: Mapping[str, str], intestazione: str) -> str | None:
    """The column a heading means; what is between brackets is left out if it is not understood with it."""
    for testo in (intestazione, _FRA_PARENTESI.sub("", intestazione)):
        if trovata := capite.get(normale(testo)):
            return trovata
    return None


def somigliante(capite: Mapping[str, str], colonne: Mapping[str, str], intestazione: str) -> str:
    """The heading most like one that is not understood, as the program writes it; or nothing."""
    simili = get_close_matches(normale(intestazione), capite, n=1, cutoff=0.7)
    return colonne[capite[simili[0]]] if simili else ""


def elencate(colonne: Sequence[str]) -> str:
    """Headings in a sentence."""
    return ", ".join(f"«{colonna}»" for colonna in colonne)
