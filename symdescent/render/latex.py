"""A study as LaTeX: formulas, equations of its rule, a table; and rows that fit their line."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

import sympy as sp
from sympy import Expr
from sympy.printing.latex import LatexPrinter

from symdescent.calculus.accurate_evaluation import Nearest
from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.rule_step import vectors
from symdescent.language.notation import Function, Matrix, Nabla, Point, Relation, Written
from symdescent.language.tree import names
from symdescent.language.unparse import ATOM, POWER
from symdescent.lessons.blocks import Derivation, Line, Text
from symdescent.lessons.written_numbers import Sides, bounds, exact, exact_coordinates, picks
from symdescent.lessons.written_numbers import number as rational
from symdescent.optimizers.paper_notation import (
    START,
    IndexedRule,
    Letter,
    Quantity,
    indexed,
    letters,
    nodes,
)
from symdescent.optimizers.rule import Rule
from symdescent.printing.escaping import in_latex as in_text
from symdescent.printing.latex import Rendered, Speller, exact_number, latex, sides, terms
from symdescent.printing.latex import latex as latex_of
from symdescent.proofs import Kind, Minimum
from symdescent.render import matrices
from symdescent.render.short_text import (
    describe,
    how_sure,
    maximum,
    ranged,
    short_step,
    significant,
)
from symdescent.render.table import LONGEST_EXACT, fixed, target
from symdescent.studies import Study

TOKEN: Final = re.compile(r"\\[a-zA-Z]+|\\\\\[\d+pt\]|\\.|\S")
WORD: Final = 5.2  # a letter of a word, on average
BRACKETS: Final = 20.0  # of a matrix
SCRIPT: Final = 0.72  # an index or a small fraction, beside the usual size
WIDTHS: Final = {
    **dict.fromkeys("0123456789", 5.0),
    **dict.fromkeys("()[]", 3.9),
    **dict.fromkeys(",;", 4.5),
    **dict.fromkeys("'", 2.8),
    **dict.fromkeys("+-", 12.2),
    **dict.fromkeys("=<>", 13.4),
    **dict.fromkeys((r"\le", r"\ge", r"\ne", r"\approx", r"\in", r"\to", r"\sim"), 14.0),
    **dict.fromkeys((r"\iff", r"\implies"), 28.0),
    **dict.fromkeys((r"\cdot", r"\odot"), 7.3),
    **dict.fromkeys((r"\lvert", r"\rvert"), 2.8),
    **dict.fromkeys((r"\lVert", r"\rVert", r"\lfloor", r"\rfloor"), 5.0),
    **dict.fromkeys((r"\left", r"\right"), 2.5),
    **dict.fromkeys((r"\nabla", r"\infty", r"\dots"), 10.0),
    **dict.fromkeys((r"\ln", r"\tan", r"\sin", r"\cos", r"\exp", r"\max", r"\min"), 16.5),
    **dict.fromkeys((r"\sinh", r"\cosh", r"\tanh"), 21.5),
    **dict.fromkeys((r"\arcsin", r"\arccos", r"\arctan"), 31.0),
    **dict.fromkeys((r"\mathbb", r"\bigl", r"\bigr", r"\textstyle", r"\displaystyle"), 0.0),
    r"\,": 1.7,
    r"\ ": 3.3,
    r"\quad": 10.0,
    "&": 10.0,
}


def width(latex: str) -> float:
    """The width in points, some points too much rather than too little."""
    return Ruler(TOKEN.findall(latex)).row()


class Ruler:
    """A cursor over LaTeX that adds up widths."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def row(self) -> float:
        """The width up to a closing brace, the end of an environment or of all; of rows, the
        widest."""
        widest = total = 0.0
        while self.place < len(self.tokens) and self.tokens[self.place] not in ("}", r"\end"):
            token = self.take()
            if token.startswith(r"\\"):
                widest, total = max(widest, total), 0.0
            else:
                total += MEASURES[token](self) if token in MEASURES else plain(token)
        return max(widest, total)

    def group(self) -> float:
        """What stands between braces, or the one sign that follows."""
        if self.place >= len(self.tokens):
            return 0.0
        token = self.take()
        if token != "{":
            return MEASURES[token](self) if token in MEASURES else plain(token)
        inside = self.row()
        self.place += 1
        return inside

    def braces(self) -> float:
        """What stands between braces, the first of which is taken."""
        self.place -= 1
        return self.group()

    def words(self) -> float:
        """Letters between braces that are no formula."""
        begin, depth = self.place, 0
        while self.place < len(self.tokens):
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
            if depth == 0:
                break
        return WORD * sum(len(t.lstrip("\\")) for t in self.tokens[begin + 1 : self.place - 1])

    def fraction(self) -> float:
        return max(self.group(), self.group()) + 2.4

    def small_fraction(self) -> float:
        return SCRIPT * max(self.group(), self.group()) + 2.4

    def script(self) -> float:
        return SCRIPT * self.group()

    def root(self) -> float:
        return 9.0 + self.group()

    def environment(self) -> float:
        """Rows between brackets."""
        self.words()
        inside = self.row()
        self.place += 1
        self.words()
        return inside + BRACKETS


MEASURES: Final[dict[str, Callable[[Ruler], float]]] = {
    "{": Ruler.braces,
    "^": Ruler.script,
    "_": Ruler.script,
    r"\frac": Ruler.fraction,
    r"\dfrac": Ruler.fraction,
    r"\tfrac": Ruler.small_fraction,
    r"\sqrt": Ruler.root,
    r"\text": Ruler.words,
    r"\mathrm": Ruler.words,
    r"\operatorname": Ruler.words,
    r"\begin": Ruler.environment,
}


def plain(token: str) -> float:
    """A sign that stands for itself."""
    return WIDTHS.get(token, 6.3)


GAP: Final = 16.0  # points between a formula and its reason
INDENT: Final = 10.0  # of what goes on from the row before
FEW_LINES: Final = 3  # lines whose columns are kept together, the reasons below them
NARROW: Final = 0.3  # the share of the room that formulas need beside their reasons


@dataclass(frozen=True)
class Row:
    """One row: `left` up to the first relation, `right` from there on, and a reason or a label.

    `fit`: the points that `right` must be set in, where it is wider and cannot be broken.
    """

    left: str
    right: str
    reason: Text = ()
    label: str = ""
    beside: bool = True  # False: the reason is all there is on the row
    fit: float | None = None


@dataclass(frozen=True)
class Room:
    """Points for what stands right of the first relation; whether reasons have room beside it."""

    right: float
    beside: bool


def rows(derivation: Derivation, points: float) -> list[Row]:
    """The rows of a derivation in a column of so many points."""
    room = shared(derivation.lines, points)
    return [row for line in derivation.lines for row in broken(line, room)]


def shared(lines: Sequence[Line], points: float) -> Room:
    """How much of a column is left for the right-hand sides."""
    left = max((width(sides(line.written)[0]) for line in lines if is_split(line)), default=0.0)
    reasons = max(map(text_width, (line.reason for line in lines)), default=0.0)
    rest = points - left
    if not reasons:
        return Room(rest, True)
    beside = rest - GAP - reasons
    fits = beside >= NARROW * points and widest(lines, beside) <= beside
    whole = len(lines) > FEW_LINES or tallest(lines, rest) <= beside
    return Room(beside, True) if fits and whole else Room(rest, False)


def tallest(lines: Sequence[Line], rest: float) -> float:
    """The widest side with columns that has room enough without the reasons."""
    tall = [width(p) for line in lines for p in sides(line.written)[1:] if r"\begin" in p]
    return max((size for size in tall if size <= rest), default=0.0)


def widest(lines: Sequence[Line], room: float) -> float:
    """The widest of what cannot be broken."""
    return max(width(piece) for line in lines for piece, _ in units(line.written, room))


def is_split(line: Line) -> bool:
    return isinstance(line.written, Relation)


def broken(line: Line, room: Room) -> Iterator[Row]:
    """The rows of one line; the reason stands beside the last, or on a row below."""
    left = sides(line.written)[0] if is_split(line) else ""
    packed = list(pack(units(line.written, room.right), room.right)) or [""]
    fit = [room.right if width(right) > room.right else None for right in packed]
    pairs = enumerate(zip(packed, fit, strict=True))
    made = [Row(left if i == 0 else "", right, fit=points) for i, (right, points) in pairs]
    beside = line.reason if room.beside else ()
    yield from made[:-1]
    yield replace(made[-1], reason=beside, label=line.label)
    if line.reason and not room.beside:
        yield Row("", "", line.reason, beside=False)


def units(written: Written, room: float) -> Iterator[tuple[str, bool]]:
    """What may not be broken any more, and whether it goes on within a sum."""
    if not isinstance(written, Relation):
        yield from summed("", written, room)
        return
    for piece, side in zip(sides(written)[1:], written.sides[1:], strict=True):
        if width(piece) <= room:
            yield piece, False
        else:
            yield from summed(piece.removesuffix(latex(side)), side, room)


def summed(sign: str, side: Written, room: float) -> Iterator[tuple[str, bool]]:
    """A side term by term."""
    first, *rest = terms(side)
    yield sign + first, False
    yield from ((term, True) for term in rest)


def pack(pieces: Iterator[tuple[str, bool]], room: float) -> Iterator[str]:
    """As many pieces on a row as fit."""
    row = ""
    for piece, goes_on in pieces:
        longer = f"{row} {piece}" if row else piece
        if row and width(longer) > room:
            yield row
            longer = rf"\quad {piece}" if goes_on else piece
        row = longer
    if row:
        yield row


def text_width(text: Text) -> float:
    """About how wide words and formulas are."""
    return sum(WORD * len(part) if isinstance(part, str) else width(latex(part)) for part in text)


PRIMES: Final = 2  # of more values on the way, each is numbered
GRADIENT: Final = Quantity("g", 0)
BY_BLOCK: Final = frozenset("norm dot sum mean rms max_over".split())
BEFORE: Final = {
    GRADIENT: r"{g}_{{t}} &= \nabla L({x}_{{t-1}})",
    Quantity("h", 0): r"{h}_{{t}} &= \operatorname{{diag}} \nabla^{{2}} L({x}_{{t-1}})",
    Quantity("noise", 0): r"{noise}_{{t}} &\sim \mathcal{{N}}(0, I)",
}
Table = Mapping[str, Letter]


def equations(rule: Rule, bold: bool = False) -> str:
    """One step from x_{t-1} to x_t as an align* block; t = 1, 2, ... counts the steps.

    `bold`: vectors in bold type.
    """
    story = indexed(rule)
    table = lettered(rule, story, bold)
    spelt = {key: written(quantity, table) for key, quantity in story.quantities.items()}
    uses = Counter(story.quantities[key] for line in story.lines for key in names(line.tree))
    before = {quantity: given(row, table) for quantity, row in BEFORE.items()}
    rows = [row for quantity, row in before.items() if needed(quantity, uses)]
    if uses[GRADIENT] == 1 and not any(q.name == "g" and q.back and not q.version for q in uses):
        rows.remove(before[GRADIENT])
        there = next(key for key, q in story.quantities.items() if q == GRADIENT)
        spelt[there] = before[GRADIENT].partition("&= ")[2], POWER
    spell = Speller(spelt).spell
    rows += [f"{written(line.left, table)[0]} &= {spell(line.tree)}" for line in story.lines]
    return "\n".join([r"\begin{align*}", " \\\\\n".join(rows), r"\end{align*}"])


def lettered(rule: Rule, story: IndexedRule, bold: bool) -> Table:
    """The letter of each name; those of vectors in bold type where that is wanted."""
    table = letters(quantity.name for quantity in every(story))
    if not bold:
        return table
    of = vectors(rule) | {START.name}
    return {n: replace(x, base=bolder(x.base)) if n in of else x for n, x in table.items()}


def bolder(base: str) -> str:
    """A letter in bold type: \\mathbf{x}, \\bar{\\mathbf{x}}, \\boldsymbol{\\xi}."""
    barred = base.removeprefix(r"\bar ")
    if barred != base:
        return rf"\bar{{{bolder(barred)}}}"
    if base.startswith(r"\mathrm"):
        return base.replace(r"\mathrm", r"\mathbf", 1)
    return rf"\boldsymbol{{{base}}}" if base.startswith("\\") else rf"\mathbf{{{base}}}"


def given(row: str, table: Table) -> str:
    """What is given in every step, with its letters."""
    return row.format(**{name: table[name].base for name in ("x", "g", "h", "noise")})


def equations_with_values(rule: Rule, bold: bool = False) -> str:
    """The equations, and below them the values that they are run with."""
    values = conditions(rule, bold)
    return f"{equations(rule, bold)}\n{values}." if values else equations(rule, bold)


def needed(quantity: Quantity, uses: Mapping[Quantity, int]) -> bool:
    """Whether what is given is read, now or in a later step."""
    return any(used.name == quantity.name and not used.version for used in uses)


def every(story: IndexedRule) -> Iterator[Quantity]:
    """All quantities of a rule, in order of appearance."""
    for line in story.lines:
        yield line.left
        yield from (story.quantities[key] for key in names(line.tree))


def written(quantity: Quantity, table: Table, when: str | None = None) -> Rendered:
    """A quantity with its index (or another one), its mark and its hat."""
    when = moment(quantity.back) if when is None else when
    if quantity.name == "L" and not quantity.version:
        return f"L({table['x'].base}_{{{when}}})", POWER
    letter = table[quantity.name]
    base = rf"\hat{{{letter.base}}}" if quantity.hat else letter.base
    below = ",".join(filter(None, (letter.below, when)))
    text = base + (f"_{{{below}}}" if below else "")
    if not quantity.version:
        return text, ATOM
    primed = quantity.versions <= PRIMES + 1
    mark = "'" * quantity.version if primed else f"^{{({quantity.version})}}"
    return text + mark, POWER


def moment(back: int | None) -> str:
    """t, t-1, ...; nothing for what is the same in every step."""
    return "" if back is None else f"t-{back}" if back else "t"


def conditions(rule: Rule, bold: bool = False) -> str:
    """The values of the settings and of the memory before the first step, as a sentence."""
    story = indexed(rule)
    table = lettered(rule, story, bold)
    used = {quantity.name for quantity in every(story)}
    values = {name: value for name, value in rule.settings.items() if name in used}
    parts = [
        f"${written(Quantity(n), table)[0]} = {exact_number(v)[0]}$" for n, v in values.items()
    ]
    parts += [f"${row}$" for row in beginnings(story, table)]
    if story.answer != Quantity("x", 0):
        parts.append(f"the answer being ${written(story.answer, table)[0]}$")
    called = {getattr(node, "function", "") for e in rule.equations for node in nodes(e.tree)}
    if called & BY_BLOCK:
        parts.append("norms, sums and means over each tensor")
    return f"with {', '.join(parts)}" if parts else ""


def beginnings(story: IndexedRule, table: Table) -> Iterator[str]:
    """m_0 = v_0 = 0, and the like; what has the same first value stands in one row."""
    rows: dict[str, list[str]] = {}
    for (quantity, step), first in story.firsts.items():
        if (quantity, step + 1) in story.firsts:
            continue  # said of all steps before the first one
        many = (quantity, step - 1) in story.firsts
        left = written(quantity, table, "k" if many else str(step))[0]
        value = f"{table['x'].base}_{{0}}" if first == "x" else exact_number(Fraction(first))[0]
        rows.setdefault(value + r" \text{ for } k \le 0" * many, []).append(left)
    for value, names_left in rows.items():
        yield " = ".join([*names_left, value])


PREAMBLE = "% needs \\usepackage{amsmath,booktabs}"
FEW = 6
FAR = r"$\lVert \mathbf{x} - \mathbf{x}^{\ast} \rVert$"
WIDE = 340.0  # points of a column: article has 345
SIGNS = {"=": "=", "~": r"\approx"}
NUMBER = re.compile(r"(?P<digits>-?\d+(\.\d+)?)(e(?P<power>[+-]\d+))?")


def study_latex(study: Study, steps: Sequence[int], exact: bool = False) -> str:
    """Formula, gradient, rule, exact minimum and table of iterates, to be set in any article.

    `exact`: the iterates as fractions while they are short.
    """
    return "\n".join(
        [
            PREAMBLE,
            *display(study),
            "",
            *step(study),
            "",
            *answer(study),
            "",
            *tabular(study, steps, exact),
        ]
    )


def display(study: Study) -> list[str]:
    """The formula and its gradient."""
    formula = study.setting.formula
    first = equation(formula) + where(study.run.names, study.setting.bounds.sides)
    lines = [first, *gradient(formula, study.derivation.gradient)]
    return [r"\begin{align*}", " \\\\\n".join(lines), r"\end{align*}"]


def equation(formula: Formula) -> str:
    """The formula on a line of align*."""
    return rf"{formula.title}({arguments(formula)}) &= {expression_latex(formula.expression)}"


def where(names: Sequence[str], sides: Sides) -> str:
    """What follows a formula in a box, where there is one: , \\quad 2 \\le y."""
    told = within(names, sides)
    return rf", \quad {told}" if told else ""


def within(names: Sequence[str], sides: Sides) -> str:
    return r",\ ".join(map(latex_of, bounds(names, sides)))


def arguments(formula: Formula) -> str:
    """The variables, of many the first ones and the last."""
    names = [symbol(x) for x in formula.variables]
    picked = picks(len(names), 2)
    return ", ".join(r"\dots" if i is None else names[i] for i in picked)


def gradient(
    formula: Formula, slopes: Sequence[Expr], manner: matrices.Rendering = matrices.MATHEMATICS
) -> list[str]:
    """The gradient as a column of partial derivatives, with their names; the slope of one."""
    left = Nabla(matrices.function(formula))
    if len(slopes) == 1:
        slope = Function(formula.title, matrices.function(formula).arguments, 1)
        return [aligned(Relation((slope, tree(slopes[0])), ("=",)))]
    return array_rows(matrices.column(formula, left, slopes, manner).written)


def array_rows(written: Relation) -> list[str]:
    """A column or a matrix on a line of align*; a wide column entry by entry below its names."""
    line = aligned(written)
    if len(written.sides) == 2 or width(line) <= WIDE:
        return [line]
    left, names, values = written.sides
    assert isinstance(names, Matrix) and isinstance(values, Matrix)  # so they are made
    pairs = [(name, value) for (name,), (value,) in zip(names.rows, values.rows, strict=True)]
    rows = [
        rf"&\ {latex_of(name)}" if name == value else aligned(Relation((name, value), ("=",)))
        for name, value in pairs
    ]
    return [rf"{aligned(Relation((left, names), ('=',)))}, \quad \text{{where}}", *rows]


def aligned(written: Relation) -> str:
    """A relation on a line of align*."""
    first, *rest = sides(written)
    return f"{first} &{' '.join(rest)}"


def step(study: Study) -> list[str]:
    """The rule's equations, as they were run."""
    rule, formula = study.setting.rule, study.setting.formula
    several = len(formula.variables) > 1
    point = f", where ${latex_of(matrices.point(formula))}$" if several else ""
    if isinstance(rule, Rule):
        told = equations_with_values(rule, several)
        inside = within(study.run.names, study.setting.bounds.sides)
        last = [f"Then the nearest point with ${inside}$ is taken."] if inside else []
        return [f"One step of {in_text(rule.name)}{point}:", told, *last]
    thoughts = (rf"\item {in_text(line)}" for line in rule.lines(several))
    return [
        f"One step of {in_text(rule.name)}{point}:",
        r"\begin{enumerate}",
        *thoughts,
        r"\end{enumerate}",
    ]


def answer(study: Study) -> list[str]:
    """The exact minimum in a sentence."""
    text, sure = describe(study.minimum, study.run.names)
    formula, minimum = study.setting.formula, study.minimum
    exact = least(minimum, formula) or in_text(text)
    told = in_text(sure)
    if minimum.proof and minimum.kind is not Kind.UNDECIDED:
        why = mixed(short_step(minimum.proof[0]))
        told = f"{in_text(how_sure(minimum))}({minimum.word}: {why})"
    return [f"{exact}; {told}.", *greatest(minimum, formula)]


def mixed(told: Text) -> str:
    """Words with their signs spelt out, mathematics between dollars."""
    return "".join(in_text(p) if isinstance(p, str) else f"${latex(p)}$" for p in told)


def greatest(minimum: Minimum, formula: Formula) -> list[str]:
    """The value of a maximum in a sentence, where one was asked for."""
    value = minimum.value
    if value is None:
        return []
    told = maximum(minimum, formula)
    return [f"{fact.label}: ${expression_latex(-value)}$." for fact in told]


def least(minimum: Minimum, formula: Formula) -> str:
    """The minimisers and the value in mathematics; nothing where there are none, or too many."""
    variables = formula.variables
    if minimum.kind is not Kind.GLOBAL or len(minimum.points) > FEW or len(variables) > FEW:
        return ""
    several = len(variables) > 1
    letters = ", ".join(map(symbol, variables))
    left = rf"({letters})^{{\ast}}" if several else rf"{letters}^{{\ast}}"
    pairs = [exact_coordinates(point) for point in minimum.points]
    where = " or ".join(f"${left} {SIGNS[sign]} {latex_of(Point(at))}$" for sign, at in pairs)
    sign, value = exact(minimum.value)
    ranges = "".join(f"; {in_text(ranged(p, words))}" for p, words in minimum.parameters.items())
    return f"{where}{ranges}, ${formula.title}^\\ast {SIGNS[sign]} {latex_of(value)}$"


def tabular(study: Study, steps: Sequence[int], is_exact: bool = False) -> list[str]:
    """The iterates, of many variables the first ones, with the distance from the minimiser."""
    near, names = target(study), [symbol(x) for x in study.setting.formula.variables]
    shown, many = names[:FEW], len(names)
    dots = [r"\dots"] * (many > FEW)
    far = [FAR] * (many > 1 and near is not None)
    title = study.setting.formula.title
    head = ["$k$", *(f"${x}$" for x in shown), *(f"${d}$" for d in dots), f"${title}$", *far]
    rows = [row(study, k, near, is_exact) for k in steps]
    exact = [f"${expression_latex(x)}$" for x in near.exact[:FEW]] if near else []
    value = f"${expression_latex(study.minimum.value)}$"
    foot = ["exact", *exact, *(f"${d}$" for d in dots), value, *(["0"] * len(far))]
    return [
        rf"\begin{{tabular}}{{{'r' * len(head)}}}",
        r"\toprule",
        " & ".join(head) + r" \\",
        r"\midrule",
        *(" & ".join(minus(cell) for cell in cells) + r" \\" for cells in rows),
        *([r"\midrule", " & ".join(foot) + r" \\"] if near else []),
        r"\bottomrule",
        r"\end{tabular}",
        *([f"\n{many - FEW} of {many} coordinates are not shown."] if dots else []),
    ]


def row(study: Study, k: int, near: Nearest | None, is_exact: bool) -> list[str]:
    """The cells of a step: its number, coordinates, value, distance from the minimiser."""
    point = study.run.points[k]
    known = study.iterates[k] if is_exact and k < len(study.iterates) else ()
    short = all(len(str(x)) <= LONGEST_EXACT for x in known[:FEW])
    cells = [f"${in_fractions(x)}$" for x in known[:FEW]] if known and short else None
    dots = [r"$\dots$"] * (len(point) > FEW)
    far = [significant(math.dist(point, near.floats))] if near and len(point) > 1 else []
    value = significant(study.run.values[k])
    return [str(k), *(cells or map(fixed, point[:FEW])), *dots, value, *far]


def in_fractions(value: Fraction) -> str:
    return latex_of(rational(value))


def minus(cell: str) -> str:
    """A cell of the table: mathematics where it is a number with a sign or a power of ten."""
    return number(cell) if "e" in cell or cell.startswith("-") else cell


def number(cell: str) -> str:
    """A number in LaTeX, its exponent as a power of ten; words stay as they are."""
    found = NUMBER.fullmatch(cell)
    if found is None:
        return cell
    power = rf" \cdot 10^{{{int(found['power'])}}}" if found["power"] else ""
    return f"${found['digits']}{power}$"


def symbol(x: Expr) -> str:
    return str(sp.latex(x))


def expression_latex(expression: Expr) -> str:
    """An expression in LaTeX; sympy writes only what it knows, so no text of a user gets in."""
    return str(UprightPrinter({"ln_notation": True}).doprint(expression))


class UprightPrinter(LatexPrinter):  # type: ignore[misc]  # sympy has no types
    """Sympy's printer with upright constants, as everything else here has them."""

    def _print(self, expr: Any, **given: Any) -> str:
        if expr is sp.E or expr is sp.I:
            return r"\mathrm{e}" if expr is sp.E else r"\mathrm{i}"
        return str(super()._print(expr, **given))

    def _print_ExpBase(self, expression: Expr, exp: str | None = None) -> str:
        power: str = super()._print_ExpBase(expression)
        return str(self._do_exponent(rf"\mathrm{{e}}{power.removeprefix('e')}", exp))
