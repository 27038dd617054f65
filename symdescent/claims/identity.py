"""Whether two expressions are equal wherever both are defined: by proof, or where they differ."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain, islice, product
from typing import Any, Final

import sympy as sp
from mpmath import isfinite, isnan, mpf
from sympy import Expr, Symbol

from symdescent.calculus.multiprecision import values as values_at
from symdescent.calculus.steps.agreement import is_proved
from symdescent.calculus.subexpressions import subexpressions
from symdescent.claims.certain_values import is_smooth_at, kinks, value
from symdescent.claims.certain_values import sign as certain_sign
from symdescent.claims.claim import Word
from symdescent.claims.normal_form import RULES, Kernels, TooLarge
from symdescent.claims.special_points import candidates, jumps, multiple, on_side, zeros

LARGEST: Final = 600  # subexpressions


def proof(first: Expr, second: Expr) -> str:
    """By what they are proved equal, in words; "" where no proof was found."""
    gap = first - second
    if gap == 0:
        return "the same expression"
    if sum(1 for _ in subexpressions([gap])) > LARGEST:
        return ""
    if is_proved(first, second):
        return "equal when multiplied out over one denominator"
    kernels = Kernels(gap, RULES)
    try:
        top, bottom = kernels.fraction(kernels.normal(gap))
        if bottom == 0:
            return ""
        return identities_used(gap) if vanishes(top, kernels) else ""
    except (TooLarge, ArithmeticError, sp.PolynomialError, RecursionError):
        return ""


def vanishes(top: Expr, kernels: Kernels) -> bool:
    """Whether a numerator is zero for all signs that can be."""
    if top == 0:
        return True
    letters = sorted(kernels.signs.values(), key=str)
    if not letters or not top.has(*letters):
        return False
    cases = list(possible(letters, kernels))
    return bool(cases) and all(sp.expand(top.xreplace(signs)) == 0 for signs in cases)


def possible(letters: list[Expr], kernels: Kernels) -> Iterator[dict[Expr, Expr]]:
    """The signs that fulfil what every root and logarithm demands."""
    for values in product((sp.Integer(1), sp.Integer(-1)), repeat=len(letters)):
        signs = dict(zip(letters, values, strict=True))
        if all(demand.xreplace(signs) == 1 for demand in kernels.positive):
            yield signs


FAMILIES: Final = (
    ((sp.sin, sp.cos, sp.tan), "sin² + cos² = 1 and the addition theorems"),
    ((sp.exp, sp.sinh, sp.cosh, sp.tanh), "the laws of exponents"),
    ((sp.log,), "the laws of logarithms"),
    ((sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise), "cases of signs"),
)


def identities_used(gap: Expr) -> str:
    """The identities that a proof may have used, in words."""
    used = [words for functions, words in FAMILIES if gap.has(*functions)]
    rooted = any(n.is_Pow and n.exp.is_Rational and n.exp.q > 1 for n in sp.preorder_traversal(gap))
    used += ["the laws of roots"] if rooted else []
    return "equal by " + ", ".join(used or ["algebra"])


Place = dict[Symbol, Expr]
EASY: Final = tuple(sp.Rational(*pair) for pair in (
    (1, 1), (2, 1), (0, 1), (-1, 1), (3, 1), (-2, 1), (1, 2), (4, 1), (-3, 1), (-1, 2), (5, 1),
    (1, 4), (10, 1), (-5, 1),
))  # fmt: skip
MOST: Final = 160
SEED: Final = 8
GRAIN: Final = 64  # random coordinates are multiples of 1/64, exact as floats
FAR: Final = (30, 100, 1001, 10**4, 10**5, 2 * 10**6, 10**9, 10**12)
NEAR: Final = tuple(sp.Rational(1, 10**n) for n in (2, 4, 7, 12))
MOST_ALONE: Final = 4
SIZES: Final = (3, 1, 9, 3, 1, 9, 3, 200)


def easy(symbols: Sequence[Symbol]) -> Iterator[Place]:
    """Points with small coordinates, the simplest first."""
    n = len(symbols)
    few = {1: 14, 2: 9, 3: 5}.get(n, 3)
    if few**n <= 1000:
        rows: list[tuple[int, ...]] = sorted(
            product(range(few), repeat=n), key=lambda r: (sum(r), r)
        )
    else:
        dice = random.Random(SEED)
        rows = [(0,) * n, (1,) * n, tuple(i % 3 for i in range(n))]
        rows += [tuple(dice.choice((0, 0, 1, 3)) for _ in range(n)) for _ in range(MOST)]
    for row in islice(rows, MOST):
        yield dict(zip(symbols, (EASY[i] for i in row), strict=True))


def spread(symbols: Sequence[Symbol], count: int) -> Iterator[Place]:
    """Random points near to zero and farther away, the same each time."""
    dice = random.Random(SEED)
    for i in range(count):
        size = SIZES[i % len(SIZES)] * GRAIN
        yield {x: sp.Rational(dice.randint(-size, size), GRAIN) for x in symbols}


def far(symbols: Sequence[Symbol]) -> Iterator[Place]:
    """Points far away and next to 0, on both sides: all coordinates, then one alone."""
    for size in (*map(sp.Integer, FAR), *NEAR):
        for sign in (1, -1):
            yield dict.fromkeys(symbols, sign * size)
            if len(symbols) <= MOST_ALONE and len(symbols) > 1:
                for alone in symbols:
                    yield {x: sign * size if x == alone else sp.Integer(1) for x in symbols}


POINTS: Final = 200
TRIES: Final = 600
LEAST: Final = 20  # points with both values, without which nothing is said
SAMPLE: Final = 24
CLOSE: Final = mpf(10) ** -25
DIGITS: Final = (40, 700)
NOTHING: Final = mpf(10) ** -600  # of what the most digits leave when terms cancel


@dataclass(frozen=True)
class Question:
    """Is `claim` equal to `truth` wherever `host`, the formula, can be differentiated?

    `before`: what `truth` is the slope of, the formula or a slope of it.
    """

    claim: Expr
    truth: Expr
    host: Expr
    symbols: tuple[Symbol, ...]
    before: Expr

    @cached_property
    def places(self) -> list[Expr]:
        """What is zero where the formula may have no slope."""
        return list(dict.fromkeys(kinks(self.host) + kinks(self.truth)))


@dataclass(frozen=True)
class Answer:
    """The word, the reason for it, and where they differ: the point and both exact values.

    `isolated`: they are equal almost everywhere.
    """

    word: Word
    reason: str
    point: Place | None = None
    claimed: Expr | None = None
    found: Expr | None = None
    isolated: bool = False


def compare(asked: Question) -> Answer:
    """Proved equal; or different at a point; or equal at many points; or the reason for neither."""
    seen = list(islice(looks(asked, SAMPLE * 4), SAMPLE))
    seen = seen or [one for one in map(partial(look, asked), far(asked.symbols)) if one]
    if any(look.near is False for look in seen):
        found = counterexample(asked)
        if found is not None:
            return found
    elif any(look.near for look in seen):
        shown = proof(asked.claim, asked.truth)
        if shown:
            return everywhere(asked, equal(asked, seen, shown))
        found = counterexample(asked)  # a difference too small, or too far away, to be seen
        if found is not None:
            return found
    return at_many(asked)


@dataclass(frozen=True)
class Look:
    """One point: whether both are near there; None: one of them has no value."""

    place: Place
    near: bool | None
    lacks: bool = False  # the claim has no value where the truth has one


def looks(asked: Question, count: int) -> Iterator[Look]:
    """Random points at which the formula and its derivative have values."""
    for place in spread(asked.symbols, count):
        found = look(asked, place)
        if found is not None:
            yield found


def look(asked: Question, place: Place) -> Look | None:
    point = floats(place)
    near = False
    for digits in DIGITS:
        asked_of = (asked.host, asked.truth, asked.claim, *asked.places)
        host, truth, claim, *inside = values_at(asked_of, point, digits)
        if not (known(host) and known(truth)) or any(abs(x) <= CLOSE for x in inside):
            return None
        if not known(claim):
            return Look(place, None, lacks=True) if is_undefined(asked.claim, place) else None
        slack = NOTHING if digits == DIGITS[-1] else 0
        near = bool(abs(claim - truth) <= max(CLOSE * max(abs(claim), abs(truth)), slack))
        if near:
            break
    return Look(place, near)


def is_undefined(expression: Expr, place: Place) -> bool:
    """Whether it has no real value there, and is not just too large to be computed."""
    nodes = list(subexpressions([expression]))
    found = dict(zip(nodes, values_at(nodes, floats(place), DIGITS[0]), strict=True))
    for node in nodes:
        if is_nan(found[node]) and not any(is_nan(found[part]) for part in node.args):
            grows = node.is_Pow or isinstance(node, sp.exp)
            return not (grows and (not node.is_Pow or found[node.base] > 0))
    return False


def is_nan(number: Any) -> bool:
    return isinstance(number, mpf) and bool(isnan(number))


def floats(place: Place) -> dict[Symbol, Any]:
    return {x: mpf(float(v)) for x, v in place.items()}


def known(number: Any) -> bool:
    return bool(isfinite(number))


def equal(asked: Question, seen: Sequence[Look], shown: str) -> Answer:
    """Proved, where both have values; the claim must have one wherever the truth has."""
    lacking = [one.place for one in seen if one.lacks]
    lacking += [place for place in far(asked.symbols) if is_hole(asked, place)]
    if not lacking:
        return Answer(Word.RIGHT, shown)
    reason = (
        f"{shown} wherever both have a value, but the claim has none at a point where it should"
    )
    hole = next((p for p in easy(asked.symbols) if is_hole(asked, p)), lacking[0])
    return Answer(Word.UNDECIDED, reason, hole, None, value(asked.truth, hole))


def everywhere(asked: Question, answer: Answer) -> Answer:
    """What is proved almost everywhere, examined where the claim or the truth may jump as well."""
    settled = True
    for inside in own_jumps(asked) if asked.claim != asked.truth else ():
        places = zeros(inside, asked.symbols)
        for place in places or ():
            found = examined(asked, inside, place)
            if isinstance(found, Answer):
                return replace(found, isolated=True)
            settled = settled and found
        settled = settled and places is not None
    if settled:
        return answer
    differing = counterexample(asked)
    if differing is not None:
        return replace(differing, isolated=True)
    reason = f"{answer.reason}, but not proved where a condition or a sign changes"
    return replace(answer, word=min(answer.word, Word.AGREES, key=WEAKEST.index), reason=reason)


WEAKEST: Final = (Word.UNDECIDED, Word.AGREES, Word.RIGHT)


def own_jumps(asked: Question) -> list[Expr]:
    """Those of both sides, but for the formula's own that the claim has not."""
    others = [u for u in jumps(asked.truth) if not is_kink(asked, u)]
    return list(dict.fromkeys([*jumps(asked.claim), *others]))


def is_kink(asked: Question, inside: Expr) -> bool:
    """Whether the formula itself may have no slope where this is zero."""
    return any(multiple(inside, place) is not None for place in asked.places)


def examined(asked: Question, inside: Expr, place: Place) -> Answer | bool:
    """Where they differ within a place, else whether they are proved equal, or nothing is asked."""
    return at_kink(asked, inside, place) if is_kink(asked, inside) else restricted(asked, place)


def at_kink(asked: Question, inside: Expr, place: Place) -> Answer | bool:
    """The same where there may be a kink. There is a slope all the same where what it is the slope
    of is continuous and the slopes on both sides have one limit, which is then the right one."""
    if kept_kinks(asked, inside):
        return False
    hosts, slopes = (
        [on_side(each, inside, side).xreplace(place) for side in (1, -1)]
        for each in (asked.before, asked.truth)
    )
    there = on_side(asked.host, inside, 1).xreplace(place)
    if any(each.has(*UNDEFINED) for each in (there, *hosts, *slopes)):
        return True
    rest = tuple(x for x in asked.symbols if x not in place)
    if not proof(*hosts):
        return meetings(hosts, rest) == ()
    places = ({},) if proof(*slopes) else meetings(slopes, rest)
    if places is None:
        return False
    for more in places:
        both = {**{x: v.xreplace(more) for x, v in place.items()}, **more}
        begun, slope = hosts[0].xreplace(more), slopes[0].xreplace(more)
        smooth = replace(asked, truth=slope, host=begun, before=begun)
        found = restricted(smooth, both)
        if found is not True:
            return found
    return True


def kept_kinks(asked: Question, inside: Expr) -> bool:
    """Whether taking a side leaves a kink there."""
    left = [k for e in (asked.before, asked.truth) for k in kinks(on_side(e, inside, 1))]
    return any(multiple(k, inside) is not None for k in left)


def meetings(sides: Sequence[Expr], rest: Sequence[Symbol]) -> tuple[Place, ...] | None:
    """Where two limits that are not the same meet; None where that is not known."""
    gap = sp.expand(sides[0] - sides[1])
    if gap.free_symbols:
        return zeros(gap, rest)
    return () if certain_sign(gap) else None


def restricted(asked: Question, place: Place) -> Answer | bool:
    """Where they differ, or the claim lacks a value, with some symbols fixed by the others; else
    whether they are proved equal there, or nothing is asked."""
    rest = tuple(x for x in asked.symbols if x not in place)
    if any(inside.xreplace(place) == 0 for inside in asked.places):
        return True
    for point in islice(filled_in(place, rest), SAMPLE):
        found = differs(asked, point) or lacks(asked, point)
        if found is not None:
            return found
    claim, truth, host = (e.xreplace(place) for e in (asked.claim, asked.truth, asked.host))
    if truth.has(*UNDEFINED) or host.has(*UNDEFINED):
        return True
    if not proof(claim, truth):
        return False
    within = replace(asked, claim=claim, truth=truth, symbols=rest)
    for inside in own_jumps(within) if rest and claim != truth else ():
        deeper = zeros(inside, rest)
        if deeper is None:
            return False
        for more in deeper:
            both = {**{x: v.xreplace(more) for x, v in place.items()}, **more}
            further = restricted(asked, both)
            if further is not True:
                return further
    return True


UNDEFINED: Final = (sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I)


def filled_in(place: Place, rest: Sequence[Symbol]) -> Iterator[Place]:
    """The place with numbers for the symbols that are left, the simplest first."""
    for more in easy(rest) if rest else [{}]:
        yield {**{x: v.xreplace(more) for x, v in place.items()}, **more}


def lacks(asked: Question, point: Place) -> Answer | None:
    """The hole that the claim has at a point where it should have a value, for certain."""
    found = value(asked.truth, point)
    if found is None or value(asked.host, point) is None or not is_smooth_at(asked.places, point):
        return None
    if value(asked.claim, point) is not None or not is_undefined(asked.claim, point):
        return None
    reason = "equal wherever both have a value, but the claim has none at a point where it should"
    return Answer(Word.UNDECIDED, reason, point, None, found)


def is_hole(asked: Question, place: Place) -> bool:
    found = look(asked, place)
    return found is not None and found.lacks


def counterexample(asked: Question) -> Answer | None:
    """A point where they differ for certain: a simple one, with rational values if possible."""
    kept: Answer | None = None
    for place in chain(easy(asked.symbols), far(asked.symbols), special(asked)):
        found = differs(asked, place)
        if found is not None and is_short(found):
            return found
        kept = kept or found
    if kept is not None:
        return kept
    wanted = (one.place for one in looks(asked, TRIES) if one.near is False)
    return next(filter(None, (differs(asked, p) for p in islice(wanted, 20))), None)


def special(asked: Question) -> Iterator[Place]:
    """Points where a side may jump; where all are not known, those where waves often do."""
    for inside in own_jumps(asked):
        places = zeros(inside, asked.symbols)
        for place in candidates(asked.symbols) if places is None else places:
            rest = tuple(x for x in asked.symbols if x not in place)
            yield from islice(filled_in(place, rest), SAMPLE)


def is_short(found: Answer) -> bool:
    return all(v is not None and v.is_Rational for v in (found.claimed, found.found))


def differs(asked: Question, place: Place) -> Answer | None:
    """The two values there, if they differ for certain and the formula has a slope there."""
    if value(asked.host, place) is None or not is_smooth_at(asked.places, place):
        return None
    claimed, found = value(asked.claim, place), value(asked.truth, place)
    if claimed is None or found is None or not certain_sign(claimed - found):
        return None
    return Answer(Word.WRONG, "", place, claimed, found)


def at_many(asked: Question) -> Answer:
    """At POINTS points; a difference that is not certain there decides nothing."""
    seen = list(islice(looks(asked, TRIES), POINTS))
    both = [one for one in seen if one.near is not None]
    if any(not one.near for one in both):
        found = counterexample(asked)
        reason = "they seem to differ, but at no point is that certain"
        return found or Answer(Word.UNDECIDED, reason)
    if len(both) < LEAST:
        return Answer(Word.UNDECIDED, f"both have a value at {len(both)} of the points tried")
    agreed = Answer(Word.AGREES, f"the same to 25 digits at {len(both)} points")
    lacking = next((one for one in seen if one.lacks), None)
    if lacking is None:
        return agreed
    reason = f"{agreed.reason}, but the claim has no value where it should have one"
    return replace(agreed, word=Word.UNDECIDED, reason=reason, point=lacking.place)


def constant(claim: Expr, truth: Expr) -> bool | None:
    """Whether two numbers are equal: proved, refuted by an enclosure, or None."""
    gap = sp.expand(claim - truth)
    if gap == 0:
        return True
    found = value(gap, {})
    if found is not None and certain_sign(found):
        return False
    return True if proof(claim, truth) else None
