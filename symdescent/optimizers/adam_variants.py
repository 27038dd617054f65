"""Nothing goes in, Methods come out: Adam with another norm, look-ahead or warm-up."""

from symdescent.optimizers.adam import ADAM_SOURCE
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

ADAMAX_PAPER = rule(
    "Adamax",
    """
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, abs(g))
x = x - lr/(1 - beta1^t)*m/u
""",
    "lr=0.002 beta1=0.9 beta2=0.999",
    "m=0 u=0",
)

ADAMAX_TORCH = rule(
    "Adamax",
    """
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, abs(g) + eps)
x = x - lr/(1 - beta1^t)*m/u
""",
    "lr=0.002 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 u=0",
)

ADAMAX_KERAS = rule(
    "Adamax",
    """
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, abs(g))
x = x - lr/(1 - beta1^t)*m/(u + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7",
    "m=0 u=0",
)

NADAM = """
mu = beta1*(1 - 0.96^(t*psi)/2)
next = beta1*(1 - 0.96^((t + 1)*psi)/2)
p = p*mu
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
u = (1 - mu)*g/(1 - p) + next*m/(1 - p*next)
x = x - lr*u/(sqrt(v/(1 - beta2^t)) + eps)
"""
NADAM_TORCH = rule(
    "NAdam", NADAM, "lr=0.002 beta1=0.9 beta2=0.999 eps=1e-8 psi=0.004", "m=0 v=0 p=1"
)
NADAM_KERAS = rule("NAdam", NADAM, "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7 psi=1", "m=0 v=0 p=1")

RADAM_TORCH = rule(
    "RAdam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
most = 2/(1 - beta2) - 1
rho = most - 2*t*beta2^t/(1 - beta2^t)
r = where(rho > 5, sqrt((rho - 4)*(rho - 2)*most/((most - 4)*(most - 2)*rho)), 0)
u = m/(1 - beta1^t)
x = x - lr*where(rho > 5, u*r*sqrt(1 - beta2^t)/(sqrt(v) + eps), u)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 v=0",
)

RADAM_PAPER = rule(
    "RAdam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
most = 2/(1 - beta2) - 1
rho = most - 2*t*beta2^t/(1 - beta2^t)
r = where(rho > 4, sqrt((rho - 4)*(rho - 2)*most/((most - 4)*(most - 2)*rho)), 0)
u = m/(1 - beta1^t)
x = x - lr*where(rho > 4, u*r*sqrt((1 - beta2^t)/v), u)
""",
    "lr=0.001 beta1=0.9 beta2=0.999",
    "m=0 v=0",
)

METHODS = (
    Method(
        "Adamax",
        "Adam in units of the largest recent gradient",
        ADAM_SOURCE,
        {"torch": ADAMAX_TORCH, "keras": ADAMAX_KERAS, "paper": ADAMAX_PAPER},
        {"torch": "Adamax", "keras": "Adamax", "optax": "adamax, adamaxw"},
        "torch adds eps within the maximum, Keras to the divisor, the paper nowhere.",
    ),
    Method(
        "NAdam",
        "Adam with Nesterov's look ahead and a momentum that grows",
        "T. Dozat (2016), ICLR workshop",
        {"torch": NADAM_TORCH, "keras": NADAM_KERAS},
        {"torch": "NAdam", "keras": "Nadam", "optax": "nadam, nadamw"},
        "The momentum grows 250 times as fast in Keras, and is constant in optax.",
    ),
    Method(
        "RAdam",
        "Adam that waits until the gradients' size is known well enough",
        "L. Liu et al. (2020), arXiv:1908.03265",
        {"torch": RADAM_TORCH, "paper": RADAM_PAPER},
        {"torch": "RAdam", "optax": "radam"},
        "Adaptive steps begin where rho is above 4 in the paper, above 5 in the frameworks.",
    ),
)
