"""The iterates of scipy's solvers, as their callbacks give them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final

import numpy as np

from symdescent.errors import MissingExtra
from symdescent.numeric.line_search import Place, Search
from symdescent.numeric.objective import Array
from symdescent.numeric.run import Iterate

FOREVER: Final = 10**6  # iterations or evaluations: the descent says when to stop
STILL: Final = 100  # iterates in a row at one point: a solver that does not end would stay there
PATIENCE: Final = 1.0  # seconds for a solver to leave, once it is told to
WHOLE: Final = frozenset({"maxcor", "maxls"})
Minimise = Callable[[Callable[..., None]], Any]


@dataclass(frozen=True)
class Solver:
    """One method of scipy.optimize.minimize: what it takes, and how its patience is set."""

    method: str
    gradient: bool = True
    hessian: bool = False
    bounds: bool = False
    lasting: tuple[str, ...] = ("maxiter",)


SOLVERS: Final[Mapping[str, Solver]] = {
    solver.method: solver
    for solver in (
        Solver("BFGS"),
        Solver("CG"),
        Solver("Newton-CG", hessian=True),
        Solver("L-BFGS-B", bounds=True, lasting=("maxiter", "maxfun")),
        Solver("TNC", bounds=True, lasting=("maxfun",)),
        Solver("SLSQP", bounds=True),
        Solver("dogleg", hessian=True),
        Solver("trust-ncg", hessian=True),
        Solver("trust-krylov", hessian=True),
        Solver("trust-exact", hessian=True),
        Solver("trust-constr", hessian=True, bounds=True),
        Solver("Nelder-Mead", gradient=False, bounds=True, lasting=("maxiter", "maxfev")),
        Solver("Powell", gradient=False, bounds=True, lasting=("maxiter", "maxfev")),
        Solver("COBYLA", gradient=False, bounds=True),
    )
}


class Halt(Exception):
    """Nobody asks for another iterate."""


def solve(search: Search, solver: Solver) -> Iterator[Iterate]:
    """The iterates, the start first; they end where the solver ends by its own tests.

    Raises MissingExtra without scipy, InputError where n is too large for a Hessian.
    """
    try:
        minimize = import_module("scipy.optimize").minimize
    except ImportError:
        raise MissingExtra(f"scipy:{solver.method}", "scipy") from None
    return numbered(search, Solving(search, solver, minimize))


def numbered(search: Search, solving: "Solving") -> Iterator[Iterate]:
    """Those that differ from the one before, counted."""
    here, steps, still = search.beginning, count(), 0
    yield here.iterate(next(steps))
    try:
        while still < STILL and (there := solving.next()) is not None:
            still += 1
            if (there.point != here.point).any():
                here, still = there, 0
                yield here.iterate(next(steps))
    finally:
        solving.leave()


class Solving:
    """A solver at work in a thread, which stands still unless an iterate is asked for."""

    def __init__(self, search: Search, solver: Solver, minimize: Callable[..., Any]) -> None:
        self.search, self.solver, self.minimize = search, solver, minimize
        self.orders: SimpleQueue[bool] = SimpleQueue()
        self.news: SimpleQueue[Place | BaseException | None] = SimpleQueue()
        self.is_over = False
        self.thread = Thread(target=self.work, daemon=True)

    def next(self) -> Place | None:
        """The next iterate, None after the last; what went wrong in the thread is raised here."""
        if self.thread.ident is None:
            self.thread.start()
        else:
            self.orders.put(True)
        news = self.news.get()
        if isinstance(news, BaseException):
            raise news
        return news

    def leave(self) -> None:
        """Tell the solver that nobody asks any more."""
        self.is_over = True
        self.orders.put(False)
        if self.thread.ident is not None:
            self.thread.join(PATIENCE)

    def work(self) -> None:
        """All of the solver's work; what it cannot do, such as to factor nan, is its end."""
        try:
            with np.errstate(all="ignore"):
                self.reached(self.solved())
            self.news.put(None)
        except (ArithmeticError, ValueError, np.linalg.LinAlgError):
            self.news.put(None)
        except Halt:
            return
        except Exception as error:
            self.news.put(error)

    def solved(self) -> Array:
        """The solver's own answer (n,)."""
        solver, search = self.solver, self.search
        settings = dict(search.settings)
        found = self.minimize(
            self.value_and_gradient if solver.gradient else self.value,
            np.array(search.start),
            method=solver.method,
            jac=True if solver.gradient else None,
            hess=self.hessian if solver.hessian else None,
            bounds=self.bounds() if search.box.bounded else None,
            tol=settings.pop("tol"),
            callback=self.reached,
            options={**dict.fromkeys(solver.lasting, FOREVER), **options(settings)},
        )
        return np.atleast_1d(found.x)

    def bounds(self) -> list[tuple[float, float]]:
        return list(zip(self.search.box.low, self.search.box.high, strict=True))

    def reached(self, point: Array, *_: object) -> None:
        """The callback: hand the iterate over, moved into the box, and wait."""
        inside = self.search.box.project(np.atleast_1d(point).tolist())
        self.news.put(self.search.look(np.array(inside)))
        if not self.orders.get():
            raise Halt

    def look(self, point: Array) -> Place:
        if self.is_over:
            raise Halt
        return self.search.look(np.atleast_1d(point))

    def value(self, point: Array) -> float:
        """L, for those that take no gradient."""
        return self.look(point).value

    def value_and_gradient(self, point: Array) -> tuple[float, Array]:
        """L and its gradient (n,)."""
        place = self.look(point)
        return place.value, place.gradient

    def hessian(self, point: Array) -> Array:
        """The Hessian (n, n)."""
        return self.search.bend(np.atleast_1d(point))


def options(settings: Mapping[str, float]) -> dict[str, float]:
    """The settings as scipy takes them: some are whole numbers."""
    return {name: int(value) if name in WHOLE else value for name, value in settings.items()}
