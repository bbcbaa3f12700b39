"""Every screen at 80x24 on the small studio: no label, field, column, title or message is cut.

The declared labels are looked for where they were placed in what is really drawn; a value has the columns its field
declares, unless it takes what is left. The key bar may leave commands to Ctrl+G, but for help and the way out.
"""

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from parcella.keyboard.comandi import legenda
from parcella.widgets.barra import PRIMI, Barra
from parcella.widgets.elenco import Elenco
from parcella.widgets.griglia import Griglia
from parcella.widgets.messaggi import Messaggi
from parcella.widgets.modulo import Modulo
from parcella.widgets.schermo import Riquadro, Schermo
from screens.pilota import programma
from screens.schermi import apri, casi


@pytest.mark.parametrize("caso", casi())
async def test_niente_e_tagliato(caso: str, studio_di_prova: Path) -> None:
    async with programma(studio_di_prova) as mani:
        schermo = await apri(mani, caso)
        tagliati: list[str] = []
        for modulo in schermo.query(Modulo):
            tagliati += _nel_modulo(modulo)
        for griglia in schermo.query(Griglia):
            tagliati += _nella_griglia(griglia) if griglia.display else []
        for elenco in schermo.query(Elenco):
            tagliati += _nell_elenco(elenco) if elenco.display else []
        if not any(
            schermo.titolo in riga for riga in (mani.video if isinstance(schermo, Riquadro) else mani.video[:1])
        ):
            tagliati.append(f"il titolo {schermo.titolo}")
        for messaggi in schermo.query(Messaggi):
            if len(messaggi._righe()) > max(1, messaggi.size.height):
                tagliati.append(f"il messaggio {messaggi.testo}")
        tagliati += _nella_barra(schermo)
        assert not tagliati, f"{caso}: tagliati {tagliati}\n" + "\n".join(mani.video)


def _nella_barra(schermo: Schermo[Any]) -> list[str]:
    """What the bar lacks of what it must always show."""
    barra = schermo.query_one(Barra)
    disegnata = _riga(barra, 0)
    per_id = {voce[1].id: voce for voce in schermo.voci()}
    dovuti = [voce[1] for nome in PRIMI if (voce := per_id.get(nome)) is not None and schermo.e_attivo(voce)]
    tasti = {comando.id: legenda(comando.tasti(schermo.programma.mappa)[0]) for comando in dovuti}
    legende = [f" {tasti[c.id]} {c.etichetta if c.breve is None else c.breve}" for c in dovuti]
    return [f"{testo} nella barra {disegnata!r}" for testo in legende if testo not in disegnata]


def _riga(widget: Any, y: int) -> str:
    return "".join(segmento.text for segmento in widget.render_line(y - int(widget.scroll_offset.y)))


def _nel_modulo(modulo: Modulo) -> list[str]:
    tagliati = []
    largo = modulo.size.width
    occupate: dict[tuple[int, int], int] = {}
    for posto in modulo._posti:
        campo = modulo.campi[posto.indice]
        disegnata = _riga(modulo, posto.y)[posto.x : posto.x + len(campo.etichetta)]
        in_vista = 0 <= posto.y - int(modulo.scroll_offset.y) < modulo.size.height
        if in_vista and disegnata != campo.etichetta:
            tagliati.append(f"l'etichetta {campo.etichetta!r} ({disegnata!r})")
        if not campo.elastico and posto.colonne < min(campo.colonne, largo - 2):
            tagliati.append(f"il campo {campo.identificatore} ({posto.colonne} colonne di {campo.colonne})")
        # Two fields may be declared in the very same place: the screen shows one of them at a time.
        if any(
            occupate.setdefault((posto.y, x), posto.x) != posto.x
            for x in range(posto.x, posto.x_valore + posto.colonne)
        ):
            tagliati.append(f"il campo {campo.identificatore}, sopra un altro")
    return tagliati


def _nella_griglia(griglia: Griglia) -> list[str]:
    testata = _riga(griglia, 0)
    return [f"la colonna {c.etichetta}" for c in griglia.colonne if c.etichetta and c.etichetta not in testata]


def _nell_elenco(elenco: Elenco) -> list[str]:
    tagliati = []
    larghezze = elenco._larghezze()
    margine = 2 if elenco.marche else 1
    if sum(larghezze) + len(larghezze) - 1 + margine > elenco.scrollable_content_region.width:
        tagliati.append("le ultime colonne dell'elenco")
    for colonna, larghezza in zip(elenco.colonne, larghezze, strict=True):
        if cell_len(colonna.titolo) > larghezza:
            tagliati.append(f"il titolo della colonna {colonna.titolo}")
    if elenco.titolo and "…" in _riga(elenco, 0):
        tagliati.append(f"il titolo dell'elenco {elenco.titolo}")
    return tagliati
