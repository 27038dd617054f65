"""About how wide the LaTeX of a formula is, in points at 10 pt."""

import re
from collections.abc import Callable
from typing import Final

TOKEN: Final = re.compile(r"\\[a-zA-Z]+|\\\\\[\d+pt\]|\\.|\S")
WORD: Final = 5.2  # a letter of a word, on average
BRACKETS: Final = 20.0  # of a matrix
SCRIPT: Final = 0.72  # an index or a small fraction, beside the usual size
WIDTHS: Final = {
    **dict.fromkeys("0123456789", 5.0),
    **dict.fromkeys("()[]", 3.9),
    **dict.fromkeys(",;", 4.5),
    **dict.fromkeys("'", 2.8),
    **dict.fromkeys("+-", 12.2),
    **dict.fromkeys("=<>", 13.4),
    **dict.fromkeys((r"\le", r"\ge", r"\ne", r"\approx", r"\in", r"\to", r"\sim"), 14.0),
    **dict.fromkeys((r"\iff", r"\implies"), 28.0),
    **dict.fromkeys((r"\cdot", r"\odot"), 7.3),
    **dict.fromkeys((r"\lvert", r"\rvert"), 2.8),
    **dict.fromkeys((r"\lVert", r"\rVert", r"\lfloor", r"\rfloor"), 5.0),
    **dict.fromkeys((r"\left", r"\right"), 2.5),
    **dict.fromkeys((r"\nabla", r"\infty", r"\dots"), 10.0),
    **dict.fromkeys((r"\ln", r"\tan", r"\sin", r"\cos", r"\exp", r"\max", r"\min"), 16.5),
    **dict.fromkeys((r"\sinh", r"\cosh", r"\tanh"), 21.5),
    **dict.fromkeys((r"\arcsin", r"\arccos", r"\arctan"), 31.0),
    **dict.fromkeys((r"\mathbb", r"\bigl", r"\bigr", r"\textstyle", r"\displaystyle"), 0.0),
    r"\,": 1.7,
    r"\ ": 3.3,
    r"\quad": 10.0,
    "&": 10.0,
}


def width(latex: str) -> float:
    """The width in points, some points too much rather than too little."""
    return Ruler(TOKEN.findall(latex)).row()


class Ruler:
    """A cursor over LaTeX that adds up widths."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def row(self) -> float:
        """The width up to a closing brace, the end of an environment or of all; of rows, the
        widest."""
        widest = total = 0.0
        while self.place < len(self.tokens) and self.tokens[self.place] not in ("}", r"\end"):
            token = self.take()
            if token.startswith(r"\\"):
                widest, total = max(widest, total), 0.0
            else:
                total += MEASURES[token](self) if token in MEASURES else plain(token)
        return max(widest, total)

    def group(self) -> float:
        """What stands between braces, or the one sign that follows."""
        if self.place >= len(self.tokens):
            return 0.0
        token = self.take()
        if token != "{":
            return MEASURES[token](self) if token in MEASURES else plain(token)
        inside = self.row()
        self.place += 1
        return inside

    def braces(self) -> float:
        """What stands between braces, the first of which is taken."""
        self.place -= 1
        return self.group()

    def words(self) -> float:
        """Letters between braces that are no formula."""
        begin, depth = self.place, 0
        while self.place < len(self.tokens):
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
            if depth == 0:
                break
        return WORD * sum(len(t.lstrip("\\")) for t in self.tokens[begin + 1 : self.place - 1])

    def fraction(self) -> float:
        return max(self.group(), self.group()) + 2.4

    def small_fraction(self) -> float:
        return SCRIPT * max(self.group(), self.group()) + 2.4

    def script(self) -> float:
        return SCRIPT * self.group()

    def root(self) -> float:
        return 9.0 + self.group()

    def environment(self) -> float:
        """Rows between brackets."""
        self.words()
        inside = self.row()
        self.place += 1
        self.words()
        return inside + BRACKETS


MEASURES: Final[dict[str, Callable[[Ruler], float]]] = {
    "{": Ruler.braces,
    "^": Ruler.script,
    "_": Ruler.script,
    r"\frac": Ruler.fraction,
    r"\dfrac": Ruler.fraction,
    r"\tfrac": Ruler.small_fraction,
    r"\sqrt": Ruler.root,
    r"\text": Ruler.words,
    r"\mathrm": Ruler.words,
    r"\operatorname": Ruler.words,
    r"\begin": Ruler.environment,
}


def plain(token: str) -> float:
    """A sign that stands for itself."""
    return WIDTHS.get(token, 6.3)
