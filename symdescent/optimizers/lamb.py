"""Nothing goes in, a Method comes out: Adam with steps as long as the point is large."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

LAMB_PAPER = rule(
    "LAMB",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
u = (m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps) + weight_decay*x
a = norm(x)
b = norm(u)
q = where(a > 0 and b > 0, a/b, 1)
x = x - lr*q*u
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-6 weight_decay=0.01",
    "m=0 v=0",
)

LAMB_KERAS = rule(
    "LAMB",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
u = (m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)
a = norm(x)
b = norm(u)
q = where(a > 0 and b > 0, a/b, 1)
x = x - lr*q*u
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7",
    "m=0 v=0",
)

METHODS = (
    Method(
        "LAMB",
        "Adam with steps as long as the point is far from zero, for large batches",
        "Y. You et al. (2020), arXiv:1904.00962",
        {"paper": LAMB_PAPER, "keras": LAMB_KERAS},
        {"keras": "Lamb", "optax": "lamb"},
        "The paper and optax let the decay join the direction, Keras shrinks the point before.",
    ),
)
