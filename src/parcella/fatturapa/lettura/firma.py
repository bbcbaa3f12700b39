"""What the signatures of a file are worth: CAdES envelopes, the XAdES inside the XML. Offline, so without revocation.

The structures are read by asn1crypto and signxml, the mathematics done by cryptography. Trust comes from the
certificates of the authorities in the user's folder `certificati/`; without them the issuer is not verified.
The time of signing is what the signer states: it is shown as such.
"""

import contextlib
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from parcella.fatturapa.lettura.file import Contenuto, contenuto_della_busta
from parcella.ledger.esito import DatiNonValidi

Stato = Literal["integra", "alterata", "non_verificabile"]
Esito = Literal["valida", "alterata", "scaduta", "emittente_sconosciuto", "non_verificabile"]

ESTENSIONI_CERTIFICATI = (".pem", ".crt", ".cer", ".der")
_PESO_MASSIMO = 2_000_000  # of certificates and signers together: a CRL inside is some hundred kilobytes
_FIRMATARI_MASSIMI = 20
_INCLUSI_MASSIMI = 50
_CATENA_MASSIMA = 5
_DIGESTI: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


@dataclass(frozen=True, slots=True)
class Firma:
    """A signature: whether it fits the content (`stato`), by whom, with a certificate of whom, valid when."""

    tipo: Literal["CAdES", "XAdES"]
    stato: Stato
    motivo: str = ""
    firmatario: str = ""
    codice_fiscale: str = ""
    emittente: str = ""
    emittente_verificato: bool = False
    momento: datetime | None = None
    valido_dal: datetime | None = None
    valido_al: datetime | None = None

    def esito(self, oggi: date) -> Esito:
        """The verdict, the worst first; the certificate must have been valid when it signed, if it says when."""
        if self.stato != "integra":
            return "alterata" if self.stato == "alterata" else "non_verificabile"
        if not self._valido(self.momento.date() if self.momento else oggi):
            return "scaduta"
        return "valida" if self.emittente_verificato else "emittente_sconosciuto"

    def giudizio(self, oggi: date) -> str:
        """The verdict in words, for who reads the invoice."""
        esito = self.esito(oggi)
        if esito == "alterata":
            return f"Firma ALTERATA: {self.motivo}"
        if esito == "non_verificabile":
            return f"Firma non verificabile: {self.motivo}"
        parti = ["Firma valida." if esito == "valida" else "La firma corrisponde al contenuto."]
        if not self.emittente_verificato:
            parti.append("Emittente del certificato non verificato.")
        if esito == "scaduta":
            quando = "alla data di firma dichiarata" if self.momento else "oggi"
            parti.append(f"Certificato NON valido {quando} ({self._validita()}).")
        elif not self._valido(oggi):
            parti.append(f"Certificato oggi scaduto ({self._validita()}).")
        return " ".join(parti)

    def _valido(self, giorno: date) -> bool:
        if self.valido_dal is None or self.valido_al is None:
            return False
        return self.valido_dal.date() <= giorno <= self.valido_al.date()

    def _validita(self) -> str:
        if self.valido_dal is None or self.valido_al is None:
            return "validità ignota"
        return f"valido dal {self.valido_dal:%d/%m/%Y} al {self.valido_al:%d/%m/%Y}"


def firme(contenuto: Contenuto, fidati: Sequence[x509.Certificate] = ()) -> list[Firma]:
    """The signatures of a file, those of the outermost envelope first. Never refuses: a verdict says what is wrong."""
    with warnings.catch_warnings():  # cryptography warns of certificates that will not do one day: not on the screen
        warnings.simplefilter("ignore")
        return [*_delle_buste(contenuto.buste, fidati), *_dentro_l_xml(contenuto.xml, fidati)]


def _delle_buste(buste: Sequence[bytes], fidati: Sequence[x509.Certificate]) -> Iterator[Firma]:
    for busta in buste:
        try:
            yield from _della_busta(busta, fidati)
        except (ValueError, TypeError, KeyError, RecursionError, DatiNonValidi):
            yield Firma("CAdES", "non_verificabile", "la struttura della firma è danneggiata.")


def _dentro_l_xml(xml: bytes, fidati: Sequence[x509.Certificate]) -> list[Firma]:
    if b"Signature" not in xml and b"S\0i\0g\0n" not in xml:  # also in UTF-16
        return []
    from parcella.fatturapa.lettura.xades import firme_xades

    return firme_xades(xml, fidati)


def cartella_certificati() -> Path:
    """Where the user puts the certificates of the authorities to trust; it may not exist."""
    from platformdirs import user_config_path

    return user_config_path("parcella", appauthor=False) / "certificati"


def certificati_fidati(cartella: Path) -> tuple[list[x509.Certificate], list[str]]:
    """The certificates of authorities in a folder, and a sentence for each file that is none. No folder, no trust."""
    trovati: list[x509.Certificate] = []
    frasi: list[str] = []
    for percorso in sorted(cartella.iterdir()) if cartella.is_dir() else ():
        if percorso.suffix.lower() in ESTENSIONI_CERTIFICATI:
            try:
                dati = percorso.read_bytes()
                if b"-----BEGIN" in dati:
                    trovati += x509.load_pem_x509_certificates(dati)
                else:
                    trovati.append(carica(dati))
            except (ValueError, x509.InvalidVersion, OSError):
                frasi.append(f"{percorso} non è un certificato che si possa leggere.")
    return trovati, frasi


def carica(der: bytes) -> x509.Certificate:
    """A certificate; ValueError if it is none."""
    try:
        return x509.load_der_x509_certificate(der)
    except x509.InvalidVersion as errore:
        raise ValueError(str(errore)) from errore


def descrivi(
    certificato: x509.Certificate, altri: Iterable[x509.Certificate], fidati: Sequence[x509.Certificate]
) -> dict[str, Any]:
    """What a certificate says of the signer, as the fields of `Firma`."""
    return {
        "firmatario": _leggi(lambda: _nome(certificato.subject)),
        "codice_fiscale": _leggi(lambda: _codice_fiscale(certificato.subject)),
        "emittente": _leggi(lambda: _nome(certificato.issuer)),
        "emittente_verificato": emittente_verificato(certificato, list(altri), fidati),
        "valido_dal": certificato.not_valid_before_utc,
        "valido_al": certificato.not_valid_after_utc,
    }


def emittente_verificato(
    certificato: x509.Certificate, altri: Sequence[x509.Certificate], fidati: Sequence[x509.Certificate]
) -> bool:
    """True if a chain goes from the certificate to one in the folder, through authorities of the envelope."""
    for _ in range(_CATENA_MASSIMA):
        if any(_emesso_da(certificato, autorita) for autorita in fidati):
            return True
        sopra = next((a for a in altri if a != certificato and _e_autorita(a) and _emesso_da(certificato, a)), None)
        if sopra is None:
            return False
        certificato = sopra
    return False


def _emesso_da(certificato: x509.Certificate, autorita: x509.Certificate) -> bool:
    """The authority signed it, and was valid when it did."""
    try:
        certificato.verify_directly_issued_by(autorita)  # the names too
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return autorita.not_valid_before_utc <= certificato.not_valid_before_utc <= autorita.not_valid_after_utc


def _e_autorita(certificato: x509.Certificate) -> bool:
    try:
        return certificato.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _leggi(nome: Callable[[], str]) -> str:
    """A name of a certificate; some have strings that ASN.1 does not admit, and are good all the same."""
    try:
        return nome()
    except ValueError:
        return ""


def _nome(nome: x509.Name) -> str:
    for oid in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        if valori := nome.get_attributes_for_oid(oid):
            return str(valori[0].value)
    return nome.rfc4514_string()[:80]


def _codice_fiscale(nome: x509.Name) -> str:
    """TINIT-RSSMRA80A01H501U in the serialNumber, as the qualified certificates of persons have it."""
    valori = nome.get_attributes_for_oid(x509.NameOID.SERIAL_NUMBER)
    testo = str(valori[0].value) if valori else ""
    return testo.rpartition("-")[2].rpartition(":")[2]


# ---- CAdES


def _della_busta(busta: bytes, fidati: Sequence[x509.Certificate]) -> list[Firma]:
    from asn1crypto import cms, tsp  # noqa: F401 - tsp knows the attribute of the signing certificate

    firmati = cms.ContentInfo.load(busta)["content"]
    firmatari, certificati = firmati["signer_infos"], firmati["certificates"]
    if len(firmatari.contents) + len(certificati.contents or b"") > _PESO_MASSIMO:
        return [Firma("CAdES", "non_verificabile", "la firma è più grande di quanto una firma possa essere.")]
    if not 0 < len(firmatari) <= _FIRMATARI_MASSIMI:
        return [Firma("CAdES", "non_verificabile", f"i firmatari sono {len(firmatari)}.")]
    contenuto = contenuto_della_busta(busta)
    inclusi = [c.chosen for c in certificati if c.name == "certificate"]
    return [_del_firmatario(firmatario, contenuto, inclusi, fidati) for firmatario in firmatari]


def _del_firmatario(
    firmatario: Any, contenuto: bytes, inclusi: Sequence[Any], fidati: Sequence[x509.Certificate]
) -> Firma:
    attributi = {a["type"].native: a["values"][0] for a in firmatario["signed_attrs"] or ()}
    grezzo = _certificato_di(firmatario, inclusi)
    if grezzo is None:
        return Firma("CAdES", "non_verificabile", "nel file manca il certificato di chi ha firmato.")
    try:
        certificato = carica(grezzo.dump())
    except ValueError:
        return Firma("CAdES", "non_verificabile", "il certificato di chi ha firmato non si legge.")
    altri = list(_leggibili(inclusi))
    momento = attributi["signing_time"].native if "signing_time" in attributi else None
    stato, motivo = _confronta(firmatario, attributi, contenuto, grezzo, certificato)
    return Firma("CAdES", stato, motivo, momento=momento, **descrivi(certificato, altri, fidati))


def _leggibili(inclusi: Sequence[Any]) -> Iterator[x509.Certificate]:
    for certificato in inclusi[:_INCLUSI_MASSIMI]:
        with contextlib.suppress(ValueError):
            yield carica(certificato.dump())


def _certificato_di(firmatario: Any, inclusi: Sequence[Any]) -> Any:
    """The certificate that the signer names: by issuer and serial number, or by the identifier of its key."""
    chi = firmatario["sid"]
    if chi.name == "issuer_and_serial_number":
        numero, emittente = chi.chosen["serial_number"].native, chi.chosen["issuer"]
        uguali = [c for c in inclusi if c.serial_number == numero]
        return next((c for c in uguali if c.issuer == emittente), uguali[0] if len(uguali) == 1 else None)
    return next((c for c in inclusi if c.key_identifier == chi.chosen.native), None)


def _confronta(
    firmatario: Any, attributi: dict[str, Any], contenuto: bytes, grezzo: Any, certificato: x509.Certificate
) -> tuple[Stato, str]:
    nome_digesto = firmatario["digest_algorithm"]["algorithm"].native
    if nome_digesto not in _DIGESTI:
        return "non_verificabile", f"l'algoritmo {nome_digesto.upper()} non è più sicuro."
    if attributi:
        if "message_digest" not in attributi:
            return "non_verificabile", "manca l'impronta del contenuto."
        if _impronta(nome_digesto, contenuto) != attributi["message_digest"].native:
            return "alterata", "il contenuto non è quello che è stato firmato."
        if not _nomina(attributi, grezzo):
            return "alterata", "il certificato non è quello con cui è stato firmato."
        firmati = firmatario["signed_attrs"].untag()
        candidati = [firmati.dump(), firmati.dump(force=True)]  # as it stands, and in the order DER wants
    else:
        candidati = [contenuto]
    firma = firmatario["signature"].native
    try:
        verifica = _verificatore(firmatario["signature_algorithm"], nome_digesto, certificato)
    except (ValueError, UnsupportedAlgorithm) as errore:
        return "non_verificabile", f"l'algoritmo della firma non è fra quelli noti ({errore})."
    for candidato in candidati:
        try:
            verifica(firma, candidato)
        except InvalidSignature:
            continue
        return "integra", ""
    return "alterata", "la firma non è quella del certificato che l'accompagna."


def _nomina(attributi: dict[str, Any], grezzo: Any) -> bool:
    """True unless the attribute that names the signing certificate (CAdES) names another."""
    attributo = attributi.get("signing_certificate_v2")
    if attributo is None:
        return True
    primo = attributo["certs"][0]
    nome = primo["hash_algorithm"]["algorithm"].native
    return nome not in _DIGESTI or primo["cert_hash"].native == _impronta(nome, grezzo.dump())


def _impronta(nome: str, dati: bytes) -> bytes:
    calcolo = hashes.Hash(_DIGESTI[nome]())
    calcolo.update(dati)
    return calcolo.finalize()


def _verificatore(algoritmo: Any, digesto: str, certificato: x509.Certificate) -> Callable[[bytes, bytes], None]:
    """How the key of the certificate checks a signature; ValueError if it can't with that algorithm."""
    chiave, tipo = certificato.public_key(), algoritmo.signature_algo
    try:
        nome = algoritmo.hash_algo
    except ValueError:  # plain RSA: the digest is the signer's
        nome = digesto
    if nome not in _DIGESTI:
        raise ValueError(str(nome).upper())
    hash_algo = _DIGESTI[nome]()
    if isinstance(chiave, rsa.RSAPublicKey) and tipo == "rsassa_pkcs1v15":
        return lambda firma, dati: chiave.verify(firma, dati, padding.PKCS1v15(), hash_algo)
    if isinstance(chiave, rsa.RSAPublicKey) and tipo == "rsassa_pss":
        sale = algoritmo["parameters"]["salt_length"].native
        pss = padding.PSS(padding.MGF1(hash_algo), sale)
        return lambda firma, dati: chiave.verify(firma, dati, pss, hash_algo)
    if isinstance(chiave, ec.EllipticCurvePublicKey) and tipo == "ecdsa":
        return lambda firma, dati: chiave.verify(firma, dati, ec.ECDSA(hash_algo))
    raise ValueError(str(tipo))
