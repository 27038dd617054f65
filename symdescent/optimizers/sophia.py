"""Nothing goes in, Methods come out: clipped steps over a running estimate of the curvature."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

TEXT = """
m = beta1*m + (1 - beta1)*g
u = clip((m/(1 - beta1^t))/max(gamma*v, eps), -clip_threshold, clip_threshold)
due = floor((t - 0.5)/update_interval) - floor((t - 1.5)/update_interval)
v = where(due > 0, beta2*v + (1 - beta2)*{curvature}, v)
x = x - lr*(u + weight_decay*x)
"""
SETTINGS = (
    "lr=0.1 beta1=0.965 beta2=0.99 eps=1e-8 weight_decay=0.0001 gamma=0.01 clip_threshold=1 "
    "update_interval=10"
)

SOURCE = "H. Liu, Z. Li, D. Hall, P. Liang, T. Ma (2023), arXiv:2305.14342"

SOPHIA = Method(
    "Sophia",
    "momentum over an estimate of the Hessian's diagonal, renewed now and then, each step clipped",
    SOURCE,
    {
        "paper": rule(
            "Sophia", TEXT.format(curvature="noise*hessian_times(noise)"), SETTINGS, "m=0 v=0"
        )
    },
    {"optax": "contrib.sophia"},
    "the noise may be random signs (Hutchinson's estimate) or normal numbers",
)

SOPHIA_EXACT = Method(
    "Sophia with the exact diagonal",
    "momentum over the Hessian's diagonal, renewed now and then, and every step clipped",
    SOURCE,
    {"paper": rule("Sophia", TEXT.format(curvature="h"), SETTINGS, "m=0 v=0")},
    {"optax": "contrib.sophia(hessian_diagonal_fn)"},
)

METHODS = (SOPHIA, SOPHIA_EXACT)
