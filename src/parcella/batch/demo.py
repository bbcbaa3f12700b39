"""`parcella demo`: a whole invented studio, its year of documents issued, posted, printed and exported."""

import json
import shutil
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcella.batch.opzioni import Opzioni, apri_archivio, contesto, opzioni_di
from parcella.batch.uscita import avanzamento, stampa
from parcella.ledger.esito import Rifiuto, Risposte

if TYPE_CHECKING:
    from parcella.ledger.archivio import Archivio

app = typer.Typer(help="Crea uno studio dimostrativo e ne esegue il ciclo.")

_SEGNO = ".parcella-demo"
_UN_ANNO = timedelta(days=365)


@app.callback(invoke_without_command=True)
def demo(
    ctx: typer.Context,
    cartella: Annotated[
        Path, typer.Option(metavar="DIR", help="Dove creare lo studio: una cartella nuova, o di una demo precedente.")
    ] = Path("demo-studio"),
) -> None:
    """Crea uno studio inventato con un anno di documenti, li contabilizza, li stampa e ne scrive gli XML."""
    from parcella.ledger import archivio as libro

    opzioni = replace(opzioni_di(ctx), archivio=str(cartella / "studio.parcella"), azienda=None)
    oggi = opzioni.giorno()
    _prepara(cartella)
    libro.crea(cartella / "studio.parcella")
    with apri_archivio(opzioni) as archivio:
        _importa(archivio, oggi, opzioni)
        resoconto = _cicla(archivio, opzioni, cartella)
    stampa(resoconto, opzioni, testo=_racconto(resoconto, cartella))
    if not opzioni.json and sys.stdin.isatty() and sys.stdout.isatty():
        from parcella.app import avvia

        avvia(opzioni)


def _prepara(cartella: Path) -> None:
    """A new folder, or that of an earlier demo emptied of what the demo had made; never anybody else's."""
    if cartella.exists():
        if not cartella.is_dir() or ((cartella / _SEGNO).exists() is False and any(cartella.iterdir())):
            raise Rifiuto(
                f"{cartella} esiste già e non è la cartella di una demo: indicarne un'altra con --cartella.",
                "cartella",
            )
        for nome in ("pdf", "xml", "studio.parcella.copie", "studio.parcella.bozze"):
            shutil.rmtree(cartella / nome, ignore_errors=True)
        for nome in ("studio.parcella", "studio.parcella-wal", "studio.parcella-shm", "studio.json"):
            (cartella / nome).unlink(missing_ok=True)
    cartella.mkdir(parents=True, exist_ok=True)
    (cartella / _SEGNO).write_text("Cartella creata da «parcella demo»: può essere cancellata.\n", encoding="utf-8")


def studio_dell_anno(oggi: date) -> dict[str, Any]:
    """The invented studio with the documents of the twelve months up to `oggi`."""
    from parcella.batch.studio_dimostrativo import studio_dimostrativo

    studio = studio_dimostrativo(oggi.year)
    dal, al = (oggi - _UN_ANNO).isoformat(), oggi.isoformat()
    studio["documenti"] = [
        documento
        for anno in (oggi.year - 1, oggi.year)
        for documento in studio_dimostrativo(anno)["documenti"]
        if dal < documento["data_documento"] <= al
    ]
    return studio


def _importa(archivio: "Archivio", oggi: date, opzioni: Opzioni) -> None:
    from parcella.fatturapa.importazione import importa

    contenuto = json.dumps(studio_dell_anno(oggi), ensure_ascii=False).encode()
    importa(
        archivio,
        [("studio dimostrativo", contenuto)],
        data_lavoro=oggi,
        utente=opzioni.utente or "",
        risposte=Risposte(interattive=False),
    )


def _cicla(archivio: "Archivio", opzioni: Opzioni, cartella: Path) -> dict[str, Any]:
    from parcella.fatturapa.esportazione import da_esportare, esporta
    from parcella.ledger.documenti import ricerca
    from parcella.ledger.documenti.fascicoli import fascicoli
    from parcella.ledger.documenti.verifica import verifica
    from parcella.stampe.modulo import modulo_di
    from parcella.stampe.scrittura import stampa as scrivi_pdf

    with archivio.lettura() as sessione:
        chi = contesto(sessione, opzioni)
        voci = ricerca.pagina(sessione, chi.azienda, ricerca.Filtro(), -1)
        documenti = [f for f in fascicoli(sessione, chi, [v.id for v in voci]) if modulo_di(f.documento) is not None]
        with avanzamento("Stampa in PDF", len(documenti)) as avanza:
            pdf = scrivi_pdf(documenti, cartella / "pdf", progresso=avanza)
        chiavi = da_esportare(sessione, chi)
    with avanzamento("File XML", len(chiavi)) as avanza:
        xml = esporta(archivio, chi, chiavi, cartella / "xml", avanza=avanza)
    with archivio.lettura() as sessione:
        violazioni = verifica(sessione)
    notule = [f for f in documenti if f.documento.sigla_documento == "NO"]
    parcelle = [f for f in documenti if f.documento.sigla_documento == "PA"]
    definitive = [f for f in parcelle if f.documento.stato_parcella == "D"]
    return {
        "archivio": cartella / "studio.parcella",
        "dal": min(v.data_documento for v in voci),
        "al": max(v.data_documento for v in voci),
        "clienti": len({v.codice_cliente for v in voci}),
        "notule": len(notule),
        "parcelle_definitive": len(definitive),
        "parcelle_provvisorie": len(parcelle) - len(definitive),
        "totale_notule": sum(f.documento.totale_documento for f in notule),
        "totale_parcelle": sum(f.documento.totale_documento for f in definitive),
        "pdf": len(pdf),
        "xml": len(xml),
        "violazioni": violazioni,
    }


def _racconto(r: dict[str, Any], cartella: Path) -> str:
    from parcella.ledger.tipi import data_italiana, in_italiano

    esito = "in ordine" if not r["violazioni"] else "; ".join(r["violazioni"])
    return "\n".join(
        (
            f"Studio dimostrativo in {cartella}, documenti dal {data_italiana(r['dal'])} al {data_italiana(r['al'])}:",
            f"  {r['notule']:>4} notule a {r['clienti']} clienti, per {in_italiano(r['totale_notule'])} euro",
            f"  {r['parcelle_definitive']:>4} parcelle definitive registrate in primanota, per "
            f"{in_italiano(r['totale_parcelle'])} euro",
            f"  {r['parcelle_provvisorie']:>4} parcelle provvisorie",
            f"  {r['pdf']:>4} stampe PDF in {cartella / 'pdf'}",
            f"  {r['xml']:>4} file XML in {cartella / 'xml'}",
            f"  Verifica dei libri: {esito}",
            f"  Per aprirlo: parcella --archivio {r['archivio']}",
        )
    )
