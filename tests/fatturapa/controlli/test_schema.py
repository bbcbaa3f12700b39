"""The schema the user points to: what is said of a bad one, and on which files a good one is run."""

import shutil
from pathlib import Path

import pytest
from lxml import etree

from parcella.fatturapa.controlli.esito import Esito
from parcella.fatturapa.controlli.schema import leggi_schema
from parcella.fatturapa.tracciato.tracciato import tracciato_semplificato
from parcella.ledger.esito import DatiNonValidi

from .completa import completa

ORDINARIO = "Schema_VFPR12_v1.2.3.xsd"
DI_SCHEMA = 'xmlns:x="http://www.w3.org/2001/XMLSchema"'


@pytest.fixture
def cartella(dati_prova: Path, tmp_path: Path) -> Path:
    """A copy of the official schemas, as a user would have it."""
    return shutil.copytree(dati_prova / "fatturapa" / "schema", tmp_path / "schemi")


@pytest.mark.parametrize(
    ("testo", "frase"),
    [
        ("", "non è un file XML ben formato (riga 1)"),
        ("ciao", "non è un file XML ben formato (riga 1)"),
        (f"<x:schema {DI_SCHEMA}>\n<x:element", "non è un file XML ben formato (riga 2)"),
        ("<lettera/>", "non è uno schema XSD: comincia con l'elemento lettera"),
        (f"<x:schema {DI_SCHEMA}/>", "non è quello della fattura elettronica: è di nessuno spazio dei nomi"),
        (
            f'<x:schema {DI_SCHEMA} targetNamespace="urn:altro"/>',
            "non è quello della fattura elettronica: è di urn:altro",
        ),
    ],
    ids=["vuoto", "testo", "a metà", "altro XML", "senza spazio", "di altro"],
)
def test_uno_schema_che_non_va_bene(tmp_path: Path, testo: str, frase: str) -> None:
    (tmp_path / "mio.xsd").write_text(testo, "utf-8")
    with pytest.raises(DatiNonValidi) as errore:
        leggi_schema(tmp_path / "mio.xsd")
    assert frase in errore.value.messaggio
    assert "\n" not in errore.value.messaggio


def test_uno_schema_che_non_c_e(tmp_path: Path) -> None:
    with pytest.raises(DatiNonValidi, match="non si può leggere: il percorso non esiste"):
        leggi_schema(tmp_path / "manca.xsd")
    with pytest.raises(DatiNonValidi, match="non si può leggere: è una cartella"):
        leggi_schema(tmp_path)


@pytest.mark.dati
def test_senza_lo_schema_della_firma(cartella: Path) -> None:
    (cartella / "xmldsig-core-schema.xsd").unlink()
    with pytest.raises(DatiNonValidi, match=r"vuole accanto a sé il file xmldsig-core-schema\.xsd"):
        leggi_schema(cartella / ORDINARIO)


@pytest.mark.dati
def test_uno_schema_ritoccato_male(cartella: Path) -> None:
    file = cartella / ORDINARIO
    file.write_bytes(file.read_bytes().replace(b'type="DivisaType"', b'type="Manca"'))
    with pytest.raises(DatiNonValidi, match=r"non è valido: .*Manca"):
        leggi_schema(file)


@pytest.mark.dati
@pytest.mark.parametrize("scelta", ["A", "B"])
def test_uno_buono_si_usa_solo_sui_file_del_suo_formato(cartella: Path, scelta: str) -> None:
    ordinario, semplice = leggi_schema(cartella / ORDINARIO), leggi_schema(cartella / "Schema_VFSM10_v1.0.2.xsd")
    fattura, semplificata = completa(scelta), completa(scelta, tracciato_semplificato())
    for schema, radice, codici in (
        (ordinario, fattura, []),
        (semplice, semplificata, []),
        (ordinario, semplificata, ["schema_non_usato"]),
        (semplice, fattura, ["schema_non_usato"]),
    ):
        esito = Esito()
        schema.aggiungi(radice, esito)
        assert (esito.errori, [avviso.codice for avviso in esito.avvisi]) == ([], codici)


@pytest.mark.dati
def test_gli_errori_dello_schema(cartella: Path) -> None:
    radice = etree.fromstring(etree.tostring(completa("A"), pretty_print=True))
    for elemento in radice.iter("Natura", "AliquotaIVA", "Nazione", "CAP", "Indirizzo", "IdPaese", "Comune"):
        elemento.text = "€"
    esito = Esito()
    leggi_schema(cartella / ORDINARIO).aggiungi(radice, esito)
    assert len(esito.errori) == 50
    assert esito.errori[0].messaggio.startswith("Secondo lo schema indicato: Element 'IdPaese'")
    assert esito.errori[0].posizione.startswith("riga ")
