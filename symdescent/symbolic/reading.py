"""A text goes in, a Formula comes out: the public way to sympy's own objects."""

from collections.abc import Mapping
from fractions import Fraction

from symdescent.errors import InputError
from symdescent.language import FROM_FILE, Limits
from symdescent.language import parse as sentence
from symdescent.symbolic.formula import Formula, build


def parse(
    text: str,
    *,
    notation: str = "text",
    let: Mapping[str, Fraction | int] | None = None,
    limits: Limits = FROM_FILE,
) -> Formula:
    """The formula of a text: `.expression`, `.variables`, `.text`, `.notes`.

    `let` gives exact values to names; `limits` bounds what is read (raise them for formulas of
    over 60,000 tokens). Raises FormulaError with the place of a mistake.
    """
    if notation != "text":
        raise InputError("type", f"notation must be 'text', not {notation!r:.40}")
    return build(sentence(text, let=let or {}, limits=limits), let)
