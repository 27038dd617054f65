"""Steps by the sign or in proportion to the size of what they change: Rprop, Lion, LAMB, Muon."""

from symdescent.optimizers.frameworks.hyperparameters import Hyperparameters
from symdescent.optimizers.rule import Method, Rule, rule

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

RPROP_METHODS = (
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

LION_METHODS = (
    Method(
        "Lion",
        "steps of one size, by the sign of a momentum",
        "X. Chen et al. (2023), arXiv:2302.06675",
        {"paper": LION_PAPER, "keras": LION_KERAS},
        {"keras": "Lion", "optax": "lion"},
        "Keras has no weight decay unless it is asked for.",
    ),
)


SIGN_SGD = Method(
    "signSGD",
    "the same step in every coordinate, against the slope's sign",
    "J. Bernstein, Y.-X. Wang, K. Azizzadenesheli, A. Anandkumar (2018), arXiv:1802.04434",
    {"paper": rule("signSGD", "x = x - lr*sign(g)", "lr=0.01")},
    {"optax": "sign_sgd"},
)

SIGNUM = Method(
    "Signum",
    "the same step in every coordinate, against the sign of averaged slopes",
    "J. Bernstein, Y.-X. Wang, K. Azizzadenesheli, A. Anandkumar (2018), arXiv:1802.04434",
    {
        "paper": rule(
            "Signum",
            "m = beta*m + (1 - beta)*g\nx = x - lr*sign(m)",
            "lr=0.01 beta=0.9",
            "m=0",
        )
    },
    {"optax": "signum"},
)

NOISY_SGD = Method(
    "noisy SGD",
    "gradient descent with Gaussian noise that fades as the steps go on",
    "A. Neelakantan, L. Vilnis, Q. Le et al. (2015), arXiv:1511.06807",
    {
        "paper": rule(
            "noisy SGD",
            "g = g + sqrt(eta/t^gamma)*noise\nx = x - lr*g",
            "lr=0.1 eta=0.01 gamma=0.55",
        )
    },
    {"optax": "noisy_sgd"},
    "the paper counts steps from 0 as eta/(1+t)^gamma: the same numbers",
)

SIGNS_METHODS = (SIGN_SGD, SIGNUM, NOISY_SGD)


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

LAMB_METHODS = (
    Method(
        "LAMB",
        "Adam with steps as long as the point is far from zero, for large batches",
        "Y. You et al. (2020), arXiv:1904.00962",
        {"paper": LAMB_PAPER, "keras": LAMB_KERAS},
        {"keras": "Lamb", "optax": "lamb"},
        "The paper and optax let the decay join the direction, Keras shrinks the point before.",
    ),
)


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

TRUST_METHODS = (LARS, FROMAGE)


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

MUON_METHODS = (
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
