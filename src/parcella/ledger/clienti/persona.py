"""Who a person is: birth, sex, and what its codice fiscale says of them."""

from collections.abc import Mapping
from typing import Any

from parcella.ledger.aziende.elenchi import PROVINCE, PROVINCIA_ESTERA
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.esito import Rifiuto, Risposte

_LUNGHEZZA = 16
_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
_MESI = "ABCDEHLMPRST"
_VOCALI = frozenset("AEIOU")
_DI_UNA_DONNA = 40
CAMPI = frozenset({"codice_fiscale", "data_nascita", "sesso", "cognome", "nome"})


def controlla(cliente: Mapping[str, Any]) -> None:
    """Refuse a provincia di nascita that isn't one, or EE for abroad."""
    provincia = cliente["provincia_nascita"]
    if provincia is not None and provincia not in PROVINCE and provincia != PROVINCIA_ESTERA:
        raise Rifiuto(
            f"La provincia di nascita {provincia} non esiste (EE per chi è nato all'estero).", "provincia_nascita"
        )


def avvisa_se_discorde(cliente: Mapping[str, Any], risposte: Risposte) -> None:
    """Note what of a person its codice fiscale, valid by itself, says otherwise."""
    if discordi := _discordi(cliente):
        risposte.avvisa(
            "codice_fiscale_discorde",
            f"Il codice fiscale {cliente['codice_fiscale']} non concorda con {' e con '.join(discordi)}.",
        )


def _discordi(cliente: Mapping[str, Any]) -> list[str]:
    codice = cliente["codice_fiscale"]
    if codice is None or len(codice) != _LUNGHEZZA:
        return []
    giorno = int(codice[9:11].translate(_OMOCODIA))
    mese, anno = _MESI.find(codice[8]) + 1, int(codice[6:8].translate(_OMOCODIA))
    sesso = "F" if giorno > _DI_UNA_DONNA else "M"
    giorno %= _DI_UNA_DONNA
    discordi = []
    nascita = cliente["data_nascita"]
    if nascita is not None and (nascita.day, nascita.month, nascita.year % 100) != (giorno, mese, anno):
        discordi.append(f"la data di nascita (dice {giorno:02}/{mese:02}/{anno:02})")
    if cliente["sesso"] is not None and cliente["sesso"] != sesso:
        discordi.append(f"il sesso (dice {sesso})")
    if cliente["cognome"] and cliente["nome"]:
        if _lettere(cliente["cognome"]) != codice[:3]:
            discordi.append(f"il cognome (dice {codice[:3]})")
        if _lettere(cliente["nome"], nome=True) != codice[3:6]:
            discordi.append(f"il nome (dice {codice[3:6]})")
    return discordi


def _lettere(parola: str, *, nome: bool = False) -> str:
    """The three letters of a name: consonants, vowels, X. Of a first name with four consonants the second is left."""
    lettere = [c for c in chiave_nome(parola) if c.isalpha()]
    consonanti = [c for c in lettere if c not in _VOCALI]
    if nome and len(consonanti) > 3:
        del consonanti[1]
    return "".join([*consonanti, *(c for c in lettere if c in _VOCALI), *"XXX"][:3])
