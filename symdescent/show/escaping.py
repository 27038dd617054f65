"""Words go in, the same words for LaTeX or Markdown come out, in which nothing is a command."""

from typing import Final

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
    "³": "$^3$",
    "⁴": "$^4$",
}
IN_MARKDOWN: Final = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|~$!&@"})


def in_latex(words: str) -> str:
    """The words with every sign of LaTeX spelt out."""
    return "".join(IN_LATEX.get(c, c) for c in words)


def in_markdown(words: str) -> str:
    """The words with a backslash before every sign of Markdown."""
    return words.translate(IN_MARKDOWN)
