"""The lines above the table of a study: what was read, proved and chosen."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import sympy as sp
from sympy import Expr, Symbol, radsimp

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.compilation import rate_at
from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.rule_step import vectors
from symdescent.language import pretty
from symdescent.language.textbook import name as letter
from symdescent.language.tokens import BOLD
from symdescent.language.tree import Call, Name, exchanged, names
from symdescent.lessons.written_numbers import Sides, bounds
from symdescent.optimizers import Algorithm
from symdescent.optimizers.rule import GIVEN, Rule
from symdescent.printing.text import text
from symdescent.proofs import Kind
from symdescent.proofs.best_rates import best, shrinking, spelt, tuned
from symdescent.proofs.spectrum import Spectrum, spectrum
from symdescent.recurrence.closed_form import ClosedForm, angles, solution
from symdescent.recurrence.stability import Modes, modes
from symdescent.render import matrices
from symdescent.render.short_text import (
    Fact,
    abridged,
    describe,
    indexed_name,
    maximum,
    name,
    spell,
)
from symdescent.studies import Study

WIDE_CLOSED_FORM: Final = 110  # characters of the line, but for gradient descent in one variable


def closed_form(study: Study) -> tuple[Fact, ...]:
    """The line with what was checked; nothing where there is no closed form, or a long one."""
    form, names = study.closed, study.run.names
    if form is None:
        return ()
    line = "; ".join(map(text, (solution(form, names), *angles(form, names))))
    if len(line) > WIDE_CLOSED_FORM and not (len(names) == 1 and study.setting.is_plain):
        return ()
    return (Fact("Closed form", line, agreement(study, form)),)


def agreement(study: Study, form: ClosedForm) -> str:
    """How many exact iterates on the screen the closed form agrees with, if with all of them."""
    many = len(study.iterates)
    agrees = many > 0 and list(form.first(many)) == list(study.iterates)
    return f"checked: {many} exact iterate{'s' * (many > 1)}" if agrees else ""


SIGNS: Final = {"lr": "eta", "eps": "epsilon"}  # the letters for what everybody calls so
CALLS: Final = {"slope": "∇L", "value": "L", "dot_all": "dot", "norm_all": "norm"}


def rule_lines(rule: Rule, variables: Sequence[str] = ()) -> tuple[str, ...]:
    """One line of Unicode for each line of the rule.

    `variables`: of the formula that it is run on; of several, its vectors are in bold type.
    """
    signs = letters(rule, variables)

    def better(node: Any) -> Any:
        if isinstance(node, Name) and node.name in signs:
            return replace(node, name=signs[node.name])
        match node:
            case Call("min", (Call("max", parts) as inner, high)) if inner.start == node.start:
                function, arguments = "clip", (*parts, high)
            case Call(function, arguments) if function in CALLS:
                function = CALLS[function]
            case _:
                return None
        return replace(node, function=function, arguments=exchanged(arguments, better))

    shown = [(e.name, pretty(exchanged(e.tree, better))) for e in rule.equations]
    return tuple(f"{letter(signs.get(name, name))} ← {text}" for name, text in shown)


def letters(rule: Rule, variables: Sequence[str]) -> Mapping[str, str]:
    """What is written for a name of the rule where that is not the name itself.

    A gradient that is read once is written out.
    """
    taken = {*rule.settings, *rule.memory, *(equation.name for equation in rule.equations)}
    signs = {name: sign for name, sign in SIGNS.items() if sign not in taken}
    if len(variables) > 1:
        signs |= {name: letter(name).translate(BOLD) for name in vectors(rule)}
    elif variables and variables[0] not in taken | {*GIVEN, *signs.values()}:
        signs["x"] = variables[0]
    once = sum(name == "g" for e in rule.equations for name in names(e.tree)) == 1
    if once and "g" not in taken:
        signs["g"] = f"∇L({letter(signs.get('x', 'x'))})"
    return signs


FLOATS = "eigenvalues checked numerically"


def learning_rate(study: Study) -> tuple[Fact, ...]:
    """Which rates converge, for a quadratic; else where a chosen rate comes from."""
    rate = study.setting.rate
    why = rate.reason
    if rate.lines:
        return (Fact("Learning rate", by_step(study), why),)
    if "lr" not in study.setting.rule.settings:
        return ()
    known = modes(study.setting.rule)
    if known is None or known.limit is None or not known.limit.is_finite:
        return (Fact("Learning rate", f"η = {float(rate.value):g}", why),)
    free = study.setting.is_plain or not study.setting.bounds.box.bounded
    curvatures = spectrum(study.derivation) if free else None
    if curvatures and curvatures.is_bowl:
        return of_quadratic(study, known, curvatures, why)
    return (near_minimum(study, known, why),)


def by_step(study: Study) -> str:
    """The rate at the first step and at the last one that was made."""
    rate, last = study.setting.rate, max(study.run.steps, 1)
    at = rate_at(rate.lines)
    if at is None:
        return f"η = {float(rate.value):g} at first"
    ending = f", {at(last):.4g} at step {last}" if last > 1 else ""
    return f"η = {at(1):.4g} at step 1{ending}"


def of_quadratic(study: Study, known: Modes, curvatures: Spectrum, why: str) -> tuple[Fact, ...]:
    """The interval of rates that converge, the fastest of them, and what the one in use does."""
    limit = known.limit / curvatures.largest
    best_word = "none faster than" if len(known.coefficients) > 2 else "fastest at"
    pieces = (
        f"converges for 0 < η < {rate_text(limit, curvatures)}",
        f"{best_word} η = {fastest(known, curvatures)}",
        effect_of_rate(study, known, curvatures),
    )
    remark = why or ("" if curvatures.exact else FLOATS)
    return (Fact("Learning rate", "; ".join(pieces), remark), *best_pair(study, known, curvatures))


def rate_text(value: Expr, curvatures: Spectrum) -> str:
    """An exact rate, or one in floats that is never more than it is."""
    if curvatures.exact:
        return spell(radsimp(value))
    from symdescent.numeric.rate_search import floored

    return floored(float(value), 6)


def fastest(known: Modes, curvatures: Spectrum) -> str:
    """The best rate for these settings."""
    if known.is_symmetric:
        return rate_text(known.limit / (curvatures.least + curvatures.largest), curvatures)
    found = best(known, curvatures)
    return f"{float(found.value):.6g} (computed numerically)" if found else "none"


def effect_of_rate(study: Study, known: Modes, curvatures: Spectrum) -> str:
    """What the rate in use does to the gap."""
    value = study.setting.rate.value
    factor = shrinking(known, curvatures, value)
    if factor >= 1:
        return f"yours {float(value):g} does not converge"
    whose = "this" if "rate" in study.setting.chosen else "yours"
    if study.setting.bounds.box.bounded:
        return f"{whose} is {float(value):g}"
    many, memory = len(curvatures.values) > 1, len(known.coefficients) > 2
    least = "at least " if many and not memory else ""
    run = " in the long run" if memory else ""
    share = f"{100 * (1 - factor):.3g}%"
    return f"{whose} {float(value):g} closes {least}{share} of the gap per step{run}"


def best_pair(study: Study, known: Modes, curvatures: Spectrum) -> tuple[Fact, ...]:
    """The rate and the momentum that are best together."""
    rule = study.setting.rule
    pair = tuned(rule, known, curvatures) if isinstance(rule, Rule) else None
    if pair is None:
        return ()
    names = f"η = {spelt(pair.rate)} with momentum {spelt(pair.momentum)}"
    share = f"{100 * (1 - float(pair.factor)):.3g}%"
    words = f"the best pair is {names}: it closes {share} of the gap per step in the long run"
    return (Fact(" ", words),)


def reach(known: Modes) -> float:
    return math.inf if known.limit is None else float(known.limit)


def near_minimum(study: Study, known: Modes, why: str) -> Fact:
    """The rates that converge next to a proved minimum, by the Hessian there in floats."""
    from symdescent.numeric.rate_search import floored

    value, widest = float(study.setting.rate.value), largest_eigenvalue(study)
    if not widest:
        return Fact("Learning rate", f"η = {value:g}", why)
    end = floored(reach(known) / widest, 4)
    words = f"η = {value:g}; near the minimum 0 < η < {end} converges"
    return Fact("Learning rate", words, why or "checked numerically: the Hessian there")


def largest_eigenvalue(study: Study) -> float | None:
    """The largest curvature at the proved minimiser nearest to the run."""
    from symdescent.numeric.rate_search import HESSIAN_LIMIT

    near = study.verdict.finding.nearest
    if near is None or study.minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return None
    if len(near.floats) > HESSIAN_LIMIT or not is_smooth(study.setting.formula.expression):
        return None
    hessian = np.array(study.setting.objective.hessian(near.floats))
    if not np.isfinite(hessian).all():
        return None
    widest = float(np.linalg.eigvalsh(hessian)[-1])
    return widest if widest > 0 else None


WIDE = 100  # characters up to which a formula is written out on a line
FEW = 6  # variables up to which each is told


def facts(study: Study) -> tuple[Fact, ...]:
    """All the lines; what is not known is left out."""
    return (*formulas(study), Fact("", ""), *answers(study))


def formulas(study: Study) -> tuple[Fact, ...]:
    formula, bend = study.setting.formula, curvature(study)
    return (
        opening(formula),
        *within(study.run.names, study.setting.bounds.sides),
        matrices.gradient(formula, study.derivation.gradient, bend),
        *point_line(formula),
        *notes(formula),
    )


def heading(formula: Formula) -> str:
    """The function with its variables: L(x, y), or L(x₁, x₂, …, x₉)."""
    return f"{formula.title}({abridged([name(str(x.name)) for x in formula.variables])})"


def point_line(formula: Formula) -> tuple[Fact, ...]:
    """What the bold x stands for, where there are several variables."""
    return (Fact("", text(matrices.point(formula))),) if len(formula.variables) > 1 else ()


def within(names: Sequence[str], sides: Sides) -> tuple[Fact, ...]:
    """The bounds of the variables, where there are any."""
    told = inside(names, sides)
    return (Fact("", f"within {told}"),) if told else ()


def inside(names: Sequence[str], sides: Sides) -> str:
    """The bounds on a line: 2 ≤ y, x ≤ 3."""
    return ", ".join(map(text, bounds(names, sides)))


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
    convex = "convex everywhere" if study.minimum.is_convex else ""
    if len(study.run.names) > 1:
        return convex
    bend = matrices.hessian(study.setting.formula, study.derivation.hessian)
    second = bend.text if bend.remark != matrices.LONG else ""
    return "   ".join(filter(None, (second, convex)))


def answers(study: Study) -> tuple[Fact, ...]:
    return (
        Fact("Exact minimum", *describe(study.minimum, study.run.names, bold=True)),
        *maximum(study.minimum, study.setting.formula),
        *iteration(study),
        *projection(study),
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
        line = rule_lines(rule, study.run.names)[0]
        return (Fact("One step", line), *closed_form(study))
    now, after = (indexed_name(study.run.names[0], index) for index in ("ₖ", "ₖ₊₁"))
    [x], [gradient] = study.setting.formula.variables, study.derivation.gradient
    rate = sp.Rational(*study.setting.rate.value.as_integer_ratio())
    slope, moved = indexed(gradient, x, now), indexed(sp.expand(x - rate * gradient), x, now)
    words = f"{after} = {now} − {pretty_rate(study)}·({slope}) = {moved}"
    return (Fact("One step", words), *closed_form(study))


def projection(study: Study) -> tuple[Fact, ...]:
    """What a step does in a box besides the rule; an algorithm's own lines say it."""
    setting = study.setting
    if not setting.bounds.box.bounded or isinstance(setting.rule, Algorithm):
        return ()
    told = inside(study.run.names, setting.bounds.sides)
    return (Fact(" ", f"then the nearest point within {told}"),)


def steps(rule: Rule | Algorithm, names: Sequence[str]) -> tuple[Fact, ...]:
    """The rule as it is run, or what an algorithm does: settings, lines, how it was read."""
    several = len(names) > 1
    told = rule_lines(rule, names) if isinstance(rule, Rule) else rule.lines(several)
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
