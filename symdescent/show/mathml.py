"""Signs, numbers and names go in, the elements of MathML Core come out, as well-formed XML."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from symdescent.language.textbook import parts
from symdescent.language.tokens import LETTER_OF
from symdescent.show.markup import element, inert

DIGIT_FIRST: Final = re.compile(r"(<m(row|frac|sup|sub)>)*<mn>")
TALL: Final = ("<mfrac>", "<mtable>", "<msqrt>", "<mroot>")
BRACKETS: Final = "()"
PLAIN: Final[Mapping[int, int]] = {}


def math(inside: str, **attributes: str) -> str:
    """Mathematics within a line of text; display="block": on a line of its own."""
    return element("math", inside, **attributes)


def identifier(text: str) -> str:
    """A name of one letter is set aslant, a longer one upright, by the browser."""
    return element("mi", inert(text))


def numeral(text: str) -> str:
    return element("mn", inert(text))


def operator(sign: str, **attributes: str) -> str:
    return element("mo", inert(sign), **attributes)


def words(text: str) -> str:
    """Words within mathematics, spaces round them."""
    return element("mtext", f"&#xa0;{inert(text)}&#xa0;")


def row(*parts: str) -> str:
    """The parts as one; one alone needs no row."""
    return parts[0] if len(parts) == 1 else element("mrow", *parts)


TIMES: Final = "<mo>&#x2062;</mo>"  # seen by a screen reader, by nobody else
APPLIED: Final = "<mo>&#x2061;</mo>"
DOT, PLUS, MINUS, COMMA = operator("·"), operator("+"), operator("−"), operator(",")


def bracketed(inside: str, pair: str = BRACKETS) -> str:
    """Signs on both sides, which grow round what is tall and only there: grown ones are wide."""
    still = {} if any(tag in inside for tag in TALL) else {"stretchy": "false"}
    return element("mrow", operator(pair[0], **still), inside, operator(pair[1], **still))


def listed(parts: Sequence[str]) -> str:
    """The parts with commas between them."""
    pairs = [(COMMA, part) for part in parts]
    return row(*[piece for pair in pairs for piece in pair][1:])


def applied(title: str, inside: str) -> str:
    """A function of what stands in brackets behind it."""
    return element("mrow", title, APPLIED, bracketed(inside))


def raised(base: str, exponent: str) -> str:
    """An exponent above an index where the base has one, else behind it."""
    if base.startswith("<msub>"):
        return element("msubsup", base.removeprefix("<msub>").removesuffix("</msub>"), exponent)
    return element("msup", base, exponent)


def fraction(top: str, bottom: str) -> str:
    return element("mfrac", top, bottom)


def letter(name: str, face: Mapping[int, int] = PLAIN) -> str:
    """theta as θ, x1, x_1 and x_max with what is below, other names as they are.

    `face`: how letters look, but for those below.
    """
    stem, below = parts(name)
    if not below:
        return identifier(LETTER_OF.get(name, name).translate(face))
    return element("msub", letter(stem, face), lowered(below))


def lowered(below: str) -> str:
    """What stands below a letter: a number, or a word."""
    return numeral(below) if below.isdecimal() else letter(below)


def beside(parts: Sequence[str]) -> str:
    """Factors side by side, with a dot where a number follows."""
    pieces = [parts[0]]
    for part in parts[1:]:
        pieces += [DOT if DIGIT_FIRST.match(part) else TIMES, part]
    return row(*pieces)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells."""
    return element("mtable", *[element("mtr", *[element("mtd", c) for c in r]) for r in rows])
