"""Nothing goes in, Methods come out: Adam with two momenta, or with yesterday's second moment."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

ADAN = Method(
    "Adan",
    "Adam with Nesterov momentum, told by the difference of successive gradients",
    "X. Xie, P. Zhou, H. Li, Z. Lin, S. Yan (2022), arXiv:2208.06677",
    {
        name: rule(
            "Adan",
            f"""
d = where(t <= 1, 0, g - p)
p = g
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*d
s = beta3*s + (1 - beta3)*(g + {weight}*d)^2
u = m/(1 - beta1^t) + {weight}*v/(1 - beta2^t)
x = x - lr*(u/(sqrt(s/(1 - beta3^t) + eps_root) + eps) + weight_decay*x)
""",
            "lr=0.001 beta1=0.98 beta2=0.92 beta3=0.99 eps=1e-8 eps_root=1e-8 weight_decay=0",
            "p=0 m=0 v=0 s=0",
        )
        for name, weight in {"paper": "beta2", "optax": "(1 - beta2)"}.items()
    },
    {"optax": "adan"},
    "optax 0.2.8 weighs the difference of gradients by 1 - beta2 instead of beta2",
)

ADEMAMIX = Method(
    "AdEMAMix",
    "Adam with a fast and a very slow momentum together",
    "M. Pagliardini, P. Ablin, D. Grangier (2024), arXiv:2409.03137",
    {
        "paper": rule(
            "AdEMAMix",
            """
m = beta1*m + (1 - beta1)*g
s = beta3*s + (1 - beta3)*g
v = beta2*v + (1 - beta2)*g^2
u = (m/(1 - beta1^t) + alpha*s)/(sqrt(v/(1 - beta2^t) + eps_root) + eps)
x = x - lr*(u + weight_decay*x)
""",
            "lr=0.001 beta1=0.9 beta2=0.999 beta3=0.9999 alpha=5 eps=1e-8 eps_root=0 "
            "weight_decay=0",
            "m=0 s=0 v=0",
        )
    },
    {"optax": "contrib.ademamix"},
    "the paper lets alpha and beta3 grow to their values over the first steps",
)

SIMPLIFIED_ADEMAMIX = Method(
    "simplified AdEMAMix",
    "one summed momentum and the present gradient, over Adam's second moment",
    "D. Morwani, N. Vyas, H. Zhang, S. Kakade (2025), arXiv:2502.02431",
    {
        "paper": rule(
            "simplified AdEMAMix",
            """
m = beta1*m + g
v = beta2*v + (1 - beta2)*g^2
u = (m + alpha*g)/(sqrt(v/(1 - beta2^t) + eps_root) + eps)
x = x - lr*(u + weight_decay*x)
""",
            "lr=0.0001 beta1=0.99 beta2=0.95 alpha=0 eps=1e-8 eps_root=0 weight_decay=0",
            "m=0 v=0",
        )
    },
    {"optax": "contrib.simplified_ademamix"},
)

ADOPT_SETTINGS = "lr=0.001 beta1=0.9 beta2=0.9999 eps=1e-6"

ADOPT_UNCLIPPED = rule(
    "ADOPT without clipping",
    """
u = where(t <= 1, 0, g/max(sqrt(v), eps))
v = where(t <= 1, g^2, beta2*v + (1 - beta2)*g^2)
m = where(t <= 1, u, beta1*m + (1 - beta1)*u)
x = x - lr*m
""",
    ADOPT_SETTINGS,
    "m=0 v=0",
)

ADOPT_NESTEROV = rule(
    "ADOPT with Nesterov momentum",
    """
u = clip(g/max(sqrt(v), eps), -(t - 1)^0.25, (t - 1)^0.25)
v = where(t <= 1, g^2, beta2*v + (1 - beta2)*g^2)
m = where(t <= 1, u, beta1*m + (1 - beta1)*u)
x = x - lr*(beta1*m + (1 - beta1)*u)
""",
    ADOPT_SETTINGS,
    "m=0 v=0",
)

ADOPT = Method(
    "ADOPT",
    "Adam made sure to converge for every beta2: yesterday's second moment, then momentum",
    "S. Taniguchi, K. Harada, G. Minegishi et al. (2024), arXiv:2411.02853",
    {
        "paper": rule(
            "ADOPT",
            """
u = clip(g/max(sqrt(v), eps), -(t - 1)^0.25, (t - 1)^0.25)
v = where(t <= 1, g^2, beta2*v + (1 - beta2)*g^2)
m = where(t <= 1, u, beta1*m + (1 - beta1)*u)
x = x - lr*m
""",
            ADOPT_SETTINGS,
            "m=0 v=0",
        )
    },
    {"optax": "contrib.adopt"},
)

METHODS = (ADAN, ADEMAMIX, SIMPLIFIED_ADEMAMIX, ADOPT)
