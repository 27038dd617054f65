"""Pieces of LaTeX go in; the formula without the "x in R" after its last comma comes out."""

from typing import Final

from symdescent.errors import FormulaError
from symdescent.language.latex_raw import Raw

_OPENING: Final = frozenset({"{", "open", "left", "begin"})
_CLOSING: Final = frozenset({"}", "close", "right", "end_of"})
_RELATIONS: Final = frozenset({"<", ">", "<=", ">="})
_COMMANDS: Final = frozenset({"in", "ge", "geq", "geqslant", "le", "leq", "leqslant", "lt", "gt"})
_REALS: Final = frozenset({"R", "ℝ"})


def without_domain(text: str, pieces: list[Raw]) -> tuple[list[Raw], str]:
    """The pieces up to `, x \\in \\mathbb{R}`, and a note of it; others are left as they are.

    Raises FormulaError for a constraint there, with the advice where it belongs.
    """
    comma = _comma(pieces)
    rest = pieces[comma + 1 : -1] if comma else []
    relation = next((raw for raw in rest if _is_relation(raw)), None)
    if relation is None:
        return pieces, ""
    if relation.text != "in" or not _is_line(rest[rest.index(relation) + 1 :]):
        message, hint = "a constraint is no part of a formula", 'write  --box "x>=0"'
        raise FormulaError("not_allowed", message, text, (relation.start, relation.end), hint)
    typed = " ".join(text[rest[0].start : rest[-1].end].split())
    return [*pieces[:comma], pieces[-1]], f"{typed} left away: all variables are real"


def _comma(pieces: list[Raw]) -> int:
    """The place of the last comma outside of brackets; 0 if there is none."""
    depth, found = 0, 0
    for place, raw in enumerate(pieces):
        depth += (raw.kind in _OPENING) - (raw.kind in _CLOSING)
        found = place if depth == 0 and raw.kind == "," else found
    return found


def _is_relation(raw: Raw) -> bool:
    return raw.kind in _RELATIONS or (raw.kind == "command" and raw.text in _COMMANDS)


def _is_line(pieces: list[Raw]) -> bool:
    """Whether this is \\mathbb{R} or \\R, with a dimension or without."""
    words = [raw.text for raw in pieces if raw.kind not in "{}"]
    words = words[1:] if words[:1] == ["mathbb"] else words
    return words[:1] in [[name] for name in _REALS] and (len(words) == 1 or words[1] == "^")
