"""A formula goes in; where we, the exact side and scipy put its minimum comes out."""

import math
from typing import Final

from symdescent import exact
from symdescent.calculus.accurate_evaluation import excess, floats
from symdescent.calculus.gradient import Derivation
from symdescent.claims.records import Rival
from symdescent.errors import InputError
from symdescent.exact import Kind, Minimum, ask
from symdescent.numeric.run import Run
from symdescent.problem import options
from symdescent.problem.options import Options
from symdescent.problem.setting import prepare, update, walk_down

SOLVERS: Final = ("BFGS", "L-BFGS-B", "CG", "Nelder-Mead", "Powell", "trust-constr")
BOUNDED: Final = ("L-BFGS-B", "Nelder-Mead", "Powell", "trust-constr")
STEPS: Final = 1000
SECONDS: Final = 5.0


def rivals(derivation: Derivation, against: str | None, given: Options) -> tuple[Rival, ...]:
    """The rows of the table: ours, exact, then each of scipy's; none where that was not asked for.

    Raises InputError for another name than scipy, MissingExtra where scipy is not installed.
    """
    if against is None:
        return ()
    if against != "scipy":
        raise InputError("unknown_name", f"there is no '{against[:40]}' to compare with", "scipy")
    names = [str(x.name) for x in derivation.formula.variables]
    bounds = options.bounds(given.get("box"), names)
    limit = options.seconds(given.get("time_limit", SECONDS))
    minimum = exact.minimum(ask(derivation.formula, bounds.sides), limit)
    ours = walked(given.get("optimizer"), derivation, minimum, given)
    plain = Options(**{k: v for k, v in given.items() if k in ("start", "box", "tolerance")})  # type: ignore[typeddict-item]
    methods = BOUNDED if bounds.box.bounded else SOLVERS
    theirs = [walked(f"scipy:{name}", derivation, minimum, plain) for name in methods]
    return (ours, proved(minimum), *theirs)


def walked(optimizer: object, derivation: Derivation, minimum: Minimum, given: Options) -> Rival:
    """One solver, from the start that all of them have."""
    asked = Options(**{**given, "steps": given.get("steps") or STEPS, "optimizer": optimizer})
    setting = prepare(derivation.formula, asked)
    run = walk_down(setting, update(setting))
    ours = not str(optimizer).startswith("scipy:")
    name = f"symdescent: {setting.rule.name}" if ours else str(optimizer)
    return Rival(name, point(run), value(run), gap(derivation, minimum, run), run.steps,
                 str(run.outcome))  # fmt: skip


def point(run: Run) -> tuple[float, ...]:
    return tuple(run.points[run.best].tolist())


def value(run: Run) -> float | None:
    found = float(run.values[run.best])
    return found if math.isfinite(found) else None


def gap(derivation: Derivation, minimum: Minimum, run: Run) -> float | None:
    """How far above the exact minimum or infimum, at the very floats."""
    if minimum.value is None or minimum.kind not in (Kind.GLOBAL, Kind.NOT_ATTAINED):
        return None
    found = excess(derivation, point(run), minimum.value)
    return found if math.isfinite(found) else None


def proved(minimum: Minimum) -> Rival:
    """The exact side's row."""
    known = minimum.points and not minimum.parameters
    where = tuple(floats(minimum.points[0]).tolist()) if known else ()
    least = None if minimum.value is None else float(floats([minimum.value])[0])
    told = f"{minimum.kind}, {minimum.word}" if minimum.kind in exact.FINAL else str(minimum.kind)
    return Rival("exact", where, least, None if least is None else 0.0, None, told)
