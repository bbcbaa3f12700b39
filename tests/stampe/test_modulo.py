"""Forms: those shipped, those a studio changes, and the sentence for each mistake."""

import json
import re
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

import pytest

from parcella.ledger.esito import DatiNonValidi
from parcella.risorse import risorsa
from parcella.stampe import modulo as forme
from parcella.stampe.campi import CASI, NOMI_CAMPI
from parcella.stampe.documento import pdf
from parcella.stampe.modulo import CAMPI_COLONNA, leggi, modulo_di

from .conftest import fascicolo, letto, riga

ESSENZIALE = """
[corpo]
[[corpo.colonne]]
campo = "descrizione"
[totali]
[[totali.voci]]
campo = "totale_da_pagare"
"""


def scritto(cartella: Path, testo: str, nome: str = "NO.toml") -> Path:
    percorso = cartella / "forms" / nome
    percorso.parent.mkdir(parents=True, exist_ok=True)
    percorso.write_text(testo, encoding="utf-8")
    return percorso


@pytest.mark.parametrize("nome", ["NO", "NO1", "PA", "PAE"])
def test_i_moduli_del_programma_si_leggono(nome: str) -> None:
    modulo = leggi(risorsa(f"forms/{nome}.toml"))
    assert modulo.nome == nome
    assert modulo.descrizione


def test_la_copia_dello_studio_vince_e_si_rilegge_se_cambia(cartella_utente: Path) -> None:
    f = fascicolo([riga(1, "Voce", "1.00")])
    for parola in ("Prima stesura", "Seconda e diversa"):
        scritto(cartella_utente, ESSENZIALE + f'[[testi]]\nx = 20\ny = 250\ntesto = "{parola} di {{azienda}}"\n')
        modulo = modulo_di(f.documento)
        assert modulo is not None
        assert modulo is leggi(modulo.percorso)
        assert f"{parola} di Studio Montanari" in letto(pdf(f, modulo))


def test_un_modulo_essenziale_basta(cartella_utente: Path) -> None:
    stampa = letto(pdf(fascicolo([riga(1, "Voce", "1.00")]), leggi(scritto(cartella_utente, ESSENZIALE))))
    assert "Voce" in stampa


@pytest.mark.parametrize(
    ("aggiunta", "frase"),
    [
        ('[pagina]\ncolor = "x"', r'sezione \[pagina\], chiave "color": ci vuole una chiave fra .*colore'),
        ('[pagina]\ncolore = "rosso"', r'sezione \[pagina\], chiave "colore": ci vuole un colore come .* "rosso"\.'),
        ("[titolo]\nx = 900", r'sezione \[titolo\], chiave "x": ci vuole un numero da 0 a 297, trovato 900\.'),
        ('[titolo]\nx = "20"', r'sezione \[titolo\], chiave "x": ci vuole un numero da 0 a 297, trovato "20"\.'),
        ("[titolo]\ntesto = 3", r'chiave "testo": ci vuole un testo fra virgolette, trovato 3\.'),
        ("[titolo]\nfiligrana = 1", r'chiave "filigrana": ci vuole true o false, trovato 1\.'),
        ('[titolo]\ntesto = "{prezzo * 2}"', r"ci vuole un campo che esiste .*\{prezzo \* 2\}"),
        ('[titolo]\ntesto = "[[{numero}]"', r"parentesi quadre e graffe"),
        ('[titolo]\nrighe = "uno"', r'chiave "righe": ci vuole un elenco, trovato "uno"\.'),
        ('titolo = "x"', r'chiave "titolo": ci vuole una sezione, trovato "x"\.'),
        ('nome = "x"', r'chiave "nome": non si scrive'),
        ('[scadenze.tipi]\nT = "tratta"', r'sezione \[scadenze\.tipi\], chiave "T": ci vuole una chiave fra C, M'),
        (
            '[intestazione]\nlogo = "manca.png"',
            r'sezione \[intestazione\], chiave "logo": .* "manca\.png" non si',
        ),
        (
            '[[diciture.voci]]\nquando = "mai"',
            r'sezione \[diciture\.voci\.1\], chiave "quando": ci vuole uno fra sempre',
        ),
        ("[[testi]]\nx = 1\ny = 1", r'sezione \[testi\.1\], chiave "testo": ci vuole un valore: è obbligatoria\.'),
    ],
)
def test_ogni_errore_e_una_frase_che_dice_dove(tmp_path: Path, aggiunta: str, frase: str) -> None:
    sopra = aggiunta.startswith(("titolo", "nome"))
    percorso = scritto(tmp_path, f"{aggiunta}\n{ESSENZIALE}" if sopra else f"{ESSENZIALE}\n{aggiunta}\n")
    with pytest.raises(DatiNonValidi) as errore:
        leggi(percorso)
    messaggio = errore.value.messaggio
    assert messaggio.startswith("Modulo NO.toml, ")
    assert re.search(frase, messaggio)
    assert "\n" not in messaggio


def test_manca_la_sezione_obbligatoria(tmp_path: Path) -> None:
    with pytest.raises(DatiNonValidi, match=r'Modulo NO\.toml, chiave "corpo": ci vuole un valore: è obbligatoria\.'):
        leggi(scritto(tmp_path, 'descrizione = "x"'))


def test_colonna_o_importo_sconosciuti(tmp_path: Path) -> None:
    with pytest.raises(
        DatiNonValidi, match=r'\[corpo\.colonne\.1\], chiave "campo": ci vuole uno fra numero.*"sconto"'
    ):
        leggi(scritto(tmp_path, ESSENZIALE.replace('"descrizione"', '"sconto"')))
    with pytest.raises(DatiNonValidi, match=r'\[totali\.voci\.1\], chiave "campo": ci vuole uno fra .*"mancia"'):
        leggi(scritto(tmp_path, ESSENZIALE.replace('"totale_da_pagare"', '"mancia"')))


def test_colonne_che_non_lasciano_posto(tmp_path: Path) -> None:
    larga = ESSENZIALE.replace("[totali]", '[[corpo.colonne]]\ncampo = "importo"\nlarghezza = 160\n[totali]')
    with pytest.raises(DatiNonValidi, match="almeno 25 mm alla descrizione, ne restano 10"):
        leggi(scritto(tmp_path, larga))


def test_toml_sbagliato_e_file_che_manca(tmp_path: Path) -> None:
    with pytest.raises(DatiNonValidi, match=r"NO\.toml non è un file TOML valido"):
        leggi(scritto(tmp_path, "[pagina\n"))
    with pytest.raises(DatiNonValidi, match="non si può leggere"):
        leggi(tmp_path / "NOX.toml")


def test_il_logo(tmp_path: Path) -> None:
    from PIL import Image

    percorso = scritto(tmp_path, ESSENZIALE + '[intestazione]\nlogo = "logo.png"\nlogo_larghezza = 20\n')
    Image.new("RGB", (60, 30), (200, 30, 30)).save(percorso.parent / "logo.png")
    f = fascicolo([riga(1, "Voce", "1.00")])
    con = pdf(f, leggi(percorso))
    assert b"/Subtype /Image" in con
    assert con == pdf(f, leggi(percorso))
    (percorso.parent / "logo.png").write_bytes(b"non un'immagine")
    with pytest.raises(DatiNonValidi, match='chiave "logo"'):
        pdf(f, leggi(percorso))


GUIDA = Path(__file__).parents[2] / "docs" / "manutenzione" / "moduli.md"


def test_la_guida_nomina_ogni_campo_e_ogni_caso() -> None:
    parole = set(re.findall(r"\w+", GUIDA.read_text(encoding="utf-8")))
    assert set(NOMI_CAMPI) | set(CASI) | set(CAMPI_COLONNA) <= parole


def _come_in_toml(campo: Field[Any]) -> str:
    if campo.default_factory is not MISSING:
        return "`{}`"
    if campo.default is MISSING:
        return "–"
    valore = list(campo.default) if isinstance(campo.default, tuple) else campo.default
    return f"`{json.dumps(valore, ensure_ascii=False)}`"


@pytest.mark.parametrize(
    ("sezione", "classe"),
    [
        ("[pagina]", forme.Pagina),
        ("[intestazione]", forme.Intestazione),
        ("[destinatario]", forme.Destinatario),
        ("[titolo]", forme.Titolo),
        ("[corpo]", forme.Corpo),
        ("[[corpo.colonne]]", forme.Colonna),
        ("[totali]", forme.BloccoTotali),
        ("[[totali.voci]]", forme.VoceTotale),
        ("[riepilogo_iva]", forme.BloccoIva),
        ("[scadenze]", forme.Scadenze),
        ("[pagamento]", forme.BloccoPagamento),
        ("[qr]", forme.CodiceQr),
        ("[diciture]", forme.Diciture),
        ("[[diciture.voci]]", forme.Dicitura),
        ("[[testi]]", forme.TestoLibero),
    ],
)
def test_la_guida_dice_di_ogni_chiave_il_valore_predefinito(sezione: str, classe: type[Any]) -> None:
    parte = GUIDA.read_text(encoding="utf-8").partition(f"### {sezione}\n")[2].partition("\n#")[0]
    scritte = re.findall(r"^\| `(\w+)` \| (.+?) \|", parte, re.MULTILINE)
    assert scritte == [(campo.name, _come_in_toml(campo)) for campo in fields(classe)]


def test_l_esempio_della_guida_si_stampa(cartella_utente: Path) -> None:
    from PIL import Image

    esempio = next(b for b in re.findall(r"```toml\n(.*?)```", GUIDA.read_text(encoding="utf-8"), re.S) if "[pag" in b)
    percorso = scritto(cartella_utente, esempio, "NOB.toml")
    Image.new("RGB", (60, 30), (200, 30, 30)).save(percorso.parent / "logo.png")
    f = fascicolo([riga(1, "Consulenza", "100.00")], documento={"modulo_stampa": "B"})
    modulo = modulo_di(f.documento)
    assert modulo is not None
    assert "Con i migliori saluti, Studio Montanari" in letto(pdf(f, modulo))
