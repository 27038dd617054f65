"""A CSV of formulas and claims goes in; its rows come out, each a task for the grading."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from symdescent.claims.crew import Task
from symdescent.errors import InputError, did_you_mean

MOST_ROWS: Final = 10_000
MOST_BYTES: Final = 20_000_000
CLAIMS: Final = {
    "gradient": "gradient",
    "hessian": "hessian",
    "minimum": "minimum",
    "minimiser": "minimum",
    "minimizer": "minimum",
    "value": "value",
    "iterates": "iterates",
    "closed form": "closed_form",
    "closed-form": "closed_form",
    "closed_form": "closed_form",
}
GIVEN: Final = {
    "x0": "start",
    "start": "start",
    "lr": "rate",
    "rate": "rate",
    "box": "box",
    "optimizer": "optimizer",
    "let": "let",
}
KIND: Final = ("claim kind", "kind", "claim_kind")
STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """The rows of a CSV: the names of the columns that are handed on, the tasks, and the sign
    between cells."""

    kept: tuple[str, ...]
    tasks: tuple[Task, ...]
    sign: str = ","


def sheet(text: str, folder: str = ".") -> Sheet:
    """Read a CSV with a heading: formula, then claim kind and claim, or a column a kind.

    Other columns (id, student) are handed on; without an id the row's number is one. Options of a
    descent may have columns too: x0, lr, box, optimizer, let. InputError for a heading without a
    formula or a claim; a bad row is no error here.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    sign = delimiter(text)
    rows = lines(text, sign)
    heading = [cell.strip() for cell in rows[0]]
    places = {cell.lower(): i for i, cell in reversed(list(enumerate(heading)))}
    demand(places)
    once([cell.lower() for cell in heading])
    known = {"formula", "claim", *KIND, *CLAIMS, *GIVEN}
    kept = {cell: i for i, cell in enumerate(heading) if cell.lower() not in known and cell}
    named = tuple(kept) if "id" in {cell.lower() for cell in kept} else ("id", *kept)
    tasks = []
    for number, row in enumerate(rows[1:], 1):
        cells = {name: shown(row[i]) if i < len(row) else "" for name, i in places.items()}
        values = [cells[cell.lower()] for cell in kept]
        handed = values if len(named) == len(kept) else [str(number), *values]
        task = {"row": number, "kept": handed, "cells": cells, "folder": folder}
        more = any(cell.strip() for cell in row[len(heading) :])
        tasks.append({**task, "comma": sign != ",", "more": more})
    return Sheet(named, tuple(tasks), sign)


def lines(text: str, sign: str) -> list[list[str]]:
    """The rows that hold something, the heading first; a cell too long costs its own row."""
    if len(text) > MOST_BYTES:
        raise InputError("too_large", f"at most {MOST_BYTES} characters are read")
    before = csv.field_size_limit(MOST_BYTES)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=sign))
    finally:
        csv.field_size_limit(before)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows or len(rows) > MOST_ROWS + 1:
        raise InputError("empty", f"a batch has a heading and 1 to {MOST_ROWS} rows")
    return rows


def once(heading: Sequence[str]) -> None:
    """A column that is read stands there once."""
    for name in ("formula", "claim", *KIND, *CLAIMS, *GIVEN):
        if heading.count(name) > 1:
            raise InputError("type", f"the batch has two columns '{name}'", "leave one away")


def delimiter(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return max(",;\t", key=first.count)


def shown(cell: str) -> str:
    """A cell without the ' that keeps a spreadsheet from taking it for a formula of its own."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS) else cell


def demand(places: Mapping[str, int]) -> None:
    """The columns that there must be."""
    if "formula" not in places:
        near = did_you_mean("formula", places)
        raise InputError("type", "the batch has no column 'formula'", near or "a heading names it")
    long = "claim" in places and any(word in places for word in KIND)
    if not long and not CLAIMS.keys() & places.keys():
        hint = "columns  claim kind, claim  or one of  " + ", ".join(sorted(set(CLAIMS.values())))
        raise InputError("type", "the batch has no column with claims", hint)


def asked(cells: Mapping[str, str]) -> dict[str, str]:
    """The claims of a row by the names that `check` has for them; InputError for another kind."""
    found = {CLAIMS[c]: cells[c] for c in CLAIMS if cells.get(c)}
    kind = next((cells[word] for word in KIND if cells.get(word)), "")
    if kind:
        if kind.lower() not in CLAIMS:
            near = did_you_mean(kind, CLAIMS) or f"kinds: {', '.join(sorted(set(CLAIMS)))}"
            raise InputError("unknown_name", f"there is no claim of kind '{kind[:40]}'", near)
        if cells.get("claim"):
            found[CLAIMS[kind.lower()]] = cells["claim"]
    if not found:
        raise InputError("empty", "this row has no claim")
    return found
