"""A case without a minimum goes in; whether the run follows the way down comes out."""

from symdescent.numeric.run import Ending
from symdescent.symbolic.precision import excess
from symdescent.verdict.claims import Case, Finding, Standing
from symdescent.verdict.local import Local
from symdescent.verdict.nearness import rounding

FALLING = 0.7  # of what the second quarter fell, the second half must: so does a logarithm
CLOSING = 1e-3  # of the gap to an infimum, that the second half must have closed
CLOSED = 1e-6  # of the first gap, that is next to nothing


def against_escape(case: Case, here: Local) -> Finding:
    """The run against the proof that there is no minimum."""
    infimum = case.minimum.value
    if infimum is None:
        return without_bound(case, here)
    first, half, last = (
        excess(case.derivation, case.run.points[row].tolist(), infimum)
        for row in (0, case.run.steps // 2, -1)
    )
    if last < -rounding(case):
        return contradiction(last)
    words = f"the run is {last:.3e} above the infimum, which no point attains"
    falling = half - last > CLOSING * half or last <= CLOSED * first
    if is_lowest(case) and falling:
        return Finding(Standing.ESCAPES, words)
    return Finding(resting(case, here), words)


def without_bound(case: Case, here: Local) -> Finding:
    """The run where the formula falls below any number."""
    values = case.run.values
    first, last = float(values[0]) + 0.0, float(values[-1]) + 0.0  # no -0
    if is_lowest(case) and falls_on(case) and not at_rest(case, here):
        words = f"no minimum to agree with: the run fell from {first:.4g} to {last:.4g}"
        return Finding(Standing.ESCAPES, words)
    standing = resting(case, here)
    went = f"the run went from {first:.4g} to {last:.4g}" if case.run.steps else "the run stays"
    if standing is Standing.STATIONARY:
        words = f"{went}; the formula falls below any number elsewhere"
        return Finding(standing, words, "there is no minimum to be found")
    return Finding(standing, f"{went}; there is no minimum to agree with")


def is_lowest(case: Case) -> bool:
    """Whether the run ended lower than ever."""
    values = case.run.values
    return bool(values[-1] < values[0] and values[-1] <= values.min())


def falls_on(case: Case) -> bool:
    """Whether the fall does not peter out: the second half keeps up with the second quarter."""
    values, steps = case.run.values, case.run.steps
    quarter, half, last = (float(values[row]) for row in (steps // 4, steps // 2, -1))
    return half - last > 0 and half - last >= FALLING * (quarter - half)


def at_rest(case: Case, here: Local) -> bool:
    """Whether the run ended where the slope vanishes, and so goes no further."""
    return case.run.outcome.ending is Ending.CONVERGED or here.slope == 0


def resting(case: Case, here: Local) -> Standing:
    return Standing.STATIONARY if at_rest(case, here) else Standing.NOT_CONVERGED


def contradiction(gap: float) -> Finding:
    words = f"the run reached a value {-gap:.3e} below the minimum that we gave: OUR MISTAKE"
    advice = "please report it, with the command and its output, so that it can be repeated"
    return Finding(Standing.CONTRADICTS, words, advice)
