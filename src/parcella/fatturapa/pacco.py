"""Files of the register written out: as they are, or in a ZIP for the upload on the Agenzia's site, with an index.

The index lies beside the ZIP: in the ZIP the Sistema di Interscambio takes invoices only.
"""

import csv
import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcella.cartelle import scrivi_nuovo
from parcella.fatturapa.elenco import Voce, contenuti, voci
from parcella.fatturapa.registro import assegna_nomi
from parcella.fatturapa.stati import PRIMA_DELL_INVIO
from parcella.ledger.archivio import Archivio, motivo
from parcella.ledger.aziende.tabelle import Azienda
from parcella.ledger.contesto import Contesto
from parcella.ledger.esito import Rifiuto
from parcella.ledger.tipi import data_italiana

LIMITE = 30_000_000
"""What a message of PEC to SdI may weigh (fatturapa § 6.1); the site takes more."""


@dataclass(frozen=True, slots=True)
class Pacco:
    """A ZIP made: where it is, its index, the files in it, those that must be signed before they are sent."""

    file: Path
    indice: Path
    contenuti: tuple[str, ...]
    da_firmare: tuple[str, ...]


def impacchetta(archivio: Archivio, contesto: Contesto, chiavi: Sequence[int], cartella: Path) -> Pacco:
    """Pack some files of the register that were not sent yet, signed if they came back so.

    The ZIP takes a name of the register too.
    """
    if not chiavi:
        raise Rifiuto("Non c'è nessun file da mettere nel pacco.", "file")
    provvisori: list[tuple[Path, Path]] = []
    try:
        with archivio.scrittura() as sessione:
            scelte = voci(sessione, contesto.azienda, chiavi)
            for v in scelte:
                if v.stato not in PRIMA_DELL_INVIO:
                    raise Rifiuto(f"{v.file} è già stato inviato: non si può inviare due volte.", "file")
                if v.sostituito_da:
                    raise Rifiuto(f"{v.file} è stato sostituito da {v.sostituito_da}: va inviato quello.", "file")
            byte = contenuti(sessione, contesto.azienda, [v.id for v in scelte])
            azienda = sessione.get_one(Azienda, contesto.azienda)
            (assegnato,) = assegna_nomi(sessione, azienda, 1)
            radice = assegnato.nome.removesuffix(".xml")
            pacco = Pacco(
                file=cartella / f"{radice}.zip",
                indice=cartella / f"{radice}.indice.csv",
                contenuti=tuple(byte),
                da_firmare=tuple(v.file for v in scelte if _da_firmare(v)),
            )
            cartella.mkdir(parents=True, exist_ok=True)
            for percorso, dati in ((pacco.file, _zip(byte)), (pacco.indice, _indice(scelte))):
                if percorso.exists():
                    raise Rifiuto(f"Il file {percorso} esiste già: nulla è stato scritto.", "cartella")
                if len(dati) > LIMITE:
                    raise Rifiuto(
                        f"Il pacco supera {LIMITE // 1_000_000} milioni di byte: scegliere meno file.", "file"
                    )
                provvisorio = percorso.with_name(f".{percorso.name}.{os.getpid()}")
                provvisori.append((provvisorio, percorso))
                provvisorio.write_bytes(dati)
        for provvisorio, percorso in provvisori:
            provvisorio.replace(percorso)
    except OSError as errore:
        raise Rifiuto(f"Impossibile scrivere nella cartella {cartella}: {motivo(errore)}.", "cartella") from None
    finally:
        for provvisorio, _ in provvisori:
            provvisorio.unlink(missing_ok=True)
    return pacco


def salva(contenuti: Mapping[str, bytes], cartella: Path) -> list[Path]:
    """Write files again as they were made, all or none, and none over another. Raises Rifiuto."""
    percorsi = [cartella / nome for nome in contenuti]
    for percorso in percorsi:
        if percorso.exists():
            raise Rifiuto(f"Il file {percorso} esiste già: nulla è stato scritto.", "cartella")
    scritti: list[Path] = []
    for percorso, dati in zip(percorsi, contenuti.values(), strict=True):
        try:
            cartella.mkdir(parents=True, exist_ok=True)
            scrivi_nuovo(percorso, dati)
        except OSError as errore:
            for scritto in scritti:
                scritto.unlink(missing_ok=True)
            frase = f"Il file {percorso} non si può scrivere: {motivo(errore)}; nulla è stato scritto."
            raise Rifiuto(frase, "cartella") from None
        scritti.append(percorso)
    return scritti


def _zip(contenuti: dict[str, bytes]) -> bytes:
    scritto = io.BytesIO()
    with zipfile.ZipFile(scritto, "w", zipfile.ZIP_DEFLATED) as pacco:
        for nome, dati in contenuti.items():
            pacco.writestr(nome, dati)
    return scritto.getvalue()


def _da_firmare(voce: Voce) -> bool:
    """It goes to a public body, and what the archive has is not signed."""
    return voce.formato == "FPA12" and voce.nome_firmato is None


def _indice(scelte: Sequence[Voce]) -> bytes:
    """One line a file, for a spreadsheet in Italian."""
    testo = io.StringIO()
    righe = csv.writer(testo, delimiter=";", lineterminator="\r\n")
    righe.writerow(("File", "Documento", "Data", "Cliente", "Nome", "Formato", "Da firmare", "Firmato"))
    for v in scelte:
        righe.writerow(
            (
                v.nome_firmato or v.file,
                v.documento,
                data_italiana(v.data_documento),
                v.codice_cliente,
                v.nome_cliente,
                v.formato,
                "S" if _da_firmare(v) else "N",
                "S" if v.nome_firmato else "N",
            )
        )
    return testo.getvalue().encode("utf-8-sig")
