"""The demo studio: a dottoressa commercialista of Rimini with a year of work, in the archive format.

`studio_dimostrativo(anno)` is pure and gives the same studio at each call. Persons and firms are invented; every
codice fiscale, partita IVA, IBAN and CIG is formally valid. Rates are those of the law since 2025.
"""

import calendar
import unicodedata
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from string import ascii_uppercase, digits
from typing import Any

from stdnum import luhn
from stdnum.it import codicefiscale

from parcella.batch import dati_dimostrativi as dati
from parcella.batch.dati_dimostrativi import Scheda

BANCA = "102.00001"
CASSA = "101.00001"
_ABI_CAB = ("0542811101", "0200824220", "0306924215")
_LISTINO = {p["codice"]: p.get("prezzi", {}) for p in dati.PRESTAZIONI}


def studio_dimostrativo(anno: int) -> dict[str, Any]:
    """One complete studio in the archive format, with the documents of `anno`."""
    clienti = _clienti()
    return {
        "formato": "parcella/1",
        "azienda": _azienda(),
        "parametri_studio": dict(dati.PARAMETRI_STUDIO),
        "numeratori": deepcopy(dati.NUMERATORI),
        "codici_iva": deepcopy(dati.CODICI_IVA),
        "codici_tributo": deepcopy(dati.CODICI_TRIBUTO),
        "pagamenti": deepcopy(dati.PAGAMENTI),
        "conti": deepcopy(dati.CONTI),
        "conti_automatici": dict(dati.CONTI_AUTOMATICI),
        "utenti": deepcopy(dati.UTENTI),
        "tariffari": deepcopy(dati.TARIFFARI),
        "prestazioni": deepcopy(dati.PRESTAZIONI),
        "particolarita": _particolarita(anno),
        "clienti": clienti,
        "documenti": _Anno(anno, clienti).documenti(),
    }


# Codes and their check characters.


def codice_fiscale(cognome: str, nome: str, sesso: str, nascita: date, comune: str) -> str:
    """The codice fiscale of a person born in one of the towns of `BELFIORE`."""
    giorno = nascita.day + (40 if sesso == "F" else 0)
    radice = (
        f"{_tre_lettere(cognome)}{_tre_lettere(nome, di_nome=True)}"
        f"{nascita:%y}{'ABCDEHLMPRST'[nascita.month - 1]}{giorno:02}{dati.BELFIORE[comune]}"
    )
    return radice + str(codicefiscale.calc_check_digit(radice))


def _tre_lettere(testo: str, *, di_nome: bool = False) -> str:
    semplice = unicodedata.normalize("NFD", testo.upper())
    lettere = [lettera for lettera in semplice if lettera in ascii_uppercase]
    vocali = [lettera for lettera in lettere if lettera in "AEIOU"]
    consonanti = [lettera for lettera in lettere if lettera not in vocali]
    if di_nome and len(consonanti) > 3:
        del consonanti[1]
    return "".join(consonanti + vocali + ["X", "X"])[:3]


def partita_iva(radice: str) -> str:
    """Eleven digits from the first ten: seven of number, three of province office."""
    return radice + str(luhn.calc_check_digit(radice))


def iban(abi_cab: str, conto: int) -> str:
    """An Italian IBAN: the CIN letter is computed as the codice fiscale's, then mod 97."""
    bban = f"{abi_cab}{conto:012}"
    bban = str(codicefiscale.calc_check_digit(bban)) + bban
    resto = int("".join(str(int(carattere, 36)) for carattere in f"{bban}IT00")) % 97
    return f"IT{98 - resto:02}{bban}"


def cig(numero: int) -> str:
    """An ordinary CIG: seven digits and the check in hexadecimal."""
    return f"{numero:07}{numero * 211 % 4091:03X}"


# Registry.


def _azienda() -> Scheda:
    return {
        "sigla": "STU",
        "tipo": "P",
        "ragione_sociale": "Studio Montanari",
        "cognome": "Montanari",
        "nome": "Elisa",
        "partita_iva": partita_iva("9900001040"),
        "codice_fiscale": codice_fiscale("Montanari", "Elisa", "F", date(1974, 5, 23), "Rimini"),
        "indirizzo": "Corso d’Augusto 118",
        "cap": "47921",
        "comune": "Rimini",
        "provincia": "RN",
        "nazione": "IT",
        "regime_fiscale": "RF01",
        "pec": "studio.montanari@pec.example",
        "iban": iban(_ABI_CAB[0], 123001),
        "iva_per_cassa": "N",
        "gestione_scadenzario": "S",
    }


def _clienti() -> list[Scheda]:
    schede = [
        *(_societa(numero, voce) for numero, voce in enumerate(dati.SOCIETA, 1)),
        *(_persona(numero, voce) for numero, voce in enumerate(dati.PERSONE, 1)),
        *(_ente(voce) for voce in dati.ENTI),
    ]
    utenti = [utente["nome"] for utente in dati.UTENTI]
    return [
        {
            "codice": f"501.{numero:05}",
            **scheda,
            "dati_parcellazione": {"responsabile": utenti[numero % len(utenti)]},
        }
        for numero, scheda in enumerate(schede, 1)
    ]


def _societa(numero: int, voce: dati.Societa) -> Scheda:
    codice = partita_iva(f"{9910000 + 37 * numero}040")
    scheda = {
        "ragione_sociale": voce.ragione_sociale,
        "partita_iva": codice,
        "codice_fiscale": codice,
        **_sede(voce.indirizzo, voce.comune),
        "soggetto_ritenuta": "S",
        "pagamento": voce.pagamento,
        "tariffario": voce.tariffario,
        "telefono": f"0541000{numero:03}",
        **_recapito(voce.recapito, numero, f"societa{numero}"),
    }
    if voce.pagamento in ("RB3060", "ADD30"):
        scheda["iban"] = iban(_ABI_CAB[numero % 3], 200000 + 311 * numero)
    if voce.pagamento == "ADD30":
        scheda |= {"identificativo_mandato": f"STU-{numero:05}", "data_mandato": "2024-12-02"}
    return scheda


def _persona(numero: int, voce: dati.Persona) -> Scheda:
    nascita = date.fromisoformat(voce.nascita)
    privata = voce.attivita == "P"
    return {
        "cognome": voce.cognome,
        "nome": voce.nome,
        **({} if privata else {"partita_iva": partita_iva(f"{9920000 + 53 * numero}040")}),
        "codice_fiscale": codice_fiscale(voce.cognome, voce.nome, voce.sesso, nascita, voce.nata_a),
        "data_nascita": voce.nascita,
        "comune_nascita": voce.nata_a,
        "sesso": voce.sesso,
        **_sede(voce.indirizzo, voce.comune),
        # Private persons and forfettari do not withhold.
        "soggetto_ritenuta": "N" if voce.attivita else "S",
        **({"privato": "S"} if privata else {}),
        "email": f"cliente{numero}@posta.example",
        "pagamento": "RD" if voce.attivita else "BB30",
        "tariffario": voce.tariffario,
        **_recapito(voce.recapito, 50 + numero, f"persona{numero}"),
    }


def _ente(voce: dati.Ente) -> Scheda:
    estero = "nazione" in voce.altro
    codice = voce.numero if estero else partita_iva(voce.numero)
    return {
        "ragione_sociale": voce.ragione_sociale,
        "partita_iva" if estero else "codice_fiscale": codice,
        **({"indirizzo": voce.indirizzo, "comune": voce.comune} if estero else _sede(voce.indirizzo, voce.comune)),
        "pagamento": "BB30",
        "tariffario": 1,
        **deepcopy(voce.altro),
    }


def _sede(indirizzo: str, comune: str) -> Scheda:
    cap, provincia = dati.INDIRIZZI[comune]
    return {"indirizzo": indirizzo, "cap": cap, "comune": comune, "provincia": provincia, "nazione": "IT"}


def _recapito(tipo: str, seme: int, casella: str) -> Scheda:
    if tipo == "C":
        return {"codice_destinatario": "".join(Random(seme).choices(ascii_uppercase + digits, k=7))}  # noqa: S311
    if tipo == "P":
        return {"pec_destinatario": f"{casella}@pec.example", "pec": f"{casella}@pec.example"}
    return {}


def _particolarita(anno: int) -> list[Scheda]:
    dal = f"{anno}-01-01"
    return [
        {
            "prestazione": "CONSUL",
            "cliente": "501.00002",
            "valida_da": dal,
            "modo": "Q",
            "scaglioni": [{"quantita": "4.00", "prezzo": "85.00"}, {"quantita": "10.00", "prezzo": "80.00"}],
            "prezzo_oltre": "70.00",
        },
        {
            "prestazione": "CEDOLINO",
            "cliente": "501.00004",
            "valida_da": dal,
            "modo": "Q",
            "scaglioni": [{"quantita": "20.00", "prezzo": "21.00"}],
            "prezzo_oltre": "18.50",
        },
        {"prestazione": "CONTORD", "cliente": "501.00001", "valida_da": dal, "modo": "F", "prezzo_oltre": "250.00"},
        {"prestazione": "CONTSEM", "cliente": "501.00016", "valida_da": dal, "modo": "F", "prezzo_oltre": "110.00"},
    ]


# The year of work.


class _Anno:
    """Makes the documents of one year, always the same for the same year."""

    def __init__(self, anno: int, clienti: Sequence[Scheda]) -> None:
        self.anno = anno
        self.caso = Random(anno)  # noqa: S311
        societa, persone = len(dati.SOCIETA), len(dati.PERSONE)
        self.societa = clienti[:societa]
        fisiche = clienti[societa : societa + persone]
        self.privati = [cliente for cliente in fisiche if "privato" in cliente]
        self.autonomi = [cliente for cliente in fisiche if "privato" not in cliente]
        enti = clienti[societa + persone :]
        self.pubblici = [cliente for cliente in enti if "ente_pubblico" in cliente]
        self.esteri = [cliente for cliente in enti if cliente["nazione"] != "IT"]
        self.altri = [cliente for cliente in enti if cliente not in self.pubblici + self.esteri]

    def documenti(self) -> list[Scheda]:
        """All of them, in order of date; the last parcelle of the year are still provvisorie."""
        tutti = [
            documento
            for mese in range(1, 13)
            for documento in (*self._notule(mese), *self._parcelle(mese), *self._particolari(mese))
        ]
        tutti.sort(key=lambda documento: documento["data_documento"])
        for documento in [d for d in tutti if d["sigla_documento"] == "PA" and d["serie"] == 1][-4:]:
            documento["stato_parcella"] = "P"
            documento.pop("pagamento", None)
        return tutti

    def _notule(self, mese: int) -> list[Scheda]:
        """The quarterly notule of a third of the firms each month."""
        imprese = [*self.societa, *self.autonomi]
        return [self._notula(mese, cliente) for turno, cliente in enumerate(imprese) if turno % 3 == (mese - 1) % 3]

    def _notula(self, mese: int, cliente: Scheda) -> Scheda:
        righe = [self._tenuta(mese, cliente), *self._righe(mese, cliente, self._lavori(cliente), (0, 1, 2, 3))]
        if self.caso.random() < 0.3:
            righe.append({"codice_prestazione": "CONDIZ"})
        documento = self._testata("NO", 1, self._giorno(mese), cliente, righe)
        if self.caso.random() < 0.15:
            documento["data_decorrenza"] = self._ultimo_del_mese(mese)
        if self.caso.random() < 0.2 and not any("spese_anticipate_riga" in riga for riga in righe):
            documento["totale_spese_anticipate"] = self.caso.choice(("16.00", "48.00", "77.48"))
        return documento

    def _tenuta(self, mese: int, cliente: Scheda) -> Scheda:
        if cliente in self.societa:
            codice = "CONTSEM" if "s.n.c." in cliente["ragione_sociale"] else "CONTORD"
        else:
            codice = "CONTFOR" if cliente["soggetto_ritenuta"] == "N" else "CONTSEM"
        trimestre = dati.TRIMESTRI[(mese - 1) // 3]
        descrizione = f"Tenuta della contabilità – {trimestre} trimestre {self.anno}"
        return {"codice_prestazione": codice, "descrizione_riga": descrizione, "quantita": "3.00"}

    def _parcelle(self, mese: int) -> list[Scheda]:
        clienti = [
            *self.caso.sample(self.privati, 2),
            self.caso.choice(self.societa),
            self.caso.choice([*self.autonomi, *self.altri]),
        ]
        return [self._parcella(mese, cliente) for cliente in clienti]

    def _parcella(self, mese: int, cliente: Scheda) -> Scheda:
        righe = self._righe(mese, cliente, self._lavori(cliente), (1, 1, 2, 4))
        documento = self._testata("PA", 1, self._giorno(mese), cliente, righe)
        documento["pagamento"] = self._pagamento(cliente, righe)
        if self.caso.random() < 0.2:
            documento["note_testata"] = self.caso.choice(("Consegnata a mano", "Da inviare anche per posta"))
        return documento

    def _lavori(self, cliente: Scheda) -> Sequence[dati.Lavoro]:
        if cliente in self.privati:
            return dati.DI_PRIVATO
        if cliente in self.altri:
            return dati.DI_ENTE
        return (*dati.DI_IMPRESA, *dati.DI_SOCIETA) if cliente in self.societa else dati.DI_IMPRESA

    def _righe(self, mese: int, cliente: Scheda, lavori: Sequence[dati.Lavoro], quante: Sequence[int]) -> list[Scheda]:
        possibili = [lavoro for lavoro in lavori if mese in lavoro.mesi]
        scelti = self.caso.sample(possibili, min(self.caso.choice(quante), len(possibili)))
        righe = [self._riga(lavoro, cliente) for lavoro in scelti]
        if righe and self.caso.random() < 0.25:
            righe.append({"tipo_riga": self.caso.choice(".,"), "descrizione_riga": self.caso.choice(dati.NOTE)})
        return righe

    def _riga(self, lavoro: dati.Lavoro, cliente: Scheda) -> Scheda:
        """A row at the list price, at a price agreed, or with the amount typed."""
        riga: Scheda = {"codice_prestazione": lavoro.codice, "quantita": self.caso.choice(lavoro.quantita)}
        sorte = self.caso.random()
        listino = _prezzo(lavoro.codice, cliente)
        if sorte < 0.2 and listino >= 20:
            riga["prezzo_unitario"] = str(_centesimi(listino * Decimal("0.95")))
        elif sorte < 0.4 and listino >= 20:
            riga["importo_prestazione"] = str(_centesimi(Decimal(riga["quantita"]) * listino) - Decimal("2.50"))
        if lavoro.spese and sorte < 0.7:
            riga["spese_anticipate_riga"] = self.caso.choice(lavoro.spese)
        return riga

    def _pagamento(self, cliente: Scheda, righe: Sequence[Scheda]) -> Scheda:
        compenso = sum((_importo(riga, cliente) for riga in righe), Decimal(0))
        conto = CASSA if "privato" in cliente and compenso < 300 else BANCA
        sorte = self.caso.random()
        if sorte < 0.6:
            return {"totalmente_pagata": "S", "conto_pagamento": conto}
        if sorte < 0.85 and compenso >= 100:
            acconto = compenso * self.caso.choice((3, 4, 5)) // 100 * 10
            return {"totalmente_pagata": "N", "importo_pagato": str(_centesimi(acconto)), "conto_pagamento": conto}
        return {"totalmente_pagata": "N"}

    def _particolari(self, mese: int) -> list[Scheda]:
        """The documents that come once or twice a year."""
        speciali: list[Scheda] = []
        if mese in (2, 5, 9, 11):
            speciali += [self._pubblica(mese, turno, ente) for turno, ente in enumerate(self.pubblici)]
        if mese in (3, 6, 10):
            speciali += [self._estera(mese, cliente) for cliente in self.esteri]
        if mese == 7:
            speciali.append(self._mista(mese))
        if mese == 12:
            speciali.append(self._riepilogo(mese))
        return speciali

    def _pubblica(self, mese: int, turno: int, ente: Scheda) -> Scheda:
        ore = self.caso.choice(("4.00", "6.00", "8.00"))
        corso = {
            "codice_prestazione": "DOCENZA",
            "descrizione_riga": "Corso “Contabilità e bilancio dell’ente” – personale interno",
            "quantita": ore,
        }
        revisione = {
            "codice_prestazione": "REVIS",
            "descrizione_riga": f"Attività di revisione – esercizio {self.anno - 1}",
            "importo_prestazione": "1250.00",
        }
        documento = self._testata("PA", 2, self._giorno(mese), ente, [revisione, corso] if mese in (5, 11) else [corso])
        pagata = {"totalmente_pagata": "S", "conto_pagamento": BANCA}
        return documento | {
            "rif_ext_tipo": "Contratto",
            "rif_ext_codice": f"DET-{self.anno}/{14 + turno}",
            "rif_ext_data": f"{self.anno}-01-{14 + turno}",
            "cig": cig(9183000 + 71 * turno + mese),
            "cup": f"C11G{self.anno % 100:02}00000{turno + 1:04}",
            "pagamento": pagata if mese == 2 else {"totalmente_pagata": "N"},
        }

    def _estera(self, mese: int, cliente: Scheda) -> Scheda:
        consulenza = {"codice_prestazione": "CONSES", "quantita": "5.00"}
        nota = {"tipo_riga": ".", "descrizione_riga": "Beratung – consulenza per la filiale italiana (“Niederlassung”)"}
        documento = self._testata("PA", 1, self._giorno(mese), cliente, [consulenza, nota])
        documento["pagamento"] = {"totalmente_pagata": "S", "conto_pagamento": BANCA}
        return documento

    def _mista(self, mese: int) -> Scheda:
        """Fee, documented expenses, another IVA code on a row, expenses in the foot and spese banca typed."""
        righe: list[Scheda] = [
            {"codice_prestazione": "RIFERIM"},
            {"codice_prestazione": "PARERE", "importo_prestazione": "1480.00"},
            {"codice_prestazione": "RIMBSP", "descrizione_riga": "Viaggio e alloggio", "importo_prestazione": "236.40"},
            {"codice_prestazione": "CONSUL", "importo_prestazione": "300.00", "codice_iva_riga": "E10"},
            {"codice_prestazione": "SALUTI"},
        ]
        documento = self._testata("PA", 1, self._giorno(mese), self.societa[0], righe)
        return documento | {
            "codice_pagamento": "RB3060",
            "soggetto_rda": "S",
            "totale_spese_anticipate": "150.00",
            "spese_banca": "7.50",
            "pagamento": {"totalmente_pagata": "N", "importo_pagato": "600.00", "conto_pagamento": BANCA},
        }

    def _riepilogo(self, mese: int) -> Scheda:
        """The long one: twenty sessions of the year, each with its description below."""
        righe: list[Scheda] = [{"tipo_riga": ".", "descrizione_riga": f"Assistenza continuativa – anno {self.anno}"}]
        for volta in range(20):
            giorno = date(self.anno, volta // 2 + 2, 5 + 9 * (volta % 2))
            ore = self.caso.choice(("1.00", "1.50", "2.00", "2.75"))
            righe += [
                {"codice_prestazione": "CONSUL", "quantita": ore, "data_prestazione": giorno.isoformat()},
                {"tipo_riga": ",", "descrizione_riga": f"{volta + 1:02}. {dati.TEMI[volta % len(dati.TEMI)]}"},
            ]
        righe += [{"codice_prestazione": "VISURA", "quantita": "6.00", "spese_anticipate_riga": "42.00"}]
        return self._testata("NO", 1, self._ultimo_del_mese(mese), self.societa[4], righe)

    def _testata(self, sigla: str, serie: int, giorno: str, cliente: Scheda, righe: list[Scheda]) -> Scheda:
        return {
            "sigla_documento": sigla,
            "serie": serie,
            "numero_documento": "AUTO",
            "data_documento": giorno,
            **({"stato_parcella": "D"} if sigla == "PA" else {}),
            "codice_cliente": cliente["codice"],
            "righe": righe,
        }

    def _giorno(self, mese: int) -> str:
        """A working day of the month."""
        ultimo = calendar.monthrange(self.anno, mese)[1]
        giorni = [date(self.anno, mese, numero) for numero in range(1, ultimo + 1)]
        return self.caso.choice([giorno for giorno in giorni if giorno.weekday() < 5]).isoformat()

    def _ultimo_del_mese(self, mese: int) -> str:
        return date(self.anno, mese, calendar.monthrange(self.anno, mese)[1]).isoformat()


def _prezzo(codice: str, cliente: Scheda) -> Decimal:
    prezzi = _LISTINO.get(codice, {})
    return Decimal(prezzi.get(str(cliente["tariffario"]), prezzi.get("1", "0.00")))


def _importo(riga: Scheda, cliente: Scheda) -> Decimal:
    """The fee of a row, particolarità aside: good enough to choose an acconto."""
    if "importo_prestazione" in riga:
        return Decimal(riga["importo_prestazione"])
    prezzo = (
        Decimal(riga["prezzo_unitario"])
        if "prezzo_unitario" in riga
        else _prezzo(riga.get("codice_prestazione", ""), cliente)
    )
    return _centesimi(Decimal(riga.get("quantita", "0.00")) * prezzo)


def _centesimi(valore: Decimal) -> Decimal:
    return valore.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
