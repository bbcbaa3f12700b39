"""From what the screen shows to the input of the rules, and back. Nothing here is worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from parcella.ledger.aziende.codici import nome_a_schermo
from parcella.ledger.documenti.dati import (
    DatiCointestatario,
    DatiDocumento,
    DatiFondo,
    DatiRata,
    DatiRiga,
)
from parcella.ledger.documenti.proposte import PropostaCliente, stato_parcellazione
from parcella.ledger.documenti.rivedi import dati_di
from parcella.ledger.tipi import ZERO

if TYPE_CHECKING:
    from parcella.ledger.documenti.fascicolo import Fascicolo

Valori = Mapping[str, Any]
CALCOLATI = (
    "totale_prestazioni",
    "imponibile_esenti",
    "totale_iva",
    "totale_documento",
    "ritenuta_acconto",
    "totale_da_pagare",
)
_DELLA_RIGA = tuple(campo.name for campo in fields(DatiRiga))
_DELLE_FINESTRE = (
    "perc_cassa", "iva_cassa", "aliquota_rda", "perc_imponibile_rda", "perc_inps", "iva_inps", "cig", "cup",
    "rif_ext_tipo", "rif_ext_sigla", "rif_ext_numero", "rif_ext_codice", "rif_ext_data",
    "riferimento_amministrazione", "fattura_collegata_numero", "fattura_collegata_data", "escludi_bollo_virtuale",
    "nota_credito", "esigibilita_iva", "nota_scadenzario",
)  # fmt: skip


NOTA_DI_CREDITO = "Nota di credito"


@dataclass(slots=True)
class Mostrato:
    """A document of the archive as the screen shows it."""

    testata: dict[str, Any]
    righe: list[dict[str, Any]]
    piede: dict[str, Any]
    altri: dict[str, Any]
    rate: list[dict[str, Any]]


def da_riga(riga: Valori) -> DatiRiga:
    """A row of the body for the rules: the amount shown is the amount saved."""
    dati = DatiRiga(**{nome: _pieno(riga.get(nome)) for nome in _DELLA_RIGA})
    dati.descrizione_riga = riga.get("descrizione_riga") or ""
    if not dati.tipo_riga:
        dati.importo_prestazione = riga.get("importo_prestazione") or ZERO
    return dati


def in_riga(composta: Valori, *, inserita: bool) -> dict[str, Any]:
    """A composed row (or one of the archive) as the body shows it."""
    riga = {nome: composta[nome] for nome in _DELLA_RIGA}
    riga["codice"] = composta["codice_prestazione"] or composta["tipo_riga"] or ""
    riga["descrizione_riga"] = composta["descrizione_riga"] or ""
    riga["unita_misura"] = composta["unita_misura"] or ""
    for nome in ("importo_prestazione", "spese_anticipate_riga"):
        riga[nome] = None if composta["tipo_riga"] else composta[nome] or None
    for nome in ("minimo_fatturabile", "massimo_fatturabile"):
        riga[nome] = composta.get(nome)
    riga["stato"] = "".join(
        stato_parcellazione(composta[importo], composta[parcellato])
        for importo, parcellato in (
            ("importo_prestazione", "importo_parcellato"),
            ("spese_anticipate_riga", "spese_parcellate"),
        )
    ).rstrip()
    if inserita:
        riga["importo_prestazione"] = None
        riga["prezzo_proposto"] = composta["prezzo_unitario"]
        riga["iva_proposta"] = composta["codice_iva_riga"]
        riga["inserita"] = "S"
        riga["da_completare"] = "S" if "?" in riga["descrizione_riga"] else None
    return riga


def in_dati(
    testata: Valori, righe: Sequence[Valori], piede: Valori, altri: Valori, rate: Sequence[Valori] | None
) -> DatiDocumento:
    """What is on the screen, for the rules."""
    sigla, modulo = testata["sigla_documento"][:2], testata["sigla_documento"][2:]
    numero = testata["numero_documento"]
    di_riga = any(riga.get("spese_anticipate_riga") for riga in righe)
    return DatiDocumento(
        sigla_documento=sigla,
        modulo_stampa=modulo or None,
        serie=testata["serie"],
        numero_documento=int(numero) if str(numero).isdecimal() else None,
        data_documento=testata["data_documento"],
        codice_cliente=testata["codice_cliente"],
        stato_parcella=(testata["stato_parcella"] or None) if sigla == "PA" else None,
        chiusa_definitiva=(testata["chiusa_definitiva"] or None) if sigla == "NO" else None,
        note_testata=testata["note_testata"] or None,
        soggetto_rda=testata["soggetto_rda"] or None,
        codice_pagamento=piede["codice_pagamento"] or "",
        data_decorrenza=piede["data_decorrenza"],
        totale_spese_anticipate=None if di_riga else piede["totale_spese_anticipate"] or None,
        spese_banca=piede["spese_banca"] or ZERO,
        righe=[da_riga(riga) for riga in righe],
        cointestatari=[DatiCointestatario(**c) for c in altri.get("cointestatari") or ()] if sigla == "PA" else [],
        fondi_associato=None if altri.get("fondi_associato") is None else [
            DatiFondo(**fondo) for fondo in altri["fondi_associato"]
        ],
        rate=None if rate is None else [da_rata(rata) for rata in rate],
        **{nome: _pieno(altri.get(nome)) for nome in _DELLE_FINESTRE},
    )  # fmt: skip


def da_rata(rata: Valori) -> DatiRata:
    """A row of the schedule for the rules."""
    return DatiRata(
        data_scadenza=rata["data_scadenza"],
        importo_rata=rata["importo_rata"] or ZERO,
        tipo_pagamento=rata["tipo_pagamento"] or "M",
        stato_rata=rata["stato_rata"] or None,
        data_pagamento=rata["data_pagamento"],
    )


def in_rata(rata: Valori) -> dict[str, Any]:
    """A due date as the schedule shows it."""
    nomi = ("data_scadenza", "tipo_pagamento", "importo_rata", "data_pagamento")
    return {nome: rata[nome] for nome in nomi} | {"stato_rata": rata["stato_rata"] or ""}


def mostra(fascicolo: "Fascicolo", proposta: PropostaCliente, riferimenti: Sequence[str]) -> Mostrato:
    """A document of the archive as the screen shows it."""
    documento, dati = fascicolo.documento, dati_di(fascicolo)
    numero = documento.numero_documento
    testata = {
        "sigla_documento": documento.sigla_documento + (documento.modulo_stampa or ""),
        "descrizione_documento": descrizione_documento(documento.nota_credito, fascicolo.descrizione_documento),
        "serie": documento.serie,
        "numero_documento": str(numero) if numero is not None else f"prov.{documento.numero_lavoro}",
        "data_documento": documento.data_documento,
        "stato_parcella": documento.stato_parcella or "",
        "descrizione_stato": descrizione_stato(documento.stato_parcella),
        "note_testata": documento.note_testata or "",
        "codice_cliente": documento.codice_cliente,
        "soggetto_rda": documento.soggetto_rda,
        "chiusa_definitiva": documento.chiusa_definitiva or "N",
        "riferimenti": ("da " if documento.sigla_documento == "PA" else "in ") * bool(riferimenti)
        + ", ".join(riferimenti),
    } | del_cliente(proposta)
    piede = del_piede(documento.model_dump()) | {
        "codice_pagamento": documento.codice_pagamento or "",
        "descrizione_pagamento": fascicolo.pagamento.descrizione if fascicolo.pagamento else "",
        "data_decorrenza": documento.data_decorrenza,
        "totale_spese_anticipate": documento.totale_spese_anticipate,
        "spese_banca": documento.spese_banca,
    }
    altri = {nome: getattr(dati, nome) for nome in _DELLE_FINESTRE}
    altri["cointestatari"] = [asdict(c) for c in dati.cointestatari]
    altri["fondi_associato"] = None if dati.fondi_associato is None else [asdict(f) for f in dati.fondi_associato]
    righe = [in_riga(riga.model_dump(), inserita=False) for riga in fascicolo.righe]
    rate = [in_rata(rata.model_dump()) for rata in fascicolo.rate] if documento.sigla_documento == "NO" else []
    return Mostrato(testata, righe, piede, altri, rate)


def di_nota_credito(fascicolo: "Fascicolo", nuova: DatiDocumento, proposta: PropostaCliente) -> Mostrato:
    """The nota di credito of a whole parcella, as the screen shows a new document."""
    mostrato = mostra(fascicolo, proposta, [])
    mostrato.testata |= {
        "descrizione_documento": NOTA_DI_CREDITO,
        "numero_documento": "AUTO",
        "data_documento": nuova.data_documento,
    }
    mostrato.piede["data_decorrenza"] = None
    mostrato.altri |= {
        nome: getattr(nuova, nome)
        for nome in ("nota_credito", "fattura_collegata_numero", "fattura_collegata_data", "nota_scadenzario")
    }
    return mostrato


def descrizione_documento(nota_credito: str | None, descrizione: str) -> str:
    """What the header calls a document."""
    return NOTA_DI_CREDITO if nota_credito == "S" else nome_a_schermo(descrizione)


def del_cliente(proposta: PropostaCliente) -> dict[str, Any]:
    """The lines of the header that show the client."""
    return {
        "nome_cliente": proposta.nome,
        "indirizzo": proposta.indirizzo,
        "identificativo": proposta.identificativo,
        "responsabile": proposta.responsabile,
    }


def del_piede(testata: Valori) -> dict[str, Any]:
    """The computed fields of the foot, from a composed header."""
    rivalsa: Decimal = testata["rivalsa_inps"]
    altri = [
        f"{etichetta} {importo}".replace(".", ",")
        for etichetta, importo in (("Bollo", testata["bollo"]), ("Enasarco", testata["contributo_enasarco"]))
        if importo
    ]
    if rivalsa and testata["cassa_previdenza"]:
        altri.insert(0, f"Riv.INPS {rivalsa}".replace(".", ","))
    solo_inps = bool(rivalsa) and not testata["cassa_previdenza"]
    return {nome: testata[nome] for nome in CALCOLATI} | {
        "voce_cassa": "Riv.INPS" if solo_inps else "Cassa Prev",
        "cassa_previdenza": rivalsa if solo_inps else testata["cassa_previdenza"],
        "aliquota_ritenuta": testata["aliquota_rda"],
        "altri_importi": "  ".join(altri),
    }


def senza_totali() -> dict[str, Any]:
    """The foot while the document cannot be worked out."""
    return dict.fromkeys((*CALCOLATI, "cassa_previdenza", "aliquota_ritenuta")) | {"altri_importi": ""}


def descrizione_stato(stato: str | None) -> str:
    """P and D in words."""
    return {"P": "Provvisoria", "D": "Definitiva"}.get(stato or "", "")


def _pieno(valore: Any) -> Any:
    """An empty text is nothing said."""
    return None if valore == "" else valore
