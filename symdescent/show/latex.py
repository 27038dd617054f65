"""A study as a LaTeX fragment: displayed formulas and a booktabs table."""

import math
import re
from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from sympy import Expr

from symdescent.calculus.accurate_evaluation import Nearest
from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.exact import Kind, Minimum
from symdescent.language.notation import Function, Matrix, Nabla, Point, Relation
from symdescent.optimizers import Rule
from symdescent.printing.escaping import in_latex as in_text
from symdescent.printing.latex import latex as latex_of
from symdescent.printing.latex import sides
from symdescent.show import arrays, rule_latex
from symdescent.show.rows import LONGEST_EXACT, fixed, target
from symdescent.show.width_latex import width
from symdescent.show.words import describe, ranged, significant
from symdescent.studies import Study
from symdescent.worked.numbers import exact, exact_coordinates, picks
from symdescent.worked.numbers import number as rational

PREAMBLE = "% needs \\usepackage{amsmath,booktabs}"
FEW = 6
FAR = r"$\lVert \mathbf{x} - \mathbf{x}^{\ast} \rVert$"
WIDE = 340.0  # points of a column: article has 345
SIGNS = {"=": "=", "~": r"\approx"}
NUMBER = re.compile(r"(?P<digits>-?\d+(\.\d+)?)(e(?P<power>[+-]\d+))?")


def latex(study: Study, steps: Sequence[int], exact: bool = False) -> str:
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
    lines = [equation(formula), *gradient(formula, study.derivation.gradient)]
    return [r"\begin{align*}", " \\\\\n".join(lines), r"\end{align*}"]


def equation(formula: Formula) -> str:
    """The formula on a line of align*."""
    return rf"{formula.title}({arguments(formula)}) &= {spelt(formula.expression)}"


def arguments(formula: Formula) -> str:
    """The variables, of many the first ones and the last."""
    names = [symbol(x) for x in formula.variables]
    picked = picks(len(names), 2)
    return ", ".join(r"\dots" if i is None else names[i] for i in picked)


def gradient(formula: Formula, slopes: Sequence[Expr]) -> list[str]:
    """The gradient as a column of partial derivatives, with their names; the slope of one."""
    left = Nabla(arrays.function(formula))
    if len(slopes) == 1:
        slope = Function(formula.title, arrays.function(formula).arguments, 1)
        return [aligned(Relation((slope, tree(slopes[0])), ("=",)))]
    return array_rows(arrays.column(formula, left, slopes, arrays.whole).written)


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
    point = f", where ${latex_of(arrays.point(formula))}$" if several else ""
    if isinstance(rule, Rule):
        told = rule_latex.told_whole(rule, several)
        return [f"One step of {in_text(rule.name)}{point}:", told]
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
    return [f"{least(study.minimum, study.setting.formula) or in_text(text)}; {in_text(sure)}."]


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
    exact = [f"${spelt(x)}$" for x in near.exact[:FEW]] if near else []
    value = f"${spelt(study.minimum.value)}$"
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


def spelt(expression: Expr) -> str:
    """An expression in LaTeX; sympy writes only what it knows, so no text of a user gets in."""
    return str(sp.latex(expression, ln_notation=True))
