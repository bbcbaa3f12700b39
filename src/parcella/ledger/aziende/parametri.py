"""Parametri studio (chapter 01): which fields may be entered, and what may be saved."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from parcella.ledger.aziende.codici import pretendi_codice_iva
from parcella.ledger.aziende.conti import controlla_conti
from parcella.ledger.aziende.schede import Scheda, apri, elenco, trova
from parcella.ledger.aziende.tabelle import CodiceTributo, FondoAssociato, ParametriStudio
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tabella import colonne, controlla, etichetta
from parcella.ledger.tipi import CENTO, in_italiano

SOLO_PROFESSIONISTI = (
    "codice_tributo",
    "studio_associato",
    "fondi_associato",
    "perc_fondo_professionisti",
    "iva_fondo_professionisti",
    "conto_ricavo_sospeso",
    "conto_erario_ritenute_sospeso",
    "inps_con_studio_associato",
)
SOLO_IMPRESE = (
    "perc_fondo_previdenza",
    "iva_fondo_previdenza",
    "conto_cassa_previdenza",
    "aliquota_ritenuta",
    "perc_imponibile_ritenuta",
)
INPS = ("perc_gestione_separata_inps", "iva_gestione_separata_inps")
_CODICI_IVA = (
    "cod_esenzione_spese_anticipate",
    "iva_fondo_professionisti",
    "iva_gestione_separata_inps",
    "iva_fondo_previdenza",
)
_PERCENTUALE_E_IVA = (
    ("perc_fondo_professionisti", "iva_fondo_professionisti"),
    ("perc_gestione_separata_inps", "iva_gestione_separata_inps"),
    ("perc_fondo_previdenza", "iva_fondo_previdenza"),
)
_CONTI_DI_CONTABILIZZAZIONE = (
    "conto_spese_anticipate",
    "conto_ricavo_standard",
    "conto_erario_ritenute",
    "conto_arrotondamento_pagamento",
    "conto_ricavo_sospeso",
    "conto_erario_ritenute_sospeso",
)


def voci_accessibili(tipo: str, valori: Mapping[str, Any], *, in_creazione: bool = False) -> dict[str, bool]:
    """Which fields of the screen may be entered, for this tipo azienda and these values (PAR-002, 004, 049, 053, 062).

    `valori` are the fields as they stand on the screen, saved or not. `in_creazione` while the parcellazione is being
    switched on: only then are the messages set here (PAR-034, FIS-012; cap. 21, Ambiguità 3).
    """
    nomi = ["fondi_associato", *(colonna.name for colonna in colonne(ParametriStudio))]
    if valori.get("parcellazione_studio") != "S":
        return {nome: nome == "parcellazione_studio" for nome in nomi}
    altrui = SOLO_IMPRESE if tipo == "P" else SOLO_PROFESSIONISTI
    accessibili = {nome: nome not in altrui for nome in nomi} | {"visualizza_attivita": in_creazione}
    associato = valori.get("studio_associato") == "S"
    inps_sempre = valori.get("inps_con_studio_associato") == "S"
    inps = any(not _vuoto(valori.get(nome)) for nome in INPS)
    if tipo == "P":
        accessibili["studio_associato"] = not inps or inps_sempre
        accessibili["perc_fondo_professionisti"] = not associato and not inps
        accessibili["fondi_associato"] = associato
        cassa = not _vuoto(valori.get("perc_fondo_professionisti"))
        inps_ammesso = not cassa and (not associato or inps_sempre)
    else:
        accessibili["perc_fondo_previdenza"] = not inps
        inps_ammesso = _vuoto(valori.get("perc_fondo_previdenza"))
    return accessibili | dict.fromkeys(INPS, inps_ammesso)


def salva_parametri(session: Session, contesto: Contesto, dati: dict[str, Any], risposte: Risposte) -> ParametriStudio:
    """Write the parametri studio. `dati` may carry `fondi_associato`, a list of rows that takes the place of all."""
    fondi = dati.get("fondi_associato")
    scheda = apri(
        session,
        ParametriStudio,
        {nome: valore for nome, valore in dati.items() if nome != "fondi_associato"},
        azienda=contesto.azienda,
    )
    if fondi is None:
        fondi = [_valori_fondo(fondo) for fondo in fondi_associato(session, contesto.azienda)]
        if scheda.valori["studio_associato"] != "S":
            fondi = []
    _controlla_impianto(contesto.tipo, scheda.valori, fondi)
    controlla_conti(session, contesto, ParametriStudio, scheda.dati, risposte)
    _controlla_codici(session, contesto, scheda.valori)
    _controlla_alternative(contesto.tipo, scheda.valori, fondi, risposte)
    _avvisa(session, contesto, scheda, fondi, risposte)
    parametri = scheda.scrivi(session)
    _scrivi_fondi(session, contesto.azienda, fondi)
    return parametri


def gestisci_messaggi(session: Session, contesto: Contesto, valore: str, risposte: Risposte) -> None:
    """Switch the messages on the aziende clienti on (S) or off (N), as PARAMETRI AZIENDALI does (FIS-009, 013)."""
    parametri = parametri_studio(session, contesto.azienda)
    if parametri is None or parametri.parcellazione_studio != "S":  # FIS-007
        raise Rifiuto("La gestione dei messaggi vuole Parcellazione studio = S.", "visualizza_attivita")
    controlla(ParametriStudio, {"visualizza_attivita": valore}, nuovo=False)
    if parametri.visualizza_attivita == "S" and valore == "N":
        risposte.pretendi("disattiva_messaggi", "visualizza_attivita")
    parametri.visualizza_attivita = valore
    session.add(parametri)
    session.flush()


def parametri_studio(session: Session, azienda: int) -> ParametriStudio | None:
    """The parametri studio of a company."""
    return trova(session, ParametriStudio, azienda=azienda)


def fondi_associato(session: Session, azienda: int) -> list[FondoAssociato]:
    """The rows of the window STUDIO ASSOCIATO."""
    return elenco(session, FondoAssociato, "numero_riga", azienda=azienda)


def _controlla_impianto(tipo: str, valori: Mapping[str, Any], fondi: Sequence[Any]) -> None:
    """PAR-002: fields of the other layout are not used."""
    altrui, nome_tipo = (SOLO_IMPRESE, "PROFESSIONISTA") if tipo == "P" else (SOLO_PROFESSIONISTI, "IMPRESA")
    for nome in altrui:
        if not _vuoto(fondi if nome == "fondi_associato" else valori[nome]):
            raise Rifiuto(f"{etichetta(nome)}: non previsto per un'azienda {nome_tipo}.", nome, "impianto")


def _controlla_codici(session: Session, contesto: Contesto, valori: Mapping[str, Any]) -> None:
    """PAR-006, 044, 058, 061, 067: the codes are those of the tables; the one of spese anticipate is N1."""
    for nome in _CODICI_IVA:
        if valori[nome] is None:
            continue
        codice = pretendi_codice_iva(session, contesto.azienda, valori[nome], nome)
        if nome == "cod_esenzione_spese_anticipate" and not (codice.natura == "N1" and codice.codice[0].isalpha()):
            raise Rifiuto(
                f"{etichetta(nome)}: {codice.codice} non è un codice di non assoggettamento art. 15 "
                "(primo carattere una lettera, natura N1).",
                nome,
            )
    tributo = valori["codice_tributo"]
    if tributo is not None and trova(session, CodiceTributo, azienda=contesto.azienda, codice=tributo) is None:
        raise Rifiuto(f"Codice tributo {tributo} non presente nella tabella Codici Tributo.", "codice_tributo")


def _controlla_alternative(
    tipo: str, valori: Mapping[str, Any], fondi: Sequence[Mapping[str, Any]], risposte: Risposte
) -> None:
    """PAR-049…055, 062, 071: cassa, gestione separata INPS and studio associato exclude one another."""
    inps = [nome for nome in INPS if not _vuoto(valori[nome])]
    cassa = "perc_fondo_professionisti" if tipo == "P" else "perc_fondo_previdenza"
    if inps and not _vuoto(valori[cassa]):
        raise Rifiuto(f"{etichetta(inps[0])}: non si può indicare insieme a {etichetta(cassa)}.", inps[0])
    if valori["studio_associato"] != "S":
        if fondi:
            raise Rifiuto("Fondi associato: previsti solo con Studio associato = S.", "fondi_associato")
        return
    if inps:
        messaggio = "Gestione separata INPS e Studio associato = S sono alternativi"
        if valori["inps_con_studio_associato"] != "S":
            raise Rifiuto(f"{messaggio}.", inps[0])
        risposte.avvisa("inps_con_studio_associato", f"{messaggio}: ammessi insieme dal parametro.")
    if not _vuoto(valori["perc_fondo_professionisti"]):
        raise Rifiuto(
            "Perc fondo professionisti: con Studio associato = S le percentuali sono nella tabella (Vedi tabella).",
            "perc_fondo_professionisti",
        )
    controlla_fondi(fondi, risposte)


def controlla_fondi(fondi: Sequence[Mapping[str, Any]], risposte: Risposte) -> None:
    """PAR-050, 051, Ambiguità 15: the shares add up to 100,00; the same percentage twice is told."""
    if not fondi:
        raise Rifiuto("Studio associato = S: indicare almeno una riga di fondi associato.", "fondi_associato")
    for numero, fondo in enumerate(fondi, start=1):
        controlla(FondoAssociato, fondo, f"fondi_associato.{numero}.")
    somma = sum((fondo.get("quota", CENTO) for fondo in fondi), Decimal(0))
    if somma != CENTO:
        raise Rifiuto(f"Le quote dello studio associato danno {in_italiano(somma)}, non 100,00.", "fondi_associato")
    percentuali = [(fondo.get("percentuale"), fondo.get("tipo_cassa")) for fondo in fondi]
    if len(set(percentuali)) < len(percentuali):
        risposte.avvisa("percentuale_ripetuta", "Studio associato: la stessa percentuale è indicata su più righe.")


def _avvisa(
    session: Session, contesto: Contesto, scheda: Scheda[ParametriStudio], fondi: Sequence[Any], risposte: Risposte
) -> None:
    """Ambiguità 2 and 5: what is left empty, or hidden with its documents, is told."""
    valori = scheda.valori
    if valori["parcellazione_studio"] != "S":
        if scheda.prima is not None and scheda.prima.parcellazione_studio == "S" and _ha_documenti(session, contesto):
            risposte.avvisa(
                "parcellazione_disattivata",
                "Parcellazione studio = N: i documenti restano nell'archivio e i menu non sono più visibili.",
            )
        return
    altrui = SOLO_IMPRESE if contesto.tipo == "P" else SOLO_PROFESSIONISTI
    mancanti = [nome for nome in _CONTI_DI_CONTABILIZZAZIONE if valori[nome] is None and nome not in altrui]
    if mancanti:
        elencati = ", ".join(etichetta(nome) for nome in mancanti)
        risposte.avvisa("conti_mancanti", f"Conti non indicati, occorrono per la contabilizzazione: {elencati}.")
    for percentuale, iva in _PERCENTUALE_E_IVA:
        soggetta = not _vuoto(valori[percentuale]) or (percentuale == "perc_fondo_professionisti" and fondi)
        if soggetta and valori[iva] is None:
            risposte.avvisa("iva_cassa_mancante", f"{etichetta(iva)}: non indicato.")


def _ha_documenti(session: Session, contesto: Contesto) -> bool:
    from parcella.ledger.documenti.tabelle import Documento

    return session.exec(select(Documento.id).where(Documento.azienda == contesto.azienda).limit(1)).first() is not None


def _scrivi_fondi(session: Session, azienda: int, fondi: Sequence[Mapping[str, Any]]) -> None:
    scritti = fondi_associato(session, azienda)
    nuovi = [_valori_fondo(FondoAssociato(azienda=azienda, **fondo)) for fondo in fondi]
    if [_valori_fondo(riga) for riga in scritti] == nuovi:
        return  # nothing changes, and the journal says nothing
    for riga in scritti:
        session.delete(riga)
    session.flush()
    session.add_all(
        FondoAssociato(azienda=azienda, numero_riga=numero, **fondo) for numero, fondo in enumerate(fondi, start=1)
    )
    session.flush()


def _valori_fondo(fondo: FondoAssociato) -> dict[str, Any]:
    return {"percentuale": fondo.percentuale, "quota": fondo.quota, "tipo_cassa": fondo.tipo_cassa}


def _vuoto(valore: Any) -> bool:
    """Nothing set: empty, zero, or N."""
    return valore in (None, "", "N", [], ()) or valore == 0
