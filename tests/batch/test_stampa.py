"""`parcella stampa`: the prints of the archives, in every format."""

import csv
import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from .banco_comandi import ESTINTO, ROSSI, VERDI, Ufficio


def righe_csv(testo: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(testo.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.requisito("STA-016")
def test_clienti_studio_a_video(ufficio: Ufficio) -> None:
    esito = ufficio("stampa", "clienti-studio")
    assert esito.codice == 0, esito.errori
    righe = esito.uscita.splitlines()
    assert righe[0] == f"{'Studio Bianchi':<126}Pag. 1"
    assert righe[1] == f"{'Stampa clienti studio':<122}02/09/2010"
    assert righe[2] == "Ordine stampa: codice; Conti annullati: solo attivi"
    rossi = next(n for n, riga in enumerate(righe) if riga.startswith(ROSSI))
    assert righe[rossi] == f"{ROSSI}  {'Rossi s.r.l.':<45}{'00488410010':<36}S{'S':>23}"
    assert righe[rossi + 1] == f"{'':11}{'Via Roma 1 - 10121 Torino (TO)':<45}00488410010"
    verdi = next(riga for riga in righe if riga.startswith(VERDI))
    assert verdi[11:21] == "Verdi Aldo" and verdi[102:107] == "B3060" and verdi[111] == "2"
    assert ESTINTO not in esito.uscita
    assert righe[-1] == "3 clienti"


@pytest.mark.requisito("STA-016", "STA-017", "STA-020", "STA-029", "STA-032", "STA-036")
def test_clienti_studio_in_json(ufficio: Ufficio) -> None:
    stampa = ufficio.json("stampa", "clienti-studio", "--provincia", "rm", "--tipo-pagamento", "B")
    assert stampa["stampa"] == "clienti-studio" and stampa["data"] == "2010-09-02"
    assert stampa["selezioni"] == {
        "Ordine stampa": "codice", "Conti annullati": "solo attivi", "Provincia": "RM", "Tipo pagamento": "B",
    }  # fmt: skip
    (verdi,) = stampa["righe"]
    assert (verdi["codice"], verdi["nome"], verdi["pagamento"], verdi["tariffario"]) == (
        VERDI,
        "Verdi Aldo",
        "B3060",
        2,
    )
    tutti = ufficio.json("stampa", "clienti-studio", "--ordine", "D", "--conti-annullati", "S")
    assert [r["nome"] for r in tutti["righe"]] == ["Comune di Prova", "Estinta s.r.l.", "Rossi s.r.l.", "Verdi Aldo"]


def test_un_numero_e_quello_di_un_cliente_se_non_e_un_mastro(ufficio: Ufficio) -> None:
    def codici(*opzioni: str) -> list[str]:
        return [riga["codice"] for riga in ufficio.json("stampa", "clienti-studio", *opzioni)["righe"]]

    tutti = codici()
    numero = tutti[1].partition(".")[2].lstrip("0")
    assert codici("--da-cliente", numero, "--a-cliente", numero) == [tutti[1]]
    assert codici("--da-cliente", "501", "--a-cliente", "501") == tutti


@pytest.mark.requisito("STA-024", "STA-025", "STA-028")
def test_clienti_con_prestazione_nei_contratti(ufficio: Ufficio) -> None:
    contratto = {
        "tipo": "C", "stato": "A", "codice_cliente": VERDI, "anno": 2010, "decorrenza_dal": "2010-01-01",
        "prestazioni": [{"codice_prestazione": "CONS", "quantita": "2.00", "prezzo": "45.00"}],
    }  # fmt: skip
    ufficio.json(
        "importa", ufficio.file({"formato": "parcella/1", "azienda": {"sigla": "STU"}, "contratti": [contratto]})
    )
    stampa = ufficio.json("stampa", "clienti-studio", "--solo-con-prestazione", "S", "--codice-prestazione", "cons")
    (verdi,) = stampa["righe"]
    assert verdi["codice"] == VERDI
    assert verdi["prestazioni"] == [
        {"codice_prestazione": "CONS", "descrizione": "CONSULENZA", "periodicita": "N", "mese": None,
         "quantita": "2.00", "prezzo": "45.00", "origine": "contratto 2010"}
    ]  # fmt: skip
    scritto = ufficio("stampa", "clienti-studio", "--solo-con-prestazione", "S").uscita
    assert f"{'':11}{'CONS':<17}{'CONSULENZA':<41}N{'2,00':>17}{'45,00':>13} contratto 2010" in scritto
    esito = ufficio("stampa", "clienti-studio", "--codice-prestazione", "CONS")
    assert esito.codice == 1 and "Solo clienti con prestazione = S" in esito.errori
    esito = ufficio("stampa", "clienti-studio", "--mese", "13")
    assert esito.codice == 2


@pytest.mark.requisito("STA-037", "STA-049", "STA-050")
def test_prestazioni_ridotta_ed_estesa(ufficio: Ufficio) -> None:
    ridotta = ufficio.json("stampa", "prestazioni", "--a-prestazione", "CONS", "--da-prestazione", "CONS")
    estesa = ufficio.json(
        "stampa", "prestazioni", "--a-prestazione", "CONS", "--da-prestazione", "CONS", "--stampa", "E"
    )
    (breve,), (lunga,) = ridotta["righe"], estesa["righe"]
    assert breve["prezzo"] == "50.00" and "altri_prezzi" not in breve and "descrizione_estesa" not in breve
    assert lunga["altri_prezzi"] == [{"tariffario": 2, "nome_tariffario": "AMICI", "prezzo_tariffario": "40.00"}]
    assert lunga.pop("descrizione_estesa") is None
    del lunga["altri_prezzi"]
    assert lunga == breve, "non c'è altra differenza"
    scritto = ufficio("stampa", "prestazioni", "--da-prestazione", "CONS", "--a-prestazione", "CONS").uscita
    assert f"  {'CONS':<17}{'CONSULENZA':<37}R  20    HR  N{'':32}S   S     N{'50,00':>17}\n" in scritto
    assert "Ulteriore" not in scritto and "40,00" not in scritto


@pytest.mark.requisito("STA-038", "STA-041", "STA-043", "STA-044", "STA-045", "STA-048")
def test_prestazioni_filtri(ufficio: Ufficio) -> None:
    def codici(*opzioni: str) -> list[str]:
        return [r["codice"] for r in ufficio.json("stampa", "prestazioni", *opzioni)["righe"]]

    assert codici("--cod-iva", "22") == ["CON22", "NORDA"]
    assert codici("--cod-iva", "22", "--ritenuta", "S", "--cassa-previdenza", "S") == ["CON22"]
    assert codici("--ordine", "D", "--cod-iva", "20") == ["CONS", "LIMITI"]
    esito = ufficio("stampa", "prestazioni", "--gestione-separata-inps", "S")
    assert esito.codice == 1 and "gestione separata" in esito.errori
    assert ufficio("stampa", "prestazioni", "--periodicita", "X").codice == 2


@pytest.mark.requisito("STA-016", "STA-037")
@pytest.mark.parametrize("nome", ["clienti-studio", "prestazioni"])
def test_in_un_file_di_ogni_formato(ufficio: Ufficio, nome: str, tmp_path: Path) -> None:
    for coda in ("pdf", "txt", "csv", "json"):
        percorso = tmp_path / f"stampa.{coda}"
        esito = ufficio("stampa", nome, "--uscita", percorso)
        assert esito.codice == 0, esito.errori
        assert esito.uscita.startswith(f"Scritto {percorso}")
    testo = (tmp_path / "stampa.txt").read_text(encoding="utf-8")
    assert "Pag. 1" in testo
    letto = PdfReader(tmp_path / "stampa.pdf").pages[0].extract_text()
    righe = json.loads((tmp_path / "stampa.json").read_text(encoding="utf-8"))["righe"]
    foglio = righe_csv((tmp_path / "stampa.csv").read_text(encoding="utf-8"))
    assert [r["codice"] for r in foglio] == [r["codice"] for r in righe]
    for riga in righe:
        assert riga["codice"] in letto and riga["codice"] in testo


def test_il_formato_vince_sul_nome_e_json_dice_dove(ufficio: Ufficio, tmp_path: Path) -> None:
    detto = ufficio.json("stampa", "prestazioni", "--formato", "pdf", "--uscita", tmp_path / "x")
    assert detto == {"stampa": "prestazioni", "formato": "pdf", "file": str(tmp_path / "x"), "pagine": 1}
    assert (tmp_path / "x").read_bytes().startswith(b"%PDF")


def test_cio_che_non_va_sull_uscita(ufficio: Ufficio) -> None:
    assert ufficio("stampa", "prestazioni", "--formato", "pdf").codice == 2
    assert ufficio("--json", "stampa", "prestazioni", "--formato", "csv").codice == 2
    assert righe_csv(ufficio("stampa", "prestazioni", "--formato", "csv").uscita)[0]["codice"] == "AVVISO"


def test_un_rifiuto_non_lascia_file(ufficio: Ufficio, tmp_path: Path) -> None:
    esito = ufficio("stampa", "clienti-studio", "--mese", "3", "--uscita", tmp_path / "x.pdf")
    assert esito.codice == 1 and "Mese" in esito.errori
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("nome", "quante", "prima"),
    [
        ("piano-conti", 20, {"codice": "002.00101", "tipo": "P Z", "bloccato": "N"}),
        ("codici-iva", 5, {"codice": "10", "aliquota": "10.00", "natura": None}),
        ("codici-tributo", 1, {"codice": "1040", "aliquota_rda": "20.00"}),
        ("pagamenti", 4, {"codice": "B3060", "numero_rate": 2, "giorni_intervallo": 30, "spese_banca": "0.00"}),
        ("tariffari", 2, {"numero": 1, "descrizione": "BASE"}),
    ],
)
def test_le_tabelle(ufficio: Ufficio, nome: str, quante: int, prima: dict[str, object]) -> None:
    righe = ufficio.json("stampa", nome)["righe"]
    assert len(righe) == quante
    assert righe[0] | prima == righe[0]
    scritto = ufficio("stampa", nome).uscita
    assert str(next(iter(prima.values()))) in scritto and scritto.splitlines()[-1].startswith(f"{quante} ")
