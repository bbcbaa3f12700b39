"""Which file each client gets, where it goes, and when: FPR12, FPA12, none (chapters 24 and 25)."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from .banco_comandi import ROSSI, VERDI, Ufficio, parcella

COMUNE = "501.00006"
GIORNO = "2026-03-02"
NOME = "ITBNCNNA75L41H294H"


def importa(ufficio: Ufficio, azienda: dict[str, Any] | None = None, **sezioni: Any) -> Any:
    contenuto = {"formato": "parcella/1", "azienda": {"sigla": "STU"} | (azienda or {}), **sezioni}
    return ufficio("importa", ufficio.file(contenuto, "variazione.json"))


def emetti(ufficio: Ufficio, cliente: str, stato: str = "D", **altro: Any) -> str:
    dati = parcella(stato=stato, codice_cliente=cliente, data_documento=GIORNO, **altro)
    (emessa,) = ufficio.json("--si", "documenti", "emetti", ufficio.file(dati))
    return f"{emessa['serie']}/{emessa['numero_documento']}"


def esporta(ufficio: Ufficio, *argomenti: object) -> list[Path]:
    ufficio.giorno = GIORNO
    fatte = ufficio.json("fatturapa", "esporta", *argomenti, "--cartella", ufficio.cartella / "fatture")
    return [Path(fatta["file"]) for fatta in fatte]


def formato(percorso: Path) -> tuple[str | None, str | None]:
    radice = etree.parse(str(percorso)).getroot()
    return radice.get("versione"), radice.findtext(".//CodiceDestinatario")


@pytest.mark.requisito("FEL-001", "FEL-002", "FEL-010", "FPA-001", "FPA-068")
def test_a_ciascuno_il_suo_formato(ufficio: Ufficio) -> None:
    """S is FPR12, Fatt.PA is FPA12 by itself, N is never a file; everybody has the courtesy copy on paper."""
    assert importa(ufficio, clienti=[{"codice": VERDI, "tipo_fattura_elettronica": "N"}]).codice == 0
    documenti = [emetti(ufficio, cliente) for cliente in (ROSSI, VERDI, COMUNE)]
    assert [formato(file) for file in esporta(ufficio)] == [("FPR12", "ABC1234"), ("FPA12", "UF1234")]
    for documento in documenti:
        argomenti = ("documenti", "stampa", "PA", documento, "--anno", "2026", "--cartella", ufficio.cartella / "pdf")
        assert len(ufficio.json(*argomenti)) >= 1
    assert len(list(ufficio.cartella.glob("pdf/*.pdf"))) == 3


@pytest.mark.requisito("FEL-010")
def test_un_cliente_nuovo_ha_la_fattura_elettronica(ufficio: Ufficio) -> None:
    assert importa(ufficio, clienti=[{"codice": "501.00020", "ragione_sociale": "Nuova s.r.l."}]).codice == 0
    clienti = {c["codice"]: c for c in json.loads(ufficio("esporta").uscita)["clienti"]}
    assert clienti["501.00020"]["tipo_fattura_elettronica"] == "S"


@pytest.mark.requisito("FPA-017", "FPA-064")
def test_il_file_va_nella_cartella_scelta_col_nome_di_norma(ufficio: Ufficio) -> None:
    """And there it waits to be signed, sent, kept: it is not done with being made."""
    emetti(ufficio, COMUNE)
    (file,) = esporta(ufficio)
    assert file == ufficio.cartella / "fatture" / f"{NOME}_00001.xml"
    assert [p.name for p in file.parent.iterdir()] == [file.name]
    (voce,) = ufficio.json("fatturapa", "elenco")
    assert (voce["stato"], voce["da_fare"]) == ("fatto", "Da inviare al Sistema di Interscambio.")
    for stato in ("firmato", "inviato"):
        ufficio.json("fatturapa", "segna", stato, file.name)
    (voce,) = ufficio.json("fatturapa", "elenco")
    assert voce["stato"] == "inviato"


@pytest.mark.requisito("FPA-070", "FPA-071", "FPA-072")
def test_una_stampa_non_fa_il_file_e_la_definitiva_resta_da_fare(ufficio: Ufficio) -> None:
    provvisoria, definitiva = (emetti(ufficio, ROSSI, stato) for stato in "PD")
    carta = ufficio.cartella / "pdf"
    for documento in (provvisoria, definitiva):
        ufficio.json("documenti", "stampa", "PA", documento, "--anno", "2026", "--cartella", carta)
    assert ufficio.json("fatturapa", "elenco") == []
    assert len(esporta(ufficio)) == 1, "la definitiva soltanto"
    ristampa = ufficio.cartella / "ristampa"
    ufficio.json("documenti", "stampa", "PA", definitiva, "--anno", "2026", "--cartella", ristampa)
    assert len(list(ristampa.glob("*.pdf"))) == 1, "si ristampa anche dopo"


@pytest.mark.requisito("FPA-051")
@pytest.mark.parametrize("codice", ["UF123", "UF12345", "UF-123"])
def test_il_codice_ufficio_ha_la_forma_dell_indice(ufficio: Ufficio, codice: str) -> None:
    """Six letters or digits, as www.indicepa.gov.it gives them."""
    esito = importa(ufficio, clienti=[{"codice": COMUNE, "codice_ufficio": codice}])
    assert esito.codice != 0 and "codice_ufficio" in esito.errori


@pytest.mark.requisito("FPA-053", "FPA-069")
def test_la_pubblica_amministrazione_ha_il_suo_registro(ufficio: Ufficio) -> None:
    """The sezionale of the client; one that is not there is refused."""
    assert emetti(ufficio, COMUNE) == "2/1"
    esito = importa(ufficio, clienti=[{"codice": COMUNE, "sezionale_fattura_elettronica": 9}])
    assert (esito.codice, "La serie 9 delle parcelle non esiste" in esito.errori) == (1, True)


@pytest.mark.requisito("FPA-020")
@pytest.mark.parametrize(("scritto", "codice"), [("S", 0), ("N", 0), ("", 0), ("X", 3)])
def test_socio_unico(ufficio: Ufficio, scritto: str, codice: int) -> None:
    assert importa(ufficio, {"socio_unico": scritto}).codice == codice
    letto = json.loads(ufficio("esporta").uscita)["azienda"].get("socio_unico", "")
    assert letto == (scritto if codice == 0 else "")


@pytest.mark.requisito("FPA-022")
def test_il_regime_proposto_e_quello_ordinario(comando: Any, tmp_path: Path) -> None:
    """RF18, asked for in 2014, is not proposed to anybody any more; who has it may write it."""
    ufficio = Ufficio(comando, tmp_path, tmp_path / "nuovo.parcella")
    azienda = {"tipo": "P", "ragione_sociale": "Studio Nuovo"}
    assert importa(ufficio, azienda).codice == 0
    assert json.loads(ufficio("esporta").uscita)["azienda"]["regime_fiscale"] == "RF01"
    assert importa(ufficio, {"regime_fiscale": "RF18"}).codice == 0
