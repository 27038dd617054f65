"""Rules that find their own rate or need none that falls: DoG, D-Adaptation, Polyak, averages."""

from symdescent.optimizers.rule import Method, Rule, rule

DOG_TEXT = """
g = g + weight_decay*x
w = w + dot_all(g, g)
{distance}
x = x - rate*g
"""
DOG_MEMORY = "w=0 r=0 start=x"
DOG_SETTINGS = "lr=1 init_step=1e-6 eps=1e-8 weight_decay=0"

DOG_DISTANCES = {
    "heuristic": """r = max(r, norm_all(x - start), init_step*(1 + norm_all(start)))
rate = lr*r/sqrt(w + eps)""",
    "distance": """r = max(r, norm_all(x - start), init_step)
rate = lr*r/sqrt(w + eps)""",
    "learning_rate": """r = max(r, norm_all(x - start))
rate = lr*where(t <= 1, init_step, r/sqrt(w + eps))""",
}
DOGS = {
    kind: rule("DoG", DOG_TEXT.format(distance=lines), DOG_SETTINGS, DOG_MEMORY)
    for kind, lines in DOG_DISTANCES.items()
}

DOG = Method(
    "DoG",
    "the furthest distance from the start over the root of all squared gradients",
    "M. Ivgi, O. Hinder, Y. Carmon (2023), arXiv:2302.12022",
    {"paper": DOGS["heuristic"]},
    {"optax": "contrib.dog"},
)

LAYERED_DOG = Method(
    "L-DoG",
    "DoG for each tensor by itself",
    "M. Ivgi, O. Hinder, Y. Carmon (2023), arXiv:2302.12022",
    {
        "paper": rule(
            "L-DoG",
            """
r = max(r, norm(x - start), reps_rel*(1 + norm(start)))
w = w + dot(g, g)
x = x - global_scale*r/sqrt(w + eps)*g
""",
            "reps_rel=1e-6 eps=1e-8 global_scale=1",
            "r=0 w=0 start=x",
        )
    },
    {"optax": "scale_by_distance_over_gradients"},
)

DOWG = Method(
    "DoWG",
    "DoG with every squared gradient weighted by the distance at its time",
    "A. Khaled, K. Mishchenko, C. Jin (2023), arXiv:2305.16284",
    {
        "paper": rule(
            "DoWG",
            """
g = g + weight_decay*x
r = max(r, dot_all(x - start, x - start), init_estim_sq_dist)
w = w + r*dot_all(g, g)
x = x - lr*r/(sqrt(w) + eps)*g
""",
            "lr=1 init_estim_sq_dist=0.0001 eps=0.0001 weight_decay=0",
            "r=0 w=0 start=x",
        )
    },
    {"optax": "contrib.dowg"},
)

COCOB = Method(
    "COCOB",
    "a gambler bets on each coordinate's coin; the wealth won is how far to go from the start",
    "F. Orabona, T. Tommasi (2017), arXiv:1705.07795",
    {
        "paper": rule(
            "COCOB",
            """
u = -lr*(g + weight_decay*x)
l = max(l, abs(u), eps)
s = s + abs(u)
r = max(r + u*(x - start), 0)
c = c + u
x = start + c/(l*max(s + l, alpha*l))*(l + r)
""",
            "lr=1 alpha=100 eps=1e-8 weight_decay=0",
            "l=0 s=0 r=0 c=0 start=x",
        )
    },
    {"optax": "contrib.cocob"},
)

DADAPT_ADAMW = Method(
    "D-Adaptation AdamW",
    "AdamW whose rate grows with a proven lower bound of the distance to the minimum",
    "A. Defazio, K. Mishchenko (2023), arXiv:2301.07733",
    {
        "paper": rule(
            "D-Adaptation AdamW",
            """
d = where(t <= 1, estim_lr0, d)
rate = d*lr*sqrt(1 - beta2^t)/(1 - beta1^t)
k = sqrt(beta2)
w = k*w + (1 - k)*rate*dot_all(g, s/(sqrt(v) + eps))
m = beta1*m + (1 - beta1)*rate*g
v = beta2*v + (1 - beta2)*g^2
s = k*s + (1 - k)*rate*g
d = where(sum_all(abs(s)) > 0, max(d, w/((1 - k)*sum_all(abs(s)))), d)
x = x - weight_decay*rate*x - m/(sqrt(v) + eps)
""",
            "lr=1 beta1=0.9 beta2=0.999 eps=1e-8 estim_lr0=1e-6 weight_decay=0",
            "d=0 w=0 m=0 v=0 s=0",
        )
    },
    {"optax": "contrib.dadapt_adamw"},
)

PRODIGY_TEXT = """
d = where(t <= 1, estim_lr0, d)
rate = d*lr*sqrt(1 - beta2^t)/(1 - beta1^t)
m = beta1*m + (1 - beta1)*d*g
v = beta2*v + (1 - beta2)*(d*g)^2
s = {k}*s + {weight}*d*g/estim_lr0
w = {k}*w + d/estim_lr0*rate*dot_all(g, start - x)
d = where(sum_all(abs(s)) > 0, max(d, estim_lr_coef*w/sum_all(abs(s))), d)
x = x - weight_decay*rate*x - rate*m/(sqrt(v) + d*eps)
"""
PRODIGY_SETTINGS = (
    "lr=1 beta1=0.9 beta2=0.999 eps=1e-8 estim_lr0=1e-6 estim_lr_coef=1 weight_decay=0"
)
PRODIGIES = {
    (safe, own): rule(
        "Prodigy",
        PRODIGY_TEXT.format(k="beta3" if own else "sqrt(beta2)", weight="d" if safe else "rate"),
        PRODIGY_SETTINGS + " beta3=0.9995" * own,
        "d=0 w=0 m=0 v=0 s=0 start=x",
    )
    for safe in (False, True)
    for own in (False, True)
}

PRODIGY = Method(
    "Prodigy",
    "D-Adaptation that learns the distance faster, by weighting late gradients more",
    "K. Mishchenko, A. Defazio (2023), arXiv:2306.06101",
    {"paper": PRODIGIES[False, False]},
    {"optax": "contrib.prodigy"},
)

PARAMETER_FREE_METHODS = (DOG, LAYERED_DOG, DOWG, COCOB, DADAPT_ADAMW, PRODIGY)


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

POLYAK_METHODS = (POLYAK_SGD, POLYAK_PLUS, MOMO, MOMO_LEARNT, MOMO_ADAM, MOMO_ADAM_LEARNT)


SCHEDULE_FREE_KERAS = rule(
    "schedule-free AdamW",
    """
average = (x - (1 - beta1)*z)/beta1
v = beta2*v + (1 - beta2)*g^2
rate = lr*min(1, t/max(1, warmup_steps))
z = z - rate*g/(sqrt(v/(1 - beta2^t)) + eps)
average = average + (z - average)/t
x = beta1*average + (1 - beta1)*z
""",
    "lr=0.0025 beta1=0.9 beta2=0.999 eps=1e-8 warmup_steps=0",
    "v=0 z=x average=x",
    "average",
)

SCHEDULE_FREE_PAPER = rule(
    "schedule-free AdamW",
    """
v = beta2*v + (1 - beta2)*g^2
rate = lr*sqrt(1 - beta2^t)*min(1, t/max(1, warmup_steps))
z = z - rate*g/(sqrt(v) + eps) - rate*weight_decay*x
total = total + rate^2
average = average + rate^2/total*(z - average)
x = beta1*average + (1 - beta1)*z
""",
    "lr=0.0025 beta1=0.9 beta2=0.999 eps=1e-8 warmup_steps=0 weight_decay=0",
    "v=0 z=x average=x total=0",
    "average",
)

SCHEDULE_FREE_METHODS = (
    Method(
        "schedule-free AdamW",
        "AdamW whose answer is an average, in place of a falling rate",
        "A. Defazio et al. (2024), arXiv:2405.15682",
        {"paper": SCHEDULE_FREE_PAPER, "keras": SCHEDULE_FREE_KERAS},
        {"keras": "ScheduleFreeAdamW", "optax": "contrib.schedule_free_adamw"},
        "Keras averages all steps alike, the paper and optax by the square of the rate.",
    ),
)


SOURCE = "A. Defazio, X. Yang, H. Mehta et al. (2024), arXiv:2405.15682"
RATES = {
    False: "rate = lr\nahead = lr",
    True: "rate = lr*min(t - 1, warmup_steps)/warmup_steps\n"
    "ahead = lr*min(t, warmup_steps)/warmup_steps",
}
AVERAGE = """top = max(top, ahead)
weight = top^weight_lr_power
total = total + weight
c = weight/total
a = (1 - c)*a + c*z
x = beta1*a + (1 - beta1)*z"""
AVERAGE_MEMORY = "z=x a=x top=0 total=0"


def schedule_free_sgd(warm: bool) -> Rule:
    """Gradient steps of z, seen from between z and its average a."""
    return rule(
        "schedule-free SGD",
        f"{RATES[warm]}\nz = z - rate*(g + weight_decay*x)\n{AVERAGE}",
        "lr=1 beta1=0.9 weight_decay=0 weight_lr_power=2" + " warmup_steps=10" * warm,
        AVERAGE_MEMORY,
        answer="a",
    )


def schedule_free_adamw(warm: bool) -> Rule:
    """RMSprop steps of z, seen from between z and its average a."""
    return rule(
        "schedule-free AdamW",
        f"""{RATES[warm]}
v = beta2*v + (1 - beta2)*g^2
z = z - rate*(g/(sqrt(v/(1 - beta2^t)) + eps) + weight_decay*x)
{AVERAGE}""",
        "lr=0.0025 beta1=0.9 beta2=0.999 eps=1e-8 weight_decay=0 weight_lr_power=2"
        + " warmup_steps=10" * warm,
        f"{AVERAGE_MEMORY} v=0",
        answer="a",
    )


SCHEDULE_FREE_SGD = Method(
    "schedule-free SGD",
    "gradient descent whose average takes the place of a falling rate",
    SOURCE,
    {"paper": schedule_free_sgd(False)},
    {"optax": "contrib.schedule_free_sgd, contrib.schedule_free"},
)

AVERAGING_METHODS = (SCHEDULE_FREE_SGD,)
