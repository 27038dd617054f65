"""A study goes in; the Rates of its rule come out: derived, and beside them what was observed."""

from dataclasses import replace

from symdescent.exact import Kind
from symdescent.exact.rates import Rates, arrivals, at_point
from symdescent.exact.rates import rates as derived
from symdescent.exact.spectrum import spectrum
from symdescent.numeric.convergence_factor import empirical_rate
from symdescent.recurrence.stability import modes
from symdescent.studies import Study


def rates(study: Study) -> Rates | None:
    """The rates of a quadratic, else those at the proved minimum that the run is near.

    None where nothing is known: for a rule that is not linear, such as Adam; for a rate that
    depends on the step; in a box; where no minimum was proved, or L has kinks.
    """
    setting = study.setting
    known = modes(setting.rule)
    if known is None or setting.rate.lines or setting.bounds.box.bounded:
        return None
    whole = spectrum(study.derivation)
    if whole is not None:
        told = derived(known, whole, setting.rate.value)
        return replace(told, observed=observed(study), arrivals=arrivals(study.closed))
    near = study.verdict.finding.nearest
    if near is None or study.minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return None
    if study.minimum.parameters:  # the gap along a family of minimisers does not shrink
        return None
    local = at_point(study.derivation, near.exact)
    if local is None:
        return None
    return replace(derived(known, local, setting.rate.value, True), observed=observed(study))


def observed(study: Study) -> float | None:
    """The factor of the run's last steps, against the proved minimiser near by."""
    near = study.verdict.finding.nearest
    return empirical_rate(study.run.points, near.floats) if near else None
