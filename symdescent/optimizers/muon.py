"""How many Newton-Schulz steps goes in, Rules come out: Muon for matrices of one row or column.

With X X^T = s, one number, the steps X <- a X + b (X X^T) X + c (X X^T)^2 X are plain formulas.
"""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.optax_matrices import GALORE
from symdescent.optimizers.rule import Rule
from symdescent.optimizers.tables import rule

NEWTON_SCHULZ = """
s = dot(u, u)
u = (a + b*s + c*s^2)*u
"""
NUMBERS = "a=3.4445 b=-4.775 c=2.0315 lr=0.001 momentum=0.95 eps=1e-7"


def muon_torch(steps: int = 5, nesterov: bool = True) -> Rule:
    """torch's form; `shape` is what the matrix's shape multiplies the rate by."""
    ahead = "(1 - momentum)*g + momentum*m" if nesterov else "m"
    return rule(
        "Muon",
        f"""
m = momentum*m + (1 - momentum)*g
u = {ahead}
u = u/max(norm(u), eps)
{NEWTON_SCHULZ * steps}
x = x - lr*weight_decay*x
x = x - lr*shape*u
""",
        f"{NUMBERS} weight_decay=0.1 shape=1",
        "m=0",
    )


def muon_keras(steps: int = 5, nesterov: bool = True) -> Rule:
    """Keras' form, whose buffer is a sum; its decay is the one of all its optimizers."""
    ahead = "g + momentum*m" if nesterov else "m"
    return rule(
        "Muon",
        f"""
m = momentum*m + g
u = {ahead}
u = u/(norm(u) + eps)
{NEWTON_SCHULZ * steps}
x = x - lr*shape*u
""",
        f"{NUMBERS} shape=1",
        "m=0",
    )


# What Keras' Muon does with vectors.
ADAMW_OF_MUON = rule(
    "AdamW",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
x = x - lr*weight_decay*x
x = x - adam_lr_ratio*lr*sqrt(1 - beta2^t)/(1 - beta1^t)*m/(sqrt(v) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7 weight_decay=0.004 adam_lr_ratio=1",
    "m=0 v=0",
)

METHODS = (
    Method(
        "Muon",
        "momentum made orthogonal: for one row or column, a step of almost one length",
        "K. Jordan et al. (2024), kellerjordan.github.io/posts/muon; "
        "J. Liu et al. (2025), arXiv:2502.16982",
        {"paper": muon_keras(), "torch": muon_torch(), "keras": muon_keras()},
        {"torch": "Muon", "keras": "Muon", "optax": "contrib.muon"},
        "They scale the step by the matrix's shape each in its own way; torch computes the "
        "direction in bfloat16.",
    ),
    Method(
        "GaLore",
        "Adam along the gradient's strongest direction, which is found anew now and then",
        "J. Zhao et al. (2024), arXiv:2403.03507",
        {"optax": GALORE},
        {"optax": "contrib.galore"},
    ),
)
