"""The voices of the menu, as data. A number is for ever: what is not there yet leaves a gap."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voce:
    """A line of the menu: it opens a screen (`module:Class`, imported when it is chosen) or more voices."""

    numero: int
    etichetta: str
    schermo: str = ""
    voci: "tuple[Voce, ...]" = ()
    parcellazione: bool = False
    """Shown only where Parcellazione studio is S (PAR-003, PAR-004)."""


def _schermo(nome: str, classe: str) -> str:
    return f"parcella.screens.{nome}:Schermo{classe}"


AZIENDA_E_TABELLE = (
    Voce(1, "Anagrafica azienda", _schermo("azienda", "Azienda")),
    Voce(2, "Parametri studio", _schermo("parametri_studio", "ParametriStudio")),
    Voce(3, "Conti automatici", _schermo("conti_automatici", "ContiAutomatici")),
    Voce(4, "Piano dei conti", _schermo("piano_conti", "PianoConti")),
    Voce(5, "Codici IVA", _schermo("codici_iva", "CodiciIva")),
    Voce(6, "Codici tributo", _schermo("codici_tributo", "CodiciTributo")),
    Voce(7, "Casse e valori di legge", _schermo("legge", "Legge")),
    Voce(8, "Pagamenti", _schermo("pagamenti", "Pagamenti")),
    Voce(9, "Numeratori", _schermo("numeratori", "Numeratori")),
    Voce(10, "Tariffari", _schermo("tariffari", "Tariffari"), parcellazione=True),
    Voce(11, "Descrizione documenti", _schermo("descrizioni_documento", "DescrizioniDocumento"), parcellazione=True),
    Voce(12, "Utenti", _schermo("utenti", "Utenti")),
    Voce(13, "Scelta azienda", _schermo("scelta_azienda", "SceltaAzienda")),
    Voce(14, "Parametri aziendali", _schermo("parametri_aziendali", "ParametriAziendali"), parcellazione=True),
    Voce(15, "Parametri prestazioni", _schermo("parametri_prestazioni", "ParametriPrestazioni"), parcellazione=True),
    Voce(16, "Lingue", _schermo("lingue", "Lingue"), parcellazione=True),
    Voce(17, "Campi aggiuntivi", _schermo("campi_aggiuntivi", "CampiAggiuntivi")),
    Voce(18, "Zone", _schermo("zone", "Zone")),
    Voce(19, "Categorie statistiche", _schermo("zone", "Categorie")),
    Voce(20, "Intermediari", _schermo("intermediari", "Intermediari")),
)

SCADENZARI = (
    Voce(1, "Scadenzario notule", _schermo("scadenzari", "ScadenzarioNotule"), parcellazione=True),
    Voce(2, "Scadenzario contabile", _schermo("scadenzari", "ScadenzarioContabile")),
)

FATTURE_ELETTRONICHE = (
    Voce(1, "File delle fatture elettroniche", _schermo("file_fatture", "FileFatture"), parcellazione=True),
    Voce(2, "Controlla fatture", _schermo("controllo_fatture", "ControlloFatture")),
    Voce(3, "Leggi una fattura", _schermo("fattura_letta", "FatturaLetta")),
    Voce(4, "Clienti da fatture emesse", _schermo("clienti_da_xml", "ClientiDaXml")),
    Voce(5, "Pronti per la fattura elettronica", _schermo("fatture_pronte", "FatturePronte")),
)

STAMPE = (
    Voce(1, "Stampa clienti studio", _schermo("stampa_clienti_studio", "StampaClientiStudio"), parcellazione=True),
    Voce(2, "Stampa prestazioni clienti", _schermo("stampa_prestazioni", "StampaPrestazioni"), parcellazione=True),
)

SERVIZI = (
    Voce(1, "Variazione condizioni clienti", _schermo("variazione_clienti", "VariazioneClienti")),
    Voce(
        2,
        "Sostituzione codici precancellati",
        _schermo("sostituzione_codici", "SostituzioneCodici"),
        parcellazione=True,
    ),
    Voce(
        3,
        "Precancellazione prestazioni",
        _schermo("precancellazione_prestazioni", "PrecancellazionePrestazioni"),
        parcellazione=True,
    ),
    Voce(4, "Importa da fogli", _schermo("importa_fogli", "ImportaFogli")),
    Voce(5, "Esporta in fogli", _schermo("esporta_fogli", "EsportaFogli")),
    Voce(6, "Giornale", _schermo("giornale", "Giornale")),
    Voce(7, "Stampanti", _schermo("stampanti", "Stampanti")),
    Voce(8, "Moduli di stampa", _schermo("moduli", "Moduli"), parcellazione=True),
)

MENU = (
    Voce(1, "Gestione notule/parcelle", _schermo("documenti", "Documenti"), parcellazione=True),
    # 2 Generazione notule/parcelle, 3 Agenda di lavoro, 4 Contratti
    Voce(5, "Prestazioni clienti", _schermo("prestazioni", "Prestazioni"), parcellazione=True),
    Voce(6, "Clienti", _schermo("clienti", "Clienti")),
    Voce(7, "Scadenzario ed estratto conto", voci=SCADENZARI),
    Voce(8, "Primanota e registri", _schermo("primanota", "Primanota")),
    # 9 Effetti
    Voce(10, "Fatture elettroniche", voci=FATTURE_ELETTRONICHE),
    Voce(11, "Stampe", voci=STAMPE, parcellazione=True),
    Voce(12, "Azienda e tabelle", voci=AZIENDA_E_TABELLE),
    Voce(13, "Servizi", voci=SERVIZI),
)
