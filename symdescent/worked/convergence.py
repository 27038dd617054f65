"""A telling goes in, for which learning rates it converges and how fast come out as a sentence."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from sympy import Abs, Expr, S

from symdescent.language.notation import Combined, Relation, Written
from symdescent.language.tree import Call, Name, Power, Product
from symdescent.symbolic.iteration import Affine, constant_curvature
from symdescent.symbolic.retelling import tree
from symdescent.worked.blocks import Block, Paragraph, Text
from symdescent.worked.numbers import is_short, number
from symdescent.worked.telling import INDEX, Telling

TOLERANCE: Final = Fraction(1, 10**6)


def rates(telling: Telling) -> Iterator[Block]:
    """Which learning rates converge, what one step does to the error, and when it is small."""
    line = telling.study.affine
    curvature = constant_curvature(telling.study.derivation)
    if line is None or curvature is None or not telling.study.setting.is_plain:
        return
    if not curvature.is_positive or not is_short(line.factor):
        return
    yield Paragraph((*interval(telling, curvature), *shrinking(telling, line)))


def interval(telling: Telling, curvature: Expr) -> Text:
    """|1 - eta c| < 1, that is 0 < eta < 2/c."""
    scaled: Any = Name("eta", 0, 0)
    if curvature != 1:
        scaled = Product((tree(curvature), scaled), (False, False), 0, 0)
    size: Any = Combined(((True, number(1)), (False, scaled)))
    condition = Relation((Call("abs", (size,), 0, 0), number(1)), ("<",))
    bounds = Relation((number(0), Name("eta", 0, 0), tree(2 / curvature)), ("<", "<"))
    return telling.say("rate interval", condition=(condition,), interval=(bounds,))


def shrinking(telling: Telling, line: Affine) -> Text:
    """What the rate in use does to the error."""
    factor: Text = (tree(line.factor),)
    if line.factor.is_zero:
        return telling.say("rate at once")
    if Abs(line.factor) >= S.One:
        return telling.say("rate stays", factor=factor)
    count = line.steps_until(TOLERANCE)
    if not count or not is_short(line.fixed):
        return telling.say("rate shrinks alone", factor=factor)
    return telling.say(
        "rate shrinks",
        factor=factor,
        bound=(near(telling, line),),
        count=(Relation((INDEX, number(count)), ("=",)),),
    )


def near(telling: Telling, line: Affine) -> Written:
    """|x_k - x*| <= 1e-6."""
    place = telling.indexed(INDEX)
    gap: Any = place
    if not line.fixed.is_zero:
        gap = Combined(((True, place), (bool(line.fixed.is_negative), tree(abs(line.fixed)))))
    return Relation((Call("abs", (gap,), 0, 0), small()), ("<=",))


def small() -> Written:
    """10^-6."""
    return Power(number(10), number(-6), 0, 0)
