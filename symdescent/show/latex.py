"""A study goes in, a LaTeX fragment comes out: displayed formulas and a booktabs table."""

import re
from collections.abc import Sequence

import sympy as sp
from sympy import Expr

from symdescent.exact import Kind, Minimum
from symdescent.optimizers import Rule
from symdescent.show import rule_latex
from symdescent.show.escaping import in_latex as in_text
from symdescent.show.rows import fixed, target
from symdescent.show.words import describe, significant
from symdescent.studies import Study
from symdescent.symbolic.formula import Formula

PREAMBLE = "% needs \\usepackage{amsmath,booktabs}"
FEW = 6
NUMBER = re.compile(r"(?P<digits>-?\d+(\.\d+)?)(e(?P<power>[+-]\d+))?")


def latex(study: Study, steps: Sequence[int]) -> str:
    """Formula, gradient, rule, exact minimum and table of iterates, to be set in any article."""
    return "\n".join(
        [
            PREAMBLE,
            *display(study),
            "",
            *step(study),
            "",
            *answer(study),
            "",
            *tabular(study, steps),
        ]
    )


def display(study: Study) -> list[str]:
    """The formula and its gradient, one line each."""
    formula = study.setting.formula
    names = [symbol(x) for x in formula.variables]
    lines = [equation(formula)]
    pairs = list(zip(names, study.derivation.gradient, strict=True))[:FEW]
    lines += [rf"\frac{{\partial {formula.title}}}{{\partial {x}}} &= {spelt(g)}" for x, g in pairs]
    return [r"\begin{align*}", " \\\\\n".join(lines), r"\end{align*}"]


def equation(formula: Formula) -> str:
    """The formula on a line of align*."""
    names = [symbol(x) for x in formula.variables]
    shown = [*names[:FEW], r"\dots"] if len(names) > FEW else names
    return rf"{formula.title}({', '.join(shown)}) &= {spelt(formula.expression)}"


def step(study: Study) -> list[str]:
    """The rule's equations, as they were run."""
    rule, names = study.setting.rule, [symbol(x) for x in study.setting.formula.variables]
    shown = [*names[:FEW], r"\dots"] if len(names) > FEW else names
    point = f", where $x$ is the point $({', '.join(shown)})$" if len(names) > 1 else ""
    if isinstance(rule, Rule):
        return [f"One step of {in_text(rule.name)}{point}:", rule_latex.told_whole(rule)]
    thoughts = (rf"\item {in_text(line)}" for line in rule.text.split("\n"))
    return [
        f"One step of {in_text(rule.name)}:",
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
    left = ", ".join(f"{symbol(x)}^\\ast" for x in variables)
    points = [", ".join(spelt(x) for x in point) for point in minimum.points]
    if len(variables) > 1:
        left, points = f"({left})", [f"({point})" for point in points]
    where = " or ".join(f"${left} = {point}$" for point in points)
    return f"{where}, ${formula.title}^\\ast = {spelt(minimum.value)}$"


def tabular(study: Study, steps: Sequence[int]) -> list[str]:
    run, near = study.run, target(study)
    names = [symbol(x) for x in study.setting.formula.variables][:FEW]
    head = ["$k$", *(f"${x}$" for x in names), f"${study.setting.formula.title}$"]
    rows = [
        [str(k), *(fixed(x) for x in run.points[k][:FEW]), significant(run.values[k])]
        for k in steps
    ]
    exact = near.exact[:FEW] if near else ()
    foot = ["exact", *(f"${spelt(x)}$" for x in exact), f"${spelt(study.minimum.value)}$"]
    return [
        rf"\begin{{tabular}}{{{'r' * len(head)}}}",
        r"\toprule",
        " & ".join(head) + r" \\",
        r"\midrule",
        *(" & ".join(minus(cell) for cell in row) + r" \\" for row in rows),
        *([r"\midrule", " & ".join(foot) + r" \\"] if near else []),
        r"\bottomrule",
        r"\end{tabular}",
    ]


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
