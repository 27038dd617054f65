"""10,000 steps of plain descent on Rosenbrock's function with the whole history, by three loops."""

from fractions import Fraction

import numpy as np
import sympy
from timing import Job, in_turn, line, machine

from symdescent.calculus.compilation import step
from symdescent.calculus.gradient import derive
from symdescent.calculus.parsing import parse
from symdescent.calculus.rule_step import fuse
from symdescent.numeric.descent import Descent, Stop, descend
from symdescent.optimizers import GRADIENT_DESCENT

TEXT = "100*(y - x^2)^2 + (1 - x)^2"
STEPS, RATE, START = 10_000, 0.001, (-1.2, 1.0)
ROUNDS = 9


def ours() -> Job:
    """The package's descent, its step compiled beforehand."""
    rule = GRADIENT_DESCENT.with_settings({"lr": Fraction(1, 1000)})
    compiled = step(fuse(derive(parse(TEXT)), rule))
    descent = Descent(rule.name, ("x", "y"), compiled, START)
    return lambda: descend(descent, Stop(STEPS, 0.0)).values[-1]


def lambdified() -> tuple[sympy.Lambda, sympy.Lambda]:
    """Value and gradient as sympy makes them, on floats."""
    x, y = sympy.symbols("x y", real=True)
    value = 100 * (y - x**2) ** 2 + (1 - x) ** 2
    slopes = [value.diff(x), value.diff(y)]
    return sympy.lambdify([x, y], value, "math"), sympy.lambdify([x, y], slopes, "math")


def bare() -> Job:
    """The shortest loop over floats that keeps a history."""
    value, gradient = lambdified()

    def loop() -> float:
        x, y = START
        points, values, slopes = [], [], []
        for _ in range(STEPS + 1):
            g, h = gradient(x, y)
            points.append((x, y))
            values.append(value(x, y))
            slopes.append((g, h))
            x, y = x - RATE * g, y - RATE * h
        return values[-1]

    return loop


def small_arrays() -> Job:
    """The same loop over arrays of two numbers."""
    value, gradient = lambdified()

    def loop() -> float:
        point = np.array(START)
        points, values, slopes = [], [], []
        for _ in range(STEPS + 1):
            slope = np.array(gradient(*point))
            points.append(point)
            values.append(value(*point))
            slopes.append(slope)
            point = point - RATE * slope
        return values[-1]

    return loop


if __name__ == "__main__":
    print(machine())
    jobs = {"ours": ours(), "bare loop over floats": bare(), "loop over arrays": small_arrays()}
    ends = [float(job()) for job in jobs.values()]
    assert max(ends) - min(ends) < 1e-9, ends
    times = in_turn(jobs, ROUNDS)
    mine, plain, arrays = times.values()
    print(line("bare loop over floats", plain, plain))
    print(line("ours", mine, plain, "target 3"))
    print(line("loop over arrays", arrays, plain, "ours must be faster"))
    print(line("ours by the loop over arrays", mine, arrays, "target 1"))
