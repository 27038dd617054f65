"""What characters outside ASCII stand for in a formula, and other spellings of names."""

import re
from typing import Final

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
