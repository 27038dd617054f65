"""A kind and a seed go in, a sheet of exercises that can be written in any format comes out."""

from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from symdescent.errors import InputError
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.show.spelling import Manner
from symdescent.show.writing import written
from symdescent.version import VERSION
from symdescent.worked.blocks import Document
from symdescent.worked.exercises.drawing import VARIANTS
from symdescent.worked.exercises.sheet import Wanted, sheets


class Asked(TypedDict, total=False):
    """The options of `exercises`.

    `variant`: 0 to 8, the same structure with other numbers; `choices`: answers to choose from;
    `solutions`: end, inline, or apart (in a document of their own); `language`: en or de;
    `command`: what stands at the end as the way to make it again.
    """

    variant: int
    choices: bool
    solutions: str
    language: str
    command: str


@dataclass(frozen=True, eq=False)
class Exercises:
    """A sheet: its document, and the solutions where they are a document of their own."""

    document: Document
    solutions: "Exercises | None" = None

    def to(self, form: str, *, standalone: bool = False) -> str:
        """The text in a format: tex, md, myst, quarto, json, ...

        `standalone`: a whole file, not a part of one. InputError for a format that there is not.
        """
        return written(self.document, form, Manner(standalone)).text

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self.document)


def exercises(kind: str, count: int = 20, seed: int = 0, **given: Unpack[Asked]) -> Exercises:
    """A sheet of exercises with short numbers, every key verified exactly.

    Kinds: quadratic, quadratic-2d, momentum, polynomial, convergence, gradient. The same arguments
    give the same sheet on every machine. Raises InputError for what cannot be made.
    """
    asked: dict[str, Any] = dict(given)
    variant = asked.pop("variant", 0)
    command = asked.pop("command", "") or call(kind, count, seed, dict(given))
    if not 0 <= variant < VARIANTS:
        raise InputError("domain", f"variant must be from 0 to {VARIANTS - 1}, not {variant}")
    wanted = Wanted(kind, count, seed, variant + 1, command=command, version=VERSION, **asked)
    made = sheets(wanted)[variant]
    solutions = Exercises(made.solutions) if made.solutions else None
    return Exercises(made.questions, solutions)


def call(kind: str, count: int, seed: int, given: dict[str, object]) -> str:
    """The call in Python that makes the sheet again."""
    options = "".join(f", {name}={value!r}" for name, value in given.items())
    return f"symdescent.exercises({kind!r}, {count}, {seed}{options})"
