"""The verdict on a signature: it fits or not, of whom, trusted or not, valid when."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from lxml import etree
from signxml import XMLSigner, methods

from parcella.fatturapa.lettura.file import Contenuto, apri
from parcella.fatturapa.lettura.firma import Firma, certificati_fidati, firme
from parcella.fatturapa.lettura.origini import Origine, leggi

from .buste import DAL, FATTURA, Firmatario, autorita, firmatario, in_base64, in_xades, indefinita, p7m
from .fatture import xml

OGGI = date(2026, 11, 22)
TEMPO_FA, POCO_DOPO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
FIDATI = [autorita().certificato]


def una(dati: bytes, fidati: list[x509.Certificate] | None = None) -> Firma:
    (firma,) = firme(apri(dati), FIDATI if fidati is None else fidati)
    return firma


# ---- CAdES


@pytest.mark.parametrize("veste", [lambda b: b, in_base64, indefinita, lambda b: indefinita(b, 1)])
def test_valida_in_ogni_veste(veste: Callable[[bytes], bytes]) -> None:
    firma = una(veste(p7m()))
    assert firma.esito(OGGI) == "valida"
    assert firma.giudizio(OGGI) == "Firma valida."
    assert (firma.tipo, firma.firmatario, firma.codice_fiscale) == ("CAdES", "Rossi Mario", "RSSMRA80A01H501U")
    assert firma.emittente == "Prova CA Qualificata"
    assert firma.momento is not None and firma.momento.year >= 2026


@pytest.mark.parametrize(("imbottitura", "digesto"), [("PKCS1v15", hashes.SHA256), ("PSS", hashes.SHA512)])
def test_con_una_chiave_rsa(imbottitura: str, digesto: Callable[[], hashes.HashAlgorithm]) -> None:
    chiave = rsa.generate_private_key(65537, 2048)
    suo = firmatario().certificato
    certificato = x509.CertificateBuilder(
        suo.issuer, suo.subject, chiave.public_key(), 7, DAL, datetime(2034, 1, 1, tzinfo=UTC)
    ).sign(autorita().chiave, hashes.SHA256())
    busta = pkcs7.PKCS7SignatureBuilder().set_data(FATTURA)
    pss = padding.PSS(padding.MGF1(digesto()), padding.PSS.DIGEST_LENGTH) if imbottitura == "PSS" else None
    busta = busta.add_signer(certificato, chiave, digesto(), rsa_padding=pss)  # type: ignore[arg-type]
    dati = busta.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    assert una(dati).esito(OGGI) == "valida"


def test_senza_le_autorita_l_emittente_non_e_verificato() -> None:
    firma = una(p7m(), [])
    assert firma.esito(OGGI) == "emittente_sconosciuto"
    assert firma.giudizio(OGGI) == "La firma corrisponde al contenuto. Emittente del certificato non verificato."


def test_un_autorita_che_ha_solo_lo_stesso_nome_non_basta() -> None:
    impostora = Firmatario(autorita("Prova CA Qualificata ").certificato, autorita().chiave)
    assert una(p7m(), [impostora.certificato]).esito(OGGI) == "emittente_sconosciuto"


def test_il_contenuto_alterato_si_vede_e_si_mostra_lo_stesso() -> None:
    alterato = p7m().replace(b"FPR12", b"FPA12")
    assert apri(alterato).xml == FATTURA.replace(b"FPR12", b"FPA12")
    firma = una(alterato)
    assert firma.esito(OGGI) == "alterata"
    assert firma.giudizio(OGGI) == "Firma ALTERATA: il contenuto non è quello che è stato firmato."


def test_la_firma_alterata() -> None:
    dati = bytearray(p7m())
    dati[-3] ^= 1
    assert una(bytes(dati)).esito(OGGI) in ("alterata", "non_verificabile")


def test_il_certificato_scambiato() -> None:
    """The same names and number on a key of another."""
    vero = firmatario()
    chiave = autorita("Altra").chiave
    falso = x509.CertificateBuilder(
        vero.certificato.issuer,
        vero.certificato.subject,
        chiave.public_key(),
        vero.certificato.serial_number,
        DAL,
        datetime(2034, 1, 1, tzinfo=UTC),
    ).sign(chiave, hashes.SHA256())
    firma = una(p7m(chi=Firmatario(falso, chiave)))
    assert firma.esito(OGGI) == "emittente_sconosciuto", "it fits, but the authority never signed it"


def test_un_certificato_gia_scaduto_quando_ha_firmato() -> None:
    firma = una(p7m(chi=firmatario(TEMPO_FA, POCO_DOPO)))
    assert firma.esito(OGGI) == "scaduta"
    assert "NON valido alla data di firma dichiarata (valido dal 01/01/2020 al 01/01/2021)" in firma.giudizio(OGGI)


def test_la_validita_si_giudica_alla_firma_e_si_dice_quella_di_oggi() -> None:
    firma = Firma(
        "CAdES", "integra", emittente_verificato=True, momento=datetime(2020, 6, 1, tzinfo=UTC),
        valido_dal=TEMPO_FA, valido_al=POCO_DOPO,
    )  # fmt: skip
    assert firma.esito(OGGI) == "valida"
    assert firma.giudizio(OGGI) == "Firma valida. Certificato oggi scaduto (valido dal 01/01/2020 al 01/01/2021)."
    senza_data = Firma("CAdES", "integra", emittente_verificato=True, valido_dal=TEMPO_FA, valido_al=POCO_DOPO)
    assert senza_data.esito(OGGI) == "scaduta"


def test_un_certificato_con_un_nome_scritto_male() -> None:
    """Qualified certificates with strings that are not what they say are about: the signature counts all the same."""
    firma = una(p7m().replace(b"Rossi Mario", b"Rossi \xff\xfe\xfd\xfc\xfb"))
    assert (firma.stato, firma.firmatario) == ("integra", "")
    assert firma.esito(OGGI) == "emittente_sconosciuto"


def test_un_certificato_che_non_si_legge() -> None:
    """The version of the certificate is the first thing in it: a0 03 02 01 02."""
    firma = una(p7m().replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x57", 1))
    assert firma.giudizio(OGGI) == "Firma non verificabile: il certificato di chi ha firmato non si legge."


def test_ogni_busta_ha_la_sua_firma() -> None:
    trovate = firme(apri(p7m(in_base64(p7m(), b"\r\n"))), FIDATI)
    assert [f.esito(OGGI) for f in trovate] == ["valida", "valida"]


def test_una_busta_danneggiata_non_ferma_la_lettura() -> None:
    trovate = firme(Contenuto(FATTURA, (b"\x30\x03\x02\x01\x00", b"")), FIDATI)
    assert [f.esito(OGGI) for f in trovate] == ["non_verificabile"] * 2


# ---- XAdES


def test_xades_valida_alterata_e_di_emittente_ignoto() -> None:
    firmata = in_xades(xml())
    valida = una(firmata)
    assert (valida.tipo, valida.esito(OGGI), valida.firmatario) == ("XAdES", "valida", "Rossi Mario")
    assert valida.momento is not None
    assert una(firmata, []).esito(OGGI) == "emittente_sconosciuto"
    assert una(firmata.replace(b"Rossi s.r.l.", b"Gialli spa")).esito(OGGI) == "alterata"


def test_una_firma_xml_senza_le_proprieta_di_xades() -> None:
    chi = firmatario()
    firmatore = XMLSigner(method=methods.enveloped, signature_algorithm="ecdsa-sha256", digest_algorithm="sha256")
    firmato = firmatore.sign(etree.fromstring(xml()), key=chi.chiave, cert=[chi.certificato])
    firma = una(etree.tostring(firmato))
    assert firma.stato == "integra" and firma.momento is None


def test_una_firma_che_non_riguarda_tutta_la_fattura() -> None:
    dati = xml().replace(b"<CedentePrestatore>", b'<CedentePrestatore Id="a">')
    firmatore = XMLSigner(
        method=methods.detached,
        signature_algorithm="ecdsa-sha256",
        digest_algorithm="sha256",
        c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
    )
    chi = firmatario()
    radice = etree.fromstring(dati)
    parte = radice.find(".//CedentePrestatore")
    radice.append(firmatore.sign(parte, key=chi.chiave, cert=[chi.certificato], reference_uri="#a"))
    firma = una(etree.tostring(radice))
    assert firma.giudizio(OGGI) == "Firma non verificabile: la firma non riguarda tutta la fattura."


def test_troppe_firme_o_riferimenti() -> None:
    firmata = in_xades(xml()).decode()
    firma = firmata[firmata.index("<ds:Signature ") : firmata.index("</ds:Signature>") + len("</ds:Signature>")]
    assert "2 firme" in una(firmata.replace(firma, firma * 2).encode()).motivo
    riferimento = firma[firma.index("<ds:Reference") : firma.index("</ds:Reference>") + len("</ds:Reference>")]
    assert "troppe parti" in una(firmata.replace(riferimento, riferimento * 9).encode()).motivo


# ---- the folder of the authorities


def test_la_cartella_delle_autorita(tmp_path: Path) -> None:
    assert certificati_fidati(tmp_path / "manca") == ([], [])
    (tmp_path / "a.pem").write_bytes(autorita().pem)
    (tmp_path / "b.cer").write_bytes(autorita("Altra").certificato.public_bytes(serialization.Encoding.DER))
    (tmp_path / "note.txt").write_text("non è un certificato")
    (tmp_path / "c.crt").write_bytes(b"non e' un certificato")
    fidati, frasi = certificati_fidati(tmp_path)
    assert [c.subject for c in fidati] == [autorita().certificato.subject, autorita("Altra").certificato.subject]
    assert frasi == [f"{tmp_path / 'c.crt'} non è un certificato che si possa leggere."]


@pytest.mark.dati
def test_i_campioni(dati_prova: Path) -> None:
    campioni = dati_prova / "fatturapa" / "samples"
    attesi = {
        "signed/IT01234567890_FPR03.xml.p7m": "emittente_sconosciuto",
        "signed/IT01234567890_FPR03.base64.xml.p7m": "emittente_sconosciuto",
        "signed/xades_portale_AdE.xml": "emittente_sconosciuto",
        "invoices/codice_destinatario_00427.xml": "alterata",  # put on new lines after it was signed
    }
    for nome, esito in attesi.items():
        (firma,) = firme(leggi(Origine(campioni / nome)))
        assert (nome, firma.esito(OGGI)) == (nome, esito)
    (firma,) = firme(leggi(Origine(campioni / "signed/xades_portale_AdE.xml")))
    assert firma.emittente == "CA Agenzia delle Entrate"
    assert firma.momento == datetime(2018, 5, 16, 11, 7, 49, tzinfo=UTC)
    assert firme(leggi(Origine(campioni / "invoices/TD04.xml"))) == []
