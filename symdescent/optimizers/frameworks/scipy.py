"""The solvers of scipy.optimize.minimize as algorithms."""

from collections.abc import Mapping
from dataclasses import dataclass

from symdescent.optimizers.frameworks.hyperparameters import Hyperparameters, demand, exact
from symdescent.optimizers.rule import Algorithm, Method, numbers

SEARCHED = "tol=1e-12 c1=0.0001 c2={c2}"
TRUSTED = "tol=1e-12 initial_trust_radius=1 max_trust_radius=1000 eta=0.15"
STEIHAUG = "T. Steihaug (1983), doi:10.1137/0720042"
CONN = "A. R. Conn, N. I. M. Gould, P. L. Toint (2000), doi:10.1137/1.9780898719857"


@dataclass(frozen=True)
class Solver:
    """One method of scipy.optimize.minimize: `takes` the derivatives that it is given."""

    takes: str
    settings: str
    purpose: str
    source: str


SOLVERS: Mapping[str, Solver] = {
    "BFGS": Solver("g", SEARCHED.format(c2=0.9), "", ""),
    "CG": Solver("g", SEARCHED.format(c2=0.4), "", ""),
    "trust-exact": Solver("g, H", TRUSTED, "", ""),
    "Newton-CG": Solver(
        "g, H",
        SEARCHED.format(c2=0.9),
        "Newton's step as far as conjugate gradients find it, and a search along it",
        "S. G. Nash (1984), doi:10.1137/0721052",
    ),
    "L-BFGS-B": Solver(
        "g",
        "tol=1e-12 maxcor=10 maxls=20",
        "L-BFGS in a box, by projected gradients",
        "R. H. Byrd, P. Lu, J. Nocedal, C. Zhu (1995), doi:10.1137/0916069",
    ),
    "TNC": Solver(
        "g",
        "tol=1e-12",
        "Newton's step from differences of gradients, cut short; knows bounds",
        "S. G. Nash (1984), doi:10.1137/0721052",
    ),
    "SLSQP": Solver(
        "g",
        "tol=1e-12",
        "quadratic programs, each a least-squares problem; knows bounds",
        "D. Kraft (1988), DFVLR-FB 88-28",
    ),
    "dogleg": Solver(
        "g, H",
        TRUSTED,
        "a bent path from the slope to Newton's step, within a radius; wants convexity",
        "M. J. D. Powell (1970), in P. Rabinowitz (ed.), Numerical Methods, 87-114",
    ),
    "trust-ncg": Solver(
        "g, H", TRUSTED, "conjugate gradients up to the edge of a trusted region", STEIHAUG
    ),
    "trust-krylov": Solver(
        "g, H",
        "tol=1e-12",
        "the best step of a trusted region within a Krylov space",
        "N. I. M. Gould, S. Lucidi, M. Roma, P. L. Toint (1999), doi:10.1137/S1052623497322735",
    ),
    "trust-constr": Solver(
        "g, H",
        "tol=1e-12 initial_tr_radius=1",
        "a trusted region, with a barrier where there are bounds",
        CONN,
    ),
    "Nelder-Mead": Solver(
        "",
        "tol=1e-12",
        "a simplex that turns over and shrinks, without slopes",
        "J. A. Nelder, R. Mead (1965), doi:10.1093/comjnl/7.4.308",
    ),
    "Powell": Solver(
        "",
        "tol=1e-12",
        "searches along directions that it makes conjugate, without slopes",
        "M. J. D. Powell (1964), doi:10.1093/comjnl/7.2.155",
    ),
    "COBYLA": Solver(
        "",
        "tol=1e-12 rhobeg=1",
        "a plane through a simplex within a shrinking radius, without slopes",
        "M. J. D. Powell (1994), doi:10.1007/978-94-015-8330-5_4",
    ),
}
CALL = "scipy.optimize.minimize(L, x, method={method!r}, {derivatives}tol=tol, ...)"
DERIVATIVES = {"": "", "g": "jac=g, ", "g, H": "jac=g, hess=H, "}


def called(solver: str, name: str = "") -> Algorithm:
    """The algorithm that calls a solver, under the name of a method."""
    entry = SOLVERS[solver]
    text = CALL.format(method=solver, derivatives=DERIVATIVES[entry.takes])
    settings = numbers(entry.settings)
    return Algorithm(name or solver, f"scipy {solver}", text, settings, entry.source, entry.purpose)


SCIPY_METHODS = tuple(
    Method(name, entry.purpose, entry.source, {"scipy": called(name)}, {"scipy": name})
    for name, entry in SOLVERS.items()
    if entry.purpose
)
KNOWN = tuple(SOLVERS)
RATED = ()  # what has a learning rate of its own
NAMES = {"BFGS": "BFGS", "CG": "nonlinear conjugate gradient", "trust-exact": "trust region"}


def from_scipy(name: str, options: Hyperparameters) -> Algorithm:
    """The algorithm that calls scipy.optimize.minimize with this method and these options.

    `tol` is 1e-12 if not given, so that the descent says when to stop. Raises InputError for a
    method or an option that is not known here.
    """
    demand(name, KNOWN, f"scipy has no method '{name}' that is known here")
    chosen = {option: exact(value) for option, value in options.items()}
    return called(name, NAMES.get(name, name)).with_settings(chosen)
