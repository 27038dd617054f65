"""A stream goes in; where it lacks our signs, it spells them in ASCII from then on."""

import codecs
import io
import re
import unicodedata
from typing import Final

PROBE: Final = "∇ₖ√−✓"
HIGH: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵏⁿˣʸ⁽⁾ᐟ⸍", "0123456789+-knxy()//", strict=True))
LOW: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₖₙᵢⱼ", "0123456789+-knij", strict=True))
RUNS: Final = re.compile(f"[{''.join(HIGH)}]+|[{''.join(LOW)}]+|∇²|.", re.DOTALL)
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
    return transliterated(error.object[error.start : error.end]), error.end


def transliterated(text: str) -> str:
    """The text in ASCII: xₖ₊₁ is x_k+1, x² is x^2, η is eta."""
    return "".join(map(run, RUNS.findall(text)))


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
