"""A study goes in, which learning rates converge and what the one in use does comes out."""

import math

import numpy as np
from sympy import Expr, radsimp

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.compilation import rate_at
from symdescent.exact import Kind
from symdescent.exact.spectrum import Spectrum, spectrum
from symdescent.exact.stepsize import best, shrinking, spelt, tuned
from symdescent.numeric.rate_search import HESSIAN_LIMIT, floored
from symdescent.optimizers import Rule
from symdescent.recurrence.stability import Modes, modes
from symdescent.show.words import Fact, spell
from symdescent.studies import Study

FLOATS = "eigenvalues checked numerically"


def learning_rate(study: Study) -> tuple[Fact, ...]:
    """Which rates converge, for a quadratic; else where a chosen rate comes from."""
    rate = study.setting.rate
    why = "" if rate.reason == "given" else rate.reason
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
        f"converges for 0 < η < {number(limit, curvatures)}",
        f"{best_word} η = {fastest(known, curvatures)}",
        closing(study, known, curvatures),
    )
    remark = why or ("" if curvatures.exact else FLOATS)
    return (Fact("Learning rate", "; ".join(pieces), remark), *best_pair(study, known, curvatures))


def number(value: Expr, curvatures: Spectrum) -> str:
    """An exact rate, or one in floats that is never more than it is."""
    return spell(radsimp(value)) if curvatures.exact else floored(float(value), 6)


def fastest(known: Modes, curvatures: Spectrum) -> str:
    """The best rate for these settings."""
    if known.is_symmetric:
        return number(known.limit / (curvatures.least + curvatures.largest), curvatures)
    found = best(known, curvatures)
    return f"{float(found.value):.6g} (computed numerically)" if found else "none"


def closing(study: Study, known: Modes, curvatures: Spectrum) -> str:
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
    value, widest = float(study.setting.rate.value), largest_eigenvalue(study)
    if not widest:
        return Fact("Learning rate", f"η = {value:g}", why)
    end = floored(reach(known) / widest, 4)
    words = f"η = {value:g}; near the minimum 0 < η < {end} converges"
    return Fact("Learning rate", words, why or "checked numerically: the Hessian there")


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
