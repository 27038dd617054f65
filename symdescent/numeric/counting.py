"""An objective goes in, the same objective with a count of its calls comes out."""

from collections import Counter

from symdescent.numeric.evaluation import Evaluator
from symdescent.numeric.objective import Compiled, Objective, compiled

VALUE, GRADIENT, HESSIAN = "value", "gradient", "hessian"


def counting(objective: Objective) -> tuple[Objective, Counter[str]]:
    """The objective, and how often its value, gradient and Hessian have been asked for since.

    A gradient comes with the value, which is counted too.
    """
    calls: Counter[str] = Counter()
    inner = compiled(objective)
    outer = Compiled(
        height=counted(inner.height, calls, (VALUE,)),
        slope=counted(inner.slope, calls, (VALUE, GRADIENT)),
        make_bend=lambda: counted(inner.bend, calls, (HESSIAN,)),
    )
    return Objective(objective.names, outer), calls


def counted(evaluator: Evaluator, calls: Counter[str], names: tuple[str, ...]) -> Evaluator:
    """The same function, which counts each call under the names."""

    def scalars(*point: float) -> tuple[float, ...]:
        calls.update(names)
        return evaluator.scalars(*point)

    return Evaluator(scalars, lambda: evaluator.arrays)
