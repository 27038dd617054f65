"""A study goes in, the lines above its table come out: what was read, proved and chosen."""

from dataclasses import dataclass

import numpy as np
import sympy as sp
from sympy import Expr, Symbol

from symdescent.exact import Kind
from symdescent.language import pretty
from symdescent.numeric.rates import HESSIAN_LIMIT, floored
from symdescent.optimizers import Algorithm, Rule
from symdescent.show.words import describe, indexed_name, name, short, spell
from symdescent.studies import Study
from symdescent.symbolic.iteration import Affine, K, constant_curvature
from symdescent.symbolic.precision import is_smooth
from symdescent.symbolic.retelling import tree

WIDE = 100  # characters up to which a gradient is written out on a line
FEW = 6  # variables up to which each slope gets a line


@dataclass(frozen=True)
class Fact:
    """A label, what is so, and a remark on it."""

    label: str
    text: str
    remark: str = ""


def facts(study: Study) -> tuple[Fact, ...]:
    """All the lines; what is not known is left out."""
    return (*formulas(study), Fact("", ""), *answers(study))


def formulas(study: Study) -> tuple[Fact, ...]:
    formula = study.setting.formula
    arguments = ", ".join(name(n) for n in study.run.names[:FEW])
    dots = ", …" if len(study.run.names) > FEW else ""
    head = f"{formula.title}({arguments}{dots})"
    read = pretty(formula.sentence.tree)
    body = read if len(read) <= 3 * WIDE else f"{read[: 3 * WIDE]} …"
    typed = " ".join(formula.text.split())
    return (
        Fact("", f"{head} = {body}", f"read from: {typed}" if len(typed) <= WIDE else ""),
        *slopes(study, head),
        *(Fact("", "", f"note: {note}") for note in formula.notes),
    )


def slopes(study: Study, head: str) -> tuple[Fact, ...]:
    """The gradient, and the Hessian where it is a line."""
    gradient = [short(slope, WIDE) for slope in study.derivation.gradient[: FEW + 1]]
    if len(gradient) > FEW or None in gradient:
        return (Fact("", f"∇{head}", "too long to show"),)
    bend = curvature(study, head)
    if len(gradient) == 1:
        return (Fact("", f"∇{head} = {gradient[0]}", bend),)
    shape = study.run.names
    lines = [Fact("", f"∂/∂{name(x)} = {g}") for x, g in zip(shape, gradient, strict=True)]
    return (Fact("", f"∇{head}:", bend), *lines)


def curvature(study: Study, head: str) -> str:
    """The second derivative of one variable; and whether the proof found L convex."""
    words = study.minimum.proof[0].words if study.minimum.proof else ""
    convex = "convex everywhere" if words.startswith("L is convex") else ""
    if len(study.run.names) > 1:
        return convex
    text = short(study.derivation.hessian[0][0], WIDE)
    second = f"∇²{head} = {text}" if text else ""
    return "   ".join(filter(None, (second, convex)))


def answers(study: Study) -> tuple[Fact, ...]:
    return (
        Fact("Exact minimum", *describe(study.minimum, study.run.names)),
        *iteration(study),
        *rate(study),
        *start(study),
    )


def iteration(study: Study) -> tuple[Fact, ...]:
    """One step of the rule; and the closed form where the step is affine."""
    rule, line = study.setting.rule, study.affine
    if not study.setting.is_plain:
        return rule_lines(rule)
    if line is None:
        step = rule.text.replace("*", "·").replace(" - ", " − ").replace("lr", "η")
        return (Fact("One step", step.replace(" = ", " ← ").replace("g", "∇L(x)")),)
    now, after = (indexed_name(study.run.names[0], index) for index in ("ₖ", "ₖ₊₁"))
    x = study.setting.formula.variables[0]
    slope = indexed(study.derivation.gradient[0], x, now)
    moved = indexed(line.factor * x + line.shift, x, now)
    words = f"{after} = {now} − {pretty_rate(study)}·({slope}) = {moved}"
    return (Fact("One step", words), closed_form(study, line, now))


def rule_lines(rule: Rule | Algorithm) -> tuple[Fact, ...]:
    """The rule as it is run, or what an algorithm does: its name and settings, then its lines."""
    labels = ("One step", *[" "] * rule.text.count("\n"))
    lines = [Fact(label, line) for label, line in zip(labels, rule.text.split("\n"), strict=True)]
    return (Fact("Rule", rule.name, rule.told_settings), *lines)


def closed_form(study: Study, line: Affine, now: str) -> Fact:
    fixed, power = spell(line.fixed), pretty(tree(line.gap * sp.Pow(line.factor, K)))
    sign = f" − {power[1:]}" if power.startswith("−") else f" + {power}"
    text = power if line.fixed.is_zero else fixed + sign
    if line.gap.is_zero:
        text = fixed
    agreeing = sum(
        line.closed_form.subs(K, k) == sp.Rational(point[0].numerator, point[0].denominator)
        for k, point in enumerate(study.iterates)
    )
    whole = agreeing == len(study.iterates) > 0
    checked = f"checked: {agreeing} exact iterate{'s' * (agreeing > 1)}" if whole else ""
    return Fact("Closed form", f"{now} = {text}", checked)


def indexed(expression: Expr, x: Symbol, now: str) -> str:
    """An expression with x_k in the place of x."""
    return pretty(tree(expression.xreplace({x: Symbol(now)})))


def pretty_rate(study: Study) -> str:
    value = study.setting.rate.value
    return str(value) if len(str(value)) <= 12 else f"{float(value):.6g}"


def rate(study: Study) -> tuple[Fact, ...]:
    """Which rates converge, for a quadratic; else where a chosen rate comes from."""
    value, bend = float(study.setting.rate.value), constant_curvature(study.derivation)
    why = "" if study.setting.rate.reason == "given" else study.setting.rate.reason
    if not study.setting.is_plain:
        return plain_rate(study, value, why)
    if bend is not None and bend.is_positive and is_smooth(study.setting.formula.expression):
        stable = f"converges for 0 < η < {spell(2 / bend)}; fastest at η = {spell(1 / bend)}"
        return (Fact("Learning rate", f"{stable}; {closing(study, value, bend)}", why),)
    widest = largest_eigenvalue(study)
    if widest:
        words = f"η = {value:g}; near the minimum 0 < η < {floored(2 / widest, 4)} converges"
        return (Fact("Learning rate", words, why or "checked numerically: the Hessian there"),)
    return (Fact("Learning rate", f"η = {value:g}", why),)


def plain_rate(study: Study, value: float, why: str) -> tuple[Fact, ...]:
    """The rate of a rule that has one; which rates converge is known for descent alone."""
    has = "lr" in study.setting.rule.settings
    return (Fact("Learning rate", f"η = {value:g}", why),) if has else ()


def closing(study: Study, value: float, bend: Expr) -> str:
    """What the rate in use does to the gap."""
    factor = abs(1 - value * float(bend))
    if factor >= 1:
        return f"yours {value:g} does not converge"
    whose = "this" if "rate" in study.setting.chosen else "yours"
    if study.setting.bounds.box.bounded:
        return f"{whose} is {value:g}"
    return f"{whose} {value:g} closes {100 * (1 - factor):.3g}% of the gap per step"


def largest_eigenvalue(study: Study) -> float | None:
    """The largest curvature at the proved minimiser nearest to the run."""
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


def start(study: Study) -> tuple[Fact, ...]:
    """The start, where it was chosen for the person."""
    if "start" not in study.setting.chosen:
        return ()
    pairs = zip(study.run.names, study.run.points[0], strict=True)
    text = ", ".join(f"{name(n)} = {x:g}" for n, x in list(pairs)[:FEW])
    dots = ", …" if len(study.run.names) > FEW else ""
    return (Fact("Start", text + dots, "chosen; give your own with --x0"),)
