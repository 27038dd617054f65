"""A stream goes in; where it lacks our signs, it spells them in ASCII from then on."""

import codecs
import io
import re
import unicodedata
from typing import Final

PROBE: Final = "∇ₖ√−✓"
HIGH: Final = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᐟ⸍ᵃⁱʲᵏˡᵐⁿᵖʳˢᵗᵘᵛʷˣʸᶻ",
        "0123456789+-()//aijklmnprstuvwxyz",
        strict=True,
    )
)
LOW: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₖₙᵢⱼ", "0123456789+-knij", strict=True))
RAISED: Final = frozenset({*HIGH, *LOW})
RUNS: Final = re.compile(f"[{''.join(HIGH)}]+|[{''.join(LOW)}]+|∇²|.", re.DOTALL)
COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")  # their last letter is no factor
SIGNS: Final = {
    "∇²": "grad^2 ",
    "∇": "grad ",
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
    "½": "1/2",
    "⌊": "floor(",
    "⌋": ")",
    "“": '"',
    "”": '"',
    "’": "'",
}


def spell_out(stream: object) -> None:
    """Make a stream whose encoding lacks our signs write them in ASCII; others show a ?."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    try:
        PROBE.encode(stream.encoding)
        stream.reconfigure(errors="replace")
    except UnicodeEncodeError:
        codecs.register_error("spelt", spelt)
        stream.reconfigure(encoding="ascii", errors="spelt")


def spelt(error: UnicodeError) -> tuple[str, int]:
    """What to write for the characters that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, start, end = error.object, error.start, error.end
    first = joint(COLOURS.sub("", text[:start])[-1:], text[start])
    return first + transliterated(text[start:end], text[end : end + 1]), end


def transliterated(text: str, after: str = "") -> str:
    """The text in ASCII: xₖ₊₁ is x_k+1, x² is x^2, η is eta; `after` is what stands behind it."""
    pieces = RUNS.findall(text)
    nexts = [*pieces[1:], after]
    return "".join(run(p) + joint(p, q[:1]) for p, q in zip(pieces, nexts, strict=False))


def joint(piece: str, following: str) -> str:
    """What keeps ηg apart, which is a product, and √v, when both are spelt in letters."""
    if not piece or not following.isalnum() or following in RAISED:
        return ""
    if piece in ("√", "∛"):
        return " "
    product = following.isalpha() and (is_greek(piece) or piece[0] in RAISED)
    return "*" if product or (piece.isalpha() and is_greek(following)) else ""


def is_greek(sign: str) -> bool:
    return len(sign) == 1 and unicodedata.name(sign, "").startswith("GREEK")


def run(piece: str) -> str:
    """One sign, or indices and exponents that stand together."""
    if piece in SIGNS:
        return SIGNS[piece]
    if piece[0] in HIGH:
        return "^" + "".join(HIGH[sign] for sign in piece)
    if piece[0] in LOW:
        return "_" + "".join(LOW[sign] for sign in piece)
    if piece.isascii():
        return piece
    return letter(piece)


def letter(sign: str) -> str:
    """A Greek letter by its name, an accented one without its accent, else a question mark."""
    words = unicodedata.name(sign, "").split()
    if words[:1] == ["GREEK"]:
        return {"lamda": "lambda"}.get(words[-1].lower(), words[-1].lower())
    plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return plain or "?"
