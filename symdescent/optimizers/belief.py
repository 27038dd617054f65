"""Nothing goes in, Methods come out: Adam with other second moments, or other uses of them."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

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

METHODS = (ADABELIEF, ACPROP, YOGI, NOVOGRAD, SM3, MADGRAD)
