"""The forms bound to the XML; the list of the forms and the copy of one to be changed."""

from pathlib import Path

import pytest

from parcella.ledger.esito import DatiNonValidi, Rifiuto, Risposte
from parcella.risorse import risorsa
from parcella.stampe.moduli import copia, elenco_moduli, esempi
from parcella.stampe.modulo import ModuloFattura, forma_di, leggi, modulo_di

from .conftest import fascicolo, riga
from .test_modulo import ESSENZIALE, scritto

PER_XML = 'descrizione = "XML"\ntipo = "fatturapa"\n'


def parcella(modulo: str | None = None) -> object:
    return fascicolo([riga(1, "Voce", "1.00")], sigla="PA", documento={"modulo_stampa": modulo}).documento


def no() -> Risposte:
    return Risposte(interattive=False)


@pytest.mark.requisito("FPA-061", "FPA-062")
def test_pae_e_legato_all_xml_e_la_sua_copia_e_quella_di_pa() -> None:
    pae = forma_di(parcella("E"))
    assert isinstance(pae, ModuloFattura)
    assert pae.descrizione == "Parcella XML PA"
    assert modulo_di(parcella("E")) is modulo_di(parcella()) is leggi(risorsa("forms/PA.toml"))


@pytest.mark.requisito("FPA-071")
def test_un_documento_si_stampa_anche_con_un_altro_modulo(cartella_utente: Path) -> None:
    scritto(cartella_utente, ESSENZIALE, "PAB.toml")
    assert modulo_di(parcella("E"), "PAB") is leggi(cartella_utente / "forms" / "PAB.toml")
    with pytest.raises(Rifiuto, match="PAZ non esiste"):
        modulo_di(parcella("E"), "PAZ")
    with pytest.raises(Rifiuto, match="NO1 non è per i documenti PA"):
        modulo_di(parcella("E"), "NO1")


@pytest.mark.parametrize(
    ("nome", "testo", "frase"),
    [
        ("PAX", PER_XML, 'Modulo PAX.toml, chiave "copia": ci vuole un valore: è obbligatoria.'),
        (
            "PAX",
            PER_XML + 'copia = "PA"\n[pagina]\ncolore = "#000000"',
            'Modulo PAX.toml, chiave "pagina": ci vuole una chiave fra tipo, copia, descrizione.',
        ),
        ("PAX", PER_XML + "copia = 3", 'Modulo PAX.toml, chiave "copia": ci vuole un testo fra virgolette, trovato 3.'),
        (
            "PAX",
            'tipo = "xml"' + ESSENZIALE,
            'Modulo PAX.toml, chiave "tipo": ci vuole uno fra pagine, fatturapa, trovato "xml".',
        ),
        (
            "NOX",
            PER_XML + 'copia = "NO"',
            'Modulo NOX.toml, chiave "tipo": ci vuole "pagine": la fattura elettronica si fa delle parcelle, con un '
            'modulo PA, trovato "fatturapa".',
        ),
    ],
)
def test_un_modulo_legato_all_xml_non_dispone_pagine(tmp_path: Path, nome: str, testo: str, frase: str) -> None:
    with pytest.raises(DatiNonValidi) as errore:
        leggi(scritto(tmp_path, testo, f"{nome}.toml"))
    assert errore.value.messaggio == frase


@pytest.mark.parametrize("altro", ["PA9", "PAE", "NO"])
def test_la_copia_di_cortesia_e_un_modulo_della_parcella(cartella_utente: Path, altro: str) -> None:
    scritto(cartella_utente, PER_XML + f'copia = "{altro}"', "PAX.toml")
    with pytest.raises(DatiNonValidi, match=f'chiave "copia": .* trovato "{altro}"'):
        modulo_di(parcella("X"))


@pytest.mark.requisito("FPA-066")
def test_l_elenco_dice_di_chi_e_che_cosa_fa_ogni_modulo(cartella_utente: Path) -> None:
    scritto(cartella_utente, 'descrizione = "Breve"' + ESSENZIALE, "NOB.toml")
    scritto(cartella_utente, "tipo = 3", "PAZ.toml")
    voci = {v.codice: v for v in elenco_moduli() if v.codice[:2] in ("NO", "PA")}
    assert {c: (v.descrizione, v.tipo, v.di_chi) for c, v in voci.items()} == {
        "NO": ("Notula", "pagine", "programma"),
        "NO1": ("Notula senza prezzi di riga", "pagine", "programma"),
        "NOB": ("Breve", "pagine", "studio"),
        "PA": ("Parcella", "pagine", "programma"),
        "PAE": ("Parcella XML PA", "fatturapa", "programma"),
        "PAZ": ("", "", "studio"),
    }
    assert "PAZ.toml" in voci["PAZ"].errore
    assert {"NO", "NO1", "PA", "PAE"} <= {v.codice for v in esempi()}


@pytest.mark.requisito("FPA-066", "FPA-067")
def test_la_copia_da_esempi_e_dello_studio_e_vince(cartella_utente: Path) -> None:
    fatta = copia("PAE", "PAX", no())
    assert (fatta.codice, fatta.tipo, fatta.di_chi) == ("PAX", "fatturapa", "studio")
    assert isinstance(forma_di(parcella("X")), ModuloFattura)
    mia = copia("PAE", "PAE", no()).file
    mia.write_text(mia.read_text(encoding="utf-8").replace("Parcella XML PA", "La mia"), encoding="utf-8")
    forma = forma_di(parcella("E"))
    assert forma is not None
    assert forma.descrizione == "La mia"


def test_la_copia_non_prende_il_posto_di_un_altro_senza_conferma(cartella_utente: Path) -> None:
    file = copia("PAE", "PAX", no()).file
    file.write_text("# modificato\n", encoding="utf-8")
    with pytest.raises(Rifiuto, match="PAX c'è già, modificato dallo studio") as rifiuto:
        copia("PAE", "PAX", no())
    assert rifiuto.value.codice == "sostituisci_modulo"
    assert file.read_text(encoding="utf-8") == "# modificato\n"
    with pytest.raises(Rifiuto, match="NO1 c'è già, fra quelli del programma"):
        copia("NO", "NO1", no())
    copia("PAE", "PAX", Risposte({"sostituisci_modulo": "S"}))
    assert "fatturapa" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("codice", ["NOE", "PAXX", "pax", "PA/", "PA.", "", "../PA"])
def test_il_codice_della_copia_ha_la_stessa_sigla(cartella_utente: Path, codice: str) -> None:
    with pytest.raises(Rifiuto, match="Copia con codice"):
        copia("PAE", codice, no())
    with pytest.raises(Rifiuto, match=r"Fra gli esempi non c'è il modulo BOH: ci sono .*PA, PAE"):
        copia("BOH", codice, no())
    assert not (cartella_utente / "forms").exists()
