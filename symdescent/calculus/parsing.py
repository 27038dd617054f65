"""Texts and sympy's expressions as formulas: the public way in."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, Protocol

import sympy as sp

from symdescent.calculus.formula import Formula, build
from symdescent.errors import InputError, did_you_mean
from symdescent.language import FROM_FILE, Limits
from symdescent.language import parse as sentence


class Expression(Protocol):
    """What a type checker sees of a sympy expression, whose package has no types of its own."""

    @property
    def args(self) -> Any:
        """Its parts."""

    @property
    def free_symbols(self) -> Any:
        """Its variables and parameters."""


def is_expression(given: object) -> bool:
    """Whether this is an object of sympy, a matrix too."""
    return isinstance(given, sp.Basic | sp.MatrixBase)


FormulaLike = str | Expression | Formula


NOTATIONS: Final = ("auto", "text", "latex")


def as_text(formula: FormulaLike) -> str:
    """The text of a formula, however it was given."""
    if isinstance(formula, Formula):
        return formula.text
    if isinstance(formula, str):
        return formula
    from symdescent.calculus.expressions import text_of

    return text_of(formula)


def parse(
    text: FormulaLike,
    *,
    notation: str = "auto",
    let: Mapping[str, Fraction | int] | None = None,
    limits: Limits = FROM_FILE,
) -> Formula:
    """The formula of a text or a sympy expression: `.expression`, `.variables`, `.text`, `.notes`.

    `notation` is "text", "latex", or "auto": LaTeX where the text has a backslash or $ around it.
    `let` gives exact values to names; `limits` bounds what is read (raise them for formulas of
    over 60,000 tokens). Raises FormulaError with the place of a mistake, and InputError for what a
    sympy expression may have and a formula not.
    """
    if notation not in NOTATIONS:
        hint = did_you_mean(str(notation)[:20], NOTATIONS) or f"one of  {', '.join(NOTATIONS)}"
        raise InputError("type", f"there is no notation {notation!r:.40}", hint)
    if isinstance(text, Formula):
        return build(text.sentence, let) if let else text
    if is_expression(text):
        from symdescent.calculus.expressions import sentence_of

        return build(sentence_of(text, let or {}, limits), let)
    typed: Any = text  # what is no text either is refused there
    return build(sentence(typed, notation=notation, let=let or {}, limits=limits), let)
