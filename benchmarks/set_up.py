"""From the text of the n-variable Rosenbrock sum to its compiled value and gradient, in seconds."""

import math
from collections.abc import Callable

import sympy
from sympy.core.cache import clear_cache
from sympy.parsing.sympy_parser import parse_expr
from timing import Job, in_turn, machine

from symdescent.calculus.compilation import objective
from symdescent.calculus.gradient import derive
from symdescent.calculus.parsing import parse

SIZES = (10, 100, 1000, 3000)
THEIR_SIZES = (30, 100, 300)
EXTRAPOLATED = 1000
ROUNDS = 3
TERM = "100*(x{next} - x{here}^2)^2 + (1 - x{here})^2"


def indexed(n: int) -> str:
    """The sum over an index."""
    return f"sum(i=1..{n - 1}, 100*(x_{{i+1}} - x_i^2)^2 + (1 - x_i)^2)"


def written(n: int) -> str:
    """The sum written out."""
    return " + ".join(TERM.format(here=i, next=i + 1) for i in range(1, n))


def ours(text: str) -> object:
    """Text, gradient and code; the code has run once. sympy remembers nothing of it before."""
    clear_cache()
    made = objective(derive(parse(text)))
    return made.gradient([1.0] * len(made.names))


def theirs(n: int) -> object:
    """sympy's own way from the written-out text to a lambdified value and gradient."""
    clear_cache()
    expression = parse_expr(written(n).replace("^", "**"))
    xs = sorted(expression.free_symbols, key=lambda x: int(x.name[1:]))
    made = sympy.lambdify(xs, [expression, *[expression.diff(x) for x in xs]], "math", cse=True)
    return made(*[1.0] * n)


WAYS: dict[str, tuple[Callable[[int], object], tuple[int, ...]]] = {
    "sum over an index": (lambda n: ours(indexed(n)), SIZES),
    "sum written out": (lambda n: ours(written(n)), SIZES),
    "parse_expr, diff, lambdify": (theirs, THEIR_SIZES),
}


def measured() -> dict[str, dict[int, float]]:
    """The least seconds of each way at each of its sizes, all of them being run in turn."""
    pairs = [(way, n) for way, (_, sizes) in WAYS.items() for n in sizes]
    times = in_turn({f"{way} {n}": job(way, n) for way, n in pairs}, ROUNDS)
    return {way: {n: min(times[f"{way} {n}"]) for n in sizes} for way, (_, sizes) in WAYS.items()}


def job(way: str, n: int) -> Job:
    return lambda: WAYS[way][0](n)


def show(way: str, found: dict[int, float]) -> None:
    """One line a size, with the growth per decade since the size before."""
    sizes = list(found)
    for before, n in zip((0, *sizes), sizes, strict=False):
        growth = f"{per_decade(before, n, found):6.1f} a decade" if before else ""
        print(f"{way:28} n = {n:5}  {found[n]:8.3f} s  {growth}")


def per_decade(before: int, n: int, found: dict[int, float]) -> float:
    """How much longer ten times the variables take, from two sizes."""
    power = math.log(found[n] / found[before]) / math.log(n / before)
    return 10**power


def extrapolated(found: dict[int, float]) -> float:
    """Their time at EXTRAPOLATED variables, by the growth between their two largest sizes."""
    before, n = THEIR_SIZES[-2:]
    return found[n] * per_decade(before, n, found) ** math.log10(EXTRAPOLATED / n)


if __name__ == "__main__":
    print(machine())
    ours(written(5))
    found = measured()
    for way in WAYS:
        show(way, found[way])
    sympys = extrapolated(found["parse_expr, diff, lambdify"])
    print(f"sympy at n = {EXTRAPOLATED}, extrapolated: {sympys:.1f} s")
    share = sympys / found["sum written out"][EXTRAPOLATED]
    print(f"ours, written out, by that: 1/{share:.0f}  target 1/20")
