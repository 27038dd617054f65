"""For which learning rates a descent converges and how fast, in sentences."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from sympy import Expr, Float

from symdescent.calculus.from_sympy import tree
from symdescent.exact import Kind
from symdescent.exact.rates import Rates
from symdescent.language.notation import Combined, Relation, Written
from symdescent.language.tree import Call, Power, Product
from symdescent.recurrence.closed_form import Mode
from symdescent.recurrence.steps_to_tolerance import Arrival
from symdescent.worked.affine import affine, curvature
from symdescent.worked.blocks import Block, Column, Paragraph, Table, Text
from symdescent.worked.convergence import rates as derived
from symdescent.worked.methods import by, symbol
from symdescent.worked.numbers import decimal, equal, exact, is_short, number, turned
from symdescent.worked.telling import INDEX, Telling
from symdescent.worked.words import joined

TOLERANCE: Final = Fraction(1, 10**6)
DIGITS: Final = 4


def rates(telling: Telling) -> Iterator[Block]:
    """Which learning rates converge, what a step does to the error, and when it is small."""
    found = derived(telling.study)
    if telling.study.minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return
    if found is None:
        if not telling.study.setting.bounds.box.bounded:
            yield Paragraph(telling.say("no rate", method=by(telling)))
        return
    if found.is_local:
        yield Paragraph(local(telling, found))
        return
    pieces = (*curvatures(telling, found), *interval(telling, found), shrinking(telling, found))
    yield Paragraph(joined([part for piece in pieces for part in (" ", *piece)][1:]))
    yield from modes(telling)


def curvatures(telling: Telling, found: Rates) -> Iterator[Text]:
    """The eigenvalues of the Hessian, and how far they are apart."""
    if len(telling.names) == 1:
        return
    values: list[Text] = [(exact(value)[1],) for value in found.eigenvalues]
    shown = joined([part for value in values for part in (", ", *value)][1:])
    key = "eigenvalues" if len(values) > 1 else "eigenvalue"
    if found.condition is None or not is_short(found.condition):
        yield telling.say(f"{key} alone", values=shown)
    else:
        yield telling.say(key, values=shown, condition=exact(found.condition)[1:])


def interval(telling: Telling, found: Rates) -> Iterator[Text]:
    """0 < eta < limit, for gradient descent on a line with the reason; and the best rate."""
    if found.limit is None:
        return
    eta = symbol(telling, "lr")
    operator, end = exact(found.limit)
    if operator == "~":
        return
    bounds = Relation((number(0), eta, end), ("<", "<"))
    bend = curvature(telling.study)
    if affine(telling.study) is not None and bend is not None:
        yield telling.say("rate interval", condition=(condition(bend, eta),), interval=(bounds,))
    else:
        yield telling.say("rate interval alone", interval=(bounds,))
    if found.best is not None and len(telling.names) > 1 and telling.study.setting.is_plain:
        yield telling.say("rate best", best=(equal(eta, found.best),))


def condition(bend: Expr, eta: Written) -> Written:
    """|1 - eta c| < 1."""
    scaled: Any = eta
    if bend != 1:
        scaled = Product((tree(bend), scaled), (False, False), 0, 0)
    size: Any = Combined(((True, number(1)), (False, scaled)))
    return Relation((Call("abs", (size,), 0, 0), number(1)), ("<",))


def shrinking(telling: Telling, found: Rates) -> Text:
    """What the rate in use does to the error."""
    line = affine(telling.study)
    one = (tree(line.factor),) if line else (exact(found.factor)[1],)
    long = "" if line else " long"
    if found.factor == 0:
        return telling.say("rate at once" if line else "rate at last")
    if not found.converges:
        return telling.say(f"rate stays{long}", factor=one)
    there = arrival(found)
    if there is None or there.settled is None or not all(map(is_short, fixed(telling))):
        return telling.say(f"rate shrinks alone{long}", factor=one)
    count = Relation((INDEX, number(there.settled)), ("=",))
    parts: dict[str, Any] = {"factor": one, "bound": (near(telling),), "count": (count,)}
    way = "" if there.first == there.settled else " for good"
    return telling.say(f"rate shrinks{long}{way}", **parts)


def arrival(found: Rates) -> Arrival | None:
    """When the error is small, for the first time and for good."""
    return next((a for tolerance, a in found.arrivals if tolerance == TOLERANCE), None)


def fixed(telling: Telling) -> tuple[Expr, ...]:
    """Where the iteration rests."""
    form = telling.study.closed
    return form.fixed if form else ()


def near(telling: Telling) -> Written:
    """|x_k - x*| <= 1e-6, the fixed point of one variable as a number."""
    place = telling.indexed(INDEX)
    rest = fixed(telling)
    gap: Any = Combined(((True, place), (False, telling.starred)))
    if len(rest) == 1:
        minus = bool(rest[0].is_negative)
        gap = Combined(((True, place), (minus, tree(abs(rest[0]))))) if rest[0] else place
    size = Call("abs" if len(rest) == 1 else "norm", (gap,), 0, 0)
    return Relation((size, Power(number(10), number(-6), 0, 0)), ("<=",))


def modes(telling: Telling) -> Iterator[Block]:
    """What happens along each eigenvector, where there are several."""
    form = telling.study.closed
    if form is None or len(telling.names) == 1 or telling.is_long:
        return
    found = [mode for mode in form.modes if all(map(is_short, (*mode.direction, mode.eigenvalue)))]
    if len(found) < len(form.modes) or any(isinstance(m.factor, Float) for m in found):
        return
    yield Table(
        (
            Column(telling.say("column eigenvalue"), tuple(exact(m.eigenvalue)[1:] for m in found)),
            Column(telling.say("column eigenvector"), tuple(map(direction, found))),
            Column(telling.say("column factor"), tuple(exact(m.factor)[1:] for m in found)),
            Column(
                telling.say("column behaviour"),
                tuple(telling.say(f"mode {m.behaviour}") for m in found),
                numeric=False,
            ),
        )
    )


def direction(mode: Mode) -> Text:
    return (turned([tree(x) for x in mode.direction]),)


def local(telling: Telling, found: Rates) -> Text:
    """The rate at the minimum, said to be one, beside what the last steps showed."""
    shown: Text = exact(found.factor)[1:]
    key = "rate local" if found.converges else "rate local not"
    told = telling.say("rate local slow" if found.factor == 1 else key, factor=shown)
    if found.observed is None:
        return told
    seen = (decimal(found.observed, DIGITS),)
    return joined([*told, " ", *telling.say("rate observed", factor=seen)])
