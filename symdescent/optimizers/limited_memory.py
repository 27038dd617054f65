"""L-BFGS, which searches along lines and is no formula, in its conventions."""

from symdescent.errors import InputError
from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.hyperparameters import Hyperparameters, demand, exact, filled
from symdescent.optimizers.searching import BOOK, LEARNT, searching
from symdescent.optimizers.tables import numbers

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
METHODS = (LBFGS, ZOOM_DESCENT)
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
