"""Attachments, and additional fields of prestazioni and clients, as groups added to the commands of each archive.

app.add_typer(comandi_allegati("prestazioni"), name="allegati")
app.add_typer(comandi_altri_dati("prestazioni"), name="altri-dati")
"""

from typing import Annotated, Any

import typer

from parcella.batch.opzioni import UsoErrato, apri_archivio, come_uso, contesto, opzioni_di, risposte
from parcella.batch.uscita import stampa

_CODICE = typer.Argument(
    metavar="CODICE", help="Il codice della scheda; di un documento «PA 2026 1/3», o «PA 2026 1/prov.3»."
)
_NUMERO = typer.Argument(metavar="NUMERO", min=1, help="Il numero, come lo dà elenco.")
_ALLEGATI = {
    "numero": "N.",
    "nome_file": "File",
    "descrizione": "Descrizione",
    "dimensione": "Byte",
    "aggiunto_il": "Aggiunto il",
}
_CAMPI = {"numero": "N.", "etichetta": "Etichetta", "tipo": "Tipo"}


def comandi_allegati(archivio_annessi: str) -> typer.Typer:
    """The group `allegati` of an archive."""
    app = typer.Typer(help="I file allegati: elenco, aggiungi, salva, elimina.", no_args_is_help=True)

    @app.command()
    def elenco(ctx: typer.Context, codice: Annotated[str, _CODICE]) -> None:
        """Elenca i file allegati a una scheda."""
        from parcella.ledger.annessi import allegati, legami

        opzioni = opzioni_di(ctx)
        chiave = _chiave(archivio_annessi, codice)
        with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
            azienda = contesto(sessione, opzioni).azienda
            legami.pretendi(sessione, azienda, archivio_annessi, chiave)
            voci = allegati.elenco(sessione, azienda, archivio_annessi, chiave)
        stampa([{nome: getattr(voce, nome) for nome in _ALLEGATI} for voce in voci], opzioni, _ALLEGATI)

    @app.command()
    def aggiungi(
        ctx: typer.Context,
        codice: Annotated[str, _CODICE],
        file: Annotated[str, typer.Argument(metavar="FILE", help="Il file da allegare: se ne tiene una copia.")],
        descrizione: Annotated[str | None, typer.Option(metavar="TESTO", help="Che cosa contiene.")] = None,
    ) -> None:
        """Allega un file a una scheda."""
        from parcella.allegati import acquisisci
        from parcella.ledger.annessi import allegati

        opzioni = opzioni_di(ctx)
        chiave = _chiave(archivio_annessi, codice)
        nome, contenuto = acquisisci(file)
        with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
            dove = (contesto(sessione, opzioni), archivio_annessi, chiave)
            numero = allegati.aggiungi(sessione, *dove, nome, contenuto, descrizione, risposte(opzioni))
        testo = f"{nome} allegato a {chiave} con il numero {numero}."
        stampa({"numero": numero, "nome_file": nome}, opzioni, testo=testo)

    @app.command()
    def salva(
        ctx: typer.Context,
        codice: Annotated[str, _CODICE],
        numero: Annotated[int, _NUMERO],
        cartella: Annotated[str, typer.Option(metavar="DIR", help="La cartella; si crea se non c'è.")] = ".",
    ) -> None:
        """Salva un allegato in una cartella, senza sovrascrivere nulla."""
        from parcella.allegati import scrivi
        from parcella.ledger.annessi import allegati

        opzioni = opzioni_di(ctx)
        chiave = _chiave(archivio_annessi, codice)
        with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
            azienda = contesto(sessione, opzioni).azienda
            allegato = allegati.leggi(sessione, azienda, archivio_annessi, chiave, numero)
        percorso = scrivi(cartella, allegato.nome_file, allegato.contenuto)
        stampa({"file": percorso}, opzioni, testo=f"Salvato in {percorso}.")

    @app.command()
    def elimina(ctx: typer.Context, codice: Annotated[str, _CODICE], numero: Annotated[int, _NUMERO]) -> None:
        """Elimina un allegato, se lo si conferma."""
        from parcella.ledger.annessi import allegati

        opzioni = opzioni_di(ctx)
        chiave = _chiave(archivio_annessi, codice)
        with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
            ctx_lavoro = contesto(sessione, opzioni)
            allegato = allegati.leggi(sessione, ctx_lavoro.azienda, archivio_annessi, chiave, numero)
            risposte(opzioni).pretendi("elimina_allegato", "numero", file=allegato.nome_file)
            allegati.elimina(sessione, ctx_lavoro, archivio_annessi, chiave, numero)
        stampa({"eliminato": allegato.nome_file}, opzioni, testo=f"{allegato.nome_file} eliminato.")

    return app


def _chiave(archivio_annessi: str, codice: str) -> str:
    """The key of the record, in capitals; that of a document must be written as one."""
    from parcella.ledger.annessi.legami import leggi_chiave_documento
    from parcella.ledger.annessi.tabelle import DOCUMENTI

    if archivio_annessi == DOCUMENTI:
        chiave = codice.upper().replace("/PROV.", "/prov.")
        come_uso(leggi_chiave_documento, chiave)
        return chiave
    return codice.upper()


def comandi_altri_dati(archivio_annessi: str) -> typer.Typer:
    """The group `altri-dati` of an archive."""
    app = typer.Typer(help="I campi aggiuntivi dello studio e i loro valori.", no_args_is_help=True)

    @app.command()
    def elenco(ctx: typer.Context) -> None:
        """Elenca i campi aggiuntivi definiti."""
        from parcella.ledger.annessi import campi

        opzioni = opzioni_di(ctx)
        with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
            definiti = campi.elenco(sessione, contesto(sessione, opzioni).azienda, archivio_annessi)
        stampa([{nome: getattr(campo, nome) for nome in _CAMPI} for campo in definiti], opzioni, _CAMPI)

    @app.command()
    def definisci(
        ctx: typer.Context,
        numero: Annotated[int, typer.Argument(metavar="NUMERO", min=1, max=20, help="Da 1 a 20.")],
        etichetta: Annotated[str | None, typer.Option(metavar="TESTO", help="Il nome del campo.")] = None,
        tipo: Annotated[str | None, typer.Option(metavar="T|N|D|S", help="Testo, numero, data, S/N.")] = None,
    ) -> None:
        """Definisce un campo aggiuntivo, o lo varia."""
        from parcella.ledger.annessi import campi

        opzioni = opzioni_di(ctx)
        dati: dict[str, Any] = {"archivio": archivio_annessi, "numero": numero}
        dati |= {n: v for n, v in (("etichetta", etichetta), ("tipo", tipo and tipo.upper())) if v is not None}
        with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
            campo = campi.salva(sessione, contesto(sessione, opzioni), dati)
        stampa({nome: getattr(campo, nome) for nome in _CAMPI}, opzioni, testo=f"Campo {numero} {campo.etichetta}.")

    @app.command()
    def elimina(ctx: typer.Context, numero: Annotated[int, _NUMERO]) -> None:
        """Elimina un campo aggiuntivo con ciò che le schede vi hanno, se lo si conferma."""
        from parcella.ledger.annessi import campi

        opzioni = opzioni_di(ctx)
        with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
            campi.elimina(sessione, contesto(sessione, opzioni), archivio_annessi, numero, risposte(opzioni))
        stampa({"eliminato": numero}, opzioni, testo=f"Campo {numero} eliminato.")

    @app.command()
    def mostra(ctx: typer.Context, codice: Annotated[str, _CODICE]) -> None:
        """Mostra gli altri dati di una scheda."""
        from parcella.ledger.annessi import campi, legami

        opzioni = opzioni_di(ctx)
        with apri_archivio(opzioni) as archivio, archivio.lettura() as sessione:
            azienda = contesto(sessione, opzioni).azienda
            legami.pretendi(sessione, azienda, archivio_annessi, codice.upper())
            etichette = {campo.numero: campo.etichetta for campo in campi.elenco(sessione, azienda, archivio_annessi)}
            valori = campi.valori(sessione, azienda, archivio_annessi, codice.upper())
        righe = [{"numero": n, "etichetta": etichette[n], "valore": valore} for n, valore in valori.items()]
        stampa(righe, opzioni, {"numero": "N.", "etichetta": "Etichetta", "valore": "Valore"})

    @app.command()
    def scrivi(
        ctx: typer.Context,
        codice: Annotated[str, _CODICE],
        valori: Annotated[
            list[str], typer.Argument(metavar="NUMERO=VALORE…", help="3=2026-12-31; vuoto dopo = toglie il dato.")
        ],
    ) -> None:
        """Scrive gli altri dati di una scheda: i numeri non nominati restano."""
        from parcella.ledger.annessi import campi

        opzioni = opzioni_di(ctx)
        nuovi = dict(map(_numero_e_valore, valori))
        with apri_archivio(opzioni) as archivio, archivio.scrittura() as sessione:
            campi.salva_valori(sessione, contesto(sessione, opzioni), archivio_annessi, codice.upper(), nuovi)
        stampa({"scritti": len(nuovi)}, opzioni, testo=f"Altri dati di {codice.upper()} registrati.")

    return app


def _numero_e_valore(parola: str) -> tuple[int, str]:
    numero, uguale, valore = parola.partition("=")
    if not uguale or not numero.isascii() or not numero.isdecimal():
        raise UsoErrato(f"«{parola}»: scrivere NUMERO=VALORE, come 1=Edilizia.")
    return int(numero), valore
