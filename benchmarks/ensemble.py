"""100,000 walks of 100 steps at once on Rosenbrock's function, in nanoseconds a point and step."""

import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from statistics import median

import numpy as np
from timing import Job, in_turn, machine, ratio

from symdescent.calculus.compilation import compiled_batch
from symdescent.calculus.gradient import derive
from symdescent.calculus.parsing import parse
from symdescent.calculus.rule_step import fuse
from symdescent.numeric.batch import run_batch
from symdescent.numeric.descent import Stop
from symdescent.optimizers import GRADIENT_DESCENT, Rule
from symdescent.optimizers.catalogue import find

TEXT = "(1-x)^2 + 100*(y-x^2)^2"
POINTS, STEPS, RATE, ROUNDS = 100_000, 100, 1e-4, 9
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8
STARTS = np.random.default_rng(0).uniform(-2, 2, (2, POINTS))  # (n, m)
Move = Callable[[int, np.ndarray], np.ndarray]


def ours(rule: Rule) -> Job:
    """The package's march, which also keeps values, slopes, endings and the best of every walk."""
    made = rule.with_settings({"lr": Fraction(str(RATE))})
    columns = compiled_batch(fuse(derive(parse(TEXT)), made), STARTS)
    return lambda: run_batch(columns, Stop(STEPS, 0.0)).points


def value(points: np.ndarray) -> np.ndarray:
    x, y = points
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def gradient(points: np.ndarray) -> np.ndarray:
    x, y = points
    return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])


def plain() -> Move:
    """What gradient descent subtracts."""
    return lambda t, g: RATE * g


def adam() -> Move:
    """What Adam subtracts."""
    m, v = np.zeros_like(STARTS), np.zeros_like(STARTS)

    def move(t: int, g: np.ndarray) -> np.ndarray:
        nonlocal m, v
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g**2
        return RATE * (m / (1 - BETA1**t)) / (np.sqrt(v / (1 - BETA2**t)) + EPS)

    return move


def steps_alone(rule: Callable[[], Move]) -> np.ndarray:
    """The usual loop over whole arrays, which keeps nothing but the points."""
    points, move = STARTS, rule()
    for t in range(1, STEPS + 1):
        points = points - move(t, gradient(points))
    return points


def with_accounts(rule: Callable[[], Move]) -> np.ndarray:
    """The same loop that also keeps what ours keeps: values, norms, the best and its step."""
    points, move = STARTS, rule()
    best, step = np.full(POINTS, np.inf), np.zeros(POINTS, int)
    for t in range(STEPS + 1):
        height, slope = value(points), gradient(points)
        norm = np.sqrt((slope**2).sum(axis=0))
        assert np.isfinite(height).all() and (norm > 0).all()
        lower = height < best
        best, step = np.where(lower, height, best), np.where(lower, t, step)
        if t < STEPS:
            points = points - move(t + 1, slope)
    return points


def fewest_operations() -> np.ndarray:
    """Gradient descent with every operation counted by hand; it keeps nothing but the points."""
    x, y = STARTS
    for _ in range(STEPS):
        u = y - x * x
        x, y = x - RATE * (-400 * x * u - 2 * (1 - x)), y - RATE * (200 * u)
    return np.array([x, y])


def plain_walk(x, y):
    for _ in range(STEPS):
        u = y - x * x
        x, y = x - RATE * (-400 * x * u - 2 * (1 - x)), y - RATE * (200 * u)
    return x, y


def adam_walk(x, y):
    m = n = v = w = 0.0
    for t in range(1, STEPS + 1):
        u = y - x * x
        g, h = -400 * x * u - 2 * (1 - x), 200 * u
        m, n = BETA1 * m + (1 - BETA1) * g, BETA1 * n + (1 - BETA1) * h
        v, w = BETA2 * v + (1 - BETA2) * g * g, BETA2 * w + (1 - BETA2) * h * h
        first, second = 1 - BETA1**t, 1 - BETA2**t
        x -= RATE * (m / first) / ((v / second) ** 0.5 + EPS)
        y -= RATE * (n / first) / ((w / second) ** 0.5 + EPS)
    return x, y


def native(walk: Callable[..., object]) -> dict[str, Job]:
    """The walk of one point made native by numba, over the points on one core and on all."""
    import numba

    one = numba.njit(walk)

    def over(starts):
        ends = np.empty_like(starts)
        for j in numba.prange(starts.shape[1]):
            ends[0, j], ends[1, j] = one(starts[0, j], starts[1, j])
        return ends

    jobs = {}
    for name, parallel in (("numba, one core", False), ("numba, all cores", True)):
        jobs[name] = partial(numba.njit(over, parallel=parallel), STARTS)
    return jobs


def report(title: str, jobs: dict[str, Job]) -> None:
    """Check that all arrive at the same points, then time them in turn."""
    firsts, ends = {}, {}
    for name, job in jobs.items():
        begin = time.perf_counter()
        ends[name] = job()
        firsts[name] = time.perf_counter() - begin
        assert np.allclose(ends[name], ends["ours"], rtol=1e-7, atol=1e-7), name
    times = in_turn(jobs, ROUNDS, time.perf_counter)
    print(f"{title}: all alike to 1e-7; the last column is ours by theirs")
    for name, found in times.items():
        each = median(found) / (POINTS * STEPS) * 1e9
        first = f"first run {firsts[name] * 1e3:7.0f} ms"
        print(f"  {name:34}{each:8.2f} ns  {first}  {ratio(times['ours'], found):8.2f}")


def jobs(rule: Rule, move: Callable[[], Move], walk: Callable[..., object]) -> dict[str, Job]:
    found: dict[str, Job] = {
        "ours": ours(rule),
        "numpy, the usual loop": partial(steps_alone, move),
        "numpy, the loop with accounts": partial(with_accounts, move),
    }
    return found | (native(walk) if find_spec("numba") else {})


if __name__ == "__main__":
    print(machine())
    least = {"numpy, fewest operations": fewest_operations}
    report("gradient descent", jobs(GRADIENT_DESCENT, plain, plain_walk) | least)
    report("Adam", jobs(find("adam").rule, adam, adam_walk))
