"""Envelopes made for the tests: a certification authority of our own, a signer, a .p7m in every dress it comes in."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from asn1crypto import cms, parser
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.xades import XAdESSigner

DAL, AL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)
FATTURA = b'<?xml version="1.0" encoding="UTF-8"?>\n<f:FatturaElettronica xmlns:f="urn:f" versione="FPR12"/>'


@dataclass(frozen=True)
class Firmatario:
    """A certificate and its key."""

    certificato: x509.Certificate
    chiave: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificato.public_bytes(serialization.Encoding.PEM)


@cache
def autorita(nome: str = "Prova CA Qualificata") -> Firmatario:
    """A certification authority that signs itself."""
    chiave = ec.generate_private_key(ec.SECP256R1())
    suo = _nome(CN=nome, O="Prova Fiducia S.p.A.")
    certificato = _base(suo, suo, chiave, DAL, AL).add_extension(x509.BasicConstraints(True, 0), critical=True)
    usi = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    return Firmatario(certificato.add_extension(usi, critical=True).sign(chiave, hashes.SHA256()), chiave)


@cache
def firmatario(dal: datetime = DAL, al: datetime = AL, nome: str = "Rossi Mario") -> Firmatario:
    """Who signs, with a certificate of `autorita()`."""
    chiave = ec.generate_private_key(ec.SECP256R1())
    suo = _nome(CN=nome, SN="TINIT-RSSMRA80A01H501U")
    usi = x509.KeyUsage(False, True, False, False, False, False, False, False, False)
    certificato = _base(suo, autorita().certificato.subject, chiave, dal, al).add_extension(usi, critical=True)
    return Firmatario(certificato.sign(autorita().chiave, hashes.SHA256()), chiave)


def _nome(**parti: str) -> x509.Name:
    oid = {"CN": NameOID.COMMON_NAME, "O": NameOID.ORGANIZATION_NAME, "SN": NameOID.SERIAL_NUMBER}
    return x509.Name([x509.NameAttribute(oid[chiave], valore) for chiave, valore in parti.items()])


def _base(
    soggetto: x509.Name, emittente: x509.Name, chiave: ec.EllipticCurvePrivateKey, dal: datetime, al: datetime
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(emittente, soggetto, chiave.public_key(), x509.random_serial_number(), dal, al)


def p7m(contenuto: bytes = FATTURA, chi: Firmatario | None = None, *, staccata: bool = False) -> bytes:
    """A .p7m in DER; `staccata`, without the content."""
    chi = chi or firmatario()
    busta = pkcs7.PKCS7SignatureBuilder().set_data(contenuto)
    busta = busta.add_signer(chi.certificato, chi.chiave, hashes.SHA256())
    opzioni = [pkcs7.PKCS7Options.Binary]
    if staccata:
        opzioni.append(pkcs7.PKCS7Options.DetachedSignature)
    return busta.sign(serialization.Encoding.DER, opzioni)


def in_xades(dati: bytes, chi: Firmatario | None = None) -> bytes:
    """The XML with a XAdES signature as its last child."""
    chi = chi or firmatario()
    firmato = XAdESSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256").sign(
        etree.fromstring(dati), key=chi.chiave, cert=[chi.certificato]
    )
    scritto: bytes = etree.tostring(firmato)
    return scritto


def in_base64(busta: bytes, fine_riga: bytes = b"", colonne: int = 64) -> bytes:
    """The envelope as text: on one line, or on lines ended by `fine_riga`."""
    testo = base64.b64encode(busta)
    if not fine_riga:
        return testo
    return b"".join(testo[n : n + colonne] + fine_riga for n in range(0, len(testo), colonne))


def indefinita(busta: bytes, pezzo: int = 20) -> bytes:
    """The same envelope in BER: indefinite lengths, the content in pieces of `pezzo` bytes."""
    firma = cms.ContentInfo.load(busta)["content"]
    racchiuso = firma["encap_content_info"]
    contenuto = racchiuso["content"].native
    pezzi = [contenuto[n : n + pezzo] for n in range(0, len(contenuto), pezzo)]
    stringa = aperta(b"\x24", *(parser.emit(0, 0, 4, parte) for parte in pezzi))
    dentro = aperta(b"\x30", racchiuso["content_type"].dump(), aperta(b"\xa0", stringa))
    versione, algoritmi = firma["version"].dump(), firma["digest_algorithms"].dump()
    coda = firma["certificates"].dump() + firma["signer_infos"].dump()
    tutta = aperta(b"\x30", versione, algoritmi, dentro, coda)
    return aperta(b"\x30", cms.ContentType("signed_data").dump(), aperta(b"\xa0", tutta))


def aperta(etichetta: bytes, *parti: bytes) -> bytes:
    """A value of indefinite length."""
    return etichetta + b"\x80" + b"".join(parti) + b"\0\0"
