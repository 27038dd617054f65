"""A study goes in, a worked example comes out: one document, told once for every writer."""

from collections.abc import Iterator
from typing import Final

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.exact import ask
from symdescent.exact.critical import CriticalPoints, critical
from symdescent.problem.setting import update
from symdescent.studies import Study
from symdescent.worked.blocks import (
    Block,
    Derivation,
    Document,
    Environment,
    Line,
    Paragraph,
    Provenance,
)
from symdescent.worked.ending import ending
from symdescent.worked.exercise import exercise
from symdescent.worked.figures import figures
from symdescent.worked.iterates import iterates
from symdescent.worked.minimum import proved, solved, stations
from symdescent.worked.rule import rule
from symdescent.worked.slopes import slopes
from symdescent.worked.speed import rates
from symdescent.worked.statement import heading, statement
from symdescent.worked.stepping import closed_form, first_steps, one_step, turns
from symdescent.worked.substitution import SHOWN
from symdescent.worked.telling import INDEX, Telling, Wishes

MOST_VARIABLES: Final = 6  # of a formula whose critical points are sought
SHORT: Final = 4  # lines of a derivation that goes on with other lines
SECONDS: Final = 5.0


def document(study: Study, wishes: Wishes, version: str, seconds: float = SECONDS) -> Document:
    """The whole example; `version` of the program, `seconds` for the critical points."""
    telling = Telling(study, wishes, update(study.setting), stationary(study, seconds))
    blocks = (
        statement(telling),
        Environment("solution", tuple(solution(telling)), telling.say("solution")),
        *proved(telling),
        *iterates(telling),
        *ending(telling),
        *figures(telling),
        *(exercise(telling) if wishes.detail != "brief" else ()),
        Provenance(wishes.command, version),
    )
    return Document(heading(telling), blocks, wishes.language)


def stationary(study: Study, seconds: float) -> CriticalPoints | None:
    """All critical points, of few variables without bounds."""
    setting = study.setting
    if len(setting.start) > MOST_VARIABLES or setting.bounds.box.bounded:
        return None
    return critical(ask(setting.formula, setting.bounds.sides), seconds)


def solution(telling: Telling) -> Iterator[Block]:
    """The derivative, its zeros, one step, the closed form, the first steps, and the rate."""
    plain = telling.study.setting.is_plain
    step = tuple(one_step(telling)) if plain else ()
    form = tuple(closed_form(telling))
    alone = step if len(telling.names) > 1 else (*step, *form)
    found = [*slopes(telling), *stations(telling)]
    yield from told_together(found, (*solved(telling), *alone))
    if not step:
        yield from rule(telling)
    if not is_smooth(telling.study.derivation.formula.expression):
        yield Paragraph(telling.say("kinks"))
    if telling.study.setting.bounds.box.bounded:
        yield Paragraph(telling.say("boxed"))
    if form and len(alone) == len(step):
        yield Paragraph(telling.say("solved by modes"))
        yield Derivation(form)
        yield from turns(telling)
    yield from numbers(telling)
    yield from rates(telling)
    if not form and step and telling.wishes.detail == "full":
        yield Paragraph(telling.say("no closed form", iterate=(telling.indexed(INDEX),)))


def numbers(telling: Telling) -> Iterator[Block]:
    """The first steps with their numbers put in."""
    found = tuple(first_steps(telling))
    if found and telling.wishes.detail != "brief":
        yield Paragraph(telling.say("first steps"))
        yield from found
        if len(found[0].lines) < SHOWN:
            yield Paragraph(telling.say("exactness ends"))


def told_together(blocks: list[Block], lines: tuple[Line, ...]) -> Iterator[Block]:
    """The blocks, and the lines below them; in one display with a short one before them."""
    *before, last = blocks
    if isinstance(last, Derivation) and len(blocks) == 2 and len(last.lines) <= SHORT:
        yield from (*before, Derivation((*last.lines, *lines)))
        return
    yield from blocks
    if lines:
        yield Derivation(lines)
