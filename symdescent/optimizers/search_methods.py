"""Algorithms that search along lines or solve equations, in their conventions."""

from symdescent.errors import InputError
from symdescent.optimizers.frameworks.hyperparameters import Hyperparameters, demand, exact, filled
from symdescent.optimizers.frameworks.scipy import called
from symdescent.optimizers.rule import Algorithm, Method, numbers

BOOK = "J. Nocedal, S. J. Wright (2006), Numerical Optimization, doi:10.1007/978-0-387-40065-5"
WOLFE = """
rate: the first that meets the strong Wolfe conditions, tried from {first}
      L falls by decrease*rate*(-g.d) or more, |g.d| falls to curvature*|g.d| or less
x = x + rate*d
"""
NOTHING_KNOWN = "lr/(|g_1| + ... + |g_n|), at most lr"
LEARNT = WOLFE.format(first=f"lr (first {NOTHING_KNOWN})")

DIFFERENCE = "scipy's searches in its own way, and has tests of its own to end by"


def searching(name: str, routine: str, text: str, settings: str) -> Algorithm:
    """One algorithm, its settings written as in a table."""
    return Algorithm(name, routine, text.strip(), numbers(settings))


NEWTON = Method(
    "Newton",
    "to the lowest point of the quadratic that fits: the exact Hessian",
    BOOK + ", algorithm 3.3",
    {
        "paper": searching(
            "Newton",
            "Newton",
            """
d = -(H + a*I)^-1*g, H the Hessian, a = 0 or the first of doubled shifts that has a Cholesky factor
rate = lr, times shrink until L falls by decrease*rate*(-g.d) or more
x = x + rate*d
""",
            "lr=1 shift=0.001 shrink=0.5 decrease=0.0001",
        )
    },
    {},
)
BACKTRACKING = Method(
    "gradient descent with backtracking",
    "down the slope, the step shortened until it pays; in a box from edge to edge",
    "L. Armijo (1966), doi:10.2140/pjm.1966.16.1; D. P. Bertsekas (1976), "
    "doi:10.1109/TAC.1976.1101194",
    {
        "paper": searching(
            "gradient descent with backtracking",
            "backtracking",
            """
rate = lr, times shrink until L falls by decrease/rate*|step|^2 or more
x = x - rate*g, moved to the nearest point of the box
""",
            "lr=1 shrink=0.5 decrease=0.5",
        )
    },
    {},
)
WOLFE_DESCENT = Method(
    "gradient descent with strong Wolfe search",
    "down the slope, as far as lowers both the value and the slope enough",
    "P. Wolfe (1969), doi:10.1137/1011036",
    {
        "paper": searching(
            "gradient descent with strong Wolfe search",
            "strong Wolfe descent",
            "d = -g"
            + WOLFE.format(first="last rate*(last g.d)/(g.d)\n      (first {0})").format(
                NOTHING_KNOWN
            ),
            "lr=1 decrease=0.0001 curvature=0.1",
        )
    },
    {},
)
CONJUGATE = Method(
    "nonlinear conjugate gradient",
    "directions that do not undo each other, searched along",
    "E. Polak, G. Ribiere (1969), doi:10.1051/m2an/196903R100351; " + BOOK + ", section 5.2",
    {
        "paper": searching(
            "nonlinear conjugate gradient",
            "conjugate gradient",
            "d = -g + max(g.(g - last g)/|last g|^2, 0)*d, or -g where that leads uphill"
            + WOLFE.format(first="last rate*(last g.d)/(g.d)\n      (first {0})").format(
                NOTHING_KNOWN
            ),
            "lr=1 decrease=0.0001 curvature=0.1",
        ),
        "scipy": called("CG", "nonlinear conjugate gradient"),
    },
    {"scipy": "CG"},
    DIFFERENCE,
)
BFGS = Method(
    "BFGS",
    "Newton's step without a Hessian: its inverse is learnt from the steps",
    "C. G. Broyden (1970), doi:10.1093/imamat/6.1.76; R. Fletcher (1970), "
    "doi:10.1093/comjnl/13.3.317; D. Goldfarb (1970), doi:10.1090/S0025-5718-1970-0258249-6; "
    "D. F. Shanno (1970), doi:10.1090/S0025-5718-1970-0274029-X",
    {
        "paper": searching(
            "BFGS",
            "BFGS",
            "d = -H*g" + LEARNT + "H = the nearest matrix that maps the change of g to the step",
            "lr=1 decrease=0.0001 curvature=0.9",
        ),
        "scipy": called("BFGS", "BFGS"),
    },
    {"scipy": "BFGS"},
    DIFFERENCE,
)
TRUST_REGION = Method(
    "trust region",
    "the best step of the quadratic that fits, within a radius that its success widens",
    "J. J. More, D. C. Sorensen (1983), doi:10.1137/0904038; " + BOOK + ", algorithm 4.1",
    {
        "paper": searching(
            "trust region",
            "trust region",
            """
s = the lowest point of g.s + s.H*s/2 with |s| <= radius, H the Hessian
kept = (L(x) - L(x + s))/(what the quadratic promised)
radius = |s|/4 if kept < 1/4, 2*radius up to max_radius if kept > 3/4 and |s| = radius
x = x + s if kept > 1/10, else the same again
""",
            "radius=1 max_radius=100",
        ),
        "scipy": called("trust-exact", "trust region"),
    },
    {"scipy": "trust-exact"},
    DIFFERENCE,
)
SEARCHING_METHODS = (NEWTON, TRUST_REGION, BFGS, CONJUGATE, BACKTRACKING, WOLFE_DESCENT)


PAPER = searching(
    "L-BFGS",
    "L-BFGS",
    "d = -(inverse Hessian, from the last history_size steps and changes of slope)*g" + LEARNT,
    "lr=1 history_size=10 decrease=0.0001 curvature=0.9",
)
TORCH = Algorithm(
    "L-BFGS",
    "torch L-BFGS",
    """
unless every |g_i| <= tolerance_grad, up to max_iter times, at most max_eval places:
    d = -(inverse Hessian, from the last history_size steps s and changes of slope y)*g
    rate = lr, at the first step lr*min(1, 1/(|g_1| + ... + |g_n|))
    with strong_wolfe = 1: the first rate from there that meets the strong Wolfe conditions
    x = x + rate*d
    end if every |rate*d_i| <= tolerance_change, or L changes by less than tolerance_change
""".strip(),
    numbers(
        "lr=1 max_iter=20 max_eval=25 tolerance_grad=1e-7 tolerance_change=1e-9 history_size=100 "
        "strong_wolfe=0"
    ),
)
ZOOM = """
rate: the first that meets the strong Wolfe conditions, tried from {first}, at most
      max_linesearch_steps: L falls by slope_rtol*rate*(-g.d), |g.d| to curv_rtol*|g.d| or less
x = x + rate*d
"""
ZOOM_SETTINGS = (
    " max_linesearch_steps=20 slope_rtol=0.0001 curv_rtol=0.9 approx_dec_rtol=1e-6 "
    "increase_factor=2 stepsize_precision=1e-5"
)
OPTAX = searching(
    "L-BFGS",
    "optax L-BFGS",
    "d = -lr*(inverse Hessian, from the last history_size steps and changes of slope)*g"
    + ZOOM.format(first="1"),
    "lr=1 history_size=10 scale_init_precond=1" + ZOOM_SETTINGS,
)
ZOOMED = searching(
    "zoom line search",
    "optax zoom descent",
    "d = -lr*g" + ZOOM.format(first="the last rate"),
    "lr=1" + ZOOM_SETTINGS,
)
LBFGS = Method(
    "L-BFGS",
    "Newton's step without a Hessian: the curvature as the last few steps showed it",
    "D. C. Liu, J. Nocedal (1989), doi:10.1007/BF01589116",
    {"paper": PAPER, "torch": TORCH, "optax": OPTAX},
    {"torch": "LBFGS", "optax": "lbfgs"},
    "torch's step makes up to max_iter steps, and searches along the line only if told to; optax "
    "remembers steps of negative curvature too",
)
ZOOM_DESCENT = Method(
    "zoom line search",
    "down the slope, the rate doubled and then cut until value and slope fall enough",
    BOOK + ", algorithms 3.5 and 3.6",
    {"optax": ZOOMED},
    {"optax": "chain(sgd,scale_by_zoom_linesearch)"},
)
LIMITED_MEMORY_METHODS = (LBFGS, ZOOM_DESCENT)
LINESEARCHES = (
    "zoom",
    "scale_by_zoom_linesearch(max_linesearch_steps=20, initial_guess_strategy='one')",
)
RENAMED = {"memory_size": "history_size", "learning_rate": "lr"}
SEARCHES = {"": 0, "strong_wolfe": 1}
UNKNOWN_HERE = ("lr_scheduler", "gradient_clipping")


def lbfgs_torch(hyperparameters: Hyperparameters) -> Algorithm:
    """The algorithm that walks as torch.optim.LBFGS does; max_eval is 5/4 of max_iter if not given.

    Raises InputError for a setting that torch does not have, or that is not followed here.
    """
    for name in UNKNOWN_HERE:
        if hyperparameters.get(name):
            raise InputError("unsupported", f"torch's LBFGS is followed here without {name}")
    own = {name: value for name, value in TORCH.settings.items() if name != "strong_wolfe"}
    given = {name: v for name, v in hyperparameters.items() if name not in UNKNOWN_HERE}
    chosen = filled("torch's LBFGS", given, {**own, "max_eval": None, "line_search_fn": None})
    search = str(chosen.pop("line_search_fn") or "")
    demand(search, SEARCHES, f"torch's LBFGS has no line_search_fn '{search}'")
    if chosen["max_eval"] is None:
        chosen["max_eval"] = exact(chosen["max_iter"]) * 5 // 4
    numbers = {name: exact(value) for name, value in chosen.items()}
    return TORCH.with_settings({**numbers, "strong_wolfe": exact(SEARCHES[search])})


def lbfgs_optax(arguments: Hyperparameters) -> Algorithm | None:
    """The algorithm that walks as optax.lbfgs does; None without a search, which is a rule.

    Raises InputError for an argument that optax does not have, or that is not followed here.
    """
    given = {"linesearch": "zoom", "learning_rate": None, **arguments}
    search, rate = given.pop("linesearch"), given.pop("learning_rate")
    if search is None:
        return None
    if search not in LINESEARCHES:
        raise InputError("unsupported", f"optax's lbfgs is followed here without {search!s:.60}")
    renamed = {RENAMED.get(name, name): exact(value) for name, value in given.items()}
    return OPTAX.with_settings(renamed | ({} if rate is None else {"lr": exact(rate)}))


def zoom_optax(arguments: Hyperparameters) -> Algorithm:
    """The algorithm that walks as optax's sgd with scale_by_zoom_linesearch does."""
    return ZOOMED.with_settings(
        {RENAMED.get(name, name): exact(value) for name, value in arguments.items()}
    )
