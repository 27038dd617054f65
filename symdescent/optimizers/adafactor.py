"""Nothing goes in, a Method comes out: Adafactor for vectors, where nothing is factored."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

ADAFACTOR_TORCH = rule(
    "Adafactor",
    """
size = max(eps2, rms(x))*min(lr, 1/sqrt(t))
x = x - lr*weight_decay*x
v = v + t^beta2_decay*(g^2 - v)
u = g/sqrt(max(v, eps1^2))
x = x - size*u/max(1, rms(u)/d)
""",
    "lr=0.01 beta2_decay=-0.8 eps1=2.220446049250313e-16 eps2=0.001 d=1 weight_decay=0",
    "v=0",
)

ADAFACTOR_PAPER = rule(
    "Adafactor",
    """
size = max(eps2, rms(x))*min(lr, 1/sqrt(t))
v = v + t^beta2_decay*(g^2 + eps1 - v)
u = g/sqrt(v)
x = x - size*u/max(1, rms(u)/d)
""",
    "lr=0.01 beta2_decay=-0.8 eps1=1e-30 eps2=0.001 d=1",
    "v=0",
)

METHODS = (
    Method(
        "Adafactor",
        "steps in units of the gradients' size, scaled by the size of the point itself",
        "N. Shazeer, M. Stern (2018), arXiv:1804.04235",
        {"paper": ADAFACTOR_PAPER, "torch": ADAFACTOR_TORCH, "keras": ADAFACTOR_PAPER},
        {"torch": "Adafactor", "keras": "Adafactor", "optax": "adafactor"},
        "torch bounds the mean square below by eps1^2 where the paper and Keras add eps1 to each "
        "square; optax does not let the rate fall as 1/sqrt(t).",
    ),
)
