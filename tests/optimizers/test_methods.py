"""Every method in every convention is a rule that goes downhill."""

from fractions import Fraction

import pytest

from symdescent.calculus.compilation import step
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.errors import InputError
from symdescent.language import parse
from symdescent.numeric.descent import Descent, Stop, descend, normals
from symdescent.numeric.run import Ending
from symdescent.optimizers import (
    adam,
    catalogue,
)
from symdescent.optimizers.frameworks.optax import CONVENTIONS, with_optax
from symdescent.optimizers.rule import accumulated

SEARCHING = {"searching", "limited_memory", "scipy"}  # algorithms
METHODS = with_optax(
    m for family in catalogue.FAMILIES if family not in SEARCHING for m in catalogue.members(family)
)
RULES = [(method, convention) for method in METHODS for convention in method.rules]
BOWL = derive(build(parse("(x - 1)^2 + 2*(y + 1/2)^2 + 3*(z - 2)^2")))
START = (3.0, -2.0, 1.0)


def walked(rule, steps, blocks=None):
    update = fuse(BOWL, rule, blocks)
    memory = tuple(map(float, update.memory_at([Fraction(x) for x in START])))
    draws = normals(3) if update.noise else None
    descent = Descent(rule.name, ("x", "y", "z"), step(update), START, memory, draws=draws)
    return descend(descent, Stop(steps, 0.0))


@pytest.mark.slow_beyond(54)
@pytest.mark.parametrize(
    ("method", "convention"), RULES, ids=[f"{m.name}-{convention}" for m, convention in RULES]
)
@pytest.mark.parametrize("blocks", [None, [(0,), (1,), (2,)]], ids=["together", "apart"])
def test_every_rule_goes_downhill(method, convention, blocks):
    run = walked(method.rule(convention), 100, blocks)
    assert len(run.values) == 101 or run.outcome.ending is Ending.CONVERGED
    assert run.values[-1] < run.values[0]


def test_optaxs_conventions_are_of_methods():
    assert {method.name for method in METHODS} >= CONVENTIONS.keys()


def test_names_are_unique():
    assert len({method.name for method in METHODS}) == len(METHODS)


@pytest.mark.parametrize("method", METHODS, ids=[method.name for method in METHODS])
def test_entries_are_complete(method):
    assert method.purpose and method.source and method.rules
    assert {*method.rules, *method.known_as} <= {"paper", "torch", "keras", "optax"}
    rule = method.rule()
    assert (rule.source, rule.purpose) == (method.source, method.purpose)
    if len({rule.text for rule in method.rules.values()}) > 1:
        assert method.differences


def test_an_unknown_convention_is_told():
    with pytest.raises(InputError) as caught:
        adam.ADAM_METHODS[0].rule("kears")
    assert caught.value.hint == "did you mean  keras ?"


def test_accumulation_is_the_same_walk_every_so_often():
    rule = adam.ADAM_TORCH
    slow, fast = walked(accumulated(rule, Fraction(3)), 30), walked(rule, 10)
    assert slow.points[::3] == pytest.approx(fast.points, abs=1e-14)
    assert (slow.points[1:3] == slow.points[0]).all()
