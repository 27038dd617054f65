"""Pieces of LaTeX go in; a cursor over them comes out that knows which braces belong together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from symdescent.errors import FormulaError, printable
from symdescent.language.latex_raw import Raw
from symdescent.language.latex_tables import DELIMITERS
from symdescent.language.limits import Limits

_SUGGESTED: Final = 120


@dataclass(slots=True)
class Sheet:
    """What is being cleaned: `out` so far, the open environments, and the open math signs."""

    text: str
    raws: Sequence[Raw]
    partners: dict[int, int]
    place: int = 0
    out: list[Raw] = field(default_factory=list)
    environments: list[Raw] = field(default_factory=list)
    shift: Raw | None = None
    shifted: bool = False
    skips: dict[int, int] = field(default_factory=dict)
    bold: set[str] = field(default_factory=set)

    @property
    def raw(self) -> Raw:
        """The next piece."""
        return self.raws[self.place]

    def take(self) -> Raw:
        """Step over the next piece and return it; never over the end."""
        raw = self.raws[self.place]
        self.place += raw.kind != "end"
        return raw

    def fail(self, raw: Raw, kind: str, message: str, hint: str = "") -> NoReturn:
        """Raise a mistake at a piece."""
        raise FormulaError(kind, message, self.text, (raw.start, raw.end), hint)

    def group(self) -> tuple[int, int]:
        """Step over the next argument: the numbers of its first piece and of the one after it."""
        first = self.place
        if self.raw.kind != "{":
            return first, first + (self.take().kind != "end")
        self.place = self.partners[first] + 1
        return first + 1, self.place - 1

    def option(self) -> None:
        """Step over [...], where it comes next."""
        if self.raw.kind == "[":
            while self.raw.kind not in ("]", "end"):
                self.take()
            self.take()

    def slice(self, first: int, beyond: int) -> str:
        """What was typed from one piece to another."""
        return self.text[self.raws[first].start : self.raws[beyond].start]


def sheet(text: str, raws: Sequence[Raw], limits: Limits) -> Sheet:
    """A cursor at the beginning; FormulaError where braces are not balanced, or too deep."""
    opened: list[int] = []
    partners: dict[int, int] = {}
    for place, raw in enumerate(raws):
        if raw.kind == "{":
            opened.append(place)
            if len(opened) > limits.depth:
                message = f"braces are nested more than {limits.depth} deep"
                raise FormulaError("too_large", message, text, (raw.start, raw.end))
        elif raw.kind == "}" and opened:
            partners[opened.pop()] = place
        elif raw.kind == "}":
            _unbalanced(text, raw, "this brace was never opened", _without(text, raw))
    if opened:
        mended = text.rstrip() + "}" * len(opened)
        _unbalanced(text, raws[opened[-1]], "this brace is never closed", mended)
    return Sheet(text, raws, partners)


def _without(text: str, raw: Raw) -> str:
    return text[: raw.start] + text[raw.end :]


def _unbalanced(text: str, raw: Raw, message: str, mended: str) -> NoReturn:
    """The error for a lone brace, with the mended text where it fits on a line."""
    short = len(mended) <= _SUGGESTED and "\n" not in mended and mended.count("{") < 12
    hint = f"did you mean  {printable(mended.strip())} ?" if short else ""
    raise FormulaError("syntax", message, text, (raw.start, raw.end), hint)


def delimiter(raw: Raw) -> tuple[str, int] | None:
    """The shape and the direction of a bracket or a bar; None for anything else."""
    return DELIMITERS.get(f"\\{raw.text}" if raw.kind == "command" else raw.kind)
