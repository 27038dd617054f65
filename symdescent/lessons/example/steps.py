"""One step of an optimizer line by line, the first ones in numbers, and the closed form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import Any, Final

import sympy as sp
from sympy import Expr, Rational

from symdescent.calculus.from_sympy import tree
from symdescent.calculus.rule_step import vectors
from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Hatted,
    Indexed,
    Relation,
    Symbolic,
    Written,
)
from symdescent.language.tree import Name, Negative, Node, Number, Product, Sum, exchanged, names
from symdescent.lessons.blocks import Block, Code, Derivation, Line, Listing, Paragraph, Text
from symdescent.lessons.example.lesson import INDEX, NEXT, Lesson, by, enumeration, named, short
from symdescent.lessons.written_numbers import column, column_of, is_short, number
from symdescent.optimizers import Algorithm, Rule
from symdescent.optimizers.paper_notation import (
    START,
    IndexedRule,
    Quantity,
    indexed,
    letters,
    nodes,
)
from symdescent.optimizers.paper_notation import Line as RuleLine
from symdescent.recurrence.closed_form import ClosedForm, Geometric, angles, sum_of
from symdescent.recurrence.exact_iterates import length as bits
from symdescent.recurrence.exact_iterates import length as walk_length
from symdescent.recurrence.first_steps import Computed
from symdescent.recurrence.first_steps import first_steps as reckoned
from symdescent.studies import Study

MOST_LINES: Final = 8
EARLY: Final = frozenset({"g", "h", "noise"})  # taken at the point where a step begins
BY_COORDINATE: Final = frozenset({"sqrt", "abs", "sign", "max", "min"})
GRADIENT: Final = Quantity("g", 0)


def rule(lesson: Lesson) -> Iterator[Block]:
    """The equations of a step; an algorithm's thoughts; a long rule as it is run."""
    used = lesson.study.setting.rule
    if isinstance(used, Algorithm):
        yield Paragraph(lesson.say("algorithm", method=by(lesson)))
        lines = used.lines(lesson.is_vector)
        yield Listing(tuple((line,) for line in lines), ordered=True)
        return
    steps = Steps.of_rule(lesson, used)
    story, first = steps.story, beginnings(steps)
    key = "rule" if first else "rule bare"
    yield Paragraph(lesson.say(key, method=by(lesson), memory=first))
    if is_plain(story):
        yield Derivation(tuple(steps.lines()))
        if lesson.is_vector and by_coordinates(used):
            yield Paragraph(lesson.say("by coordinates"))
    else:
        yield Code(used.text, "text")


def is_plain(story: IndexedRule) -> bool:
    """Whether every quantity has a letter and an index, and no mark besides."""
    marked = any(q.version or (q.name == "L" and q.back != 1) for q in every(story))
    return not marked and len(story.lines) <= MOST_LINES


def by_coordinates(used: Rule) -> bool:
    """Whether something is done to each coordinate that is not done to points."""
    found = [node for equation in used.equations for node in nodes(equation.tree)]
    powers = any(type(node).__name__ == "Power" for node in found)
    return powers or any(getattr(node, "function", "") in BY_COORDINATE for node in found)


def every(story: IndexedRule) -> Iterator[Quantity]:
    for line in story.lines:
        yield line.left
        yield from (story.quantities[key] for key in names(line.tree))


@dataclass(frozen=True)
class Steps:
    """Spells the lines of a rule with k for the step that is done; `vectors`: what is in bold type.

    A letter in bold type is another one than the same letter in plain type.
    """

    lesson: Lesson
    story: IndexedRule
    vectors: frozenset[str]

    @staticmethod
    def of_rule(lesson: Lesson, rule: Rule) -> "Steps":
        return Steps(lesson, indexed(rule), vectors(rule) if lesson.is_vector else frozenset())

    def lines(self) -> Iterator[Line]:
        """The gradient in a line of its own where it is read more than once."""
        used = [self.story.quantities[key] for line in self.story.lines for key in names(line.tree)]
        gradient = self.lesson.gradient(self.lesson.indexed(INDEX))
        once = used.count(GRADIENT) == 1
        if not once and GRADIENT in used:
            yield Line(Relation((self.of(GRADIENT), gradient), ("=",)))
        for line in self.story.lines:
            right = exchanged(line.tree, lambda node: self.placed(node, gradient if once else None))
            yield Line(Relation((self.of(line.left), right), ("=",)))

    def placed(self, node: Any, gradient: Written | None) -> Written | None:
        """A name with its letter and index; the gradient itself where it is read once."""
        if not isinstance(node, Name):
            return None
        quantity = self.story.quantities[node.name]
        return gradient if gradient and quantity == GRADIENT else self.of(quantity)

    def of(self, quantity: Quantity) -> Written:
        """A quantity with its letter, hat and index."""
        if quantity == START:
            return self.lesson.indexed(number(0))
        index = moment(quantity)
        if quantity.name == "t":
            return NEXT
        if quantity.name == "L":
            return self.lesson.function(self.lesson.indexed(INDEX))
        if quantity.name == "x" and index is not None:
            return self.lesson.indexed(index)
        base = self.letter(quantity.name)
        base = Hatted(base) if quantity.hat else base
        return base if index is None else Indexed(base, index)

    def letter(self, name: str) -> Written:
        """The letter of a quantity."""
        names = dict.fromkeys(quantity.name for quantity in every(self.story))
        if name in self.vectors:
            own = letters([other for other in names if other in self.vectors])
            return Bold("xi" if name == "noise" else named(own[name], name).name)
        taken = letters([*self.lesson.names, *names])
        return Symbolic("xi") if name == "noise" else named(taken[name], name)


def moment(quantity: Quantity) -> Node | None:
    """k+1 for what a step leaves behind, k for what it begins with; None for a constant."""
    if quantity.back is None:
        return None
    back = quantity.back + (quantity.name in EARLY)
    if back == 0:
        return NEXT
    return INDEX if back == 1 else Sum((INDEX, number(1 - back)), 0, 0)


def beginnings(steps: Steps) -> Text:
    """m_0 = 0 and v_0 = 0: what the memory holds before the first step."""
    lesson, story, found = steps.lesson, steps.story, list[Text]()
    for (quantity, back), first in story.firsts.items():
        letter = steps.of(Quantity(quantity.name, None, quantity.version, quantity.versions))
        if quantity.name == "x" or back < 0:
            continue
        nought = first == 0 and quantity.name in steps.vectors
        value = lesson.zero if nought else number(Fraction(first))
        value = lesson.indexed(number(0)) if first == "x" else value
        found.append((Relation((Indexed(letter, number(back)), value), ("=",)),))
    return enumeration(lesson, found)


def by_hand(lesson: Lesson, rule: Rule, lines: Sequence[Computed]) -> list[Line]:
    """Each line under the name of its quantity; as in the code where the rule is shown as code."""
    story = indexed(rule)
    if not is_plain(story):
        return [Line(line.written) for line in lines]
    quantities = {q.name: q for q in every(story) if q.back in (0, None)}
    spelt = Steps.of_rule(lesson, rule)
    return [Line(renamed(line, quantities.get(line.of), spelt)) for line in lines]


def renamed(line: Computed, quantity: Quantity | None, spelt: Steps) -> Relation:
    """g_k of the rule is g_0 in the first step, m_{k+1} is m_1, and a constant has no index."""
    written = line.written
    if quantity is None or line.of == "x":
        return written
    base: Written = spelt.of(replace(quantity, back=None))
    if line.along and isinstance(base, Bold | Name):  # a coordinate of a vector is a number
        letter = base.letter if isinstance(base, Bold) else base.name
        base = Indexed(Name(letter, 0, 0), Name(line.along, 0, 0))
    left = {INDEX: line.step - 1, NEXT: line.step}.get(moment(quantity))
    named = base if left is None else Indexed(base, number(left))
    return replace(written, sides=(named, *written.sides[1:]))


SHOWN: Final = 3  # iterates with their numbers put in
LONGEST: Final = 40  # bits of a number that is written out
Vector = tuple[Fraction, ...]
Value = Vector | Fraction


class NotLinear(Exception):
    """A line that does more than to add multiples of points."""


def substituted(lesson: Lesson, rule: Rule) -> list[Line]:
    """The lines of the first steps; none where one does not come out exactly, or is long."""
    story = indexed(rule)
    if not is_plain(story):
        return []
    try:
        return [line for t in range(1, SHOWN + 1) for line in Walk(lesson, rule, story).step(t)]
    except NotLinear:
        return []


class Walk:
    """Runs the lines of a rule on exact points from the start on."""

    def __init__(self, lesson: Lesson, rule: Rule, story: IndexedRule) -> None:
        self.lesson, self.rule, self.story = lesson, rule, story
        self.spelling = Steps.of_rule(lesson, rule)
        self.done: dict[tuple[str, int], Value] = {("x", 0): lesson.study.setting.start}
        for (quantity, step), first in story.firsts.items():
            value = Fraction(first) if first != "x" else lesson.study.setting.start
            self.done[quantity.name, step] = self.spread(value)

    def spread(self, value: Value) -> Vector:
        """A number as a point with that number everywhere."""
        return value if isinstance(value, tuple) else (value,) * len(self.lesson.names)

    def step(self, t: int) -> Iterator[Line]:
        """The lines of step t, those before it being run as well."""
        for before in range(1, t + 1):
            lines = list(self.lines(before))
        self.demand_right(t)
        yield from lines

    def lines(self, t: int) -> Iterator[Line]:
        here = self.spread(self.done["x", t - 1])
        slope = self.gradient(here)
        self.done["g", t] = slope
        left = self.lesson.gradient(*(number(x) for x in here))
        yield Line(Relation((left, column_of(slope)), ("=",)))
        for line in self.story.lines:
            yield self.line(line, t)

    def line(self, line: RuleLine, t: int) -> Line:
        """left = tree with numbers = value."""
        value = self.spread(self.value(line.tree, t))
        self.done[line.left.name, t] = value
        index = number(t)
        left = self.lesson.indexed(index)
        if line.left.name != "x":
            left = Indexed(self.spelling.of(Quantity(line.left.name)), index)
        numbers = exchanged(line.tree, lambda node: self.shown(node, t))
        return Line(Relation((left, numbers, column_of(value)), ("=", "=")))

    def shown(self, node: Any, t: int) -> Written | None:
        """A name as the number or the point that it stands for."""
        if not isinstance(node, Name):
            return None
        value = self.of(self.story.quantities[node.name], t)
        return column_of(value) if isinstance(value, tuple) else short(value)

    def of(self, quantity: Quantity, t: int) -> Value:
        """The value of a quantity at step t."""
        if quantity == START:
            return self.done["x", 0]
        if quantity.back is None:
            known = {**self.rule.settings, "t": Fraction(t)}
            if quantity.name not in known:
                raise NotLinear
            return known[quantity.name]
        if quantity.hat or (quantity.name, t - quantity.back) not in self.done:
            raise NotLinear
        return self.done[quantity.name, t - quantity.back]

    def value(self, node: Node, t: int) -> Value:
        """The exact value of a tree of sums and multiples."""
        match node:
            case Number(value=value):
                return value
            case Name(name=name):
                return self.of(self.story.quantities[name], t)
            case Negative(operand=operand):
                return times(Fraction(-1), self.value(operand, t))
            case Sum(terms=terms):
                return added([self.value(term, t) for term in terms])
            case Product(factors=factors, divides=divides):
                result: Value = Fraction(1)
                for factor, below in zip(factors, divides, strict=True):
                    part = self.value(factor, t)
                    result = times(inverse(part) if below else part, result)
                return result
        raise NotLinear

    def gradient(self, here: Vector) -> Vector:
        """The exact gradient at a point; NotLinear where it is not rational, or long."""
        symbols = self.lesson.study.setting.formula.variables
        numbers = (Rational(x.numerator, x.denominator) for x in here)
        put = dict(zip(symbols, numbers, strict=True))
        values = [slope.xreplace(put) for slope in self.lesson.study.derivation.gradient]
        if not all(value.is_Rational for value in values):
            raise NotLinear
        return tuple(Fraction(int(v.p), int(v.q)) for v in values)

    def demand_right(self, t: int) -> None:
        """The point must be that of the exact iteration, and short."""
        here = self.spread(self.done["x", t])
        if here != self.lesson.study.iterates[t] or max(map(walk_length, here)) > LONGEST:
            raise NotLinear


def times(left: Value, right: Value) -> Value:
    """A product in which at most one factor is a point."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        raise NotLinear
    if isinstance(left, tuple):
        left, right = right, left
    assert isinstance(left, Fraction)  # at most one of them is a point
    return tuple(left * x for x in right) if isinstance(right, tuple) else left * right


def added(parts: list[Value]) -> Value:
    if all(isinstance(part, Fraction) for part in parts):
        return sum((part for part in parts if isinstance(part, Fraction)), Fraction(0))
    points = [part for part in parts if isinstance(part, tuple)]
    if len(points) < len(parts):
        raise NotLinear
    return tuple(sum(column, Fraction(0)) for column in zip(*points, strict=True))


def inverse(value: Value) -> Fraction:
    if isinstance(value, tuple) or value == 0:
        raise NotLinear
    return 1 / value


@dataclass(frozen=True)
class Affine:
    """x -> factor x + shift, with the fixed point and x_k = fixed + gap factor^k."""

    factor: Expr
    fixed: Expr
    gap: Expr

    @property
    def shift(self) -> Expr:
        """What is added at each step."""
        return sp.expand(self.fixed * (1 - self.factor))


def affine(study: Study) -> Affine | None:
    """The iteration of gradient descent on a parabola; None for all others."""
    form = study.closed
    if form is None or len(form.fixed) > 1 or not study.setting.is_plain:
        return None
    [mode] = form.modes
    gap = sp.S.Zero
    for term in mode.terms:
        if not isinstance(term, Geometric) or term.power:
            return None
        gap = term.coefficient * mode.direction[0]
    return Affine(mode.roots[0], form.fixed[0], gap)


def curvature(study: Study) -> Expr | None:
    """The second derivative of one variable where it is a positive number."""
    hessian = study.derivation.hessian if len(study.run.names) == 1 else ()
    bend = hessian[0][0] if hessian else sp.S.Zero
    return bend if bend.is_number and bend.is_positive else None


def length(written: Any) -> int:
    """Digits and letters, and one for each sign between them."""
    if isinstance(written, Number):
        size = abs(written.value)
        digits = len(f"{size.numerator}")
        return digits if size.denominator == 1 else digits + len(f"{size.denominator}")
    if isinstance(written, Name):
        return len(written.name)
    if isinstance(written, tuple):
        return sum(1 + length(part) for part in written)
    if is_dataclass(written) and not isinstance(written, type):
        return sum(length(getattr(written, field.name)) for field in fields(written))
    return 0


WIDE: Final = 160  # characters of a closed form that is written out
ROW: Final = 30  # and of a slope that stands in a column


def one_step(lesson: Lesson) -> Iterator[Line]:
    """x_{k+1} = x_k - eta L'(x_k) with the slope written out; its short form where it is affine.

    Of several variables the step of the whole point, then its coordinates, one by one where they
    are long.
    """
    gradient = lesson.study.derivation.gradient
    if lesson.is_long or not all(map(is_short, gradient)):
        return
    now, after = lesson.places(INDEX), lesson.places(NEXT)
    slopes = [lesson.put(slope, now) for slope in gradient]
    reason = lesson.say("reason step")
    sides: list[Written] = [lesson.indexed(NEXT)]
    if lesson.is_vector:
        here = lesson.indexed(INDEX)
        sides.append(moved(lesson, here, lesson.gradient(here)))
    wide = is_wide(slopes)
    if not wide:
        sides.append(moved(lesson, column(now), column(slopes)))
    line = affine(lesson.study)
    if line is not None:
        sides.append(lesson.put(line.factor * variable(lesson) + line.shift, now))
    yield Line(Relation(tuple(sides), ("=",) * (len(sides) - 1)), reason)
    if wide:
        pairs = zip(after, now, slopes, strict=True)
        yield from (Line(Relation((n, moved(lesson, o, s)), ("=",))) for n, o, s in pairs)


def is_wide(slopes: Sequence[Written]) -> bool:
    """Whether several coordinates are better told one by one than in a column."""
    return len(slopes) > 1 and max(map(length, slopes)) > ROW


def variable(lesson: Lesson) -> Expr:
    return lesson.study.setting.formula.variables[0]


def moved(lesson: Lesson, now: Written, slope: Written) -> Written:
    """x_k - 1/10 slope."""
    rate = short(lesson.study.setting.rate.value)
    return Combined(((True, now), (False, Chain((rate, slope)))))


def closed_form(lesson: Lesson) -> Iterator[Line]:
    """The fixed point subtracted, then the power of the factor; of others, the sum over modes."""
    line, form = affine(lesson.study), lesson.study.closed
    if form is None or lesson.is_long:
        return
    if line is None:
        yield from by_modes(lesson, form)
        return
    now, after, first = (lesson.indexed(i) for i in (INDEX, NEXT, number(0)))
    if not line.fixed.is_zero:
        far: Any = less(now, line.fixed)
        near: Any = Product((tree(line.factor), far), (False, False), 0, 0)
        shifted = Relation((less(after, line.fixed), near), ("=",))
        yield Line(shifted, lesson.say("reason shift"))
    gap = Relation((less(first, line.fixed), tree(line.gap)), ("=",))
    yield Line(
        Relation((now, sum_of(form, lesson.names)), ("=",)),
        lesson.say("reason start", gap=(gap,)),
    )


def by_modes(lesson: Lesson, form: ClosedForm) -> Iterator[Line]:
    """x_k as a sum over the eigenvectors of the Hessian, and the angles that it turns by."""
    found = sum_of(form, lesson.names)
    if length(found) > WIDE:
        return
    reason = lesson.say("reason modes" if len(form.fixed) > 1 else "reason roots")
    yield Line(Relation((lesson.indexed(INDEX), found), ("=",)), reason)


def turns(lesson: Lesson) -> Iterator[Paragraph]:
    """The angles that a closed form speaks of."""
    form = lesson.study.closed
    found = angles(form, lesson.names) if form else ()
    if found:
        shown = tuple(part for angle in found for part in (", ", angle))[1:]
        yield Paragraph(lesson.say("angles", angles=shown))


def less(place: Written, fixed: Expr) -> Written:
    """x_k - x*."""
    if fixed.is_zero:
        return place
    return Combined(((True, place), (bool(fixed.is_negative), tree(abs(fixed)))))


def first_steps(lesson: Lesson) -> Iterator[Derivation]:
    """The first iterates with every number put in; nothing where one is not rational or short."""
    if not lesson.is_long:
        lines = computed(lesson)
        if lines:
            yield Derivation(tuple(lines))


def computed(lesson: Lesson) -> list[Line]:
    """One variable number by number, several as points."""
    rule, iterates = lesson.study.setting.rule, lesson.study.iterates
    if isinstance(rule, Algorithm) or len(iterates) <= SHOWN:
        return []
    alone = len(lesson.names) == 1 or is_wide([tree(g) for g in lesson.study.derivation.gradient])
    if lesson.study.setting.is_plain and not (alone and len(lesson.names) > 1):
        return plain_steps(lesson)
    if alone:
        return by_hand(lesson, rule, reckoned(lesson.study.derivation, rule, iterates))
    return substituted(lesson, rule)


def plain_steps(lesson: Lesson) -> list[Line]:
    """x_1 = 14 - 1/10 (14 - 4) = 13."""
    lines = []
    for k in range(SHOWN):
        if max(map(bits, lesson.study.iterates[k + 1])) > LONGEST:
            break
        here, there = lesson.study.iterates[k], lesson.study.iterates[k + 1]
        values: list[Written] = [number(x) for x in here]
        slopes = [lesson.put(slope, values) for slope in lesson.study.derivation.gradient]
        step = moved(lesson, column(values), column(slopes))
        sides = (lesson.indexed(number(k + 1)), step, column_of(there))
        lines.append(Line(Relation(sides, ("=", "="))))
    return lines
