"""Importing sheets: what becomes of each row, and that nothing is written if one is refused."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from parcella.ledger.archivio import Archivio
from parcella.ledger.clienti.anagrafica import leggi
from parcella.ledger.clienti.tabelle import Cliente
from parcella.ledger.esito import DatiNonValidi
from parcella.ledger.prestazioni.anagrafica import prezzi
from parcella.ledger.prestazioni.particolarita import elenco, leggi_scaglioni
from parcella.ledger.prestazioni.tabelle import Prestazione
from parcella.ledger.scambio.fogli import importa as modulo
from parcella.ledger.scambio.fogli.importa import Scelte, importa

from .banco import STU, carica, esiti, rifiuti, xlsx

D = Decimal


def cliente(archivio: Archivio, codice: str) -> Cliente | None:
    with archivio.lettura() as session:
        return leggi(session, 1, codice)


def quanti(archivio: Archivio) -> int:
    with archivio.lettura() as session:
        return len(session.exec(select(Cliente.id)).all())


def test_una_rubrica_con_le_intestazioni_di_un_altro_programma(archivio: Archivio) -> None:
    fatto = carica(
        archivio,
        [
            ["ELENCO CLIENTI AL 31/12/2025"],
            [],
            ["Rag. Soc.", "P.IVA", "Via", "C.A.P.", "Città", "Prov.", "Tel.", "Cod. SDI", "Sogg. Rit."],
            ["Neri s.n.c.", 1234567897, "Via Po 1", 121, "Roma", "(RM)", 541123456, "0000000", "Sì"],
            ["Gialli Anna", None, "Via Po 2", "47921.0", "Rimini", "rn", "0541/1", None, "no"],
        ],
    )
    assert fatto.scritto
    assert esiti(fatto) == [("501.00003", "nuovo"), ("501.00004", "nuovo")]
    neri = cliente(archivio, "501.00003")
    assert neri is not None
    assert (neri.partita_iva, neri.cap, neri.telefono) == ("01234567897", "00121", "0541123456")
    assert (neri.provincia, neri.codice_destinatario, neri.soggetto_ritenuta) == ("RM", "0000000", "S")
    assert fatto.righe[0].note[:3] == [
        "P.IVA: 1234567897 letto come 01234567897",
        "C.A.P.: 121 letto come 00121",
        "Tel.: 541123456 letto come 0541123456",
    ]
    gialli = cliente(archivio, "501.00004")
    assert gialli is not None and (gialli.cap, gialli.provincia) == ("47921", "RN")


def test_quel_che_cambia_di_un_cliente(archivio: Archivio) -> None:
    """Known by partita IVA; an empty cell leaves what there is."""
    fatto = carica(archivio, [["Ragione sociale", "Partita IVA", "Comune", "Note"],
                              ["Rossi s.p.a.", "00488410010", "Torino", None]])  # fmt: skip
    (riga,) = fatto.righe
    assert (riga.codice, riga.esito) == ("501.00001", "variato")
    assert riga.cambi == [
        "Ragione sociale: Rossi s.r.l. → Rossi s.p.a.",
        "Comune: vuoto → Torino",
    ]
    assert carica(archivio, [["Codice", "Comune"], ["501.00001", "Torino"]]).righe[0].esito == "uguale"


def test_in_prova_non_si_scrive(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Ragione sociale"], ["Neri"]], nome="clienti.xlsx", prova=True)
    assert esiti(fatto) == [("501.00003", "nuovo")]
    assert not fatto.scritto and quanti(archivio) == 2


def test_una_riga_rifiutata_ferma_tutto_e_tutte_sono_dette(archivio: Archivio) -> None:
    fatto = carica(
        archivio,
        [
            ["Nome", "Partita IVA", "Codice fiscale", "Data di nascita", "Annullato"],
            ["Neri", "01234567890", None, None, None],
            ["Verdi", None, "RSSMRA80A01H294A", None, None],
            ["Gialli", None, None, "31/02/1980", "forse"],
            ["Bruni", None, None, date(1980, 2, 3), "x"],
        ],
        nome="rubrica.xlsx",
    )
    assert not fatto.scritto and quanti(archivio) == 2
    dove = "rubrica.xlsx, foglio «Foglio1»"
    assert rifiuti(fatto) == [
        f"{dove}, riga 2, colonna B (Partita IVA): La partita IVA 01234567890 non è valida: "
        "la cifra di controllo è errata.",
        f"{dove}, riga 3, colonna C (Codice fiscale): Il codice fiscale RSSMRA80A01H294A non è valido: "
        "il carattere di controllo è errato.",
        f"{dove}, riga 4, colonna D (Data di nascita): trovato «31/02/1980», ci vuole una data del calendario come "
        "31/12/2026; trovato «forse», ci vuole S oppure N.",
    ]
    assert fatto.righe[3].esito == "nuovo"


def test_i_doppioni_nel_file(archivio: Archivio) -> None:
    fatto = carica(
        archivio,
        [
            ["Codice", "Ragione sociale", "Partita IVA"],
            ["12", "Neri", "01234567897"],
            ["501.00012", "Neri bis", None],
            [None, "Gialli", "00743110157"],
            [None, "Gialli e figli", "00743110157"],
            [None, "Bruni", None],
            [None, "BRUNI.", None],
        ],
    )
    assert [riga.motivo for riga in fatto.rifiutate] == [
        "il codice 501.00012 è già alla riga 2",
        "la partita IVA 00743110157 è già alla riga 4",
        "il nome BRUNI è già alla riga 6",
    ]
    assert fatto.righe[0].note[:1] == ["codice 12 letto come 501.00012"]


def test_un_numero_di_un_altro_cliente_si_dice_sulla_sua_riga(archivio: Archivio) -> None:
    fatto = carica(
        archivio,
        [
            ["Codice", "Ragione sociale", "Partita IVA", "Cod. fiscale"],
            ["501.00012", "Neri", "00488410010", "00743110157"],
            ["501.00013", "Gialli", "00488410010", None],
            ["501.00014", "Bruni", None, "00743110157"],
            ["501.00015", "Viola", None, None],
        ],
    )
    assert fatto.scritto
    assert [riga.note for riga in fatto.righe] == [
        ["La partita IVA 00488410010 del cliente 501.00012 è anche di 501.00001."],
        ["La partita IVA 00488410010 del cliente 501.00013 è anche di 501.00001, 501.00012."],
        ["Il codice fiscale 00743110157 del cliente 501.00014 è anche di 501.00012."],
        [],
    ]
    assert [avviso.codice for avviso in fatto.avvisi if "doppi" in avviso.codice] == []


def test_la_riga_dei_totali_non_e_un_cliente(archivio: Archivio) -> None:
    titoli = ["Ragione sociale", "Comune"]
    fatto = carica(archivio, [titoli, ["Totale clienti: 3", None], ["TOT.", None], ["Totale Impianti", "Asti"]])
    motivo = "sembra la riga dei totali, non un cliente: toglierla dal foglio"
    assert [riga.motivo for riga in fatto.righe] == [motivo, motivo, ""]


def test_la_spiegazione_di_una_riga_ha_un_punto_e_virgola_solo(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Codice", "Nome", "Partita IVA"], ["12", "Neri", "01234567890"]])
    assert fatto.righe[0].spiegazione == (
        "C (Partita IVA): La partita IVA 01234567890 non è valida: la cifra di controllo è errata; "
        "codice 12 letto come 501.00012"
    )


def test_un_cliente_che_potrebbe_essere_piu_d_uno(archivio: Archivio) -> None:
    carica(archivio, [["Codice", "Nome", "Partita IVA", "Codice fiscale"], [8, "Neri", "01234567897", None],
                      [9, "Neri 2", "01234567897", "01234567897"]])  # fmt: skip
    fatto = carica(archivio, [["Nome", "Partita IVA", "Cod. Fisc."], ["Neri", "01234567897", None],
                              ["Rossi", "00488410010", "01234567897"]])  # fmt: skip
    assert [riga.motivo for riga in fatto.rifiutate] == [
        "la partita IVA 01234567897 è di più clienti (501.00008, 501.00009): indicare il codice",
        "il codice fiscale e la partita IVA sono di due clienti diversi (501.00009, 501.00001)",
    ]


def test_senza_identificativi_vale_il_nome(archivio: Archivio) -> None:
    """The same file twice does not make the clients twice."""
    foglio = [["Denominazione", "Città"], ["Condominio Aurora", "Rimini"]]
    assert esiti(carica(archivio, foglio)) == [("501.00003", "nuovo")]
    assert esiti(carica(archivio, foglio)) == [("501.00003", "uguale")]


def test_un_codice_di_sei_caratteri_e_di_un_ufficio(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Denominazione", "Codice univoco"], ["Comune di Rimini", "UFHI6M"]])
    comune = cliente(archivio, fatto.righe[0].codice)
    assert comune is not None
    assert (comune.codice_ufficio, comune.codice_destinatario, comune.fattura_pa) == ("UFHI6M", None, "S")


def test_cognomi_e_nomi_in_due_colonne(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Cognome o ragione sociale", "Nome"], ["Neri", "Anna"], ["Gialli srl", None]])
    assert [riga.nome for riga in fatto.righe] == ["Neri Anna", "Gialli srl"]
    neri = cliente(archivio, fatto.righe[0].codice)
    assert neri is not None and (neri.cognome, neri.ragione_sociale) == ("Neri", None)


def test_codici_che_excel_ha_preso_per_numeri(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Codice", "Nome"], [501.0001, "Neri"]])
    assert esiti(fatto) == [("501.00010", "nuovo")]


@pytest.mark.requisito("PRE-030", "PRE-031", "PRE-071")
def test_prestazioni_con_i_loro_prezzi(archivio: Archivio) -> None:
    fatto = carica(
        archivio,
        [
            ["Codice", "Descrizione", "IVA", "UM", "Cassa", "Prezzo BASE", "Listino 2", "Testo"],
            ["tenuta", "Tenuta contabilità", 0.22, "ME", "si", "1.250,50", 99.125, None],
            ["CONSUL", "CONSULENZA", "22%", None, None, 95, None, None],
        ],
        tabella="prestazioni",
        ignora_sconosciute=True,
    )
    assert rifiuti(fatto) == []
    assert esiti(fatto) == [("TENUTA", "nuovo"), ("CONSUL", "variato")]
    assert fatto.righe[1].cambi == ["Prezzo BASE: 90,00 → 95,00"]
    with archivio.lettura() as session:
        assert prezzi(session, 1, "TENUTA") == {1: D("1250.50"), 2: D("99.125")}
        assert prezzi(session, 1, "CONSUL") == {1: D("95.00"), 2: D("85.125")}
        assert session.exec(select(Prestazione.tipo).where(Prestazione.codice == "TENUTA")).one() == "R"
    vietati = carica(archivio, [["Codice", "Descrizione", "IVA", "Prezzo 3"], [".A", "uno", "22", None],
                                ["A$", "due", "22", None], ["B", "tre", "22", 10],
                                ["C", "quattro", "99", None]])  # fmt: skip
    assert [(riga.dove, riga.motivo) for riga in vietati.rifiutate] == [
        ("A (Codice)", "Il codice «.A» non può cominciare con . , - + ' o con uno spazio."),
        ("A (Codice)", "Il codice A$ non può contenere $ o ?."),
        ("D (Prezzo 3)", "Il tariffario 3 non è abilitato."),
        ("C (IVA)", "Il codice IVA 99 non esiste."),
    ]


@pytest.mark.requisito("PRE-064")
def test_un_foglio_che_tace_su_cassa_e_ritenuta_lo_si_dice(archivio: Archivio) -> None:
    def avvisi(*intestazioni: str) -> list[str]:
        righe = [
            ["Codice", "Descrizione", "IVA", *intestazioni],
            ["TENUTA", "Tenuta", "22", *["S"] * len(intestazioni)],
        ]
        return [avviso.messaggio for avviso in carica(archivio, righe, prova=True).avvisi]

    (avviso,) = avvisi()
    assert "entrano con N in «Soggetta a cassa» e «Soggetta a ritenuta»" in avviso
    (avviso,) = avvisi("Cassa")
    assert "entrano con N in «Soggetta a ritenuta»" in avviso
    assert avvisi("Cassa", "Ritenuta") == []
    carica(archivio, [["Codice", "Descrizione", "IVA"], ["CONSUL", "Consulenze", "22"]])
    assert carica(archivio, [["Codice", "Descrizione", "IVA"], ["CONSUL", "Consulto", "22"]]).avvisi == []


def test_un_listino_di_prezzi(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Prestazione", "Tariffario", "Prezzo"], ["consul", "amici", "80,5"],
                              ["CONSUL", 1, 90], ["CONSUL", 2, 1], ["BOH", 1, 1], ["NOTA", 1, 2], ["CONSUL", 4, 2],
                              ["CONSUL", 1, -3]])  # fmt: skip
    assert [riga.esito for riga in fatto.righe[:2]] == ["variato", "uguale"]
    assert [riga.motivo for riga in fatto.rifiutate] == [
        "il prezzo di CONSUL è già alla riga 2",
        "la prestazione BOH non esiste",
        "I prezzi sono solo del tipo R, non del tipo T.",
        "Il tariffario 4 non è abilitato.",
        "il prezzo di CONSUL è già alla riga 3",
    ]


@pytest.mark.requisito("PRE-075", "PRE-081", "PRE-082")
def test_particolarita(archivio: Archivio) -> None:
    intestazioni = ["Prestazione", "Cliente", "Valida dal", "Valida fino al", "Fino a 1", "Prezzo 1", "Fino a 2",
                    "Prezzo 2", "Prezzo oltre"]  # fmt: skip
    fatto = carica(
        archivio,
        [intestazioni, ["CONSUL", "Rossi S.R.L.", "1/1/2026", date(2026, 6, 30), 5, 90, 10, "80,00", 70],
         ["CONSUL", "1", "01/07/2026", None, None, None, None, None, 65]],
    )  # fmt: skip
    assert rifiuti(fatto) == []
    with archivio.lettura() as session:
        sue = elenco(session, 1, cliente="501.00001")
        assert [(p.valida_da, p.modo, p.prezzo_oltre) for p in sue] == [
            (date(2026, 1, 1), "Q", D("70.00")),
            (date(2026, 7, 1), "F", D("65.00")),
        ]
        assert [(s.quantita, s.prezzo) for s in leggi_scaglioni(session, sue[0])] == [(5, 90), (10, 80)]
    male = carica(
        archivio,
        [intestazioni, ["CONSUL", "1", "01/03/2026", None, None, None, None, None, 60],
         ["CONSUL", "2", "01/03/2027", None, 10, 50, 5, 40, 30],
         ["CONSUL", "99", None, None, None, None, None, None, 1],
         ["CONSUL", None, None, None, None, None, None, None, None]],
    )  # fmt: skip
    attesi = (
        ("C (Valida dal)", "si sovrappone a quella già presente, valida dal 01/01/2026 al 30/06/2026."),
        ("G (Fino a 2)", "Le quantità degli scaglioni devono crescere"),
        ("B (Cliente)", "Il cliente 501.00099 non esiste."),
        ("I (Prezzo oltre)", "manca il prezzo"),
    )
    assert len(male.rifiutate) == len(attesi)
    for riga, (dove, frase) in zip(male.rifiutate, attesi, strict=True):
        assert riga.dove == dove and frase in riga.motivo


def test_un_libro_con_piu_fogli_nell_ordine_giusto(archivio: Archivio) -> None:
    """The price list stands before the prestazioni it names; the legend is not a table."""
    fatto = carica(
        archivio,
        xlsx(
            Prezzi=[["Prestazione", "Tariffario", "Prezzo"], ["NUOVA", "BASE", 10]],
            Prestazioni=[["Codice", "Descrizione", "IVA"], ["NUOVA", "Una nuova", "22"]],
            Clienti=[["Denominazione"], ["Neri"]],
            Legenda=[["Questo file è dello studio"]],
            Vuoto=[],
        ),
    )
    assert fatto.scritto
    assert [riga.archivio for riga in fatto.righe] == ["prezzi", "prestazioni", "clienti"]
    assert fatto.in_parole() == "1 prezzo nuovo; 1 prestazione nuova; 1 cliente nuovo"
    assert [avviso.codice for avviso in fatto.avvisi] == ["fogli_saltati", "prestazioni_senza_soggezioni"]


def test_chi_entra_senza_ritenuta_si_dice(archivio: Archivio) -> None:
    """A company that withholds nothing because the sheet is silent would go on parcelle without ritenuta."""
    muto = carica(archivio, [["Denominazione", "Partita IVA"], ["Neri s.r.l.", "00743110157"]], prova=True)
    assert [avviso.codice for avviso in muto.avvisi] == ["clienti_senza_ritenuta"]
    assert "«Soggetto a ritenuta»" in muto.avvisi[0].messaggio
    for righe in (
        [["Denominazione"], ["Neri"]],
        [["Denominazione", "Partita IVA", "R.A."], ["Neri", "00743110157", "N"]],
    ):
        assert carica(archivio, righe, prova=True).avvisi == []


def test_chi_guarda_puo_lasciare_a_meta(archivio: Archivio) -> None:
    class BastaError(Exception):
        pass

    def avanza(fase: str, fatti: int, totale: int) -> None:
        if fase == modulo.CONTROLLO and fatti:
            raise BastaError

    foglio = xlsx([["Denominazione"], *([f"Ditta {n}"] for n in range(250))], "Clienti")
    with pytest.raises(BastaError):
        importa(archivio, STU, [("c.xlsx", foglio)], Scelte(), avanza=avanza)
    assert quanti(archivio) == 2


@pytest.mark.parametrize(
    ("righe", "frase"),
    [
        ([["Cod", "Ragione socale", "Telefon"], [1, "x", "y"]],
         "d.xlsx, foglio «Clienti», riga 1: intestazioni sconosciute per Clienti: «Ragione socale» (colonna B; forse "
         "«Ragione sociale»?), «Telefon» (colonna C; forse «Telefono»?); correggere il titolo, oppure chiedere di "
         "ignorare le colonne sconosciute."),
        ([["Nome ditta", "Tel", "telefono"], [1, 2, 3]],
         "d.xlsx, foglio «Clienti», riga 1: le colonne B («Tel») e C («telefono») dicono tutte e due «Telefono»: "
         "toglierne una."),
        ([["CAP", "Comune"], ["47921", "Rimini"]],
         "d.xlsx, foglio «Clienti», riga 1: fra le intestazioni manca «Ragione sociale» oppure «Cognome»."),
        ([["x", "y"], [1, 2]],
         "d.xlsx, foglio «Clienti», riga 1: nessuna riga ha le intestazioni di Clienti: trovate «x», «y», ci vogliono "
         "titoli come «Codice», «Ragione sociale», «Cognome», «Nome», «Titolo», «Partita IVA»."),
        ([["Denominazione"]], "d.xlsx: sotto le intestazioni non c'è nessuna riga."),
        ([[None]], "d.xlsx, foglio «Clienti»: non c'è nessuna riga: il foglio è vuoto."),
    ],
)  # fmt: skip
def test_intestazioni_che_non_vanno(archivio: Archivio, righe: list[list[str]], frase: str) -> None:
    with pytest.raises(DatiNonValidi) as errore:
        carica(archivio, xlsx(righe, "Clienti"), nome="d.xlsx")
    assert errore.value.messaggio == frase


def test_le_colonne_sconosciute_si_possono_ignorare(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Denominazione", "Comune", "Segno zodiacale"], ["Neri", "Rimini", "Pesci"]],
                   ignora_sconosciute=True)  # fmt: skip
    assert fatto.scritto
    assert [avviso.messaggio for avviso in fatto.avvisi] == [
        "dati.xlsx, foglio «Foglio1»: colonne ignorate: «Segno zodiacale»."
    ]


def test_un_dato_senza_intestazione(archivio: Archivio) -> None:
    fatto = carica(archivio, [["Denominazione", None, "CAP"], ["Neri", "chissà", "47921"], ["Verdi", None, None, "x"]])
    assert [(riga.dove, riga.motivo) for riga in fatto.rifiutate] == [
        ("B", "dato senza intestazione: «chissà»"),
        ("D", "dato senza intestazione: «x»"),
    ]


def test_indirizzi_e_contatti(archivio: Archivio) -> None:
    """Added to those the client has; the same row again is that row."""
    libro = xlsx(
        Indirizzi=[["Cliente", "Descrizione", "Via", "CAP", "Città"],
                   ["1", "Magazzino", "Via Nuova 9", 10123, "Torino"],
                   ["Verdi Aldo", "Casa", None, None, "Asti"]],
        Contatti=[["Cliente", "Referente", "Tel.", "Mail"], ["501.00001", "Anna Neri", 541123456, "anna@neri.it"],
                  ["501.00001", "Ugo Bo", None, "ugo"], ["501.00077", "Chi", None, None]],
    )  # fmt: skip
    fatto = carica(archivio, libro)
    assert [(riga.archivio, riga.codice, riga.esito) for riga in fatto.righe] == [
        ("indirizzi", "501.00001", "variato"),
        ("indirizzi", "501.00002", "nuovo"),
        ("contatti", "501.00001", "variato"),
        ("contatti", "501.00001", "rifiutato"),
        ("contatti", "501.00077", "rifiutato"),
    ]
    assert [(riga.dove, riga.motivo) for riga in fatto.rifiutate] == [
        ("D (Mail)", "L'indirizzo di posta ugo non è valido."),
        ("A (Cliente)", "il cliente 501.00077 non esiste"),
    ]
