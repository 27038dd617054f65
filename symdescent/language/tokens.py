"""The tokens of a formula with their columns, their characters, and how much is read."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from symdescent.errors import FormulaError, code_point

GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
) | {
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Σ": "Sigma",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϱ": "rho",
    "µ": "mu",  # the micro sign, the same to the eye as the letter
}
GREEK_NAMES: Final = frozenset(GREEK.values())
LETTER_OF: Final = {name: letter for letter, name in reversed(GREEK.items())}
LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BOLD: Final = str.maketrans(  # letters of vectors
    f"{LATIN}0ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξοπρστυφχψω",
    "".join(chr(0x1D400 + i) for i in range(len(LATIN))) + "𝟎𝚪𝚫𝚯𝚲𝚵𝚷𝚺𝚽𝚿𝛀𝛂𝛃𝛄𝛅𝛆𝛇𝛈𝛉𝛊𝛋𝛌𝛍𝛎𝛏𝛐𝛑𝛒𝛔𝛕𝛖𝛗𝛘𝛙𝛚",
)

SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
FRACTIONS: Final = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}
RADICALS: Final = {"√": "sqrt", "∛": "cbrt"}
# What a word processor or a web page puts where a keyboard has an ASCII sign.
SIGNS: Final = {
    "·": "*",
    "×": "*",
    "⋅": "*",
    "∗": "*",
    "÷": "/",
    "∕": "/",
    "−": "-",
    "–": "-",
    "≤": "<=",
    "≥": ">=",
    "≔": ":=",
    "…": "..",
}
BLANKS: Final = " \t\r\n\u00a0\u2002\u2003\u2004\u2005\u2009\u202f"

TO_SUPERSCRIPT: Final = (
    {plain: sign for sign, plain in SUPERSCRIPTS.items() if plain != "+"}
    | {"−": "⁻"}
    | dict(zip("aijklmnprstuvwxyz", "ᵃⁱʲᵏˡᵐⁿᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
)
TO_SUBSCRIPT: Final = {plain: sign for sign, plain in SUBSCRIPTS.items()}


def spelled(name: str) -> str:
    """A name as it is typed here: theta for θ and \\theta, x_1 for x₁ and x_{1}, lambda for lamda.

    >>> spelled("x_{12}"), spelled("θ_1"), spelled("lamda")
    ('x_12', 'theta_1', 'lambda')
    """
    plain = re.sub(r"^\\(?=[A-Za-z])|\{(?=\w+\})|(?<=\w)\}", "", name.strip())
    plain = "".join(GREEK.get(c, SUBSCRIPTS.get(c, c)) for c in plain)
    return re.sub(r"^([Ll])amda(?![a-z])", r"\1ambda", plain)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. Blanks are not counted, but ten times `characters` are the most."""

    characters: int = 20_000
    tokens: int = 60_000
    depth: int = 64
    name: int = 32
    digits: int = 40
    decimal_exponent: int = 300
    bits: int = 2_048
    power: int = 1_000
    arguments: int = 64
    nodes: int = 120_000


DEFAULT: Final = Limits()
FROM_FILE: Final = Limits(characters=200_000)


class Token(NamedTuple):
    """One word or sign. `kind` is number, fraction, name, superscript, radical, end or the sign."""

    kind: str
    text: str
    start: int
    end: int


_GREEK: Final = "".join(GREEK)
_LOW: Final = "".join(SUBSCRIPTS)
_TAIL: Final = rf"(?:_[A-Za-z0-9]+|[0-9]+)*(?:_[{_GREEK}])?[{_LOW}]*"
_PATTERN: Final = re.compile(
    rf"""
    (?P<blank>[{re.escape(BLANKS)}]+)
  | (?P<number>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<series>[∑Σ](?=_[{{(])_|[∏Π](?=_[{{(])_|[∑∏](?=\())
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:(?<=_)[{_GREEK}])?[{_LOW}]*|[{_GREEK}]{_TAIL})
  | (?P<sign>\*\*|//|/\*|<=|>=|==|!=|:=|\.\.+|[-+*/^()\[\]{{}},=<>|!.])
  | (?P<superscript>[{"".join(SUPERSCRIPTS)}]+)
  | (?P<fraction>[{"".join(FRACTIONS)}])
  | (?P<radical>[{"".join(RADICALS)}])
  | (?P<other>[{"".join(SIGNS)}])
    """,
    re.VERBOSE,
)
_STRICT: Final = {"**": "^", "...": ".."}
_ADVICE: Final = {
    '"': "text in quotes is no part of a formula",
    "'": "text in quotes is no part of a formula; for a derivative write the formula itself",
    "%": "write 5/100 for a percentage; there is no remainder",
    "\\": "LaTeX is read by itself, or with --latex; in plain text write  x^2/2  for example",
    "$": "leave the dollar signs away, or put them around the whole formula",
    "`": "leave the backquotes away",
    "#": "leave the comment away",
    ";": "one formula at a time",
    "&": "write  and",
    "~": "write  not",
    "∞": "infinity is no number",
    "∑": "write  sum(i=1..3, x_i^2)",
    "∏": "write  prod(i=1..3, x_i)",
    "—": "a minus is written  -",
    "‐": "a minus is written  -",
}


def tokenise(text: str, limits: Limits, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end], with columns of the whole text, and a last one of kind end."""
    end = len(text) if end is None else end
    tokens: list[Token] = []
    place, blanks = start, 0
    while place < end:
        match = _PATTERN.match(text, place, end)
        if match is None:
            raise not_allowed(text, place)
        if match.lastgroup == "blank":
            blanks += match.end() - place
        else:
            tokens.append(_token(match, text, limits))
        place = match.end()
        if place - start - blanks > limits.characters or len(tokens) > limits.tokens:
            raise too_long(text, end - start, place, limits)
    if blanks > 10 * limits.characters:
        raise too_long(text, end - start, end, limits)
    tokens.append(Token("end", "", end, end))
    return tokens


def _token(match: re.Match[str], text: str, limits: Limits) -> Token:
    """The token of a match that is no blank."""
    group, word, (start, end) = str(match.lastgroup), match.group(), match.span()
    if group == "sign":
        kind = _STRICT.get(word, word)
        return Token(kind, word, start, end)
    if group == "series":
        return Token("name", ("sum" if word[0] in "∑Σ" else "prod") + word[1:], start, end)
    if group == "name":
        return Token("name", plain_name(word, text, start, limits), start, end)
    if group == "number":
        check_number(text, word, (start, end), limits)
    if group == "other":
        return Token(SIGNS[word], word, start, end)
    return Token(group, word, start, end)


def plain_name(word: str, text: str, start: int, limits: Limits) -> str:
    """The name in ASCII: θ₁ is theta_1."""
    if not word.isascii():
        word = _without_greek(word)
    if len(word) > limits.name:
        message = f"a name of {len(word):,} letters; at most {limits.name} are read"
        raise FormulaError("too_large", message, text, (start, start + limits.name))
    if word[0] == "_" or "__" in word:
        message = "a name cannot begin with an underscore or hold two in a row"
        raise FormulaError("not_allowed", message, text, (start, start + len(word)))
    return word


def _without_greek(word: str) -> str:
    """Greek letters by name, digits below the line after an underscore."""
    stem = word.rstrip("".join(SUBSCRIPTS))
    digits = "".join(SUBSCRIPTS[sign] for sign in word[len(stem) :])
    name = "".join(GREEK.get(letter, letter) for letter in stem)
    return f"{name}_{digits}" if digits else name


def check_number(text: str, word: str, span: tuple[int, int], limits: Limits) -> None:
    """Refuse a number that is too long, begins with 0 like an octal one, or has two dots."""
    start, end = span
    if len(word) < 16 and word[0] != "0" and word.isdigit():
        return  # the usual case, and fast
    mantissa, _, power = word.lower().partition("e")
    if (
        len(mantissa) - mantissa.count(".") > limits.digits
        or len(power) > 8
        or abs(int(power or 0)) > limits.decimal_exponent
    ):
        message = f"a number of more than {limits.digits} digits or beyond 1e±"
        raise FormulaError(
            "too_large", f"{message}{limits.decimal_exponent}", text, (start, min(end, start + 40))
        )
    _check_spelling(text, mantissa, start, end)


def _check_spelling(text: str, mantissa: str, start: int, end: int) -> None:
    """Refuse 007, 0x10 and 3.14.15, which mean different things to different people."""
    if len(mantissa) > 1 and mantissa[0] == "0" and mantissa[1].isdigit():
        if re.search(r"[0-9],$", text[max(start - 2, 0) : start]):
            hint = "write the digits without commas, and a decimal point"
            raise FormulaError("syntax", "a comma in a number", text, (start - 1, start), hint)
        hint = f"did you mean  {mantissa.lstrip('0') or '0'} ?"
        raise FormulaError("syntax", "a number that begins with 0", text, (start, end), hint)
    following = text[end : end + 2]
    if mantissa == "0" and re.fullmatch("[xXbBoO][0-9a-fA-F]", following):
        hint = "write the number in decimal, or 0*x for a product"
        raise FormulaError("syntax", "a number in another base", text, (start, end + 2), hint)
    if "." in mantissa and re.match(r"\.[0-9]", following):
        raise FormulaError("syntax", "two dots in one number", text, (end, end + 1), "keep one dot")


def too_long(text: str, length: int, place: int, limits: Limits) -> FormulaError:
    """The error for a text beyond the limits, with the caret where they were passed."""
    message = (
        f"the text has {length:,} characters; at most {limits.characters:,} characters "
        f"and {limits.tokens:,} words and signs are read"
    )
    return FormulaError("too_large", message, text, (place - 1, place))


def not_allowed(text: str, place: int) -> FormulaError:
    """The error for the character at `place`, which is named by its number unless it is ASCII."""
    character = text[place]
    shown = repr(character) if character.isprintable() and character.isascii() else ""
    message = f"the character {shown or code_point(character)} is not allowed here"
    return FormulaError(
        "not_allowed", message, text, (place, place + 1), _ADVICE.get(character, "")
    )


@lru_cache(maxsize=4_096)
def number(word: str) -> Fraction:
    """The exact value of a number token."""
    return Fraction(int(word)) if word.isdigit() else Fraction(word)


def superscript(word: str) -> str:
    """The digits and sign of a superscript: ⁻¹ is -1."""
    return "".join(SUPERSCRIPTS[sign] for sign in word)
