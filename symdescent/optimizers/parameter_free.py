"""Nothing goes in, Methods come out: descents that find their own rate."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

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

METHODS = (DOG, LAYERED_DOG, DOWG, COCOB, DADAPT_ADAMW, PRODIGY)
