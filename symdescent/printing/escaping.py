"""Text for LaTeX, Markdown, XML and HTML in which nothing is a command or a tag."""

import re
import unicodedata
from html import escape
from typing import Final

from symdescent.errors import code_point
from symdescent.language.tokens import BOLD, GREEK


def vector(letter: str) -> str:
    """A bold letter, as vectors have it."""
    return rf"$\boldsymbol{{\{GREEK[letter]}}}$" if letter in GREEK else rf"$\mathbf{{{letter}}}$"


IN_LATEX: Final = {
    "\\": r"\textbackslash{}",
    **{c: f"\\{c}" for c in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "∇": r"$\nabla$",
    "·": r"$\cdot$",
    "−": "$-$",
    "≤": r"$\le$",
    "≥": r"$\ge$",
    "²": r"$^2$",
    "√": r"$\surd$",
    "π": r"$\pi$",
    "½": r"$\tfrac12$",
    "…": r"\dots{}",
    "η": r"$\eta$",
    "×": r"$\times$",
    "‖": r"$\|$",
    "–": "--",
    "∞": r"$\infty$",
    "∂": r"$\partial$",
    "→": r"$\to$",
    "′": r"$'$",
    "“": "``",
    "”": "''",
    "—": "---",
    "³": "$^3$",
    "⁴": "$^4$",
    "ᵀ": r"$^{\top}$",
    **{chr(sign): vector(chr(letter)) for letter, sign in BOLD.items()},
}
SCRIPTS: Final = {"SUBSCRIPT": "_", "SUPERSCRIPT": "^"}
LATIN: Final = range(0xC0, 0x180)  # letters that LaTeX takes as they are
IN_MARKDOWN: Final = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|~$!&@"})
ADDRESS: Final = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)  # what would become a link


def in_latex(words: str) -> str:
    """The words with every sign of LaTeX spelt out; a character that it lacks by its number."""
    return "".join(IN_LATEX.get(c) or latin(c) for c in words)


def latin(character: str) -> str:
    """A letter as it is, a Greek one by its name; what is not printed is a blank."""
    if not character.isprintable():
        return " "
    if character.isascii() or ord(character) in LATIN:
        return character
    if character in GREEK:
        return rf"$\{GREEK[character]}$"
    lowered = unicodedata.normalize("NFKD", character)
    if len(lowered) == 1 and lowered.isascii() and lowered.isalnum():
        sign = SCRIPTS.get(unicodedata.name(character).split(" ")[0], "")
        return f"${sign}{{{lowered}}}$" if sign else lowered
    return f"[{code_point(character)}]"


def in_markdown(words: str) -> str:
    """The words with a backslash before every sign of Markdown, on one line."""
    line = "".join(c if c.isprintable() else " " for c in words)
    return ADDRESS.sub(r"\\\g<0>", line.translate(IN_MARKDOWN))


FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def inert(text: str) -> str:
    """The text as a person reads it, in an element or a quoted attribute.

    Characters that XML cannot hold are shown as the sign for a character that is missing.
    """
    return escape(FORBIDDEN.sub("\ufffd", text), quote=True)


def element(tag: str, *inside: str, **attributes: str) -> str:
    """<tag a="...">inside</tag>: `inside` is markup, attributes are text.

    An underscore at the end of an attribute's name is left out, the others are hyphens.
    """
    return f"<{tag}{attributes_text(attributes)}>{''.join(inside)}</{tag}>"


def attributes_text(attributes: dict[str, str]) -> str:
    """The attributes inside a tag."""
    pairs = [(name.rstrip("_").replace("_", "-"), text) for name, text in attributes.items()]
    return "".join(f' {name}="{inert(text)}"' for name, text in pairs)
