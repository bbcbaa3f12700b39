"""`parcella clienti importa-da-xml`: clients and prestazioni from the invoices issued with another program."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcella.batch.opzioni import UsoErrato, apri_archivio, contesto, opzioni_di, risposte
from parcella.batch.uscita import avanzamento, stampa, stampa_avvisi
from parcella.ledger.esito import Avviso, DatiNonValidi, Rifiuto

if TYPE_CHECKING:
    from parcella.fatturapa.anagrafiche import Proposta
    from parcella.fatturapa.emesse import Raccolta
    from parcella.ledger.aziende.tabelle import Azienda

_STATI = {"nuovo": "nuovo", "presente": "già presente", "scartato": "scartato"}


def importa_da_xml(
    ctx: typer.Context,
    percorsi: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…|CARTELLA|ZIP", help="Le fatture emesse, .xml o .p7m; di una cartella o di uno ZIP, tutte."
        ),
    ],
    prova: Annotated[
        str, typer.Option(metavar="S|N", help="S elenca quello che farebbe; N scrive, tutto insieme.")
    ] = "S",
    minimo_uso: Annotated[
        int, typer.Option(metavar="N", min=1, help="Le prestazioni usate almeno in N righe di fattura.")
    ] = 2,
    tutti_i_cedenti: Annotated[
        bool, typer.Option("--tutti-i-cedenti", help="Anche le fatture non emesse dall'azienda in uso.")
    ] = False,
    salta_illeggibili: Annotated[
        bool, typer.Option("--salta-illeggibili", help="Con --prova N, scrive anche se dei file non si leggono.")
    ] = False,
) -> None:
    """Propone i clienti e le prestazioni delle fatture emesse con un altro programma.

    Di ogni cliente prende quanto dicono le fatture, la più recente per prima; chi è già nell'archivio (stessa partita
    IVA o stesso codice fiscale) resta com'è, e se ne elencano le differenze. Le prestazioni sono le descrizioni più
    usate, senza date e mesi. Senza --prova N non scrive niente.
    """
    from parcella.fatturapa.anagrafiche import azienda_in_uso, proponi, scrivi
    from parcella.fatturapa.emesse import raccogli
    from parcella.fatturapa.lettura.origini import elenca

    if prova not in ("S", "N"):
        raise UsoErrato(f"--prova {prova}: scrivere S oppure N.")
    opzioni = opzioni_di(ctx)
    file = elenca(percorsi)
    if not file:
        raise DatiNonValidi(f"Nessun file .xml o .p7m in {', '.join(map(str, percorsi))}.")
    date = risposte(opzioni)
    with apri_archivio(opzioni) as archivio:
        with archivio.lettura() as sessione:
            chi = contesto(sessione, opzioni)
            azienda = azienda_in_uso(sessione, chi)
        with avanzamento("Lettura delle fatture", len(file)) as avanza:
            raccolta = raccogli(file, azienda, tutti_i_cedenti=tutti_i_cedenti, avanza=avanza)
        _controlla(raccolta, azienda, prova == "S", salta_illeggibili)
        if prova == "N":
            proposte = scrivi(archivio, chi, raccolta, minimo_uso, date)
        else:
            with archivio.lettura() as sessione:
                proposte = proponi(sessione, chi, raccolta, minimo_uso)
    stampa_avvisi(date.avvisi)
    if opzioni.json:
        stampa(_per_programmi(proposte, raccolta, prova), opzioni)
    else:
        stampa(_per_persone(proposte, raccolta), opzioni)
        typer.echo(_riassunto(proposte, prova))


def _controlla(raccolta: "Raccolta", azienda: "Azienda", in_prova: bool, salta_illeggibili: bool) -> None:
    """Refuse a run that has nothing to say, or that would write without having read everything."""
    illeggibili = raccolta.illeggibili
    if illeggibili and (len(illeggibili) == len(raccolta.file) or not (in_prova or salta_illeggibili)):
        altri = f" (e altri {len(illeggibili) - 1} file)" if len(illeggibili) > 1 else ""
        via = " Per scrivere lo stesso: --salta-illeggibili." if not in_prova else ""
        raise DatiNonValidi(f"{illeggibili[0].file}: {illeggibili[0].motivo}{altri}{via}")
    if not raccolta.emesse:
        frase = (
            f"Nessuna delle fatture è emessa dall'azienda {azienda.sigla} "
            f"(partita IVA {azienda.partita_iva or 'non indicata'}). Per prenderle lo stesso: --tutti-i-cedenti."
        )
        if not in_prova:
            raise Rifiuto(frase, "azienda")
        stampa_avvisi([Avviso("nessuna_emessa", frase)])


def _per_programmi(proposte: "Sequence[Proposta]", raccolta: "Raccolta", prova: str) -> dict[str, Any]:
    def voce(proposta: "Proposta") -> dict[str, Any]:
        differenze = {
            campo: {"archivio": prima, "fatture": dopo} for campo, (prima, dopo) in (proposta.differenze or {}).items()
        }
        return {
            "stato": proposta.stato,
            "codice": proposta.codice,
            "nome": proposta.nome,
            "usi": proposta.usi,
            "ultima_fattura": proposta.ultima,
            "motivo": proposta.motivo,
            "note": proposta.note,
            "differenze": differenze,
            "dati": {nome: valore for nome, valore in proposta.dati.items() if nome != "codice"},
        }

    return {
        "prova": prova,
        "file": raccolta.file,
        "clienti": [voce(p) for p in proposte if p.che_cosa == "cliente"],
        "prestazioni": [voce(p) for p in proposte if p.che_cosa == "prestazione"],
    }


def _per_persone(proposte: "Sequence[Proposta]", raccolta: "Raccolta") -> dict[str, Any]:
    clienti = [
        {
            "stato": _STATI[p.stato],
            "codice": p.codice,
            "cliente": p.nome,
            "comune": p.dati.get("comune"),
            "identificativo": p.dati.get("partita_iva") or p.dati.get("codice_fiscale"),
            "fatture": p.usi,
            "ultima": p.ultima,
            "note": p.spiegazione,
        }
        for p in proposte
        if p.che_cosa == "cliente"
    ]
    prestazioni = [
        {
            "stato": _STATI[p.stato],
            "codice": p.codice,
            "descrizione": p.nome,
            "IVA": p.dati.get("cod_iva"),
            "prezzo": p.dati.get("prezzi", {}).get(1),
            "usi": p.usi,
            "note": p.spiegazione,
        }
        for p in proposte
        if p.che_cosa == "prestazione"
    ]
    file = [{"file": f.file.name, "esito": f.esito, "motivo": f.motivo} for f in raccolta.file if f.esito != "letto"]
    return {"clienti": clienti, "prestazioni": prestazioni, "file_non_presi": file}


def _riassunto(proposte: "Sequence[Proposta]", prova: str) -> str:
    from parcella.fatturapa.anagrafiche import in_parole

    frase = in_parole(p for p in proposte if p.stato == "nuovo")
    if prova == "N":
        return f"Scritti {frase}."
    return f"Da scrivere: {frase}. Niente è stato scritto: per farlo, --prova N."
