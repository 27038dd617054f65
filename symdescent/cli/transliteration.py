"""Our signs spelt in ASCII: xₖ₊₁ as x_(k+1), η as eta."""

import re
import unicodedata
from typing import Final

from symdescent.language.tokens import BOLD

HIGH: Final = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᐟ⸍ᵃⁱʲᵏˡᵐⁿᵖʳˢᵗᵘᵛʷˣʸᶻᵀ",
        "0123456789+-()//aijklmnprstuvwxyzT",
        strict=True,
    )
)


LOW: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₖₙᵢⱼ", "0123456789+-knij", strict=True))


LONGEST: Final = 40  # characters of a name


TOUCHING: Final = re.compile(r"[A-Za-z0-9^)|]+$")  # what a sign may belong to


ROOTS: Final = "√∛"


ABOUT_LETTERS: Final = ("SMALL", "CAPITAL", "LETTER", "SYMBOL", "LUNATE", "FINAL")


FRACTIONS: Final = {  # ½ as 1/2
    sign: unicodedata.normalize("NFKC", sign).replace("\N{FRACTION SLASH}", "/")
    for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
}


FURTHER: Final = re.compile(f"(?:,[{''.join(LOW)}]+)+")


LOWERED: Final = f"[{''.join(LOW)}]+{FURTHER.pattern.removesuffix('+')}*"  # indices: x₁,ₖ


RAISED: Final = frozenset({*HIGH, *LOW})


UPRIGHT: Final = {chr(sign): chr(letter) for letter, sign in BOLD.items()}  # the letters of vectors


VECTOR: Final = f"[{''.join(UPRIGHT)}]"


VECTORS: Final = f"{VECTOR}(?:(?:{VECTOR}|_)*{VECTOR})?"


LETTER: Final = r"[^\W\d_]"


NUMBER: Final = r"\d+(?:\.\d+)?"


OPERAND: Final = f"(?:{NUMBER}|{LETTER}[{''.join(LOW)}]*)[{''.join(HIGH)}]*"  # of a root sign


ROOT: Final = re.compile(f"([√∛])({OPERAND})")


POWER: Final = re.compile(f"([a-z]{{2,}})([{''.join(HIGH)}]+)(?={LETTER})")  # sin²x


RUNS: Final = re.compile(
    f"{ROOT.pattern}|(?<!{LETTER}){POWER.pattern}|[{''.join(HIGH)}]+|{LOWERED}|{VECTORS}|[∇∂]²|.",
    re.DOTALL,
)


COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")  # their last letter is no factor


SIGNS: Final = {
    "∇²": "grad^2 ",
    "∇": "grad ",
    "∂²": "d^2",
    "∂": "d",
    "−": "-",
    "–": "-",
    "—": "-",
    "─": "-",
    "·": "*",
    "×": "*",
    "✓": "ok",
    "✗": "NO",
    "⋯": "...",
    "…": "...",
    "√": "sqrt",
    "∛": "cbrt",
    "‖": "||",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~",
    "←": "<-",
    "→": "->",
    "∞": "oo",
    "∈": "in",
    "ℝ": "R",
    "ℤ": "Z",
    "⌊": "floor(",
    "⌋": ")",
    "„": '"',
    "“": '"',
    "”": '"',
    "’": "'",
    "′": "'",
    "″": "''",
    "‴": "'''",
    "±": "+-",
    "÷": "/",
    "∕": "/",
    "µ": "mu",
    "‐": "-",
    "•": "+",
    "◇": "#",
    "○": "o",
    "★": "*",
    "⋅": "*",
    "∗": "*",
    "⇒": "=>",
    "⇔": "<=>",
    "≔": ":=",
    "∅": "{}",
    "∎": "[]",
    "∏": "prod",
    "∑": "sum",
    "⟨": "<",
    "⟩": ">",
    "│": "|",
    **dict(zip("⎡⎢⎣⎤⎥⎦⋮⋱", "[[[]]]:\\", strict=True)),
    "└": "+",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ß": "ss",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "^",
    **dict(zip("▁▂▃▄▅▆▇█", "_.:-=+%#", strict=True)),
}


def replacement(error: UnicodeError) -> tuple[str, int]:
    """What to write for the characters that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, start, end = error.object, error.start, error.end
    if text[end - 1] in ROOTS:  # what it reaches over may be ASCII
        found = ROOT.match(text, end - 1)
        end = found.end() if found else end
    elif text[end - 1] in LOW and (found := FURTHER.match(text, end)):
        end = found.end()
    behind = COLOURS.sub("", text[max(start - LONGEST, 0) : start])
    before = next(iter(TOUCHING.findall(behind)), "")
    after = text[end : end + 1]
    beside = after if after.isascii() else ""
    told = transliterated(before + text[start:end] + beside, "" if beside else after)
    return told[len(before) : len(told) - len(beside)], end


def transliterated(text: str, after: str = "") -> str:
    """The text in ASCII: xₖ₊₁ is x_(k+1), x² is x^2, η is eta, the vector 𝐱 is vec x.

    `after`: what stands behind the text.
    """
    pieces = [found[0] for found in RUNS.finditer(text)]
    lasts, nexts = ["", *pieces[:-1]], [*pieces[1:], after]
    return "".join(
        (f"({run(p)})" if is_bound(last, p) else run(p)) + joint(p, following[:1])
        for last, p, following in zip(lasts, pieces, nexts, strict=False)
    )


def is_bound(last: str, piece: str) -> bool:
    """Whether a fraction is an exponent, or a factor of what stands before it."""
    return piece in FRACTIONS and bool(last) and (last == "^" or last.isalnum() or last in ")|")


def joint(piece: str, following: str) -> str:
    """What keeps ηg apart, which is a product, and √v, when both are spelt in letters."""
    if piece in FRACTIONS and following and (following.isalnum() or following in "(√∛|"):
        return "*"
    if not piece or not following.isalnum() or following in RAISED or POWER.match(f"{piece}x"):
        return ""
    if piece[0] in UPRIGHT or (following in UPRIGHT and (piece[-1].isalnum() or piece in ")|")):
        return "*"
    if piece[0] in ROOTS:
        return "*" if len(piece) > 1 else " "
    product = following.isalpha() and (is_greek(piece) or piece[0] in RAISED)
    return "*" if product or (piece.isalpha() and is_greek(following)) else ""


def is_greek(sign: str) -> bool:
    return len(sign) == 1 and unicodedata.name(sign, "").startswith("GREEK")


def run(piece: str) -> str:
    """One sign, or indices and exponents that stand together."""
    if piece in SIGNS:
        return SIGNS[piece]
    root, power = ROOT.fullmatch(piece), POWER.match(f"{piece}x")
    if root:
        return f"{SIGNS[root[1]]}({transliterated(root[2])})"
    if power:
        return f"{power[1]}{run(power[2])} "
    if piece in FRACTIONS:
        return FRACTIONS[piece]
    if piece[0] in UPRIGHT:
        return "vec " + transliterated("".join(UPRIGHT.get(sign, sign) for sign in piece))
    if piece[0] in HIGH:
        return "^" + grouped("".join(HIGH[sign] for sign in piece))
    if piece[0] in LOW:
        return "_" + grouped("".join(LOW.get(sign, sign) for sign in piece))
    if piece.isascii():
        return piece
    return letter(piece)


def grouped(text: str) -> str:
    """An index or an exponent, in brackets where it is a sum, a product or a quotient: x_(k+1)."""
    plain = len(text) == 1 or text.isdigit() or (text.startswith("(") and text.endswith(")"))
    return text if plain else f"({text})"


def letter(sign: str) -> str:
    """A Greek letter by its name, an accented one without its accent, else a question mark."""
    words = unicodedata.name(sign, "").split()
    if words[:1] == ["GREEK"]:
        name = next(word for word in words[1:] if word not in ABOUT_LETTERS).lower()
        name = {"lamda": "lambda"}.get(name, name)
        return name.capitalize() if "CAPITAL" in words else name
    plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return plain or "?"
