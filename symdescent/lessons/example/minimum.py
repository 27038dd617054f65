"""Where the gradient vanishes, and why the least value is least."""

from collections.abc import Iterator
from typing import Final

from sympy import Expr, S

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import (
    Function,
    Matrix,
    Nabla,
    Relation,
    Starred,
    Symbolic,
    Written,
)
from symdescent.lessons.blocks import (
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
from symdescent.lessons.example.lesson import FEW, Lesson
from symdescent.lessons.proof_text import EMPTY, Proven
from symdescent.lessons.written_numbers import (
    column,
    equal,
    exact,
    exact_point,
    is_short,
    number,
    picks,
)
from symdescent.messages import sentences
from symdescent.messages.mathematics import Paper
from symdescent.proofs import FINAL, Kind
from symdescent.proofs.critical_points import Critical

FEW_STEPS: Final = 3  # of a proof that are told as sentences
LEADING: Final = 4  # entries of a long gradient before the dots
MOST_POINTS: Final = 12  # critical points in the table


def solved(lesson: Lesson) -> Iterator[Line]:
    """The gradient as a column; its zero, where there is one alone; and the curvature there."""
    if lesson.is_vector:
        yield gradient(lesson)
    points = lesson.critical.points if lesson.critical and lesson.critical.complete else ()
    if len(points) == 1 and not points[0].parameters:
        name = lesson.starred if is_unique(lesson) else lesson.point
        place = Relation((name, exact_point(points[0].point)[1]), (sign(points[0]),))
        left = lesson.gradient()
        zero = Relation((left, lesson.zero, place), ("=", "<=>"))
        yield Line(zero, lesson.say("reason critical"))
    if is_smooth(lesson.study.derivation.formula.expression):
        yield from curvature(lesson)


def gradient(lesson: Lesson) -> Line:
    """The gradient as the column of the partial derivatives, with their formulas while these are
    short."""
    slopes = lesson.study.derivation.gradient
    picked = picks(len(slopes), LEADING)
    dots = Symbolic("vdots")
    names = column([dots if i is None else lesson.slope(i) for i in picked])
    sides: list[Written] = [lesson.gradient(), names]
    shown = [slopes[i] for i in picked if i is not None]
    if all(map(is_short, shown)):
        sides.append(column([dots if i is None else tree(slopes[i]) for i in picked]))
    return Line(Relation(tuple(sides), ("=",) * (len(sides) - 1)), lesson.say("gradient"))


def sign(point: Critical) -> str:
    return exact_point(point.point)[0]


def curvature(lesson: Lesson) -> Iterator[Line]:
    """The second derivative, or the Hessian where it is short; what it says of a bowl."""
    if len(lesson.names) > FEW:
        return
    rows = lesson.study.derivation.hessian
    if not all(is_short(entry) for row in rows for entry in row):
        return
    constant = all(entry.is_number for row in rows for entry in row)
    free = not lesson.study.setting.bounds.box.bounded
    bowl = constant and free and is_unique(lesson)
    if len(rows) == 1:
        positive = bowl and rows[0][0] > S.Zero
        sides: tuple[Written, ...] = (lesson.function(primes=2), tree(rows[0][0]))
        shown = Relation((*sides, number(0)), ("=", ">")) if positive else Relation(sides, ("=",))
        yield Line(shown, lesson.say("reason bowl" if positive else "second derivative"))
        return
    matrix = Matrix(tuple(tuple(tree(entry) for entry in row) for row in rows))
    yield Line(Relation((Nabla(lesson.function(), 2), matrix), ("=",)), lesson.say("Hessian"))


def is_unique(lesson: Lesson) -> bool:
    """Whether a single global minimiser is proved."""
    minimum = lesson.study.minimum
    alone = len(minimum.points) == 1 and not minimum.parameters
    return minimum.kind is Kind.GLOBAL and minimum.complete and alone


def stations(lesson: Lesson) -> Iterator[Block]:
    """All critical points as a table, where there are several."""
    found = lesson.critical
    if found is None or not 1 < len(found.points) <= MOST_POINTS or lesson.is_long:
        return
    if any(point.parameters for point in found.points):
        return
    yield Paragraph(lesson.say("critical" if found.complete else "critical some"))
    yield Table(
        (
            Column(lesson.say("column point"), tuple(placed(lesson, p) for p in found.points)),
            Column(lesson.say("column value"), tuple(valued(p.value) for p in found.points)),
            Column(
                lesson.say("column nature"),
                tuple(lesson.say(str(p.nature)) for p in found.points),
                numeric=False,
            ),
        ),
        label=f"tab:critical-{lesson.wishes.label}" if lesson.wishes.label else "",
    )


def placed(lesson: Lesson, point: Critical) -> Text:
    """x = 1, or x = (1, 2)^T with a bold x."""
    operator, shown = exact_point(point.point)
    return (Relation((lesson.point, shown), (operator,)),)


def valued(value: Expr) -> Text:
    operator, shown = exact(value)
    return (shown,) if operator == "=" else (Relation((EMPTY, shown), (operator,)),)


def proved(lesson: Lesson) -> Iterator[Block]:
    """The proof of the minimum step by step, or why there is none."""
    minimum = lesson.study.minimum
    if minimum.kind is Kind.UNDECIDED:
        yield Paragraph(lesson.say("undecided minimum", reason=why(lesson)))
        yield from bracket(lesson)
        return
    language = lesson.wishes.language
    proven = Proven(lesson.title, lesson.names, language, minimum, lesson.critical)
    items = tuple(map(sentences.sentence, proven.steps()))
    blocks: list[Block] = [*item_blocks(lesson, items)]
    about = proven.definitions(items)
    blocks += [Paragraph(text) for text in (about, *assurance(lesson)) if text]
    yield Environment("proof", tuple(blocks), claim(lesson))


def item_blocks(lesson: Lesson, items: tuple[Text, ...]) -> Iterator[Block]:
    """A few steps as sentences, more of them as a list with numbers."""
    if len(items) <= FEW_STEPS:
        yield Paragraph(tuple(piece for item in items for piece in (" ", *item))[1:])
    else:
        yield Paragraph(lesson.say("steps"))
        yield Listing(items, ordered=True)


def claim(lesson: Lesson) -> Text:
    """What the proof proves, as its title."""
    minimum = lesson.study.minimum
    key = f"title {minimum.kind}"
    if minimum.points and not minimum.parameters and not lesson.is_long:
        operator, shown = exact_point(minimum.points[0])
        place: Written = Relation((lesson.starred, shown), (operator,))
        if len(minimum.points) == 1:
            return lesson.say(key, point=(place,))
    if minimum.value is not None and minimum.kind is Kind.GLOBAL:
        least = Starred(Function(lesson.title))
        return lesson.say("title global value", value=(equal(least, minimum.value),))
    return lesson.say(key, point=(lesson.starred,))


def assurance(lesson: Lesson) -> Iterator[Text]:
    """How sure it is, and what is not proved."""
    minimum = lesson.study.minimum
    if minimum.kind is Kind.NOT_ATTAINED and minimum.value is not None:
        yield lesson.say("not attained", value=exact(minimum.value)[1:])
    if minimum.kind in FINAL:
        yield lesson.say("checked" if minimum.certificate else "unchecked")
    if minimum.kind in (Kind.LOCAL, Kind.STATIONARY) and minimum.reasons:
        yield lesson.say("more", reason=why(lesson))
    elif minimum.kind is Kind.GLOBAL and not minimum.complete:
        yield lesson.say("other points")


def why(lesson: Lesson) -> Text:
    """Why nothing stronger is proved."""
    writer = Paper(lesson.title)
    return sentences.reasons(lesson.study.minimum.reasons, lesson.wishes.language, writer)


def bracket(lesson: Lesson) -> Iterator[Paragraph]:
    """Between which numbers the infimum lies, where that is known."""
    found = lesson.study.minimum.bracket
    if found is not None:
        low, high = (exact(end)[1] for end in found)
        yield Paragraph(lesson.say("bracket", low=(low,), high=(high,)))


def derived(lesson: Lesson) -> Iterator[Block]:
    lines = tuple(solved(lesson))
    if lines:
        yield Derivation(lines)
