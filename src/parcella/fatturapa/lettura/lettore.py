"""From a file to what the invoice in it says: whoever wrote it, and however well.

Elements are found by their local name, so that any prefix and any version of the namespace will do; what is missing
is empty.
"""

from collections import Counter
from typing import TYPE_CHECKING

from parcella.fatturapa.lettura.fattura import (
    Allegato,
    Cassa,
    Cifra,
    Corpo,
    Fattura,
    Giorno,
    Indirizzo,
    Rata,
    Riepilogo,
    Riferimento,
    Riga,
    Ritenuta,
    Sconto,
    Soggetto,
    Testata,
)
from parcella.fatturapa.lettura.file import Contenuto
from parcella.fatturapa.lettura.origini import Archivi, Origine
from parcella.ledger.esito import DatiNonValidi

if TYPE_CHECKING:
    from lxml import etree

ORDINARIA, SEMPLIFICATA = "FatturaElettronica", "FatturaElettronicaSemplificata"
NON_FATTURA = "non_fattura"
_TESTO_MASSIMO = 10_000  # the longest of the layout, a Descrizione, has 1000
_RIPETIZIONI_MASSIME = 50_000  # a document has at most 9999 rows, and 5 MB hold some 16.000 rows of any lotto


def leggi(origine: Origine, archivi: Archivi) -> tuple[Fattura, Contenuto]:
    """The invoice in a file, and the bytes it came from."""
    contenuto = archivi.leggi(origine)
    try:
        return da_xml(contenuto.xml), contenuto
    except DatiNonValidi as errore:
        errore.campo = str(origine.file)
        raise


def da_xml(xml: bytes) -> Fattura:
    """The invoice in an XML; `DatiNonValidi` if it is none."""
    from parcella.fatturapa.lettura.xml import analizza

    return da_albero(analizza(xml))


def da_albero(radice: "etree._Element") -> Fattura:
    """The invoice in a tree already read."""
    nodo = _Nodo(radice)
    if nodo.nome not in (ORDINARIA, SEMPLIFICATA):
        errore = DatiNonValidi(f"È un XML, ma non una fattura elettronica: comincia con «{nodo.nome[:60]}».")
        errore.codice = NON_FATTURA  # a receipt, say: who reads a folder goes on
        raise errore
    if max(Counter(elemento.tag for elemento in radice.iter("*")).values()) > _RIPETIZIONI_MASSIME:
        raise DatiNonValidi(
            f"Un elemento si ripete più di {_RIPETIZIONI_MASSIME} volte: non è una fattura elettronica."
        )
    corpi = tuple(_corpo(corpo) for corpo in nodo.tutti("FatturaElettronicaBody"))
    if not corpi:
        raise DatiNonValidi("La fattura elettronica non contiene nessun documento.")
    semplificata = nodo.nome == SEMPLIFICATA
    return Fattura(_testata(nodo.uno("FatturaElettronicaHeader")), corpi, radice.get("versione", ""), semplificata)


class _Nodo:
    """An element seen by the local names of its children; a missing one is empty."""

    __slots__ = ("_elemento", "_figli")

    def __init__(self, elemento: "etree._Element | None") -> None:
        self._elemento = elemento
        self._figli: dict[str, list[etree._Element]] = {}
        for figlio in () if elemento is None else elemento:
            if isinstance(figlio.tag, str):
                self._figli.setdefault(_locale(figlio.tag), []).append(figlio)

    @property
    def nome(self) -> str:
        return "" if self._elemento is None else _locale(str(self._elemento.tag))

    def __bool__(self) -> bool:
        return self._elemento is not None

    def tutti(self, nome: str) -> list["_Nodo"]:
        return [_Nodo(figlio) for figlio in self._figli.get(nome, ())]

    def uno(self, percorso: str) -> "_Nodo":
        nodo = self
        for nome in percorso.split("/"):
            figli = nodo._figli.get(nome)
            nodo = _Nodo(figli[0] if figli else None)
        return nodo

    def testi(self, nome: str) -> tuple[str, ...]:
        return tuple(" ".join((figlio.text or "")[:_TESTO_MASSIMO].split()) for figlio in self._figli.get(nome, ()))

    def base64(self, nome: str) -> str:
        return next(("".join((figlio.text or "").split()) for figlio in self._figli.get(nome, ())), "")

    def testo(self, percorso: str) -> str:
        cartella, _, nome = percorso.rpartition("/")
        nodo = self.uno(cartella) if cartella else self
        return next(iter(nodo.testi(nome)), "")

    def cifra(self, percorso: str) -> Cifra:
        return Cifra(self.testo(percorso))

    def giorno(self, percorso: str) -> Giorno:
        return Giorno(self.testo(percorso))

    def figli(self) -> list["_Nodo"]:
        return [_Nodo(figlio) for figli in self._figli.values() for figlio in figli]


def _locale(etichetta: str) -> str:
    return etichetta.rpartition("}")[2]


def _testata(nodo: _Nodo) -> Testata:
    trasmissione = nodo.uno("DatiTrasmissione")
    trasmittente = trasmissione.uno("IdTrasmittente")
    rappresentante = nodo.uno("RappresentanteFiscale") or nodo.uno("CedentePrestatore/RappresentanteFiscale")
    terzo = nodo.uno("TerzoIntermediarioOSoggettoEmittente")
    return Testata(
        formato=trasmissione.testo("FormatoTrasmissione"),
        trasmittente=trasmittente.testo("IdPaese") + trasmittente.testo("IdCodice"),
        progressivo_invio=trasmissione.testo("ProgressivoInvio"),
        codice_destinatario=trasmissione.testo("CodiceDestinatario").upper(),
        pec_destinatario=trasmissione.testo("PECDestinatario"),
        cedente=_soggetto(nodo.uno("CedentePrestatore")),
        rappresentante=_soggetto(rappresentante) if rappresentante else None,
        cessionario=_soggetto(nodo.uno("CessionarioCommittente")),
        terzo_intermediario=_soggetto(terzo) if terzo else None,
        soggetto_emittente=nodo.testo("SoggettoEmittente"),
    )


def _soggetto(nodo: _Nodo) -> Soggetto:
    """The ordinary format has DatiAnagrafici and Anagrafica; the simplified one, IdentificativiFiscali or neither."""
    dati = nodo.uno("DatiAnagrafici") or nodo
    fiscali = nodo.uno("IdentificativiFiscali") or dati
    altri = nodo.uno("AltriDatiIdentificativi") or nodo
    nomi = dati.uno("Anagrafica") or altri
    albo = (
        dati.testo("AlboProfessionale"),
        dati.testo("ProvinciaAlbo"),
        dati.testo("NumeroIscrizioneAlbo"),
    )
    rea = nodo.uno("IscrizioneREA")
    return Soggetto(
        id_paese=fiscali.testo("IdFiscaleIVA/IdPaese").upper(),
        id_codice=fiscali.testo("IdFiscaleIVA/IdCodice").upper(),
        codice_fiscale=fiscali.testo("CodiceFiscale").upper(),
        denominazione=nomi.testo("Denominazione"),
        cognome=nomi.testo("Cognome"),
        nome=nomi.testo("Nome"),
        titolo=nomi.testo("Titolo"),
        regime_fiscale=dati.testo("RegimeFiscale"),
        albo=" ".join(filter(None, albo)),
        sede=_indirizzo(altri.uno("Sede")),
        stabile_organizzazione=_indirizzo(altri.uno("StabileOrganizzazione")),
        rea=" ".join(filter(None, (rea.testo("Ufficio"), rea.testo("NumeroREA")))),
        telefono=nodo.testo("Contatti/Telefono"),
        email=nodo.testo("Contatti/Email"),
        riferimento_amministrazione=nodo.testo("RiferimentoAmministrazione"),
    )


def _indirizzo(nodo: _Nodo) -> Indirizzo:
    return Indirizzo(
        indirizzo=nodo.testo("Indirizzo"),
        numero_civico=nodo.testo("NumeroCivico"),
        cap=nodo.testo("CAP"),
        comune=nodo.testo("Comune"),
        provincia=nodo.testo("Provincia").upper(),
        nazione=nodo.testo("Nazione").upper(),
    )


_RIFERIMENTI = (
    "DatiOrdineAcquisto",
    "DatiContratto",
    "DatiConvenzione",
    "DatiRicezione",
    "DatiFattureCollegate",
    "DatiDDT",
    "FatturaPrincipale",
    "DatiFatturaRettificata",
)


def _corpo(nodo: _Nodo) -> Corpo:
    generali = nodo.uno("DatiGenerali")
    documento = generali.uno("DatiGeneraliDocumento")
    beni = nodo.uno("DatiBeniServizi")
    ordinarie = beni.tutti("DettaglioLinee")
    semplici = [] if ordinarie else nodo.tutti("DatiBeniServizi")
    return Corpo(
        tipo=documento.testo("TipoDocumento"),
        divisa=documento.testo("Divisa"),
        data=documento.giorno("Data"),
        numero=documento.testo("Numero"),
        ritenute=tuple(
            Ritenuta(
                r.testo("TipoRitenuta"),
                r.cifra("ImportoRitenuta"),
                r.cifra("AliquotaRitenuta"),
                r.testo("CausalePagamento"),
            )
            for r in documento.tutti("DatiRitenuta")
        ),
        bollo=documento.testo("DatiBollo/BolloVirtuale") or documento.testo("BolloVirtuale"),
        importo_bollo=documento.cifra("DatiBollo/ImportoBollo"),
        casse=tuple(_cassa(c) for c in documento.tutti("DatiCassaPrevidenziale")),
        sconti=_sconti(documento),
        totale=documento.cifra("ImportoTotaleDocumento"),
        arrotondamento=documento.cifra("Arrotondamento"),
        causali=documento.testi("Causale"),
        art73=documento.testo("Art73") == "SI",
        riferimenti=tuple(_riferimento(r) for nome in _RIFERIMENTI for r in generali.tutti(nome)),
        righe=tuple(_riga(r) for r in ordinarie) or tuple(_riga_semplificata(r) for r in semplici),
        riepiloghi=tuple(_riepilogo(r) for r in beni.tutti("DatiRiepilogo")),
        rate=tuple(
            _rata(pagamento.testo("CondizioniPagamento"), r)
            for pagamento in nodo.tutti("DatiPagamento")
            for r in pagamento.tutti("DettaglioPagamento")
        ),
        allegati=tuple(_allegato(a) for a in nodo.tutti("Allegati")),
    )


def _cassa(nodo: _Nodo) -> Cassa:
    return Cassa(
        tipo=nodo.testo("TipoCassa"),
        percentuale=nodo.cifra("AlCassa"),
        importo=nodo.cifra("ImportoContributoCassa"),
        imponibile=nodo.cifra("ImponibileCassa"),
        aliquota=nodo.cifra("AliquotaIVA"),
        ritenuta=nodo.testo("Ritenuta") == "SI",
        natura=nodo.testo("Natura"),
    )


def _sconti(nodo: _Nodo) -> tuple[Sconto, ...]:
    return tuple(
        Sconto(s.testo("Tipo"), s.cifra("Percentuale"), s.cifra("Importo")) for s in nodo.tutti("ScontoMaggiorazione")
    )


def _riferimento(nodo: _Nodo) -> Riferimento:
    """The blocks have the same content under names of their own."""
    numeri = (nodo.testo(nome) for nome in ("IdDocumento", "NumeroDDT", "NumeroFatturaPrincipale", "NumeroFR"))
    date = (nodo.testo(nome) for nome in ("Data", "DataDDT", "DataFatturaPrincipale", "DataFR"))
    return Riferimento(
        che_cosa=nodo.nome,
        documento=next(filter(None, numeri), ""),
        data=Giorno(next(filter(None, date), "")),
        righe=nodo.testi("RiferimentoNumeroLinea"),
        commessa=nodo.testo("CodiceCommessaConvenzione"),
        cup=nodo.testo("CodiceCUP"),
        cig=nodo.testo("CodiceCIG"),
    )


def _riga(nodo: _Nodo) -> Riga:
    return Riga(
        numero=nodo.testo("NumeroLinea"),
        tipo_cessione=nodo.testo("TipoCessionePrestazione"),
        codici=tuple((c.testo("CodiceTipo"), c.testo("CodiceValore")) for c in nodo.tutti("CodiceArticolo")),
        descrizione=nodo.testo("Descrizione"),
        quantita=nodo.cifra("Quantita"),
        unita_misura=nodo.testo("UnitaMisura"),
        dal=nodo.giorno("DataInizioPeriodo"),
        al=nodo.giorno("DataFinePeriodo"),
        prezzo=nodo.cifra("PrezzoUnitario"),
        sconti=_sconti(nodo),
        totale=nodo.cifra("PrezzoTotale"),
        aliquota=nodo.cifra("AliquotaIVA"),
        ritenuta=nodo.testo("Ritenuta") == "SI",
        natura=nodo.testo("Natura"),
        altri_dati=tuple(
            (a.testo("TipoDato"), " ".join(filter(None, (a.testo(nome) for nome in _ALTRI_DATI))))
            for a in nodo.tutti("AltriDatiGestionali")
        ),
    )


_ALTRI_DATI = ("RiferimentoTesto", "RiferimentoNumero", "RiferimentoData")


def _riga_semplificata(nodo: _Nodo) -> Riga:
    """DatiBeniServizi of the simplified format: Importo comes with its IVA inside."""
    return Riga(
        descrizione=nodo.testo("Descrizione"),
        totale=nodo.cifra("Importo"),
        aliquota=nodo.cifra("DatiIVA/Aliquota"),
        natura=nodo.testo("Natura"),
    )


def _riepilogo(nodo: _Nodo) -> Riepilogo:
    return Riepilogo(
        aliquota=nodo.cifra("AliquotaIVA"),
        natura=nodo.testo("Natura"),
        spese_accessorie=nodo.cifra("SpeseAccessorie"),
        arrotondamento=nodo.cifra("Arrotondamento"),
        imponibile=nodo.cifra("ImponibileImporto"),
        imposta=nodo.cifra("Imposta"),
        esigibilita=nodo.testo("EsigibilitaIVA"),
        riferimento_normativo=nodo.testo("RiferimentoNormativo"),
    )


def _rata(condizioni: str, nodo: _Nodo) -> Rata:
    return Rata(
        condizioni=condizioni,
        beneficiario=nodo.testo("Beneficiario"),
        modalita=nodo.testo("ModalitaPagamento"),
        scadenza=nodo.giorno("DataScadenzaPagamento"),
        importo=nodo.cifra("ImportoPagamento"),
        istituto=nodo.testo("IstitutoFinanziario"),
        iban=nodo.testo("IBAN").replace(" ", "").upper(),
        bic=nodo.testo("BIC"),
        codice=nodo.testo("CodicePagamento"),
    )


def _allegato(nodo: _Nodo) -> Allegato:
    return Allegato(
        nome=nodo.testo("NomeAttachment"),
        compressione=nodo.testo("AlgoritmoCompressione"),
        formato=nodo.testo("FormatoAttachment"),
        descrizione=nodo.testo("DescrizioneAttachment"),
        base64=nodo.base64("Attachment"),
    )
