"""Where the gradient vanishes, and why the least value is least."""

from collections.abc import Iterator
from typing import Final

from sympy import Expr, S

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.from_sympy import tree
from symdescent.exact import FINAL, Kind
from symdescent.exact.critical import Critical
from symdescent.language.notation import (
    Function,
    Matrix,
    Nabla,
    Relation,
    Starred,
    Symbolic,
    Written,
)
from symdescent.worked.blocks import (
    Block,
    Column,
    Derivation,
    Environment,
    Line,
    Listing,
    Paragraph,
    Table,
    Text,
)
from symdescent.worked.numbers import (
    column,
    equal,
    exact,
    exact_point,
    is_short,
    number,
    picks,
)
from symdescent.worked.proofs import EMPTY, Proven, Roots, step
from symdescent.worked.telling import FEW, Telling

FEW_STEPS: Final = 3  # of a proof that are told as sentences
LEADING: Final = 4  # entries of a long gradient before the dots
MOST_POINTS: Final = 12  # critical points in the table


def solved(telling: Telling) -> Iterator[Line]:
    """The gradient as a column; its zero, where there is one alone; and the curvature there."""
    if telling.is_vector:
        yield gradient(telling)
    points = telling.critical.points if telling.critical and telling.critical.complete else ()
    if len(points) == 1 and not points[0].parameters:
        name = telling.starred if is_unique(telling) else telling.point
        place = Relation((name, exact_point(points[0].point)[1]), (sign(points[0]),))
        left = telling.gradient()
        zero = Relation((left, telling.zero, place), ("=", "<=>"))
        yield Line(zero, telling.say("reason critical"))
    if is_smooth(telling.study.derivation.formula.expression):
        yield from curvature(telling)


def gradient(telling: Telling) -> Line:
    """The gradient as the column of the partial derivatives, with their formulas while these are
    short."""
    slopes = telling.study.derivation.gradient
    picked = picks(len(slopes), LEADING)
    dots = Symbolic("vdots")
    names = column([dots if i is None else telling.slope(i) for i in picked])
    sides: list[Written] = [telling.gradient(), names]
    shown = [slopes[i] for i in picked if i is not None]
    if all(map(is_short, shown)):
        sides.append(column([dots if i is None else tree(slopes[i]) for i in picked]))
    return Line(Relation(tuple(sides), ("=",) * (len(sides) - 1)), telling.say("gradient"))


def sign(point: Critical) -> str:
    return exact_point(point.point)[0]


def curvature(telling: Telling) -> Iterator[Line]:
    """The second derivative, or the Hessian where it is short; what it says of a bowl."""
    if len(telling.names) > FEW:
        return
    rows = telling.study.derivation.hessian
    if not all(is_short(entry) for row in rows for entry in row):
        return
    constant = all(entry.is_number for row in rows for entry in row)
    free = not telling.study.setting.bounds.box.bounded
    bowl = constant and free and is_unique(telling)
    if len(rows) == 1:
        positive = bowl and rows[0][0] > S.Zero
        sides: tuple[Written, ...] = (telling.function(primes=2), tree(rows[0][0]))
        shown = Relation((*sides, number(0)), ("=", ">")) if positive else Relation(sides, ("=",))
        yield Line(shown, telling.say("reason bowl" if positive else "second derivative"))
        return
    matrix = Matrix(tuple(tuple(tree(entry) for entry in row) for row in rows))
    yield Line(Relation((Nabla(telling.function(), 2), matrix), ("=",)), telling.say("Hessian"))


def is_unique(telling: Telling) -> bool:
    """Whether a single global minimiser is proved."""
    minimum = telling.study.minimum
    alone = len(minimum.points) == 1 and not minimum.parameters
    return minimum.kind is Kind.GLOBAL and minimum.complete and alone


def stations(telling: Telling) -> Iterator[Block]:
    """All critical points as a table, where there are several."""
    found = telling.critical
    if found is None or not 1 < len(found.points) <= MOST_POINTS or telling.is_long:
        return
    if any(point.parameters for point in found.points):
        return
    yield Paragraph(telling.say("critical" if found.complete else "critical some"))
    yield Table(
        (
            Column(telling.say("column point"), tuple(placed(telling, p) for p in found.points)),
            Column(telling.say("column value"), tuple(valued(p.value) for p in found.points)),
            Column(
                telling.say("column nature"),
                tuple(telling.say(str(p.nature)) for p in found.points),
                numeric=False,
            ),
        ),
        label=f"tab:critical-{telling.wishes.label}" if telling.wishes.label else "",
    )


def placed(telling: Telling, point: Critical) -> Text:
    """x = 1, or x = (1, 2)^T with a bold x."""
    operator, shown = exact_point(point.point)
    return (Relation((telling.point, shown), (operator,)),)


def valued(value: Expr) -> Text:
    operator, shown = exact(value)
    return (shown,) if operator == "=" else (Relation((EMPTY, shown), (operator,)),)


def proved(telling: Telling) -> Iterator[Block]:
    """The proof of the minimum step by step, or why there is none."""
    minimum = telling.study.minimum
    if minimum.kind is Kind.UNDECIDED:
        yield Paragraph(telling.say("undecided minimum", reason=minimum.reason))
        yield from bracket(telling)
        return
    language = telling.wishes.language
    proven = Proven(telling.title, telling.names, language, minimum, telling.critical)
    roots = Roots.of(proven)
    items = tuple(step(proven, one, roots) for one in minimum.proof)
    blocks: list[Block] = [*listed(telling, items)]
    about = roots.told(proven, items)
    blocks += [Paragraph(text) for text in (about, *assurance(telling)) if text]
    yield Environment("proof", tuple(blocks), claim(telling))


def listed(telling: Telling, items: tuple[Text, ...]) -> Iterator[Block]:
    """A few steps as sentences, more of them as a list with numbers."""
    if len(items) <= FEW_STEPS:
        yield Paragraph(tuple(piece for item in items for piece in (" ", *item))[1:])
    else:
        yield Paragraph(telling.say("steps"))
        yield Listing(items, ordered=True)


def claim(telling: Telling) -> Text:
    """What the proof proves, as its title."""
    minimum = telling.study.minimum
    key = f"title {minimum.kind}"
    if minimum.points and not minimum.parameters and not telling.is_long:
        operator, shown = exact_point(minimum.points[0])
        place: Written = Relation((telling.starred, shown), (operator,))
        if len(minimum.points) == 1:
            return telling.say(key, point=(place,))
    if minimum.value is not None and minimum.kind is Kind.GLOBAL:
        least = Starred(Function(telling.title))
        return telling.say("title global value", value=(equal(least, minimum.value),))
    return telling.say(key, point=(telling.starred,))


def assurance(telling: Telling) -> Iterator[Text]:
    """How sure it is, and what is not proved."""
    minimum = telling.study.minimum
    if minimum.kind is Kind.NOT_ATTAINED and minimum.value is not None:
        yield telling.say("not attained", value=exact(minimum.value)[1:])
    if minimum.kind in FINAL:
        yield telling.say("checked" if minimum.certificate else "unchecked")
    if minimum.kind in (Kind.LOCAL, Kind.STATIONARY) and minimum.reason:
        yield telling.say("more", reason=minimum.reason)
    elif minimum.kind is Kind.GLOBAL and not minimum.complete:
        yield telling.say("other points")


def bracket(telling: Telling) -> Iterator[Paragraph]:
    """Between which numbers the infimum lies, where that is known."""
    found = telling.study.minimum.bracket
    if found is not None:
        low, high = (exact(end)[1] for end in found)
        yield Paragraph(telling.say("bracket", low=(low,), high=(high,)))


def derived(telling: Telling) -> Iterator[Block]:
    lines = tuple(solved(telling))
    if lines:
        yield Derivation(lines)
