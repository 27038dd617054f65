"""Nothing goes in, Methods come out: those that search along lines or solve equations."""

from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.from_scipy import called
from symdescent.optimizers.tables import numbers

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
METHODS = (NEWTON, TRUST_REGION, BFGS, CONJUGATE, BACKTRACKING, WOLFE_DESCENT)
