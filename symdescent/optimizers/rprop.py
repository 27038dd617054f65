"""Nothing goes in, a Method comes out: steps by the sign of the slope alone."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

RPROP_TORCH = rule(
    "Rprop",
    """
s = g*previous
d = clip(d*where(s > 0, eta_plus, where(s < 0, eta_minus, 1)), step_min, step_max)
g = where(s < 0, 0, g)
x = x - sign(g)*d
previous = g
""",
    "eta_minus=0.5 eta_plus=1.2 step_min=1e-6 step_max=50",
    "d=0.01 previous=0",
)

RPROP_PAPER = rule(
    "Rprop",
    """
s = g*previous
d = clip(d*where(s > 0, eta_plus, where(s < 0, eta_minus, 1)), step_min, step_max)
u = where(s < 0, -u, -sign(g)*d)
x = x + u
previous = where(s < 0, 0, g)
""",
    "eta_minus=0.5 eta_plus=1.2 step_min=1e-6 step_max=50",
    "d=0.1 previous=0 u=0",
)

METHODS = (
    Method(
        "Rprop",
        "steps that grow while the slope keeps its sign and shrink when it turns",
        "M. Riedmiller, H. Braun (1993), doi:10.1109/ICNN.1993.298623; "
        "C. Igel, M. Huesken (2003), doi:10.1016/S0925-2312(01)00700-7",
        {"torch": RPROP_TORCH, "paper": RPROP_PAPER},
        {"torch": "Rprop", "optax": "rprop"},
        "The paper takes a step back where the slope turns, torch (iRprop-) stands still; optax "
        "0.2.8 makes each step one too late.",
    ),
)
