"""A text goes in, a Formula comes out: the public way to sympy's own objects."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.language import FROM_FILE, Limits
from symdescent.language import parse as sentence
from symdescent.symbolic.formula import Formula, build

NOTATIONS: Final = ("auto", "text", "latex")


def parse(
    text: str,
    *,
    notation: str = "auto",
    let: Mapping[str, Fraction | int] | None = None,
    limits: Limits = FROM_FILE,
) -> Formula:
    """The formula of a text: `.expression`, `.variables`, `.text`, `.notes`.

    `notation` is "text", "latex", or "auto": LaTeX where the text has a backslash or $ around it.
    `let` gives exact values to names; `limits` bounds what is read (raise them for formulas of
    over 60,000 tokens). Raises FormulaError with the place of a mistake.
    """
    if notation not in NOTATIONS:
        hint = did_you_mean(str(notation)[:20], NOTATIONS) or f"one of  {', '.join(NOTATIONS)}"
        raise InputError("type", f"there is no notation {notation!r:.40}", hint)
    return build(sentence(text, notation=notation, let=let or {}, limits=limits), let)
