"""An invoice as a person reads it: who sells and who buys, rows, IVA, what there is to pay; codes in words.

One description for the terminal, the screen and the paper: `Blocco`s of pairs, of a table, or of sentences.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from parcella.fatturapa import codici
from parcella.fatturapa.lettura.fattura import Cifra, Corpo, Fattura, Giorno, Indirizzo, Riga, Sconto, Soggetto
from parcella.fatturapa.lettura.firma import Firma
from parcella.ledger.tipi import in_italiano

_RIFERIMENTI = {
    "DatiOrdineAcquisto": "Ordine di acquisto",
    "DatiContratto": "Contratto",
    "DatiConvenzione": "Convenzione",
    "DatiRicezione": "Ricezione",
    "DatiFattureCollegate": "Fattura collegata",
    "DatiDDT": "Documento di trasporto",
    "FatturaPrincipale": "Fattura principale",
    "DatiFatturaRettificata": "Fattura rettificata",
}
_DECIMALI_MASSIMI = 8


@dataclass(frozen=True, slots=True)
class Colonna:
    """A column of a table: its heading, whether it holds figures; the text that weighs most takes what is left."""

    titolo: str
    cifre: bool = False
    peso: int = 1


@dataclass(frozen=True, slots=True)
class Blocco:
    """A part of the invoice. What is empty is not shown."""

    titolo: str
    coppie: Sequence[tuple[str, str]] = ()
    colonne: Sequence[Colonna] = ()
    righe: Sequence[Sequence[str]] = ()
    frasi: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Vista:
    """A document laid out: its title, and its parts in order."""

    titolo: str
    blocchi: Sequence[Blocco] = field(default_factory=list)


def vista(fattura: Fattura, numero: int, firme: Sequence[Firma], oggi: date) -> Vista:
    """The document `numero` of the file, from 0; `oggi` is when the validity of the signatures is judged."""
    corpo = fattura.corpi[numero]
    blocchi = (
        Blocco("Cedente", _soggetto(fattura.testata.cedente)),
        Blocco("Cessionario", _soggetto(fattura.testata.cessionario)),
        *_altri_soggetti(fattura),
        Blocco("Documento", _documento(fattura, corpo), frasi=corpo.causali),
        _righe(corpo),
        _casse(corpo),
        _riepilogo(corpo),
        _totali(corpo),
        _pagamento(corpo),
        _riferimenti(corpo),
        _allegati(corpo),
        Blocco("Trasmissione", list(_trasmissione(fattura))),
        Blocco("Firma", frasi=in_parole(firme, oggi)),
    )
    pieni = [b for b in blocchi if any(valore for _, valore in b.coppie) or b.righe or any(b.frasi)]
    return Vista(titolo(fattura, numero), pieni)


def titolo(fattura: Fattura, numero: int) -> str:
    """«Parcella 12 del 31/03/2025»."""
    corpo = fattura.corpi[numero]
    nome = _in_parole(codici.TIPI_DOCUMENTO, corpo.tipo) or "Documento"
    quando = f" del {giorno(corpo.data)}" if corpo.data.testo else ""
    return f"{nome} {corpo.numero}{quando}".strip()


def in_parole(firme: Sequence[Firma], oggi: date) -> list[str]:
    """What there is to know of the signatures."""
    if not firme:
        return ["Il file non è firmato."]
    frasi = []
    for firma in firme:
        di_chi = f" di {firma.firmatario}" if firma.firmatario else ""
        codice = f" ({firma.codice_fiscale})" if firma.codice_fiscale else ""
        quando = f", dichiarata il {firma.momento.astimezone():%d/%m/%Y %H:%M}" if firma.momento else ""
        emittente = f", certificato di {firma.emittente}" if firma.emittente else ""
        frasi.append(f"{firma.giudizio(oggi)} {firma.tipo}{di_chi}{codice}{quando}{emittente}.")
    return frasi


def cifra(valore: Cifra) -> str:
    """1.234,50; with all its decimals, if they are more than two; what is no number as it is written."""
    numero = valore.valore
    if numero is None:
        return valore.testo
    ridotto = numero.normalize()
    decimali = -int(ridotto.as_tuple().exponent)
    return in_italiano(numero, min(_DECIMALI_MASSIMI, max(2, decimali)))


def giorno(valore: Giorno) -> str:
    """31/03/2025; what is no date as it is written."""
    return f"{valore.valore:%d/%m/%Y}" if valore.valore else valore.testo


def _in_parole(parole: dict[str, str], codice: str) -> str:
    return parole.get(codice, codice)


def _con_codice(parole: dict[str, str], codice: str) -> str:
    return f"{codice} {parole[codice]}" if codice in parole else codice


def _soggetto(chi: Soggetto) -> list[tuple[str, str]]:
    return [
        ("", " ".join(filter(None, (chi.titolo, chi.nominativo)))),
        ("", _indirizzo(chi.sede)),
        ("Stabile organizzazione", _indirizzo(chi.stabile_organizzazione)),
        ("Partita IVA", chi.partita_iva),
        ("Codice fiscale", chi.codice_fiscale),
        ("Regime fiscale", _con_codice(codici.REGIMI_FISCALI, chi.regime_fiscale)),
        ("Albo", chi.albo),
        ("REA", chi.rea),
        ("Telefono", chi.telefono),
        ("E-mail", chi.email),
        ("Riferimento amministrazione", chi.riferimento_amministrazione),
    ]


def _indirizzo(dove: Indirizzo) -> str:
    via = " ".join(filter(None, (dove.indirizzo, dove.numero_civico)))
    provincia = f"({dove.provincia})" if dove.provincia else ""
    nazione = dove.nazione if dove.nazione not in ("", "IT") else ""
    citta = " ".join(filter(None, (dove.cap, dove.comune, provincia, nazione)))
    return ", ".join(filter(None, (via, citta)))


def _altri_soggetti(fattura: Fattura) -> Iterator[Blocco]:
    testata = fattura.testata
    if testata.rappresentante is not None:
        yield Blocco("Rappresentante fiscale", _soggetto(testata.rappresentante))
    if testata.terzo_intermediario is not None:
        yield Blocco("Terzo intermediario o soggetto emittente", _soggetto(testata.terzo_intermediario))


def _documento(fattura: Fattura, corpo: Corpo) -> list[tuple[str, str]]:
    return [
        ("Tipo", _con_codice(codici.TIPI_DOCUMENTO, corpo.tipo)),
        ("Numero", corpo.numero),
        ("Data", giorno(corpo.data)),
        ("Divisa", corpo.divisa if corpo.divisa != "EUR" else ""),
        ("Art. 73", "sì" if corpo.art73 else ""),
        ("Formato", "semplificato" if fattura.semplificata else ""),
    ]


def _righe(corpo: Corpo) -> Blocco:
    colonne = (
        Colonna("N.", cifre=True),
        Colonna("Descrizione", peso=12),
        Colonna("Quantità", cifre=True, peso=2),
        Colonna("Prezzo", cifre=True, peso=3),
        Colonna("Sconto", cifre=True, peso=2),
        Colonna("IVA", peso=2),
        Colonna("Importo", cifre=True, peso=3),
    )
    righe = [
        (
            riga.numero,
            _descrizione(riga),
            " ".join(filter(None, (cifra(riga.quantita), riga.unita_misura))),
            cifra(riga.prezzo),
            _sconti(riga.sconti),
            riga.natura or _aliquota(riga.aliquota),
            cifra(riga.totale),
        )
        for riga in corpo.righe
    ]
    return Blocco("Righe", colonne=colonne, righe=righe)


def _descrizione(riga: Riga) -> str:
    parti = [riga.descrizione]
    if riga.dal.testo or riga.al.testo:
        parti.append(f"Periodo: {giorno(riga.dal)} - {giorno(riga.al)}")
    parti += [f"{tipo}: {valore}" for tipo, valore in (*riga.codici, *riga.altri_dati)]
    if riga.ritenuta:
        parti.append("Soggetta a ritenuta")
    return "\n".join(filter(None, parti))


def _sconti(sconti: Iterable[Sconto]) -> str:
    testi = (
        ("+" if s.tipo == "MG" else "") + (cifra(s.importo) if s.importo.testo else f"{_aliquota(s.percentuale)}")
        for s in sconti
    )
    return " ".join(testi)


def _aliquota(valore: Cifra) -> str:
    """22%, 4,5%: as people say it."""
    if valore.valore is None:
        return valore.testo
    intero = valore.valore == valore.valore.to_integral_value()
    return f"{int(valore.valore)}%" if intero else f"{cifra(valore)}%"


def _casse(corpo: Corpo) -> Blocco:
    colonne = (
        Colonna("Cassa", peso=8),
        Colonna("%", cifre=True, peso=2),
        Colonna("Imponibile", cifre=True, peso=3),
        Colonna("Contributo", cifre=True, peso=3),
        Colonna("IVA", peso=2),
    )
    righe = [
        (
            _con_codice(codici.CASSE, c.tipo) + (", soggetta a ritenuta" if c.ritenuta else ""),
            _aliquota(c.percentuale),
            cifra(c.imponibile),
            cifra(c.importo),
            c.natura or _aliquota(c.aliquota),
        )
        for c in corpo.casse
    ]
    return Blocco("Cassa previdenza", colonne=colonne, righe=righe)


def _riepilogo(corpo: Corpo) -> Blocco:
    colonne = (
        Colonna("IVA", peso=8),
        Colonna("Imponibile", cifre=True, peso=3),
        Colonna("Imposta", cifre=True, peso=3),
        Colonna("Esigibilità", peso=4),
    )
    righe = [
        (
            " ".join(filter(None, (r.natura or _aliquota(r.aliquota), r.riferimento_normativo)))
            or _con_codice(codici.NATURE, r.natura),
            cifra(r.imponibile),
            cifra(r.imposta),
            _in_parole(codici.ESIGIBILITA_IVA, r.esigibilita),
        )
        for r in corpo.riepiloghi
    ]
    return Blocco("Riepilogo IVA", colonne=colonne, righe=righe)


def _totali(corpo: Corpo) -> Blocco:
    """The totals the file states, and those its riepilogo gives where the file says nothing or something else."""
    righe: list[tuple[str, str]] = []
    if corpo.bollo:
        righe.append(("Bollo virtuale", cifra(corpo.importo_bollo) or corpo.bollo))
    for sconto in corpo.sconti:
        righe.append(("Maggiorazione" if sconto.tipo == "MG" else "Sconto", _sconti([sconto])))
    righe += [("Arrotondamento", cifra(corpo.arrotondamento)), ("Totale documento", cifra(corpo.totale))]
    totale = _somma([c for r in corpo.riepiloghi for c in (r.imponibile, r.imposta)])
    if totale is not None and totale != corpo.totale.valore:
        righe.append(("Totale secondo il riepilogo IVA", in_italiano(totale)))
    for ritenuta in corpo.ritenute:
        nome = _con_codice(codici.TIPI_RITENUTA, ritenuta.tipo)
        causale = f", causale {ritenuta.causale}" if ritenuta.causale else ""
        righe.append((f"{nome} {_aliquota(ritenuta.aliquota)}{causale}", f"-{cifra(ritenuta.importo)}"))
    scissione = [r.imposta for r in corpo.riepiloghi if r.esigibilita == "S"]
    righe += [("IVA in scissione dei pagamenti", f"-{cifra(imposta)}") for imposta in scissione]
    tolto = _somma([*(r.importo for r in corpo.ritenute), *scissione])
    if tolto is not None and totale is not None:
        righe.append(("Netto a pagare", in_italiano(totale - tolto)))
    colonne = (Colonna("Totali", peso=10), Colonna("Importo", cifre=True, peso=3))
    return Blocco("Totali", colonne=colonne, righe=[riga for riga in righe if riga[1]])


def _somma(cifre: Sequence[Cifra]) -> Decimal | None:
    """The sum, None if there is nothing to add or something is no number."""
    valori = [c.valore for c in cifre]
    return sum((v for v in valori if v is not None), Decimal(0)) if valori and None not in valori else None


def _pagamento(corpo: Corpo) -> Blocco:
    colonne = (
        Colonna("Modalità", peso=5),
        Colonna("Scadenza", peso=3),
        Colonna("Importo", cifre=True, peso=3),
        Colonna("Banca", peso=9),
    )
    righe = [
        (
            _in_parole(codici.MODALITA_PAGAMENTO, r.modalita),
            giorno(r.scadenza),
            cifra(r.importo),
            " ".join(filter(None, (r.istituto, r.iban, r.bic, r.beneficiario, r.codice))),
        )
        for r in corpo.rate
    ]
    return Blocco("Pagamento", colonne=colonne, righe=righe)


def _riferimenti(corpo: Corpo) -> Blocco:
    colonne = (
        Colonna("Riferimento", peso=5),
        Colonna("Documento", peso=4),
        Colonna("Data", peso=3),
        Colonna("CIG", peso=3),
        Colonna("CUP", peso=3),
        Colonna("Righe", peso=2),
    )
    righe = [
        (
            _in_parole(_RIFERIMENTI, r.che_cosa),
            " ".join(filter(None, (r.documento, r.commessa))),
            giorno(r.data),
            r.cig,
            r.cup,
            ", ".join(r.righe),
        )
        for r in corpo.riferimenti
    ]
    return Blocco("Riferimenti", colonne=colonne, righe=righe)


def _allegati(corpo: Corpo) -> Blocco:
    colonne = (Colonna("Allegato", peso=8), Colonna("Descrizione", peso=10), Colonna("KB", cifre=True, peso=2))
    righe = [(a.nome, a.descrizione, str(-(-a.dimensione // 1024))) for a in corpo.allegati]
    return Blocco("Allegati", colonne=colonne, righe=righe)


def _trasmissione(fattura: Fattura) -> Iterator[tuple[str, str]]:
    testata = fattura.testata
    yield "Formato", testata.formato or fattura.versione
    yield "Trasmittente", testata.trasmittente
    yield "Progressivo di invio", testata.progressivo_invio
    yield "Codice destinatario", testata.codice_destinatario
    yield "PEC destinatario", testata.pec_destinatario
    yield "Soggetto emittente", testata.soggetto_emittente
