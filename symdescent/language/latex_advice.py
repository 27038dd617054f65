"""A mistake with advice in plain text goes in; the same advice in LaTeX comes out."""

import re
from collections.abc import Callable
from typing import Final

from symdescent.errors import FormulaError
from symdescent.language.characters import GREEK_NAMES

_CASES: Final = r"write  \begin{cases} a & x > 0 \\ b & \text{otherwise} \end{cases}"
_FUNCTION: Final = re.compile(
    r"(write|mean)  (arcsin|arccos|arctan|sinh|cosh|tanh|sin|cos|tan|sec|csc|cot|exp|log|ln)\b"
)


def _product(found: re.Match[str]) -> str:
    """The advice to write a dot."""
    name = rf"\{found[1]}" if found[1] in GREEK_NAMES else found[1]
    return rf"for a product write  {name} \cdot "


_ADVICE: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r".*where\(.*"), lambda _: _CASES),
    (re.compile(r"write  sum\(i=.*"), lambda _: r"write  \sum_{i=1}^{3} x_i^2"),
    (re.compile(r"write  prod\(i=.*"), lambda _: r"write  \prod_{i=1}^{3} x_i"),
    (re.compile(r"write  abs\(x\)"), lambda _: r"write  \lvert x \rvert"),
    (re.compile(r"(write|mean)  (max|min)\b"), lambda m: rf"{m[1]}  \{m[2]}"),
    (re.compile(r"write  sqrt\(x\)"), lambda _: r"write  \sqrt{x}"),
    (re.compile(r"write  \*"), lambda _: r"write  \cdot"),
    (re.compile(r"for a product write  (\w+)\*"), _product),
    (_FUNCTION, lambda m: rf"{m[1]}  \{m[2]}"),
)


def in_latex(error: FormulaError) -> FormulaError:
    """The error with its hint spelt as LaTeX."""
    hint = error.hint
    for pattern, spelt in _ADVICE:
        if pattern.search(hint):
            hint = pattern.sub(spelt, hint, count=1)
            break
    return FormulaError(error.kind, error.message, error.text, (error.start, error.end), hint)


_NOTES: Final = (
    (re.compile(r"log10\(x\) or log2\(x\)"), r"\\log_{10} x or \\log_{2} x"),
    (re.compile(r"write (\w+)\^\((.*)\) for"), r"write \1^{\2} for"),
    (re.compile(r"write 1/(\w+)\(x\)"), r"write 1/\\\1 x for the other reading"),
    (re.compile(r"^(sin|cos|tan|sinh|cosh|tanh|log|exp|ln)\b"), r"\\\1"),
    (re.compile(r"read as (sin|cos|tan|sinh|cosh|tanh|exp|ln)\("), r"read as \\\1("),
)


def noted(note: str) -> str:
    """A note with its advice spelt as LaTeX."""
    for pattern, spelt in _NOTES:
        note = pattern.sub(spelt, note)
    return note
