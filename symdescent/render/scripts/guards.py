"""Where a script stops since its numbers end: at the step at which our own descent does."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from symdescent.calculus.python_source import INDENT, call
from symdescent.numeric.run import Ending
from symdescent.render.scripts.planning import Plan

LEAD: Final = " " * INDENT
FINITE: Final[Mapping[str, str]] = {
    "python": "math.isfinite",
    "numpy": "np.isfinite",
    "torch": "torch.isfinite",
    "keras": "jnp.isfinite",
    "jax": "jnp.isfinite",
    "tensorflow": "tf.math.is_finite",
}
QUIET: Final = 'np.seterr(all="ignore")  # inf and nan without warnings: the loop looks for them'
SAID: Final = {
    Ending.DIVERGED: "diverged at step {{epoch + 1}}; the last finite point is {point}",
    Ending.LEFT_DOMAIN: "left the domain at step {{epoch + 1}}; the last point is {point}",
}


def guarded(made: Plan, body: Sequence[str], kept: str, read: str) -> Iterator[str]:
    """The lines of the loop between a copy of the point and a look at where the step led.

    `kept`: the code of the copy, `read`: the point as L takes it.
    """
    last = made.cast.identifiers.claim("last")
    yield f"{LEAD}{last} = {kept}"
    finite = both(made, read)
    if made.target.name != "python":
        yield from body
        yield f"{LEAD}if not {finite}:"
    else:
        found = made.cast.identifiers.claim("finite")
        yield f"{LEAD}try:"
        yield from body
        yield from call(f"{LEAD * 2}{found} = ", [finite], tail="")
        yield f"{LEAD}except (ArithmeticError, ValueError):  # too large, or not defined"
        yield f"{LEAD * 2}{found} = False"
        yield f"{LEAD}if not {found}:"
    yield from farewell(made, last)
    yield f"{LEAD * 2}break"


def both(made: Plan, read: str) -> str:
    """Code for whether the value is finite and, where dL is at hand, the gradient."""
    finite, cast = FINITE[made.target.name], made.cast
    value, slope = f"{finite}({cast.value}({read}))", f"{cast.slope}({read})"
    if made.target.is_framework:
        return value
    if not cast.several:
        pair = f"{value} and {finite}({slope})"
    elif made.target.name == "numpy":
        pair = f"{value} and {finite}({slope}).all()"
    else:
        pair = f"all(map({finite}, [{cast.value}({read}), *{slope}]))"
    return f"({pair})" if made.target.name == "numpy" else pair


def farewell(made: Plan, last: str) -> Iterator[str]:
    """The line that is printed in place of the answer."""
    assert made.outcome is not None  # nothing is lost without one
    said = SAID[made.outcome.ending]
    if made.cast.several:
        at, u = made.cast.joined
        yield f'{LEAD * 2}{at} = ", ".join(f"{{{u}:g}}" for {u} in {last})'
        point = f"({{{at}}})"
    else:
        point = f"{made.cast.point} = {{{last}:g}}"
    yield from call("print(", [f'f"{said.format(point=point)}"'], 2 * INDENT)
