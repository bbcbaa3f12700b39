"""A page of a long list: by the key of the row before it or after it, never by counting from the first.

The key is that of an index and ends with a column no two rows share; so a page costs the same wherever it is.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal, tuple_
from sqlmodel import Session


def leggi_pagina(
    sessione: Session,
    domanda: Select[Any],
    chiave: Sequence[ColumnElement[Any]],
    quante: int | None,
    *,
    dopo: Sequence[Any] | None = None,
    prima: Sequence[Any] | None = None,
    salto: int = 0,
    dal_fondo: bool = False,
    decrescente: bool = False,
) -> list[Row[Any]]:
    """Up to `quante` rows of `domanda` in the order of `chiave`; None, or a negative number, is all of them.

    `dopo` a key, those that follow it (after leaving out `salto`); `prima` of one, those just before it; `dal_fondo`,
    the last; none of them, from the first. Always in the order of the list: with `decrescente`, from the highest key.
    """
    all_indietro = prima is not None or dal_fondo
    for estremo, oltre in ((dopo, not decrescente), (prima, decrescente)):
        if estremo is not None:
            limite = tuple_(*(literal(v, c.type) for v, c in zip(estremo, chiave, strict=True)))
            domanda = domanda.where(tuple_(*chiave) > limite if oltre else tuple_(*chiave) < limite)
    versi = [colonna.desc() if all_indietro != decrescente else colonna for colonna in chiave]
    righe = list(sessione.execute(domanda.order_by(*versi).limit(quante).offset(salto or None)))
    return righe[::-1] if all_indietro else righe
