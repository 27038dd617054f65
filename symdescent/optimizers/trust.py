"""Nothing goes in, Methods come out: steps in proportion to the size of what they change."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

LARS_SETTINGS = "lr=1 weight_decay=0 trust_coefficient=0.001 eps=0 momentum=0.9"

LARS_NESTEROV = rule(
    "LARS with Nesterov momentum",
    """
u = g + weight_decay*x
a = norm(x)
b = norm(u)
trust = where(a > 0 and b > 0, trust_coefficient*a/(b + eps), 1)
m = momentum*m + lr*trust*u
x = x - (momentum*m + lr*trust*u)
""",
    LARS_SETTINGS,
    "m=0",
)

LARS = Method(
    "LARS",
    "each tensor's step is a fixed share of the tensor's own length",
    "Y. You, I. Gitman, B. Ginsburg (2017), arXiv:1708.03888",
    {
        "paper": rule(
            "LARS",
            """
u = g + weight_decay*x
a = norm(x)
b = norm(u)
trust = where(a > 0 and b > 0, trust_coefficient*a/(b + eps), 1)
m = momentum*m + lr*trust*u
x = x - m
""",
            LARS_SETTINGS,
            "m=0",
        )
    },
    {"optax": "lars"},
    "the paper adds the decay to the norms instead of to the vectors",
)

FROMAGE = Method(
    "Fromage",
    "a step in proportion to the tensor's length, pulled back so that the length stays bounded",
    "J. Bernstein, A. Vahdat, Y. Yue, M.-Y. Liu (2020), arXiv:2002.03432",
    {
        "paper": rule(
            "Fromage",
            """
u = max(norm(x), min_norm)/max(norm(g), min_norm)*g
x = (x - lr*u)/sqrt(1 + lr^2)
""",
            "lr=0.01 min_norm=1e-6",
        )
    },
    {"optax": "fromage"},
)

METHODS = (LARS, FROMAGE)
