"""What a client's record must be: form of its data, agreement between them, existence of what it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from parcella.ledger import tabella as col
from parcella.ledger.aziende import identificativi as forma
from parcella.ledger.aziende.tabelle import Azienda, CodiceIva, ContiAutomatici, Conto, Pagamento, Serie, Utente
from parcella.ledger.clienti import banca, persona
from parcella.ledger.clienti.lotti import Record, cambiamenti, tavola
from parcella.ledger.clienti.nomi import fuori_dal_latino
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.prestazioni.tabelle import Lingua, Tariffario

TARIFFARIO_BASE = 1
SEZIONALE_CARTACEO = "sezionale_cartaceo"
COGNOME_SENZA_NOME = "cognome_senza_nome"
_MAIUSCOLI = (
    "codice",
    "lingua",
    "provincia",
    "nazione",
    "codice_ufficio",
    "codice_destinatario",
    "sigla_azienda",
    "zona",
    "categoria",
    "provincia_nascita",
    "identificativo_mandato",
)
_COMPATTI = ("codice_fiscale", "partita_iva", "iban", "bic", "codice_fiscale_intestatario")
_NEL_FILE_XML = ("ragione_sociale", "cognome", "nome", "indirizzo", "comune")
_SEGNI_DI_SCRITTURA = str.maketrans("", "", " .-/\t")
_DIPENDENTI_DA_FR = ("conto_fornitore_studio", "conto_costo_prestazione", "registra_pg", "conto_pg")


@dataclass(frozen=True, slots=True)
class Riferimenti:
    """What the clients of an azienda may name, read once."""

    sigla: str
    mastro: str | None
    conti: Mapping[str, str]
    pagamenti: frozenset[str]
    tariffari: frozenset[int]
    codici_iva: frozenset[str]
    utenti: frozenset[str]
    aziende: frozenset[str]
    serie: Mapping[int, str | None]
    lingue: frozenset[str] = frozenset()


def riferimenti(session: Session, contesto: Contesto) -> Riferimenti:
    """Read the tables a client's record refers to."""

    def colonne(tabella: Any, *nomi: str, comune: bool = False) -> Any:
        t = tavola(tabella)
        domanda = select(*(t.c[nome] for nome in nomi))
        return session.execute(domanda if comune else domanda.where(t.c.azienda == contesto.azienda))

    serie = colonne(Serie, "documento", "serie", "fattura_elettronica")
    return Riferimenti(
        sigla=contesto.sigla,
        mastro=colonne(ContiAutomatici, "mastro_clienti").scalar(),
        conti={riga.codice: riga.tipo for riga in colonne(Conto, "codice", "tipo")},
        pagamenti=frozenset(colonne(Pagamento, "codice").scalars()),
        tariffari=frozenset(colonne(Tariffario, "numero").scalars()) | {TARIFFARIO_BASE},
        codici_iva=frozenset(colonne(CodiceIva, "codice").scalars()),
        utenti=frozenset(colonne(Utente, "nome", comune=True).scalars()),
        aziende=frozenset(colonne(Azienda, "sigla", comune=True).scalars()),
        serie={numero: elettronica for documento, numero, elettronica in serie if documento == "PA"},
        lingue=frozenset(colonne(Lingua, "codice").scalars()) | {"IT"},
    )


def normalizza(dati: Mapping[str, Any]) -> Record:
    """What was typed, as it is kept: no blanks at the ends, codes in capitals, nothing for the empty string."""
    puliti: Record = {}
    for nome, valore in dati.items():
        if isinstance(valore, str):
            valore = valore.strip()
            if nome in _COMPATTI:
                valore = valore.upper().translate(_SEGNI_DI_SCRITTURA)
            elif nome in _MAIUSCOLI:
                valore = valore.upper()
        puliti[nome] = None if valore == "" else valore
    return puliti


def numero_normale(campo: str, valore: str, nazione: str) -> str | None:
    """A codice fiscale or a partita IVA as typed, in the form it is kept in."""
    scritto: str | None = normalizza({campo: valore})[campo]
    return forma.senza_prefisso(scritto, nazione) if scritto and campo == "partita_iva" else scritto


def completa(dati: Mapping[str, Any], prima: Mapping[str, Any]) -> Record:
    """The whole record: what is given, over what there was, with what follows from it."""
    intero: Record = {**prima, **dati}
    if intero["partita_iva"] and intero["nazione"]:
        intero["partita_iva"] = forma.senza_prefisso(intero["partita_iva"], intero["nazione"])
    if intero["sigla_azienda"] is None and "contabilizza_come_fr" not in dati:
        intero["contabilizza_come_fr"] = "N"  # clearing the sigla stops the posting (cap. 03, Ambiguità 3)
    if intero["soggetto_ritenuta"] == "N" and "soggetto_ritenuta_dal" not in dati:
        intero["soggetto_ritenuta_dal"] = None
    banca.completa(intero, dati)
    if intero["fattura_pa"] == "S" and "tipo_fattura_elettronica" not in dati:
        intero["tipo_fattura_elettronica"] = "S"  # FEL-011
    if intero["tipo_fattura_elettronica"] == "N" and "sezionale_fattura_elettronica" not in dati:
        intero["sezionale_fattura_elettronica"] = None  # FEL-014
    return intero


def controlla(
    cliente: Record,
    esistente: Record | None,
    vuoto: Record,
    rif: Riferimenti,
    risposte: Risposte,
    *,
    da_archivio: bool = False,
) -> None:
    """Refuse a record that breaks a rule. What is as in `esistente`, the stored record, isn't asked again.

    `da_archivio`: the record comes from a file of the archive format, which may have what a screen refuses.
    """
    dati = cambiamenti(cliente, esistente or vuoto)
    col.controlla(Cliente, dati, nuovo=esistente is None)
    _codice(cliente, esistente, rif)
    if not cliente["ragione_sociale"] and not cliente["cognome"]:
        raise Rifiuto("Indicare la ragione sociale, oppure cognome e nome.", "ragione_sociale")
    _persona(cliente, esistente, risposte, da_archivio)
    _identificativi(cliente, esistente, risposte)
    persona.controlla(cliente)
    if dati.keys() & persona.CAMPI:
        persona.avvisa_se_discorde(cliente, risposte)
    _avvisa_se_non_latino(dati, risposte)
    banca.controlla(cliente, dati, risposte)
    _fattura_elettronica(cliente, rif)
    _sezionale(cliente, esistente, rif, risposte, da_archivio)
    _condizioni(cliente, rif)
    if esistente is None or esistente["lingua"] != cliente["lingua"]:
        _esiste(cliente, "lingua", rif.lingue, "La lingua {} non è dichiarata: si aggiunge nella tabella delle lingue.")
    _dati_parcellazione(cliente, esistente, rif)


def _codice(cliente: Record, esistente: Record | None, rif: Riferimenti) -> None:
    if esistente is not None:
        return
    codice = cliente["codice"]
    if rif.mastro is not None:
        mastro, punto, sottoconto = codice.partition(".")
        if mastro != rif.mastro or not punto or not sottoconto:
            raise Rifiuto(
                f"Il codice {codice} non è un sottoconto del mastro clienti {rif.mastro} "
                f"(per esempio {rif.mastro}.00001).",
                "codice",
            )
    if codice in rif.conti and rif.conti[codice] != "P C":
        raise Rifiuto(f"Il codice {codice} è già quello di un conto di tipo {rif.conti[codice]}.", "codice")


def _persona(cliente: Record, esistente: Record | None, risposte: Risposte, da_archivio: bool) -> None:
    """A person has Nome and Cognome in the invoice, or it is a scarto 00200; one that is there already is told."""
    if cliente["tipo_fattura_elettronica"] == "N" or not cliente["cognome"] or cliente["nome"]:
        return
    rimedio = "una persona li vuole tutti e due, una società la sola ragione sociale"
    gia_cosi = esistente is not None and all(esistente[n] == cliente[n] for n in ("cognome", "nome"))
    if not gia_cosi and not da_archivio:
        raise Rifiuto(
            f"C'è il cognome e manca il nome, e la fattura elettronica non si può fare: {rimedio}.",
            "nome",
            COGNOME_SENZA_NOME,
        )
    risposte.avvisa(
        COGNOME_SENZA_NOME,
        f"Cliente {cliente['codice']}: manca il nome, e la fattura elettronica non si può fare: {rimedio}.",
    )


def _identificativi(cliente: Record, esistente: Record | None, risposte: Risposte) -> None:
    nazione = cliente["nazione"]
    forma.indirizzo(nazione, cliente["provincia"], cliente["cap"])
    if cliente["codice_fiscale"]:
        forma.codice_fiscale(cliente["codice_fiscale"])
    if partita_iva := cliente["partita_iva"]:
        if cliente["senza_partita_iva"] == "S" or (cliente["privato"] == "S" and cliente["senza_partita_iva"] is None):
            raise Rifiuto("Un privato senza partita IVA non può averne una.", "partita_iva")
        if nazione != forma.ITALIA:
            forma.partita_iva_estera(partita_iva, nazione)
        elif not forma.partita_iva(partita_iva) and (esistente is None or esistente["partita_iva"] != partita_iva):
            risposte.pretendi("partita_iva_ufficio", "partita_iva", partita_iva=partita_iva)
            if not risposte.interattive:
                risposte.avvisa(
                    "partita_iva_ufficio", f"La partita IVA {partita_iva} ha un codice ufficio sconosciuto."
                )
    for campo in ("email", "pec"):
        if cliente[campo]:
            forma.posta_elettronica(cliente[campo], campo)


def _avvisa_se_non_latino(dati: Mapping[str, Any], risposte: Risposte) -> None:
    """A letter that isn't Latin can't be in the file of the invoice: told now, refused when the file is made."""
    for campo in _NEL_FILE_XML:
        if fuori := fuori_dal_latino(dati.get(campo) or ""):
            risposte.avvisa(
                "carattere_non_latino",
                f"{col.etichetta(campo)}: «{fuori}» non è ammesso nel file della fattura elettronica, va scritto in "
                "lettere latine.",
            )


def _fattura_elettronica(cliente: Record, rif: Riferimenti) -> None:
    """Where the invoice goes: an office of a public body, or a codice destinatario or a PEC (FPA-050…052, batch.md)."""
    if cliente["codice_ufficio"]:
        forma.codice_ufficio(cliente["codice_ufficio"])
        if cliente["ente_pubblico"] != "S":
            raise Rifiuto("Il codice ufficio è solo di un ente pubblico.", "codice_ufficio")
    if cliente["codice_destinatario"]:
        forma.codice_destinatario(cliente["codice_destinatario"], cliente["nazione"])
    if cliente["pec_destinatario"]:
        forma.pec_destinatario(cliente["pec_destinatario"])
    if cliente["fattura_pa"] == "S":
        if cliente["ente_pubblico"] != "S":
            raise Rifiuto("Fattura PA è solo di un ente pubblico.", "fattura_pa")
        if not cliente["codice_ufficio"]:
            raise Rifiuto("Un cliente con Fattura PA vuole il codice ufficio di 6 caratteri.", "codice_ufficio")
        for campo in ("codice_destinatario", "pec_destinatario"):
            if cliente[campo]:
                raise Rifiuto("Un cliente con Fattura PA ha il codice ufficio, non altri recapiti.", campo)
        if cliente["tipo_fattura_elettronica"] == "N":
            raise Rifiuto("Un cliente con Fattura PA ha la fattura elettronica.", "tipo_fattura_elettronica")
    sezionale = cliente["sezionale_fattura_elettronica"]
    if sezionale is not None:
        campo = "sezionale_fattura_elettronica"
        if cliente["tipo_fattura_elettronica"] == "N":
            raise Rifiuto("Il sezionale vuole un cliente con fattura elettronica.", campo)
        if sezionale not in rif.serie:
            raise Rifiuto(f"La serie {sezionale} delle parcelle non esiste.", campo)


def _sezionale(
    cliente: Record, esistente: Record | None, rif: Riferimenti, risposte: Risposte, da_archivio: bool
) -> None:
    """FEL-013: a paper sezionale is refused; one that the client has already, or an archive brings, is told."""
    sezionale = cliente["sezionale_fattura_elettronica"]
    if sezionale is None or rif.serie[sezionale] != "N":
        return
    motivo = f"Il sezionale {sezionale} non è abilitato alla fatturazione elettronica"
    suo = esistente is not None and esistente["sezionale_fattura_elettronica"] == sezionale
    if not suo and not da_archivio:
        raise Rifiuto(
            f"{motivo}: indicarne uno elettronico, o lasciare vuoto.",
            "sezionale_fattura_elettronica",
            SEZIONALE_CARTACEO,
        )
    risposte.avvisa(SEZIONALE_CARTACEO, f"Cliente {cliente['codice']}: {motivo[0].lower()}{motivo[1:]}.")


def _condizioni(cliente: Record, rif: Riferimenti) -> None:
    """What the documents will propose. A payment of type tratta is kept here and refused there (DOC-100)."""
    _esiste(cliente, "pagamento", rif.pagamenti, "Il pagamento {} non esiste.")
    _esiste(cliente, "cod_iva", rif.codici_iva, "Il codice IVA {} non esiste.")
    _esiste(cliente, "tariffario", rif.tariffari, "Il tariffario {} non è abilitato.")  # TAR-008
    if cliente["soggetto_ritenuta_dal"] is not None and cliente["soggetto_ritenuta"] != "S":
        raise Rifiuto("La decorrenza vuole un cliente soggetto a ritenuta.", "soggetto_ritenuta_dal")


def _dati_parcellazione(cliente: Record, esistente: Record | None, rif: Riferimenti) -> None:
    if esistente is None or esistente["responsabile"] != cliente["responsabile"]:
        _esiste(cliente, "responsabile", rif.utenti, "Il responsabile {} non è fra gli utenti.")
    conto = cliente["conto_spese_anticipate"]
    if conto is not None and rif.conti.get(conto) != "P G":  # CLI-007
        motivo = f"è di tipo {rif.conti[conto]}, non P G" if conto in rif.conti else "non esiste"
        raise Rifiuto(f"Il conto spese anticipate {conto} {motivo}.", "conto_spese_anticipate")
    if cliente["sigla_azienda"] == rif.sigla:
        raise Rifiuto(f"{rif.sigla} è la sigla dello studio stesso.", "sigla_azienda")
    _esiste(cliente, "sigla_azienda", rif.aziende, "L'azienda {} non è codificata.")  # CLI-010
    if cliente["contabilizza_come_fr"] == "S" and cliente["sigla_azienda"] is None:  # CLI-013
        raise Rifiuto("Contabilizza come FR vuole la sigla dell'azienda del cliente.", "contabilizza_come_fr")
    if esistente is not None:  # CLI-016: values once given are kept but can't be reached
        aperti = campi_accessibili(cliente)
        for campo in _DIPENDENTI_DA_FR:
            if campo not in aperti and cliente[campo] != esistente[campo] and cliente[campo] not in (None, "N"):
                raise Rifiuto(f"{col.etichetta(campo)}: non accessibile senza contabilizzazione come FR.", campo)


def campi_accessibili(cliente: Mapping[str, Any]) -> frozenset[str]:
    """The fields of the dati parcellazione the cursor may enter (CLI-013, CLI-016; Ambiguità 2)."""
    aperti = {
        "responsabile",
        "conto_spese_anticipate",
        "sigla_azienda",
        "modello_dichiarativo",
        "pratica_dichiarativo",
        "riferimento_esterno",
    }
    if cliente.get("sigla_azienda"):
        aperti.add("contabilizza_come_fr")
        if cliente.get("contabilizza_come_fr") == "S":
            aperti.update(_DIPENDENTI_DA_FR)
            if cliente.get("registra_pg") != "S":
                aperti.remove("conto_pg")
    return frozenset(aperti)


def _esiste(cliente: Record, campo: str, esistenti: frozenset[Any], frase: str) -> None:
    valore = cliente[campo]
    if valore is not None and valore not in esistenti:
        raise Rifiuto(frase.format(valore), campo)
