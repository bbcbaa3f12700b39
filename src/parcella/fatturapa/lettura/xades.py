"""XAdES: the `ds:Signature` inside the XML, checked by signxml; the verdicts are those of `firma`."""

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.exceptions import InvalidInput, InvalidSignature, SignXMLException
from signxml.verifier import XMLVerifier
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

from parcella.fatturapa.lettura.firma import Firma, Stato, carica, descrivi
from parcella.fatturapa.lettura.xml import analizza
from parcella.ledger.esito import DatiNonValidi

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_AVVOLTA = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_FILTRO = "http://www.w3.org/2002/06/xmldsig-filter2"
_TUTTE_LE_FIRME = re.compile(r"\s*(/descendant::|//)\w*:?Signature\s*")
_SEGNI_MASSIMI = 100_000  # signxml copies the tree for each reference
_RIFERIMENTI_MASSIMI = 5
_CERTIFICATI_MASSIMI = 10


class _ConFiltro:
    """The portal of the Agenzia delle Entrate says «enveloped» by subtracting every signature: it is the same."""

    def _apply_transforms(self, payload: Any, *, transforms_node: Any, signature: Any) -> Any:
        for trasformazione in () if transforms_node is None else transforms_node.iter(f"{_DS}Transform"):
            filtri = list(trasformazione)
            if (
                trasformazione.get("Algorithm") == _FILTRO
                and len(filtri) == 1
                and filtri[0].get("Filter") == "subtract"
                and _TUTTE_LE_FIRME.fullmatch(filtri[0].text or "")
            ):
                trasformazione.set("Algorithm", _AVVOLTA)
        return super()._apply_transforms(  # type: ignore[misc]
            payload, transforms_node=transforms_node, signature=signature
        )


class _VerificaXades(_ConFiltro, XAdESVerifier):
    """With the qualifying properties of XAdES."""


class _VerificaXml(_ConFiltro, XMLVerifier):
    """A plain XML signature."""


def firme_xades(xml: bytes, fidati: Sequence[x509.Certificate] = ()) -> list[Firma]:
    """The signature enveloped in the XML; none if there is none."""
    try:
        radice = analizza(xml)
    except DatiNonValidi:
        return []
    firme = list(radice.iter(f"{_DS}Signature"))
    if not firme:
        return []
    if len(firme) > 1:
        return [_non_verificabile(f"nel file ci sono {len(firme)} firme XAdES.")]
    if xml.count(b"<") > _SEGNI_MASSIMI:
        return [_non_verificabile("il file è troppo grande per verificarla.")]
    if len(list(firme[0].iter(f"{_DS}Reference"))) > _RIFERIMENTI_MASSIMI:
        return [_non_verificabile("la firma si riferisce a troppe parti.")]
    return [_verifica(radice, firme[0], fidati)]


def _non_verificabile(motivo: str) -> Firma:
    return Firma("XAdES", "non_verificabile", motivo)


def _verifica(radice: etree._Element, firma: etree._Element, fidati: Sequence[x509.Certificate]) -> Firma:
    try:
        certificati = _certificati(firma)
    except (ValueError, binascii.Error):
        return _non_verificabile("il certificato di chi ha firmato non si legge.")
    if not certificati:
        return _non_verificabile("nel file manca il certificato di chi ha firmato.")
    stato: Stato = "non_verificabile"
    motivo = ""
    suo = certificati[0]
    for certificato in certificati:
        stato, motivo = _con_certificato(radice, certificato)
        if stato == "integra":
            suo = certificato
            break
    if stato == "integra" and not _copre_tutto(radice, firma):
        stato, motivo = "non_verificabile", "la firma non riguarda tutta la fattura."
    return Firma("XAdES", stato, motivo, momento=_momento(firma), **descrivi(suo, certificati, fidati))


def _con_certificato(radice: etree._Element, certificato: x509.Certificate) -> tuple[Stato, str]:
    """Whether the signature fits with the key of a certificate; its dates and issuer are judged apart."""
    regole = XAdESSignatureConfiguration(
        expect_references=True,
        verification_time=certificato.not_valid_before_utc,
        default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    try:
        try:
            _VerificaXades().verify(radice, x509_cert=certificato, validate_schema=False, expect_config=regole)
        except InvalidInput:  # no properties of XAdES, or not as the standard has them
            _VerificaXml().verify(radice, x509_cert=certificato, validate_schema=False, expect_config=regole)
    except InvalidSignature:
        return "alterata", "il contenuto o la firma non sono quelli di quando è stato firmato."
    except (
        SignXMLException,
        UnsupportedAlgorithm,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        etree.LxmlError,
    ):
        return "non_verificabile", "la firma è scritta in un modo che non si sa verificare."
    return "integra", ""


def _copre_tutto(radice: etree._Element, firma: etree._Element) -> bool:
    suoi = {"", *(f"#{radice.get(nome)}" for nome in ("Id", "ID") if radice.get(nome))}
    return any(r.get("URI") in suoi for r in firma.iterfind(f"{_DS}SignedInfo/{_DS}Reference"))


def _certificati(firma: etree._Element) -> list[x509.Certificate]:
    elementi = list(firma.iterfind(f"{_DS}KeyInfo/{_DS}X509Data/{_DS}X509Certificate"))[:_CERTIFICATI_MASSIMI]
    return [carica(base64.b64decode("".join((e.text or "").split()))) for e in elementi]


def _momento(firma: etree._Element) -> datetime | None:
    """SigningTime, in whatever version of XAdES."""
    for elemento in firma.iter("{*}SigningTime"):
        try:
            momento = datetime.fromisoformat((elemento.text or "").strip())
        except ValueError:
            return None
        return momento if momento.tzinfo else momento.astimezone()
    return None
