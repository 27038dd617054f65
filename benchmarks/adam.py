"""Adam on Rosenbrock's function: 10,000 steps with the whole history, and building its step."""

import time
from importlib.util import find_spec
from statistics import median

import numpy as np
from sympy.core.cache import clear_cache
from timing import Job, in_turn, machine, ratio

from symdescent.calculus.compilation import step
from symdescent.calculus.gradient import derive
from symdescent.calculus.parsing import parse
from symdescent.calculus.rule_step import fuse
from symdescent.numeric.descent import Descent, Stop, descend
from symdescent.numeric.objective import Evaluator
from symdescent.optimizers.catalogue import find

TEXT = "(1-x)^2 + 100*(y-x^2)^2"
STEPS, RATE, START = 10_000, 0.001, (-1.2, 1.0)
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8
ROUNDS = 7
SIZES = (2, 10, 30)


def built(text: str) -> Evaluator:
    """From the text of a formula to the compiled step of Adam."""
    return step(fuse(derive(parse(text)), find("adam").rule))


def ours() -> Job:
    """The package's descent, its step compiled beforehand."""
    descent = Descent("Adam", ("x", "y"), built(TEXT), START, (0.0,) * 4)
    return lambda: descend(descent, Stop(STEPS, 0.0)).points


def value(point: np.ndarray) -> float:
    x, y = point
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def gradient(point: np.ndarray) -> np.ndarray:
    x, y = point
    return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])


def by_hand() -> np.ndarray:
    """Adam on arrays of two numbers, as one writes it, with the history in arrays."""
    point, m, v = np.array(START), np.zeros(2), np.zeros(2)
    points, values, slopes = np.empty((STEPS + 1, 2)), np.empty(STEPS + 1), np.empty((STEPS + 1, 2))
    for k in range(STEPS + 1):
        g = gradient(point)
        points[k], values[k], slopes[k] = point, value(point), g
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g**2
        mean, size = m / (1 - BETA1 ** (k + 1)), v / (1 - BETA2 ** (k + 1))
        point = point - RATE * mean / (np.sqrt(size) + EPS)
    return points


def torch() -> Job:
    """PyTorch's own Adam and automatic gradients, in double precision, on one thread."""
    import torch

    torch.set_num_threads(1)

    def run() -> np.ndarray:
        point = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.Adam([point], lr=RATE, betas=(BETA1, BETA2), eps=EPS)
        points, values, slopes = np.empty((STEPS + 1, 2)), np.empty(STEPS + 1), []
        for k in range(STEPS + 1):
            optimizer.zero_grad()
            loss = (1 - point[0]) ** 2 + 100 * (point[1] - point[0] ** 2) ** 2
            loss.backward()
            points[k], values[k] = point.detach().numpy(), loss.item()
            slopes.append(point.grad.tolist())
            optimizer.step()
        return points

    return run


def optax() -> dict[str, Job]:
    """optax's Adam in double precision: one compiled step called in a loop, and one whole scan."""
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    adam = optax.adam(RATE, BETA1, BETA2, EPS)

    def loss(point):
        return (1 - point[0]) ** 2 + 100 * (point[1] - point[0] ** 2) ** 2

    def move(carried, _):
        point, state = carried
        height, slope = jax.value_and_grad(loss)(point)
        change, state = adam.update(slope, state)
        return (optax.apply_updates(point, change), state), (point, height, slope)

    def begin():
        point = jax.numpy.array(START)
        return point, adam.init(point)

    one = jax.jit(lambda carried: move(carried, None))
    every = jax.jit(lambda carried: jax.lax.scan(move, carried, length=STEPS + 1)[1])

    def looped() -> np.ndarray:
        carried, history = begin(), []
        for _ in range(STEPS + 1):
            carried, row = one(carried)
            history.append(row)
        return np.array([point for point, _, _ in history])

    return {
        "optax, jitted step in a loop": looped,
        "optax, jitted scan": lambda: np.asarray(every(begin())[0]),
    }


def peers() -> dict[str, Job]:
    """Whoever can be imported here."""
    found: dict[str, Job] = {"by hand in numpy": by_hand}
    if find_spec("optax"):
        found |= optax()
    if find_spec("torch"):
        found["PyTorch"] = torch()
    return found


def chain(n: int) -> str:
    return f"sum(i=1..{n - 1}, 100*(x_{{i+1}} - x_i^2)^2 + (1 - x_i)^2)"


def fresh(n: int) -> Job:
    """Building the step when sympy remembers nothing of it."""

    def job() -> None:
        clear_cache()
        built(chain(n))

    return job


def compare() -> None:
    """Check that all walk alike, then time them in turn; the check compiles what is compiled."""
    jobs, walks, firsts = {"ours": ours(), **peers()}, {}, {}
    for name, job in jobs.items():
        begin = time.perf_counter()
        walks[name] = np.array(job())
        firsts[name] = time.perf_counter() - begin
        assert np.abs(walks[name] - walks["ours"]).max() < 1e-6, name
    times = in_turn(jobs, ROUNDS, time.perf_counter)
    print(f"{STEPS} steps; all walks alike to 1e-6; the last column is ours by theirs")
    for name, found in times.items():
        spread = f"({min(found) * 1e3:.1f} .. {max(found) * 1e3:.1f})"
        first = f"first run {firsts[name] * 1e3:6.0f} ms"
        shown = f"{name:30}{median(found) * 1e3:9.1f} ms  {spread:22}{first}"
        print(f"{shown}  {ratio(times['ours'], found):8.3f}")


def build() -> None:
    built(chain(3))
    times = in_turn({f"text to step, n = {n}": fresh(n) for n in SIZES}, ROUNDS)
    for (name, found), target in zip(times.items(), (50, 100, 300), strict=True):
        print(f"{name:34}{min(found) * 1e3:10.1f} ms  target {target}")


if __name__ == "__main__":
    print(machine())
    compare()
    build()
