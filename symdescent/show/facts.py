"""The lines above the table of a study: what was read, proved and chosen."""

from collections.abc import Sequence

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.language import pretty
from symdescent.optimizers import Algorithm, Rule
from symdescent.printing.text import text
from symdescent.show import arrays, rule_lines
from symdescent.show.closed_form import closed_form
from symdescent.show.learning_rate import learning_rate
from symdescent.show.words import Fact, describe, indexed_name, listed, name
from symdescent.studies import Study

WIDE = 100  # characters up to which a formula is written out on a line
FEW = 6  # variables up to which each is told


def facts(study: Study) -> tuple[Fact, ...]:
    """All the lines; what is not known is left out."""
    return (*formulas(study), Fact("", ""), *answers(study))


def formulas(study: Study) -> tuple[Fact, ...]:
    formula, bend = study.setting.formula, curvature(study)
    return (
        opening(formula),
        arrays.gradient(formula, study.derivation.gradient, bend),
        *point_line(formula),
        *notes(formula),
    )


def heading(formula: Formula) -> str:
    """The function with its variables: L(x, y), or L(x₁, x₂, …, x₉)."""
    return f"{formula.title}({listed([name(str(x.name)) for x in formula.variables])})"


def point_line(formula: Formula) -> tuple[Fact, ...]:
    """What the bold x stands for, where there are several variables."""
    return (Fact("", text(arrays.point(formula))),) if len(formula.variables) > 1 else ()


def opening(formula: Formula) -> Fact:
    """The formula as it was read, beside what was typed."""
    read = pretty(formula.sentence.tree)
    body = read if len(read) <= 3 * WIDE else f"{read[: 3 * WIDE]} …"
    typed = " ".join(formula.text.split())
    remark = f"read from: {typed}" if len(typed) <= WIDE else ""
    return Fact("", f"{heading(formula)} = {body}", remark)


def notes(formula: Formula) -> tuple[Fact, ...]:
    """How doubtful text was read."""
    return tuple(Fact("", "", f"note: {note}") for note in formula.notes)


def curvature(study: Study) -> str:
    """The second derivative of one variable; and whether the proof found L convex."""
    words = study.minimum.proof[0].words if study.minimum.proof else ""
    convex = "convex everywhere" if words.startswith("L is convex") else ""
    if len(study.run.names) > 1:
        return convex
    bend = arrays.hessian(study.setting.formula, study.derivation.hessian)
    second = bend.text if bend.remark != arrays.LONG else ""
    return "   ".join(filter(None, (second, convex)))


def answers(study: Study) -> tuple[Fact, ...]:
    return (
        Fact("Exact minimum", *describe(study.minimum, study.run.names, bold=True)),
        *iteration(study),
        *learning_rate(study),
        *start(study),
        *averaged(study),
    )


def iteration(study: Study) -> tuple[Fact, ...]:
    """One step of the rule; and the closed form where the step is affine."""
    rule = study.setting.rule
    if not study.setting.is_plain or isinstance(rule, Algorithm):
        return (*steps(rule, study.run.names), *closed_form(study))
    if study.closed is None or len(study.run.names) > 1:
        line = rule_lines.lines(rule, study.run.names)[0]
        return (Fact("One step", line), *closed_form(study))
    now, after = (indexed_name(study.run.names[0], index) for index in ("ₖ", "ₖ₊₁"))
    [x], [gradient] = study.setting.formula.variables, study.derivation.gradient
    rate = sp.Rational(*study.setting.rate.value.as_integer_ratio())
    slope, moved = indexed(gradient, x, now), indexed(sp.expand(x - rate * gradient), x, now)
    words = f"{after} = {now} − {pretty_rate(study)}·({slope}) = {moved}"
    return (Fact("One step", words), *closed_form(study))


def steps(rule: Rule | Algorithm, names: Sequence[str]) -> tuple[Fact, ...]:
    """The rule as it is run, or what an algorithm does: settings, lines, how it was read."""
    several = len(names) > 1
    told = rule_lines.lines(rule, names) if isinstance(rule, Rule) else rule.lines(several)
    lines = (Fact("One step" if i == 0 else " ", line) for i, line in enumerate(told))
    read = rule.notes if isinstance(rule, Rule) else ()
    remarks = (Fact("", "", f"note: {note}") for note in read)
    return (Fact("Rule", rule.name, rule.settings_text), *lines, *remarks)


def indexed(expression: Expr, x: Symbol, now: str) -> str:
    """An expression with x_k in the place of x."""
    return pretty(tree(expression.xreplace({x: Symbol(now)})))


def pretty_rate(study: Study) -> str:
    value = study.setting.rate.value
    return str(value) if len(str(value)) <= 12 else f"{float(value):.6g}"


def averaged(study: Study) -> tuple[Fact, ...]:
    """The answer of a rule that answers with another point than it steps on, such as a mean."""
    rule = study.setting.rule
    if study.answer is study.run or isinstance(rule, Algorithm):
        return ()
    last, label = study.answer.points[-1].tolist(), rule.answer
    at = ", ".join(f"{x:.6g}" for x in last[:FEW]) + (", …" if len(last) > FEW else "")
    point = at if len(last) == 1 else f"({at})"
    words = f"{label} = {point}, L = {float(study.answer.values[-1]):.4g}"
    return (Fact("Answer", words, "what the rule answers with; the verdict is on it"),)


def start(study: Study) -> tuple[Fact, ...]:
    """The start, where it was chosen for the person."""
    if "start" not in study.setting.chosen:
        return ()
    pairs = zip(study.run.names, study.run.points[0], strict=True)
    text = ", ".join(f"{name(n)} = {x:g}" for n, x in list(pairs)[:FEW])
    dots = ", …" if len(study.run.names) > FEW else ""
    return (Fact("Start", text + dots, "chosen; give your own with --x0"),)
