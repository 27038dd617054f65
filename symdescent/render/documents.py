"""Worked examples and sheets of exercises, and the table of writers that spell them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypedDict, Unpack

from symdescent.calculus.parsing import FormulaLike, as_text
from symdescent.calculus.steps.derivation_steps import DETAILS
from symdescent.errors import InputError, did_you_mean
from symdescent.lessons.blocks import Document
from symdescent.lessons.example.document import document, request, simulation
from symdescent.lessons.example.lesson import Wishes
from symdescent.lessons.exercises.drawing import VARIANTS
from symdescent.lessons.exercises.sheet import SheetRequest, sheets
from symdescent.lessons.wording import LANGUAGES
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.rounding import HALVES
from symdescent.problem.options import Options
from symdescent.render.writers import Manner, Page
from symdescent.render.writers.json_document import document_json
from symdescent.render.writers.markdown import myst, plain, quarto
from symdescent.render.writers.notebook import ipynb
from symdescent.render.writers.page import html
from symdescent.render.writers.tex import tex
from symdescent.studies import Meanwhile, Study, study
from symdescent.version import VERSION

Writer = Callable[[Document, Manner], Page]
WRITERS: Final[Mapping[str, Writer]] = {
    "tex": tex,
    "md": plain,
    "myst": myst,
    "quarto": quarto,
    "html": html,
    "ipynb": ipynb,
    "json": document_json,
}


def written(document: Document, form: str, manner: Manner) -> Page:
    """The document in a format; InputError for one that there is not, with the nearest."""
    if form not in WRITERS:
        hint = did_you_mean(form, WRITERS) or f"there are {', '.join(WRITERS)}"
        raise InputError("unknown_name", f"there is no format '{form[:40]}'", hint)
    return WRITERS[form](document, manner)


LABEL: Final = re.compile("[A-Za-z0-9-]{0,80}")


class ExampleOptions(Options, total=False):
    """The options of `example`: those of `study`, and how it is told.

    `language`: en or de; `detail`: brief, normal or full; `rounding`: half-up or half-even;
    `title` and `label`: your own; `command`: what stands at the end as the way to make it again.
    """

    language: str
    detail: str
    rounding: str
    title: str
    label: str
    command: str


CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "language": tuple(LANGUAGES),
    "detail": DETAILS,
    "rounding": tuple(HALVES),
}
WISHES: Final = frozenset({*CHOICES, "title", "label", "command"})


@dataclass(frozen=True, eq=False)
class Example:
    """A worked example: the document, and the study that it tells."""

    document: Document
    study: Study

    def to(self, form: str, *, standalone: bool = False) -> str:
        """The text in a format: tex, md, myst, quarto, html, ipynb or json.

        `standalone`: a whole file, not a part of one. InputError for a format that there is not.
        """
        return written(self.document, form, Manner(standalone)).text

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self.document)


def example(
    text: FormulaLike, *, meanwhile: Meanwhile | None = None, **given: Unpack[ExampleOptions]
) -> Example:
    """A formula's descent and exact minimum as a worked example for a textbook.

    Raises FormulaError or InputError for what cannot be meant, as `study` does.
    """
    asked: dict[str, Any] = dict(given)
    own = {name: asked.pop(name) for name in WISHES if name in asked}
    typed = as_text(text)
    command = own.pop("command", "") or example_call(typed, dict(given))
    wishes = wished({**own, "command": command})
    options: Any = asked
    return example_of(study(text, meanwhile=meanwhile, **options), typed, asked, wishes)


def of_study(done: Study, text: str, asked: Mapping[str, Any], command: str) -> Example:
    """A study that was made already as a worked example; `asked`: the options it was made with."""
    return example_of(done, text, asked, wished({"command": command}))


def example_of(done: Study, text: str, asked: Mapping[str, Any], wishes: Wishes) -> Example:
    """The example of a study."""
    return Example(replace(document(done, wishes, VERSION), data=data(done, text, asked)), done)


def data(done: Study, text: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a page walks by and what a notebook asks for, where they can be written down."""
    found = {"simulation": simulation(done), "request": request(text, asked)}
    return {name: value for name, value in found.items() if value is not None}


def wished(told: Mapping[str, Any]) -> Wishes:
    """The wishes, checked: each choice is among those there are."""
    for name, value in told.items():
        known = CHOICES.get(name)
        if known is not None and value not in known:
            near = did_you_mean(str(value), known) or f"there are {', '.join(known)}"
            raise InputError("unknown_name", f"there is no {name} '{str(value)[:40]}'", near)
        if known is None and not isinstance(value, str):
            raise InputError("type", f"the {name} must be text, not {value!r:.40}")
    if not LABEL.fullmatch(told.get("label", "")):
        hint = "letters, digits and hyphens, at most 80"
        raise InputError("not_allowed", "this cannot be a label", hint)
    return Wishes(**told)


def example_call(text: str, given: Mapping[str, object]) -> str:
    """The call in Python that makes the example again."""
    options = "".join(f", {name}={value!r}" for name, value in given.items())
    return f"symdescent.example({text!r}{options})"


class ExercisesOptions(TypedDict, total=False):
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


def exercises(
    kind: str, count: int = 20, seed: int = 0, **given: Unpack[ExercisesOptions]
) -> Exercises:
    """A sheet of exercises with short numbers, every key verified exactly.

    Kinds: quadratic, quadratic-2d, momentum, polynomial, convergence, gradient. The same arguments
    give the same sheet on every machine. Raises InputError for what cannot be made.
    """
    asked: dict[str, Any] = dict(given)
    variant = asked.pop("variant", 0)
    command = asked.pop("command", "") or exercises_call(kind, count, seed, dict(given))
    if not 0 <= variant < VARIANTS:
        raise InputError("domain", f"variant must be from 0 to {VARIANTS - 1}, not {variant}")
    wanted = SheetRequest(kind, count, seed, variant + 1, command=command, version=VERSION, **asked)
    made = sheets(wanted)[variant]
    solutions = Exercises(made.solutions) if made.solutions else None
    return Exercises(made.questions, solutions)


def exercises_call(kind: str, count: int, seed: int, given: dict[str, object]) -> str:
    """The call in Python that makes the sheet again."""
    options = "".join(f", {name}={value!r}" for name, value in given.items())
    return f"symdescent.exercises({kind!r}, {count}, {seed}{options})"
