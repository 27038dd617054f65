"""The label of a figure: in runs of one kind, as plain text, as LaTeX, for matplotlib.

A run is a few characters that stand upright, slanted or bold, on the line, above or below it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from symdescent.language import pretty
from symdescent.language.notation import (
    Bold,
    Combined,
    Function,
    Indexed,
    Nabla,
    Point,
    Relation,
    Starred,
    Symbolic,
)
from symdescent.language.textbook import name, parts
from symdescent.language.tokens import BOLD, GREEK_NAMES, LETTER_OF
from symdescent.language.tree import Name, Number, Power
from symdescent.lessons.blocks import Text
from symdescent.printing.escaping import IN_LATEX as WORDS
from symdescent.printing.escaping import in_latex as in_text


@dataclass(frozen=True)
class Run:
    """Characters alike; `level`: 1 above the line, -1 below it; `math`: they are mathematics."""

    text: str
    slanted: bool = False
    level: int = 0
    math: bool = True
    bold: bool = False


Runs = Iterator[Run]
SMALL: Final = {
    -1: str.maketrans("0123456789+−kijnt", "₀₁₂₃₄₅₆₇₈₉₊₋ₖᵢⱼₙₜ"),
    1: str.maketrans("0123456789−k", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵏ"),
}
MOVED: Final = {code for table in SMALL.values() for code in table.values()}
UNITS: Final = {"1": "", "-1": "-"}  # not written before a power of ten
SIGNS: Final = {"infinity": "∞", "dots": "…"}
RELATIONS: Final = {"<=": "≤", ">=": "≥", "!=": "≠", "~": "≈", "->": "→"}
LETTERS: Final = {LETTER_OF[word]: f"\\{word} " for word in GREEK_NAMES if word in LETTER_OF}
TEX: Final = {
    **LETTERS,
    "−": "-",
    "∇": r"\nabla ",
    "∞": r"\infty ",
    "…": r"\dots ",
    "≤": r"\le ",
    "≥": r"\ge ",
    "≠": r"\ne ",
    "≈": r"\approx ",
    "→": r"\to ",
    "·": r"\cdot ",
    "×": r"\times ",
    "*": r"\ast ",
    "ε": r"\varepsilon ",
    "ο": "o",
}
MATHTEXT: Final = {"_": r"\_", " ": r"\,", "$": r"\$", "%": r"\%", "*": r"\ast ", "#": r"\#"} | {
    sign: "" for sign in "\\{}^"
}
LATIN: Final = "\u0180"  # letters below it are in the usual fonts
PLAIN: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789()=<>+,./ ")


def runs(label: Text) -> tuple[Run, ...]:
    """The label from left to right."""
    return tuple(run for piece in label for run in piece_runs(piece) if run.text)


def piece_runs(piece: Any) -> Runs:
    if isinstance(piece, str):
        return iter([Run(piece, math=False)])
    return RUN_WRITERS.get(type(piece), as_line)(piece)


def as_line(node: Any) -> Runs:
    """What has no spelling of its own, on one line."""
    yield Run(pretty(node))


def of_name(node: Name) -> Runs:
    """A letter slanted, what is below it; a word upright."""
    stem, below = parts(node.name)
    shown = name(stem)
    yield Run(shown, slanted=len(shown) == 1)
    yield from [Run(below, level=-1)] if below.isdecimal() else moved(of_word(below), -1)


def of_word(word: str) -> Runs:
    """What stands below a letter and is no number; nothing for nothing."""
    return of_name(Name(word, 0, 0)) if word else iter(())


def of_bold(node: Bold) -> Runs:
    yield Run(name(node.letter), bold=True)


def of_number(node: Number) -> Runs:
    """A decimal; its exponent, if it has one, above a 10."""
    lead, _, exponent = node.text.lower().partition("e")
    if exponent:
        lead = f"{float(lead):g}"
        yield Run(UNITS.get(lead, f"{lead}·").replace("-", "−"))
        yield Run("10")
        yield Run(str(int(exponent)).replace("-", "−"), level=1)
    else:
        yield Run(node.text.replace("-", "−"))


def of_power(node: Power) -> Runs:
    yield from piece_runs(node.base)
    yield from moved(piece_runs(node.exponent), 1)


def of_indexed(node: Indexed) -> Runs:
    """What has an index already gets another one behind it: x₁,ₖ."""
    base = [run for run in piece_runs(node.base) if run.text]
    yield from base
    yield Run("," if base[-1].level < 0 else "", level=-1)
    yield from moved(piece_runs(node.index), -1)


def of_starred(node: Starred) -> Runs:
    yield from piece_runs(node.base)
    yield Run("*", level=1)


def moved(some: Runs, level: int) -> Runs:
    return (replace(run, level=level) for run in some)


def of_function(node: Function) -> Runs:
    yield from piece_runs(Name(node.title, 0, 0))
    yield Run("′" * node.primes)
    if node.arguments:
        yield from of_point(Point(node.arguments), always=True)


def of_point(node: Point, always: bool = False) -> Runs:
    """Coordinates in brackets; one alone without, unless they are always wanted."""
    bracketed = always or len(node.coordinates) > 1
    yield Run("(" if bracketed else "")
    for i, coordinate in enumerate(node.coordinates):
        yield Run(", " if i else "")
        yield from piece_runs(coordinate)
    yield Run(")" if bracketed else "")


def of_nabla(node: Nabla) -> Runs:
    yield Run("∇")
    yield Run(str(node.order) if node.order > 1 else "", level=1)
    yield from piece_runs(node.function)


def of_combined(node: Combined) -> Runs:
    for i, (plus, term) in enumerate(node.terms):
        sign = "+" if plus else "−"
        yield Run(f" {sign} " if i else "" if plus else sign)
        yield from piece_runs(term)


def of_relation(node: Relation) -> Runs:
    yield from piece_runs(node.sides[0])
    for operator, side in zip(node.operators, node.sides[1:], strict=True):
        yield Run(f" {RELATIONS.get(operator, operator)} ")
        yield from piece_runs(side)


def of_symbolic(node: Symbolic) -> Runs:
    sign = SIGNS.get(node.name) or LETTER_OF.get(node.name, node.name)
    yield Run(sign, slanted=node.name not in SIGNS)


RUN_WRITERS: Final[dict[type, Callable[[Any], Runs]]] = {
    Name: of_name,
    Bold: of_bold,
    Number: of_number,
    Power: of_power,
    Indexed: of_indexed,
    Starred: of_starred,
    Function: of_function,
    Point: of_point,
    Nabla: of_nabla,
    Combined: of_combined,
    Relation: of_relation,
    Symbolic: of_symbolic,
}


def length(label: Text) -> float:
    """About how wide a label is, in units of its type size."""
    return sum(wide(c) * (0.72 if run.level else 1.0) for run in runs(label) for c in run.text)


def wide(sign: str) -> float:
    """About the width of a character, in a font that is not a narrow one."""
    return 0.95 if sign in "mwMW@%‖…" else 0.34 if sign in "iljftI.,:;|'() " else 0.62


def plain(label: Text) -> str:
    """The label on one line of a terminal."""
    return "".join(map(in_small_signs, runs(label)))


def in_small_signs(run: Run) -> str:
    """A run in raised, lowered or bold signs; one that has none behind a ^ or a _: x_max."""
    small = run.text.translate(face(run))
    lacking = run.level and any(sign.isalnum() and ord(sign) not in MOVED for sign in small)
    return f"{'^' if run.level > 0 else '_'}{run.text}" if lacking else small


def face(run: Run) -> dict[int, int]:
    """The letters of Unicode that look as those of a run."""
    return BOLD if run.bold else SMALL.get(run.level, {})


def latex(label: Text) -> str:
    """The label in LaTeX: mathematics between dollars, words with nothing in them that acts."""
    pieces = []
    for math, some in groupby(runs(label), key=lambda run: run.math):
        if math:
            pieces.append(f"${stacked(some, in_math)}$")
        else:
            pieces += [typeset(run.text) for run in some]
    return "".join(pieces)


def stacked(some: Iterable[Run], spell: Callable[[Run], str]) -> str:
    """Runs within dollars, those beside each other at one height in one pair of braces."""
    pieces = []
    for level, alike in groupby(some, key=lambda run: run.level):
        text = "".join(map(spell, alike))
        pieces.append({0: text, 1: f"^{{{text}}}", -1: f"_{{{text}}}"}[level])
    return "".join(pieces)


def typeset(words: str) -> str:
    """Words in LaTeX; a sign that its usual fonts lack is a question mark."""
    return in_text("".join(sign if settable(sign) else "?" for sign in words))


def settable(sign: str) -> bool:
    return sign in WORDS or (sign < LATIN and sign.isprintable())


def mathtext(label: Text) -> str:
    """The label in matplotlib's mathtext, which knows no command of LaTeX that we need."""
    pieces = []
    for math, some in groupby(runs(label), key=lambda run: run.math):
        if math:
            pieces.append(f"${stacked(some, in_mathtext)}$")
        else:
            pieces += [run.text.replace("$", r"\$") for run in some]
    return "".join(pieces)


def in_mathtext(run: Run) -> str:
    """A run within dollars."""
    escaped = "".join(MATHTEXT.get(sign, sign) for sign in run.text)
    upright = "mathbf" if run.bold else "mathrm"
    return escaped if run.slanted else rf"\{upright}{{{escaped}}}"


def in_math(run: Run) -> str:
    """A run within dollars."""
    text = "".join(
        TEX.get(sign) or (sign if sign in PLAIN else in_words(sign)) for sign in run.text
    )
    if len(run.text) > 1 and run.text.replace("_", "").isalnum() and not run.text.isdecimal():
        text = rf"\mathrm{{{text}}}"
    return rf"\mathbf{{{text}}}" if run.bold else text


def in_words(sign: str) -> str:
    """A sign that mathematics has no command for."""
    return {"′": "'", "_": r"\_", "ₖ": "_k"}.get(sign, rf"\mbox{{{typeset(sign)}}}")
