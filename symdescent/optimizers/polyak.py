"""Nothing goes in, Methods come out: rates worked out from the value and a bound below it."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

POLYAK_SETTINGS = "max_learning_rate=1 scaling=1 f_min=0 eps=0"
POLYAK_TEXT = """
s = scaling^2*dot_all(g, g) + eps
rate = where(s <= 2.220446049250313e-16, 0, min(({gap})/s, max_learning_rate))
x = x - scaling*rate*g
"""

LOIZOU = "N. Loizou, S. Vaswani, I. Laradji, S. Lacoste-Julien (2020), arXiv:2002.10542"

POLYAK_SGD = Method(
    "stochastic Polyak step",
    "the rate that would reach a known least value on a line, never above a bound",
    LOIZOU,
    {"paper": rule("stochastic Polyak", POLYAK_TEXT.format(gap="L - f_min"), POLYAK_SETTINGS)},
    {"optax": "polyak_sgd"},
    "it goes uphill where f_min lies above the value",
)

POLYAK_PLUS = Method(
    "stochastic Polyak step, never uphill",
    "the same, but it stands still where the value is below the bound",
    LOIZOU,
    {
        "paper": rule(
            "stochastic Polyak+", POLYAK_TEXT.format(gap="max(L - f_min, 0)"), POLYAK_SETTINGS
        )
    },
    {"optax": "polyak_sgd(variant='sps+')"},
)

LOWER = """cap = (1 + lr*weight_decay)*(f - c) + along
low = max(cap/(2*{b}*(1 + lr*weight_decay)), lower_bound)
lb = where(cap < (1 + lr*weight_decay)*{b}*lb, low, lb)
"""
MOMO_TEXT = """
k = where(t <= 1, 0, beta)
f = k*f + (1 - k)*L
d = k*d + (1 - k)*g
c = k*c + (1 - k)*dot_all(g, x)
along = dot_all(d, x)
size = dot_all(d, d)
{lower}gap = (1 + lr*weight_decay)*(f - lb - c) + along
rate = where(size <= 2.220446049250313e-16, 0, min(lr, max(gap, 0)/size))
x = x - lr*weight_decay/(1 + lr*weight_decay)*x - rate*d
{raised}
"""
MOMO_SETTINGS = "lr=1 beta=0.9 lower_bound=0 weight_decay=0"

MOMO_ADAM_TEXT = """
f = beta1*f + (1 - beta1)*L
d = beta1*d + (1 - beta1)*g
c = beta1*c + (1 - beta1)*dot_all(g, x)
v = beta2*v + (1 - beta2)*g^2
s = eps + sqrt(v/(1 - beta2^t))
k = 1 - beta1^t
along = dot_all(d, x)
size = dot_all(d, d/s)
{lower}gap = (1 + lr*weight_decay)*(f - k*lb - c) + along
rate = where(size <= 2.220446049250313e-16, 0, min(lr/k, max(gap, 0)/size))
x = x - lr*weight_decay/(1 + lr*weight_decay)*x - rate*d/s
{raised}
"""
MOMO_ADAM_SETTINGS = "lr=0.01 beta1=0.9 beta2=0.999 eps=1e-8 lower_bound=0 weight_decay=0"

SCHAIPP = "F. Schaipp, R. Ohana, M. Eickenberg et al. (2023), arXiv:2305.07583"
FIXED = {"lower": "lb = lower_bound\n", "raised": ""}
LEARNT = {
    "lower": LOWER.format(b="1"),
    "raised": "lb = max(f + along - c - 0.5*rate*size, lower_bound)",
}
LEARNT_ADAM = {
    "lower": LOWER.format(b="k"),
    "raised": "lb = max((f + along - c - 0.5*rate*size)/k, lower_bound)",
}
FIRST = "lb = where(t <= 1, lower_bound, lb)"

MOMO = Method(
    "MoMo",
    "momentum whose rate comes from a model of the averaged values, cut off at a bound below",
    SCHAIPP,
    {"paper": rule("MoMo", MOMO_TEXT.format(**FIXED), MOMO_SETTINGS, "f=0 d=0 c=0")},
    {"optax": "contrib.momo"},
)

MOMO_LEARNT = Method(
    "MoMo with a learnt bound",
    "MoMo that raises the bound below as it learns more of the values",
    SCHAIPP,
    {"paper": rule("MoMo*", FIRST + MOMO_TEXT.format(**LEARNT), MOMO_SETTINGS, "f=0 d=0 c=0 lb=0")},
    {"optax": "contrib.momo(adapt_lower_bound)"},
)

MOMO_ADAM = Method(
    "MoMo-Adam",
    "Adam whose rate comes from a model of the averaged values, cut off at a bound below",
    SCHAIPP,
    {
        "paper": rule(
            "MoMo-Adam", MOMO_ADAM_TEXT.format(**FIXED), MOMO_ADAM_SETTINGS, "f=0 d=0 c=0 v=0"
        )
    },
    {"optax": "contrib.momo_adam"},
)

MOMO_ADAM_LEARNT = Method(
    "MoMo-Adam with a learnt bound",
    "MoMo-Adam that raises the bound below as it learns more of the values",
    SCHAIPP,
    {
        "paper": rule(
            "MoMo-Adam*",
            FIRST + MOMO_ADAM_TEXT.format(**LEARNT_ADAM),
            MOMO_ADAM_SETTINGS,
            "f=0 d=0 c=0 v=0 lb=0",
        )
    },
    {"optax": "contrib.momo_adam(adapt_lower_bound)"},
)

METHODS = (POLYAK_SGD, POLYAK_PLUS, MOMO, MOMO_LEARNT, MOMO_ADAM, MOMO_ADAM_LEARNT)
