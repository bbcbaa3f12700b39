"""From the invoices issued to the clients they were made out to: who is the same, and what is known of each.

The same client is the same codice fiscale, else the same partita IVA (members of a gruppo IVA share one and differ by
codice fiscale), else the same name and comune. The offices of a public body are clients apart, since a client has one
codice ufficio. The newest invoice wins, field by field: name, address and delivery each move as one.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from parcella.fatturapa.emesse import Emessa
from parcella.fatturapa.lettura.fattura import Soggetto
from parcella.fatturapa.pagamento import MODALITA
from parcella.ledger.aziende import identificativi as forma
from parcella.ledger.aziende.elenchi import NAZIONI, PROVINCE
from parcella.ledger.aziende.rate import scadenze
from parcella.ledger.aziende.tabelle import Azienda, CodiceIva, Pagamento
from parcella.ledger.clienti.nomi import chiave_nome
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.documenti.tavole import termini_di
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tabella import colonne, etichetta
from parcella.ledger.tipi import ZERO

CODICE_SCONOSCIUTO = "0000000"
_ULTIME = 3
_RITENUTE_D_ACCONTO = ("RT01", "RT02")
_MODALITA_DEL_CLIENTE = frozenset(("MP09", "MP10", "MP11", "MP12", "MP16", "MP19", "MP20", "MP21"))
_LUNGHEZZE = {c.name: c.info["lunghezza"] for c in colonne(Cliente) if "lunghezza" in c.info}
_TESTI_TAGLIABILI = ("ragione_sociale", "cognome", "nome", "indirizzo", "comune")


@dataclass(slots=True)
class Cessionario:
    """A client found: its documents from the newest, and what they say of it."""

    chiave: str
    ufficio: str
    emesse: list[Emessa] = field(default_factory=list)
    dati: dict[str, Any] = field(default_factory=dict)
    note: list[str] = field(default_factory=list)
    motivo: str = ""

    @property
    def ultima(self) -> date | None:
        return self.emesse[0].corpo.data.valore


@dataclass(frozen=True, slots=True)
class Tavole:
    """What of the company the data of a client refer to."""

    azienda: Azienda
    codici_iva: Sequence[CodiceIva]
    pagamenti: Sequence[Pagamento]


def cessionari(emesse: Sequence[Emessa], tavole: Tavole) -> list[Cessionario]:
    """The clients of the invoices, given from the newest; in the order of their names."""
    trovati = _raggruppa(emesse)
    consueta = _natura_consueta(emesse)
    for trovato in trovati:
        _descrivi(trovato, tavole, consueta)
    return sorted(trovati, key=lambda c: (chiave_nome(nominativo(c.dati)), c.chiave))


def nominativo(dati: Mapping[str, Any]) -> str:
    """The name in the data of a client."""
    return dati.get("ragione_sociale") or " ".join(filter(None, (dati.get("cognome"), dati.get("nome"))))


def ufficio_di(emessa: Emessa) -> str:
    """The codice ufficio of an invoice to a public body, else nothing."""
    return emessa.testata.codice_destinatario if emessa.testata.formato == "FPA12" else ""


def _raggruppa(emesse: Sequence[Emessa]) -> list[Cessionario]:
    trovati: list[Cessionario] = []
    per_fiscale: dict[tuple[str, str], Cessionario] = {}
    per_iva: dict[tuple[str, str], list[Cessionario]] = {}
    per_nome: dict[tuple[str, str], Cessionario] = {}
    for emessa in emesse:
        chi, ufficio = emessa.testata.cessionario, ufficio_di(emessa)
        fiscale, iva = chi.codice_fiscale, chi.partita_iva
        nome = f"{chiave_nome(chi.nominativo)}|{chiave_nome(chi.sede.comune)}"
        stesso = per_fiscale.get((fiscale, ufficio)) if fiscale else None
        if stesso is None and iva:
            stesso = next((c for c in per_iva.get((iva, ufficio), ()) if not fiscale or not _fiscale(c)), None)
        if stesso is None and not fiscale and not iva:
            stesso = per_nome.get((nome, ufficio))
        if stesso is None:
            stesso = Cessionario("|".join(filter(None, (fiscale or iva or nome, ufficio))), ufficio)
            trovati.append(stesso)
        stesso.emesse.append(emessa)
        if fiscale:
            per_fiscale.setdefault((fiscale, ufficio), stesso)
        if iva and stesso not in (simili := per_iva.setdefault((iva, ufficio), [])):
            simili.append(stesso)
        if not fiscale and not iva:
            per_nome.setdefault((nome, ufficio), stesso)
    return trovati


def _fiscale(trovato: Cessionario) -> str:
    return next(filter(None, (e.testata.cessionario.codice_fiscale for e in trovato.emesse)), "")


def _descrivi(trovato: Cessionario, tavole: Tavole, consueta: str) -> None:
    ultime = [emessa for emessa in trovato.emesse if emessa.di_vendita][:_ULTIME] or trovato.emesse[:1]
    soggetti = [emessa.testata.cessionario for emessa in trovato.emesse]
    _nome_e_indirizzo(trovato, soggetti)
    _identificativi(trovato, soggetti)
    _recapito(trovato)
    dati = trovato.dati
    if not dati.get("partita_iva") and len(dati.get("codice_fiscale", "")) == 16:
        dati["privato"] = "S"
    if any(r.tipo in _RITENUTE_D_ACCONTO for emessa in ultime for r in emessa.corpo.ritenute):
        dati["soggetto_ritenuta"] = "S"
    esigibilita = next(
        (r.esigibilita for r in ultime[0].corpo.riepiloghi if r.aliquota.valore and r.esigibilita in ("D", "S")), None
    )
    if esigibilita:
        dati["esigibilita_iva"] = esigibilita
    riferimento = next(filter(None, (e.testata.cedente.riferimento_amministrazione for e in trovato.emesse)), "")
    _se_valido(trovato, "riferimento_amministrazione_pa", riferimento)
    if trovato.ufficio and any(r.cig or r.cup for emessa in ultime for r in emessa.corpo.riferimenti):
        dati["gestione_cig_cup"] = "S"
    _natura(trovato, ultime, tavole, consueta)
    _pagamento(trovato, ultime[0], tavole)


def _nome_e_indirizzo(trovato: Cessionario, soggetti: Sequence[Soggetto]) -> None:
    con_nome = next((s for s in soggetti if s.nominativo), soggetti[0])
    if con_nome.denominazione:
        nomi = {"ragione_sociale": con_nome.denominazione}
    elif con_nome.cognome and con_nome.nome:
        nomi = {"cognome": con_nome.cognome, "nome": con_nome.nome}
    else:
        nomi = {"ragione_sociale": con_nome.cognome or con_nome.nome}
    sede = next((s.sede for s in soggetti if s.sede.comune or s.sede.indirizzo), soggetti[0].sede)
    dove = {"indirizzo": sede.indirizzo, "numero_civico": sede.numero_civico, "comune": sede.comune}
    for campo, valore in {**nomi, **dove}.items():
        _se_valido(trovato, campo, valore)
    _se_valido(trovato, "titolo", next(filter(None, (s.titolo for s in soggetti)), ""))
    nazione = sede.nazione or soggetti[0].id_paese or forma.ITALIA
    if nazione not in NAZIONI:
        trovato.note.append(f"Nazione {nazione} sconosciuta, tralasciata.")
        nazione = forma.ITALIA
    trovato.dati["nazione"] = nazione
    if nazione == forma.ITALIA:
        _se_valido(trovato, "cap", sede.cap, lambda cap: forma.indirizzo(nazione, None, cap))
        if sede.provincia in PROVINCE:
            trovato.dati["provincia"] = sede.provincia
        elif sede.provincia:
            trovato.note.append(f"Provincia {sede.provincia} sconosciuta, tralasciata.")


def _identificativi(trovato: Cessionario, soggetti: Sequence[Soggetto]) -> None:
    """What has a wrong check digit is left out; an Italian client left with nothing can't be taken."""
    iva = next((s for s in soggetti if s.id_codice), None)
    nazione, note = trovato.dati["nazione"], len(trovato.note)
    if iva is not None:
        paese = iva.id_paese or nazione
        numero = forma.senza_prefisso(iva.id_codice, paese)
        if paese != nazione:
            trovato.note.append(f"Partita IVA {paese}{numero} di un'altra nazione, tralasciata.")
        elif nazione == forma.ITALIA:
            _se_valido(trovato, "partita_iva", numero, forma.partita_iva)
        else:
            _se_valido(trovato, "partita_iva", numero, lambda valore: forma.partita_iva_estera(valore, nazione))
    fiscale = next(filter(None, (s.codice_fiscale for s in soggetti)), "")
    _se_valido(trovato, "codice_fiscale", fiscale, forma.codice_fiscale)
    errati = trovato.note[note:]
    if nazione == forma.ITALIA and errati and not {"partita_iva", "codice_fiscale"} & trovato.dati.keys():
        trovato.motivo = errati[-1].removesuffix(" Tralasciato.")


def _recapito(trovato: Cessionario) -> None:
    """Where the last invoice went (FPA-050, batch.md): an office, a codice destinatario, a PEC."""
    testata = trovato.emesse[0].testata
    if trovato.ufficio:
        try:
            forma.codice_ufficio(trovato.ufficio)
        except Rifiuto as rifiuto:
            trovato.note.append(f"{rifiuto.messaggio} Tralasciato.")
        else:
            trovato.dati |= {"ente_pubblico": "S", "fattura_pa": "S", "codice_ufficio": trovato.ufficio}
        return
    nazione = trovato.dati["nazione"]
    codice = testata.codice_destinatario
    if codice and codice not in (CODICE_SCONOSCIUTO, forma.CODICE_DESTINATARIO_ESTERO):
        _se_valido(trovato, "codice_destinatario", codice, lambda valore: forma.codice_destinatario(valore, nazione))
    _se_valido(trovato, "pec_destinatario", testata.pec_destinatario.lower(), forma.pec_destinatario)


def _se_valido(
    trovato: Cessionario, campo: str, valore: str, controllo: Callable[[str], object] = lambda _valore: None
) -> None:
    """Take a value the archive accepts; note what it does not."""
    if not valore:
        return
    try:
        controllo(valore)
    except Rifiuto as rifiuto:
        trovato.note.append(f"{rifiuto.messaggio} Tralasciato.")
        return
    if len(valore) > (massimo := _LUNGHEZZE[campo]):
        if campo not in _TESTI_TAGLIABILI:
            trovato.note.append(f"{etichetta(campo)} «{valore[:40]}» più lungo di {massimo} caratteri. Tralasciato.")
            return
        trovato.note.append(f"{etichetta(campo)} tagliato a {massimo} caratteri.")
        valore = valore[:massimo].rstrip()
    trovato.dati[campo] = valore


def _nature(emesse: Sequence[Emessa]) -> Counter[str]:
    """How many rows for each Natura, "" for an aliquota; N1 goes with any client."""
    return Counter(riga.natura for emessa in emesse for riga in emessa.corpo.righe if riga.natura != "N1")


def _natura_consueta(emesse: Sequence[Emessa]) -> str:
    piu_usate = _nature(emesse).most_common(1)
    return piu_usate[0][0] if piu_usate else ""


def _natura(trovato: Cessionario, ultime: Sequence[Emessa], tavole: Tavole, consueta: str) -> None:
    """A client whose last invoices all have one Natura, which is not the usual one of the studio, has its code."""
    nature = _nature(ultime)
    if len(nature) != 1 or not (natura := next(iter(nature))) or natura == consueta:
        return
    norma = next((r.riferimento_normativo for e in ultime for r in e.corpo.riepiloghi if r.natura == natura), "")
    codice = codice_iva(tavole.codici_iva, ZERO, natura, norma, trovato.ultima)
    if codice:
        trovato.dati["cod_iva"] = codice
    else:
        trovato.note.append(f"Nessun codice IVA ha la natura {natura} delle sue fatture.")


def codice_iva(
    codici: Sequence[CodiceIva], aliquota: Decimal, natura: str, norma: str = "", giorno: date | None = None
) -> str | None:
    """The code of an aliquota or of a Natura; among several, the one whose words are those of `norma`."""
    parole = set(chiave_nome(norma).split())

    def adatto(codice: CodiceIva) -> bool:
        if giorno and ((codice.valido_dal or giorno) > giorno or (codice.valido_al or giorno) < giorno):
            return False
        if not natura:
            return codice.natura is None and codice.aliquota == aliquota
        sua = codice.natura or ""
        return sua == natura or (len(natura) == 2 and sua.startswith(f"{natura}."))  # N2, N3 and N6 before 2021

    def vicinanza(codice: CodiceIva) -> int:
        return len(parole & set(chiave_nome(f"{codice.descrizione} {codice.descrizione_estesa or ''}").split()))

    adatti = sorted((codice for codice in codici if adatto(codice)), key=vicinanza, reverse=True)
    return adatti[0].codice if adatti else None


def _pagamento(trovato: Cessionario, ultima: Emessa, tavole: Tavole) -> None:
    """The pagamento whose way and due dates are those of the last invoice; the client's own bank if it is charged."""
    rate = ultima.corpo.rate
    if not rate:
        return
    suoi = {r.iban for r in rate if r.modalita in _MODALITA_DEL_CLIENTE and r.iban} - {tavole.azienda.iban}
    if len(suoi) == 1:
        _se_valido(trovato, "iban", suoi.pop(), forma.iban)
    base = ultima.corpo.data.valore
    date_rate = [r.scadenza.valore for r in rate]
    if base is None or None in date_rate:
        return
    adatti = [
        p.codice
        for p in tavole.pagamenti
        if (p.modalita_pagamento or MODALITA.get(p.tipo_pagamento, "MP05")) == rate[0].modalita
        and scadenze(termini_di(p), base) == date_rate
    ]
    if len(adatti) == 1:
        trovato.dati["pagamento"] = adatti[0]
