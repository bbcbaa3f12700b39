"""No parametro, account, code or legal value changes a document already issued: archive, postings, XML, PDF, verifica.

Every column is changed behind the back of its rules, which may refuse: what is issued must not even look there.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, select, update
from sqlmodel import SQLModel

from ledger.documenti.banco import (
    COMUNE,
    VERDI,
    Banco,
    apri_banco,
    banco_di,
    notula,
    parcella,
    riga,
)
from parcella.fatturapa.scrittura import xml
from parcella.ledger import archivio
from parcella.ledger.aziende.codici import salva_codice_iva
from parcella.ledger.aziende.tabelle import (
    Cassa,
    CodiceIva,
    CodiceTributo,
    ContiAutomatici,
    DescrizioneDocumento,
    FondoAssociato,
    ParametriStudio,
    ValoreDiLegge,
)
from parcella.ledger.documenti.tabelle import Documento
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.tabella import colonne, tipo_python
from parcella.stampe.documento import modulo_di, pdf

D = Decimal
IVA = {"cod_esenzione_spese_anticipate": "X15", "predefinita": "10"}
ALTRI_CONTI = {
    "P C": "502", "P F": "601.00009", "P G": "109.00099", "P M": "109.00098", "P Z": "002.00199", "E G": "801.00099",
    "E M": "801.00098",
}  # fmt: skip
OGGI = date(2013, 10, 10)
"""After IVA per cassa and the bollo of 2,00; the studio's own codes have the rates they had then."""


def _studio(banco: Banco) -> None:
    """Documents of every kind: cassa, gestione separata, studio associato, IVA per cassa, bollo, spese, FS, split."""
    banco.contesto = replace(banco.contesto, data_lavoro=OGGI)
    giorno: dict[str, Any] = {"giorno": OGGI}
    banco.emetti(
        notula(riga("CONS", "500.00"), riga("CON22", "300.00", spese="40.00"), codice_pagamento="B3060", **giorno)
    )
    banco.emetti(parcella(riga("CONS", "350.00"), **giorno))
    banco.emetti(
        parcella(riga("CON22", "650.00"), riga("ESENTE", "120.00", spese="16.00"), pagata="N", pagato="81.20", **giorno)
    )
    banco.emetti(parcella(riga("ESENTE", "100.00"), cliente=VERDI, **giorno))
    banco.emetti(
        parcella(riga("CONS", "100.00"), riga("CON22", "50.00"), codice_pagamento="RB30", pagata="N", **giorno)
    )
    banco.emetti(parcella(riga("CONS", "0.00", spese="50.00"), codice_pagamento="RB30", **giorno))
    banco.emetti(parcella(riga("CON22", "200.00"), cliente=COMUNE, pagata="N", **giorno), si=("fattura_sospesa",))
    banco.emetti(parcella(riga("CON22", "200.00"), esigibilita_iva="S", cliente=COMUNE, **giorno))
    banco.emetti(parcella(riga("CONS", "240.02"), stato="P", **giorno))
    senza_cassa = {"perc_fondo_professionisti": "", "iva_fondo_professionisti": ""}
    inps = {"perc_gestione_separata_inps": "4.00", "iva_gestione_separata_inps": "22", "tipo_cassa_fatturapa": "TC22"}
    banco.imposta(
        parametri_studio=senza_cassa | inps,
        prestazioni=[
            {"codice": "INPS", "tipo": "R", "descrizione": "CONSULENZA", "cod_iva": "22", "soggetta_ritenuta": "S",
             "soggetta_inps": "S"}
        ],
    )  # fmt: skip
    banco.emetti(parcella(riga("INPS", "1000.00"), **giorno))
    banco.emetti(parcella(riga("INPS", "1000.00"), pagata="N", **giorno))
    banco.imposta(
        azienda={"sigla": "STU", "iva_per_cassa": "S"},
        parametri_studio={
            "perc_gestione_separata_inps": "", "iva_gestione_separata_inps": "", "studio_associato": "S",
            "iva_fondo_professionisti": "22",
            "fondi_associato": [
                {"percentuale": "2.00", "quota": "60.00", "tipo_cassa": "TC11"},
                {"percentuale": "4.00", "quota": "40.00", "tipo_cassa": "TC02"},
            ],
        },
    )  # fmt: skip
    banco.emetti(parcella(riga("CON22", "1000.00"), **giorno))
    banco.emetti(parcella(riga("CON22", "1000.00"), pagata="N", **giorno))
    banco.emetti(notula(riga("CON22", "1000.00"), **giorno))


@pytest.fixture(scope="module")
def banco(archivio_modello: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Banco]:
    percorso = tmp_path_factory.mktemp("emessi") / "studio.parcella"
    shutil.copy(archivio_modello, percorso)
    percorso.chmod(0o600)
    with archivio.apri(percorso) as aperto:
        apri_banco(
            aperto,
            conti=[
                {"codice": codice, "descrizione": f"ALTRO {tipo}", "tipo": tipo} for tipo, codice in ALTRI_CONTI.items()
            ],
            codici_iva=[{"codice": "X15", "natura": "N1", "descrizione": "Altre escluse"}],
            codici_tributo=[
                {"codice": "1045", "descrizione": "x", "aliquota_rda": "30.00", "perc_imponibile_rda": "50.00"}
            ],
            conti_automatici={
                "conto_iva_vendite_sospeso": "002.00102", "conto_fondo_previdenza_sospeso": "002.00103",
            },
        )  # fmt: skip
        preparato = banco_di(aperto)
        _studio(preparato)
        yield preparato


def emessi(banco: Banco) -> dict[str, Any]:
    """All that the program says of the documents there are."""
    esportato = json.loads(banco.impronta())
    with banco.archivio.lettura() as sessione:
        chiavi = sessione.execute(select(Documento.id).order_by(Documento.id)).scalars().all()  # type: ignore[call-overload,arg-type]
    fascicoli = [banco.leggi(chiave) for chiave in chiavi]
    avvisi: list[Any] = []
    return {
        "documenti": esportato["documenti"],
        "primanota": esportato["primanota"],
        "scadenze": [f.rate for f in fascicoli if f.documento.stato_parcella != "P"],
        "xml": {
            f.nome: xml(f, "00001")
            for f in fascicoli
            if f.documento.stato_parcella == "D" and f.cliente.codice != VERDI
        },
        "pdf": {f.nome: pdf(f, modulo, avvisi) for f in fascicoli if (modulo := modulo_di(f.documento))},
        "verifica": banco.violazioni(),
    }


def altri_valori(colonna: Column[Any], adesso: Any) -> list[Any]:
    """Other values of a column: one that it accepts, and nothing where it may be empty."""
    altri: list[Any] = [None] if colonna.nullable else []
    info = colonna.info
    if "valori" in info:
        altri += [valore for valore in info["valori"] if valore != adesso][:3]
    elif "tipi" in info:
        altri.append(ALTRI_CONTI[info["tipi"][0]])
    elif colonna.name == "codice_tributo":
        altri.append("1045")
    elif "iva" in colonna.name or colonna.name.startswith("cod_esenzione"):
        altri.append(IVA.get(colonna.name, IVA["predefinita"]))
    elif tipo_python(colonna) is Decimal:
        altri.append(D("7.77"))
    elif tipo_python(colonna) is int:
        altri.append(9)
    elif tipo_python(colonna) is date:
        altri.append(date(2013, 1, 1))
    else:
        altri.append("Altro")
    return [valore for valore in altri if valore != adesso]


def diversi(banco: Banco, prima: dict[str, Any]) -> list[str]:
    """What is not as before of the documents issued."""
    dopo = emessi(banco)
    return [nome for nome, valore in prima.items() if dopo[nome] != valore]


def variazioni(banco: Banco, tabella: type[SQLModel], *tranne: str) -> dict[str, list[str]]:
    """What the changes of the columns of a table change of what is issued: all together, then one by one to name it."""
    prima = emessi(banco)
    assert prima["verifica"] == []
    tavola = tabella.__table__  # type: ignore[attr-defined]
    with banco.archivio.lettura() as sessione:
        com_era = [riga_._asdict() for riga_ in sessione.execute(select(tavola))]
    altri = {c.name: altri_valori(c, com_era[0][c.name]) for c in colonne(tabella) if c.name not in tranne}

    def cambiati(valori: dict[str, Any]) -> list[str]:
        with banco.archivio.scrittura() as sessione:
            sessione.execute(update(tavola).values(valori))
        try:
            return diversi(banco, prima)
        finally:
            with banco.archivio.scrittura() as sessione:
                for riga_ in com_era:
                    sessione.execute(update(tavola).where(tavola.c.id == riga_["id"]).values(riga_))

    insieme = [{nome: valori[giro % len(valori)] for nome, valori in altri.items() if valori} for giro in range(4)]
    if not any(cambiati(valori) for valori in insieme):
        return {}
    uno_per_uno = [(nome, valore) for nome, valori in altri.items() for valore in valori]
    return {f"{nome}={valore}": trovati for nome, valore in uno_per_uno if (trovati := cambiati({nome: valore}))}


@pytest.mark.requisito("PAR-026", "PAR-037", "DOC-127")
def test_nessun_parametro_dello_studio_cambia_un_documento_emesso(banco: Banco) -> None:
    assert variazioni(banco, ParametriStudio) == {}


@pytest.mark.requisito("PAR-026", "DOC-127")
@pytest.mark.parametrize(
    ("tabella", "tranne"),
    [
        (ContiAutomatici, ()),
        (FondoAssociato, ()),
        (CodiceTributo, ("codice",)),
        (Cassa, ("tipo_cassa", "valido_dal")),
        (ValoreDiLegge, ("nome", "valido_dal")),
        (CodiceIva, ("codice", "aliquota", "natura", "descrizione", "descrizione_estesa")),
        (DescrizioneDocumento, ("sigla",)),
    ],
    ids=lambda valore: getattr(valore, "__name__", ""),
)
def test_ne_lo_cambiano_i_conti_le_casse_i_tributi_la_legge(
    banco: Banco, tabella: type[SQLModel], tranne: tuple[str, ...]
) -> None:
    assert variazioni(banco, tabella, *tranne) == {}


@pytest.mark.requisito("PAR-026", "PAR-058", "PAR-061")
@pytest.mark.parametrize("dati", [{"natura": "N2.2"}, {"aliquota": D("7.77"), "natura": None}])
def test_un_codice_iva_gia_usato_non_cambia_aliquota_ne_natura(banco: Banco, dati: dict[str, Any]) -> None:
    prima = emessi(banco)
    with banco.archivio.scrittura() as sessione, pytest.raises(Rifiuto, match="non cambiano") as rifiuto:
        salva_codice_iva(sessione, banco.contesto, {"codice": "E10", **dati}, Risposte())
    assert rifiuto.value.codice == "in_uso"
    with banco.archivio.scrittura() as sessione:
        salva_codice_iva(sessione, banco.contesto, {"codice": "X15", **dati}, Risposte())
        salva_codice_iva(sessione, banco.contesto, {"codice": "22", "aliquota": D("22.00")}, Risposte())
    assert diversi(banco, prima) == []


@pytest.mark.requisito("PAR-026")
def test_il_regime_iva_per_cassa_e_quello_del_giorno_dell_emissione(banco: Banco) -> None:
    prima = emessi(banco)
    banco.imposta(azienda={"sigla": "STU", "iva_per_cassa": "N"})
    assert diversi(banco, prima) == []
    banco.imposta(azienda={"sigla": "STU", "iva_per_cassa": "S"})
    assert diversi(banco, prima) == []
    assert b"IVA per cassa" in prima["xml"]["PA 1/10"], "la parcella sospesa ha la dicitura"
    assert b"IVA per cassa" not in prima["xml"]["PA 1/2"]
