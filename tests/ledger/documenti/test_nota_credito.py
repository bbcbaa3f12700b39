"""A nota di credito: the amounts of the parcella it corrects, on the other side of the books, to nothing."""

import itertools
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.documenti.banco import COMUNE, OGGI, VERDI, Banco, banco_di, con, euro, parcella, riga
from parcella.fatturapa import emissione
from parcella.ledger.archivio import Archivio, apri
from parcella.ledger.documenti.accredita import Compensata, compensa, nota_di_credito
from parcella.ledger.documenti.da_fare import da_fare
from parcella.ledger.documenti.dati import DatiDocumento, DatiPagamento
from parcella.ledger.documenti.emetti import Emesso
from parcella.ledger.documenti.ricerca import Filtro
from parcella.ledger.documenti.rivedi import rivedi
from parcella.ledger.esito import Rifiuto, Risposte
from parcella.ledger.scambio.importa import importa

CLIENTE, RICAVI, SOSPESI, CASSA, IVA, DIFFERITA = (
    "501.00004", "801.00001", "002.00101", "101.00001", "110.00003", "110.00005",
)  # fmt: skip
CONTI = (CLIENTE, RICAVI, SOSPESI, "318.00120", IVA, DIFFERITA, "109.00001", "005.00003", CASSA, "104.00001")
GIRO = "104.00001"
DOMANI = OGGI + timedelta(days=1)


@pytest.fixture
def banco(banco: Banco) -> Banco:
    banco.imposta(parametri_studio={"conto_giro_effetti_notule": GIRO})
    return banco


@pytest.fixture
def copia(banco_modello: Path, archivio_modello: Path, tmp_path: Path) -> Callable[..., Archivio]:
    """A copy of the small studio, or of an empty archive, as often as wanted."""
    numeri = itertools.count()

    def apri_copia(*, vuoto: bool = False) -> Archivio:
        percorso = tmp_path / f"copia{next(numeri)}.parcella"
        shutil.copy(archivio_modello if vuoto else banco_modello, percorso)
        percorso.chmod(0o600)
        return apri(percorso)

    return apri_copia


def da_accreditare(banco: Banco, chiave: int, giorno: date = DOMANI) -> DatiDocumento:
    with banco.archivio.lettura() as sessione:
        return nota_di_credito(sessione, banco.leggi(chiave), giorno)


def accredita(banco: Banco, chiave: int, **altro: Any) -> Emesso:
    return banco.emetti(con(da_accreditare(banco, chiave), **altro))


def compensate(banco: Banco, chiave: int, giorno: date = DOMANI) -> Compensata:
    with banco.archivio.scrittura() as sessione:
        return compensa(sessione, banco.contesto, chiave, giorno, banco.risposte(("compensa_nota",)))


def saldi(banco: Banco) -> list[Decimal]:
    return [banco.saldo(conto) for conto in CONTI]


def test_tutta_da_incassare_torna_tutto_a_zero(banco: Banco) -> None:
    """FE 69 of the manual (650,00; cassa 4 %, IVA 20 %, ritenuta 20 %), and its NE."""
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    nota = accredita(banco, fattura.id)
    assert (nota.nome, banco.documento(nota.id).causale) == ("PA 1/2", "NE")
    assert banco.righe(nota.id, "NE") == [
        "501.00004 811.20A",
        "002.00101 650.00D",
        "318.00120 26.00D",
        "110.00003 135.20D",
        "501.00004 130.00D",
        "005.00003 130.00A",
    ]
    assert saldi(banco) == [0] * len(CONTI)
    assert [(r.importo_rata, r.stato_rata) for r in banco.leggi(nota.id).rate] == [(euro("-681.20"), None)]
    assert compensate(banco, nota.id) == Compensata("PA 1/2", "PA 1/1", euro("681.20"), euro("0.00"), euro("0.00"))
    assert saldi(banco) == [0] * len(CONTI)
    assert banco.violazioni() == []


def test_incassata_si_rende_al_cliente(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00")))
    nota = accredita(banco, fattura.id)
    with pytest.raises(Rifiuto, match="Nulla da compensare"):
        compensate(banco, nota.id)
    banco.incassa(nota.id, "81.20", giorno=DOMANI)
    assert banco.righe(nota.id, "PG") == [
        "501.00004 81.20D",
        "101.00001 81.20A",
        "002.00101 77.48A",
        "801.00001 77.48D",
        "318.00120 0.00D 3,10D",
        "110.00003 0.00D 16,12D",
        "005.00003 15.50D",
        "109.00001 15.50A",
    ]
    assert banco.saldo(CASSA) == euro("600.00")
    resa = banco.incassa(nota.id, "600.00", giorno=DOMANI)
    assert resa.residuo == 0
    assert saldi(banco) == [0] * len(CONTI)
    assert banco.violazioni() == []
    with pytest.raises(Rifiuto, match="già interamente resa o compensata"):
        banco.incassa(nota.id, "1.00", giorno=DOMANI)


@pytest.mark.parametrize("pagato", ["0.00", "200.00", "1068.79"])
def test_quel_che_e_aperto_si_compensa_e_il_resto_si_rende(banco: Banco, pagato: str) -> None:
    fattura = banco.emetti(parcella(riga("CON22", importo="1000.00"), pagata="N", pagato=pagato))
    nota = accredita(banco, fattura.id)
    fatta = compensate(banco, nota.id)
    assert fatta.residuo_documento == 0
    assert fatta.residuo_nota == euro(pagato)
    if fatta.residuo_nota:
        banco.incassa(nota.id, pagato, giorno=DOMANI)
    assert saldi(banco) == [0] * len(CONTI)
    assert banco.violazioni() == []


def test_l_iva_sospesa_resta_sospesa(banco: Banco) -> None:
    fattura = banco.emetti(
        parcella(riga(importo="100.00"), pagata="N", cliente=COMUNE, serie=2), si=("fattura_sospesa",)
    )
    assert banco.documento(fattura.id).causale == "FS"
    nota = accredita(banco, fattura.id)
    assert banco.documento(nota.id).causale == "NS"
    assert "110.00005 20.80D" in banco.righe(nota.id, "NS")
    compensate(banco, nota.id)
    assert banco.saldo(DIFFERITA) == banco.saldo(IVA) == 0
    assert banco.violazioni() == []


def test_in_parte_piu_volte_mai_oltre_la_parcella(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    for importo in ("150.00", "400.00"):
        nota = accredita(banco, fattura.id, righe=[riga(importo=importo)])
        compensate(banco, nota.id)
    with pytest.raises(Rifiuto, match=r"ne restano da accreditare 124,80"):
        accredita(banco, fattura.id, righe=[riga(importo="100.01")])
    accredita(banco, fattura.id, righe=[riga(importo="100.00")])
    with pytest.raises(Rifiuto, match="già stata accreditata per intero"):
        da_accreditare(banco, fattura.id)
    assert banco.violazioni() == []


def test_con_le_condizioni_della_parcella_non_di_oggi(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    banco.imposta(parametri_studio={"perc_fondo_professionisti": "5.00", "cassa_iva": "CODICE"})
    nota = accredita(banco, fattura.id)
    assert banco.documento(nota.id).totale_documento == banco.documento(fattura.id).totale_documento
    assert banco.documento(nota.id).perc_cassa == euro("4.00")


@pytest.mark.parametrize(
    ("altro", "motivo", "campo"),
    [
        ({"fattura_collegata_numero": None}, "indicare numero e data", "fattura_collegata_numero"),
        ({"fattura_collegata_data": None}, "indicare numero e data", "fattura_collegata_data"),
        ({"data_documento": OGGI - timedelta(days=1)}, "anteriore alla parcella che corregge", "data_documento"),
        ({"codice_cliente": VERDI}, "è del cliente 501.00004", "codice_cliente"),
        ({"sigla_documento": "NO", "stato_parcella": None}, "il documento è PA", "nota_credito"),
        ({"pagamento": DatiPagamento("S")}, "si registra dopo averla emessa", "pagamento.totalmente_pagata"),
    ],
    ids=["numero", "data", "prima", "altro-cliente", "notula", "pagata"],
)
def test_cio_che_una_nota_di_credito_non_puo_dire(banco: Banco, altro: dict[str, Any], motivo: str, campo: str) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    prima = banco.impronta()
    with pytest.raises(Rifiuto, match=motivo) as rifiuto:
        accredita(banco, fattura.id, **altro)
    assert rifiuto.value.campo == campo
    assert banco.impronta() == prima


def test_di_una_parcella_di_un_altro_programma_si_avverte(banco: Banco) -> None:
    dati = con(
        parcella(riga(importo="100.00"), pagata=None),
        nota_credito="S",
        fattura_collegata_numero="FT-77",
        fattura_collegata_data=date(2009, 5, 4),
    )
    nota = banco.emetti(dati)
    assert [a.codice for a in nota.avvisi if a.codice.startswith("corretta")] == ["corretta_non_in_archivio"]
    assert banco.documento(nota.id).causale == "NE"
    with pytest.raises(Rifiuto, match="registrare il rimborso"):
        compensate(banco, nota.id)


def test_non_si_accredita_una_nota_ne_una_provvisoria(banco: Banco) -> None:
    provvisoria = banco.emetti(parcella(riga(importo="10.00"), stato="P", pagata=None))
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    intera = da_accreditare(banco, fattura.id)
    nota = accredita(banco, fattura.id)
    for chiave in (provvisoria.id, nota.id):
        with pytest.raises(Rifiuto, match="si fa di una parcella definitiva"):
            da_accreditare(banco, chiave)
    della_nota = con(intera, fattura_collegata_numero="1/3", fattura_collegata_data=DOMANI)
    assert banco.documento(nota.id).numero_documento == 3
    with pytest.raises(Rifiuto, match="è una nota di credito"):
        banco.emetti(della_nota)


def test_una_parcella_accreditata_non_si_corregge_ne_si_cancella(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N", serie=2))
    accredita(banco, fattura.id, serie=1)
    with pytest.raises(Rifiuto, match="ha una nota di credito"):
        banco.elimina(fattura.id)
    with pytest.raises(Rifiuto, match="ha una nota di credito"), banco.archivio.scrittura() as sessione:
        rivedi(sessione, banco.contesto, fattura.id, banco.dati(fattura.id), Risposte(), non_emessa=True)


def test_una_nota_scartata_si_corregge_finche_e_aperta(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    nota = accredita(banco, fattura.id)
    with banco.archivio.scrittura() as sessione:
        dati = con(banco.dati(nota.id), righe=[riga(importo="300.00")])
        rivedi(sessione, banco.contesto, nota.id, dati, Risposte(), non_emessa=True)
    assert banco.documento(nota.id).totale_prestazioni == euro("300.00")
    assert banco.violazioni() == []
    compensate(banco, nota.id)
    with pytest.raises(Rifiuto, match="incassi registrati dopo"), banco.archivio.scrittura() as sessione:
        rivedi(sessione, banco.contesto, nota.id, banco.dati(nota.id), Risposte(), non_emessa=True)


def test_va_e_torna_dal_formato_d_archivio(banco: Banco, copia: Callable[..., Archivio]) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N", pagato="50.00"))
    nota = accredita(banco, fattura.id)
    compensate(banco, nota.id)
    banco.incassa(nota.id, "30.00", giorno=DOMANI)
    scritto = banco.impronta()
    with copia(vuoto=True) as altro:
        importa(altro, [("studio", scritto)], data_lavoro=OGGI)
        assert banco_di(altro).impronta() == scritto


def test_negli_elenchi_ha_il_segno_meno(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    nota = accredita(banco, fattura.id)
    voci = {v.id: v for v in banco.cerca(Filtro())}
    assert (voci[nota.id].totale_documento, voci[nota.id].nc) == (euro("-811.20"), "NC")
    assert voci[fattura.id].totale_documento == euro("811.20")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    importo=st.integers(1, 500_000),
    pagato=st.floats(0, 1),
    resi=st.lists(st.floats(0, 1), max_size=3),
)
def test_comunque_si_paghi_e_si_renda_i_conti_tornano_a_zero(
    copia: Callable[..., Archivio], importo: int, pagato: float, resi: list[float]
) -> None:
    with copia() as archivio:
        _va_e_torna(banco_di(archivio), importo, pagato, resi)


def _va_e_torna(banco: Banco, importo: int, pagato: float, resi: list[float]) -> None:
    banco.imposta(parametri_studio={"conto_giro_effetti_notule": GIRO})
    quanto = Decimal(importo).scaleb(-2)
    fattura = banco.emetti(parcella(riga("CON22", importo=str(quanto)), pagata="N"))
    totale = banco.documento(fattura.id).totale_da_pagare
    incassato = (totale * Decimal(pagato)).quantize(Decimal("0.01"))
    if incassato:
        banco.incassa(fattura.id, str(incassato))
    nota = accredita(banco, fattura.id)
    if incassato < totale:
        compensate(banco, nota.id)
    resta = incassato
    for parte in resi:
        reso = (resta * Decimal(parte)).quantize(Decimal("0.01"))
        if reso:
            resta = banco.incassa(nota.id, str(reso), giorno=DOMANI).residuo
    if resta:
        banco.incassa(nota.id, str(resta), giorno=DOMANI)
    assert saldi(banco) == [0] * len(CONTI)
    assert banco.violazioni() == []


def test_toglie_dal_fatturato_e_dai_crediti(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    accredita(banco, fattura.id, righe=[riga(importo="150.00")])
    with banco.archivio.lettura() as sessione:
        figure = da_fare(sessione, banco.contesto)
    assert figure.fatturato_dell_anno == euro("500.00")
    assert figure.crediti_aperti == euro("681.20") - euro("157.20")


def test_da_provvisoria_a_definitiva(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    nota = accredita(banco, fattura.id, stato_parcella="P")
    assert banco.registrazioni(nota.id) == []
    accredita(banco, fattura.id, righe=[riga(importo="100.00")])
    with pytest.raises(Rifiuto, match=r"ne restano da accreditare 686,40"):
        banco.rivedi(nota.id, con(banco.dati(nota.id), stato_parcella="D"))
    meno = con(banco.dati(nota.id), stato_parcella="D", righe=[riga(importo="550.00")])
    banco.rivedi(nota.id, meno)
    assert [r["causale"] for r in banco.registrazioni(nota.id)] == ["NE"]
    altra = banco.emetti(parcella(riga(importo="1.00"), giorno=DOMANI, stato="P", pagata=None))
    with pytest.raises(Rifiuto, match="il tipo del documento non si può modificare"):
        banco.rivedi(altra.id, con(banco.dati(altra.id), nota_credito="S"))
    assert banco.violazioni() == []


@pytest.mark.parametrize(
    ("numero", "giorno", "motivo", "campo"),
    [
        ("1/1", OGGI - timedelta(days=3), r"c'è la parcella 1/1 del 02/09/2010", "fattura_collegata_data"),
        ("1", OGGI, r"c'è la parcella 1/1 del 02/09/2010", "fattura_collegata_numero"),
        ("1/999", OGGI, r"La parcella 1/999 del 2010 non è in archivio", "fattura_collegata_numero"),
    ],
)
def test_un_numero_o_una_data_sbagliati_non_passano(
    banco: Banco, numero: str, giorno: date, motivo: str, campo: str
) -> None:
    """A slip of the keys would take the nota away from the parcella it is of."""
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    with pytest.raises(Rifiuto, match=motivo) as rifiuto:
        accredita(banco, fattura.id, fattura_collegata_numero=numero, fattura_collegata_data=giorno)
    assert rifiuto.value.campo == campo


def test_un_iva_che_la_parcella_non_aveva_e_detta(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga("CON22", importo="650.00"), pagata="N"))
    nota = accredita(banco, fattura.id, righe=[riga(importo="100.00")])
    assert [a.messaggio for a in nota.avvisi if a.codice == "accredito_altra_iva"] == [
        "La nota di credito ha il codice IVA 20, che nella parcella 1/1 non c'è."
    ]


def test_le_note_della_parcella_non_passano_alla_nota(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N", note_testata="Consegnata a mano"))
    assert da_accreditare(banco, fattura.id).note_testata is None


def test_il_rimborso_a_un_ente_non_aspetta_nessun_file(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="100.00"), cliente=COMUNE, serie=2), no=("fattura_sospesa",))
    nota = accredita(banco, fattura.id)
    risposte = Risposte()
    with banco.archivio.scrittura() as sessione:
        emissione.incassa(sessione, banco.contesto, nota.id, DOMANI, euro("10.00"), None, risposte)
    assert risposte.avvisi == []


def test_una_nota_che_non_si_cancella_dice_altro(banco: Banco) -> None:
    fattura = banco.emetti(parcella(riga(importo="650.00"), pagata="N"))
    nota = accredita(banco, fattura.id)
    banco.emetti(parcella(riga(importo="1.00"), giorno=DOMANI))
    with pytest.raises(Rifiuto, match="per rimediare si emette un'altra parcella"):
        banco.elimina(nota.id)
