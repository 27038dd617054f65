"""A formula and options go in, a worked example comes out that can be written in any format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Unpack

from symdescent.calculus.parsing import FormulaLike, as_text
from symdescent.calculus.steps.derivation_steps import DETAILS
from symdescent.errors import InputError, did_you_mean
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.problem.options import Options
from symdescent.show.spelling import Manner
from symdescent.show.writing import written
from symdescent.studies import Meanwhile, Study, study
from symdescent.version import VERSION
from symdescent.worked.blocks import Document
from symdescent.worked.example import document
from symdescent.worked.numbers import MODES
from symdescent.worked.remaking import request
from symdescent.worked.simulation import simulation
from symdescent.worked.telling import Wishes
from symdescent.worked.words import LANGUAGES

LABEL: Final = re.compile("[A-Za-z0-9-]{0,80}")


class Telling(Options, total=False):
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
    "rounding": MODES,
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
    text: FormulaLike, *, meanwhile: Meanwhile | None = None, **given: Unpack[Telling]
) -> Example:
    """A formula's descent and exact minimum as a worked example for a textbook.

    Raises FormulaError or InputError for what cannot be meant, as `study` does.
    """
    asked: dict[str, Any] = dict(given)
    own = {name: asked.pop(name) for name in WISHES if name in asked}
    typed = as_text(text)
    command = own.pop("command", "") or call(typed, dict(given))
    wishes = wished({**own, "command": command})
    options: Any = asked
    return told(study(text, meanwhile=meanwhile, **options), typed, asked, wishes)


def of_study(done: Study, text: str, asked: Mapping[str, Any], command: str) -> Example:
    """A study that was made already as a worked example; `asked`: the options it was made with."""
    return told(done, text, asked, wished({"command": command}))


def told(done: Study, text: str, asked: Mapping[str, Any], wishes: Wishes) -> Example:
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


def call(text: str, given: Mapping[str, object]) -> str:
    """The call in Python that makes the example again."""
    options = "".join(f", {name}={value!r}" for name, value in given.items())
    return f"symdescent.example({text!r}{options})"
