"""Nothing goes in, a Method comes out: the sign of a momentum, found by a search of programs."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

LION_PAPER = rule(
    "Lion",
    """
u = sign(beta1*m + (1 - beta1)*g)
m = beta2*m + (1 - beta2)*g
x = x - lr*(u + weight_decay*x)
""",
    "lr=0.0001 beta1=0.9 beta2=0.99 weight_decay=0.01",
    "m=0",
)

LION_KERAS = rule(
    "Lion",
    """
x = x - lr*sign(beta1*m + (1 - beta1)*g)
m = beta2*m + (1 - beta2)*g
""",
    "lr=0.001 beta1=0.9 beta2=0.99",
    "m=0",
)

METHODS = (
    Method(
        "Lion",
        "steps of one size, by the sign of a momentum",
        "X. Chen et al. (2023), arXiv:2302.06675",
        {"paper": LION_PAPER, "keras": LION_KERAS},
        {"keras": "Lion", "optax": "lion"},
        "Keras has no weight decay unless it is asked for.",
    ),
)
