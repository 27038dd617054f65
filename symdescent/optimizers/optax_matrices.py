"""A matrix of one row or column goes in, a Rule comes out: Muon and GaLore as optax has them.

There the Newton-Schulz iteration needs no matrices: X X' is the number dot(X, X).
"""

from symdescent.optimizers.hyperparameters import Hyperparameters
from symdescent.optimizers.rule import Rule
from symdescent.optimizers.tables import rule

DION = (
    (4.0848, -6.8946, 2.9270),
    (3.9505, -6.3029, 2.6377),
    (3.7418, -5.5913, 2.3037),
    (2.8769, -3.1427, 1.2046),
    (2.8366, -3.0525, 1.2012),
)
SCHULZ = "q = dot(u, u)\nu = ({a} + {b}*q + {c}*q^2)*u"
MOMENTA = {
    False: "d = m/(1 - beta^t)",
    True: "d = beta*m/(1 - beta^(t + 1)) + (1 - beta)*g/(1 - beta^t)",
}
WIDTHS = {"matrix_1xn": "sqrt(n)", "matrix_nx1": "1"}


def muon(layout: str, switches: Hyperparameters) -> Rule:
    """K. Jordan et al. (2024): momentum made orthogonal, here of one row or column.

    `switches`: nesterov, adaptive, consistent_rms, ns_steps and ns_coeffs ("dion" for the table).
    """
    steps, dion = switches["ns_steps"], switches["ns_coeffs"] == "dion"
    rows = [SCHULZ.format(a=a, b=b, c=c) for a, b, c in DION]
    plain = [SCHULZ.format(a="a", b="b", c="c")] * steps
    matched = switches["consistent_rms"] is not None
    lines = [
        "m = beta*m + (1 - beta)*g",
        MOMENTA[bool(switches["nesterov"])],
        "u = d/(norm(d) + eps)",
        *(rows if dion else plain),
        "u = dot(d, u)*u" if switches["adaptive"] else "",
        f"u = {'consistent_rms*sqrt(n)' if matched else WIDTHS[layout]}*u",
        "x = x - lr*(u + weight_decay*x)",
    ]
    settings = "lr=0.02 beta=0.95 eps=1e-8 weight_decay=0 a=3.4445 b=-4.775 c=2.0315"
    settings += " consistent_rms=0.2" * matched
    return rule("muon", "\n".join(filter(None, lines)), settings, "m=0")


GALORE = rule(
    "galore",
    """
due = floor((t - 0.5)/update_proj_gap) - floor((t - 1.5)/update_proj_gap)
u = where(due > 0, g/norm(g), u)
r = dot(u, g)
m = beta1*m + (1 - beta1)*r
v = beta2*v + (1 - beta2)*r^2
x = x - lr*(scale*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)*u + weight_decay*x)
""",
    "lr=0.01 update_proj_gap=200 scale=1 beta1=0.9 beta2=0.999 eps=1e-8 weight_decay=0",
    "u=0 m=0 v=0",
)
