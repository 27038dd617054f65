"""Adam with other moments: AdaBelief, Yogi, Adan, ADOPT, optimistic Adam, Sophia and more."""

from symdescent.optimizers.rule import Method, rule

ADABELIEF_NESTEROV = rule(
    "AdaBelief with Nesterov momentum",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*(g - m)^2 + eps_root
d = beta1*m/(1 - beta1^(t + 1)) + (1 - beta1)*g/(1 - beta1^t)
x = x - lr*d/(sqrt(v/(1 - beta2^t)) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-16 eps_root=1e-16",
    "m=0 v=0",
)

ADABELIEF = Method(
    "AdaBelief",
    "long steps where the gradient is what its average foretold, short ones where it surprises",
    "J. Zhuang, T. Tang, Y. Ding et al. (2020), arXiv:2010.07468",
    {
        "paper": rule(
            "AdaBelief",
            """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*(g - m)^2 + eps
x = x - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)
""",
            "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-16",
            "m=0 v=0",
        ),
        "optax": rule(
            "AdaBelief",
            """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*(g - m)^2 + eps_root
x = x - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)
""",
            "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-16 eps_root=1e-16",
            "m=0 v=0",
        ),
    },
    {"optax": "adabelief"},
    "optax adds another constant, eps_root, to the second moment; the paper adds eps",
)

ACPROP = Method(
    "ACProp",
    "the raw gradient over yesterday's spread of gradients around their mean",
    "J. Zhuang, Y. Ding, T. Tang et al. (2021), arXiv:2110.05454",
    {
        "paper": rule(
            "ACProp",
            """
u = g/(where(t <= 1, 1, sqrt(v/(1 - beta2^(t - 1)))) + eps)
v = beta2*v + (1 - beta2)*(g - m)^2 + eps_root
m = beta1*m + (1 - beta1)*g
x = x - lr*(u + weight_decay*x)
""",
            "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-16 eps_root=1e-16 weight_decay=0",
            "m=0 v=0",
        )
    },
    {"optax": "contrib.acprop"},
)

YOGI = Method(
    "Yogi",
    "Adam whose second moment forgets large gradients slowly",
    "M. Zaheer, S. Reddi, D. Sachan, S. Kale, S. Kumar (2018), NeurIPS 31",
    {
        "paper": rule(
            "Yogi",
            """
m = beta1*m + (1 - beta1)*g
v = v - (1 - beta2)*sign(v - g^2)*g^2
x = x - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)
""",
            "lr=0.01 beta1=0.9 beta2=0.999 eps=0.001",
            "m=1e-6 v=1e-6",
        )
    },
    {"optax": "yogi"},
    "the paper has no bias correction; the authors' program corrects and starts both at 1e-6",
)

NOVOGRAD = Method(
    "NovoGrad",
    "one second moment for a whole tensor, and momentum over the normalised gradients",
    "B. Ginsburg, P. Castonguay, O. Hrinchuk et al. (2019), arXiv:1905.11286",
    {
        "paper": rule(
            "NovoGrad",
            """
v = where(t <= 1, dot(g, g), beta2*v + (1 - beta2)*dot(g, g))
u = g/(sqrt(v + eps_root) + eps) + weight_decay*x
m = where(t <= 1, u, beta1*m + u)
x = x - lr*m
""",
            "lr=0.01 beta1=0.9 beta2=0.25 eps=1e-6 eps_root=0 weight_decay=0",
            "m=0 v=0",
        )
    },
    {"optax": "novograd"},
)

SM3 = Method(
    "SM3",
    "adaptive rates in little memory; for a vector it is Adagrad with averaged steps",
    "R. Anil, V. Gupta, T. Koren, Y. Singer (2019), arXiv:1901.11150",
    {
        "paper": rule(
            "SM3",
            """
a = a + g^2
m = momentum*m + (1 - momentum)*g/sqrt(a + eps)
x = x - lr*m
""",
            "lr=0.1 momentum=0.9 eps=1e-8",
            "a=0 m=0",
        )
    },
    {"optax": "sm3"},
)

MADGRAD = Method(
    "MADGRAD",
    "dual averaging of all gradients with cube-root rates and momentum",
    "A. Defazio, S. Jelassi (2021), arXiv:2101.11075",
    {
        "paper": rule(
            "MADGRAD",
            """
g = g + weight_decay*x
rate = (lr + eps)*sqrt(t)
q = q + rate*g^2
s = s + rate*g
z = start - s/(cbrt(q) + eps)
x = momentum*x + (1 - momentum)*z
""",
            "lr=0.01 momentum=0.9 weight_decay=0 eps=1e-6",
            "q=0 s=0 start=x",
        )
    },
    {"optax": "contrib.madgrad"},
)

BELIEF_METHODS = (ADABELIEF, ACPROP, YOGI, NOVOGRAD, SM3, MADGRAD)


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

MOMENTA_METHODS = (ADAN, ADEMAMIX, SIMPLIFIED_ADEMAMIX, ADOPT)


OPTIMISTIC = Method(
    "optimistic gradient descent",
    "the gradient with its last change added once more",
    "A. Mokhtari, A. Ozdaglar, S. Pattathil (2019), arXiv:1901.08511",
    {
        "paper": rule(
            "optimistic gradient descent",
            """
p = where(t <= 1, g, p)
x = x - lr*((alpha + beta)*g - beta*p)
p = g
""",
            "lr=0.1 alpha=1 beta=1",
            "p=0",
        )
    },
    {"optax": "optimistic_gradient_descent"},
)

DIRECTIONS = {
    False: "d = (m/(1 - beta1^t))",
    True: "d = (beta1*m/(1 - beta1^(t + 1)) + (1 - beta1)*g/(1 - beta1^t))",
}
STEPS = {
    "v1": "x = x - ((lr + optimism)*d - optimism*p)",
    "v2": "x = x - lr*((alpha + beta)*d - beta*p)",
}
WEIGHTS = {"v1": "optimism=0.1", "v2": "alpha=1 beta=1"}
ADAMS = {
    (step, nesterov): rule(
        "optimistic Adam",
        f"""
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
{direction}/(sqrt(v/(1 - beta2^t) + eps_root) + eps)
p = where(t <= 1, d, p)
{STEPS[step]}
p = d
""",
        f"lr=0.1 {WEIGHTS[step]} beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0",
        "m=0 v=0 p=0",
    )
    for step in STEPS
    for nesterov, direction in DIRECTIONS.items()
}

OPTIMISTIC_ADAM = Method(
    "optimistic Adam",
    "Adam's step with its last change added once more",
    "C. Daskalakis, A. Ilyas, V. Syrgkanis, H. Zeng (2017), arXiv:1711.00141",
    {
        "paper": ADAMS["v2", False],
        "optax": ADAMS["v2", True],
    },
    {"optax": "optimistic_adam_v2, optimistic_adam"},
    "optax starts from Nesterov's Adam",
)

OPTIMISTIC_METHODS = (OPTIMISTIC, OPTIMISTIC_ADAM)


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

SOPHIA_METHODS = (SOPHIA, SOPHIA_EXACT)
