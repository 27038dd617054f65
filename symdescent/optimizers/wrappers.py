"""Rules round other rules: slow weights, clipped or averaged gradients, learnt rates."""

from dataclasses import replace

from symdescent.optimizers.frameworks import optax_rules
from symdescent.optimizers.rule import Method, Rule, firsts, joined, numbers, rule


def around(rule: Rule, lines: tuple[str, str], settings: str, memory: str = "") -> Rule:
    """The rule between lines run before and lines run after it."""
    text = "\n".join((lines[0].strip(), rule.text, lines[1].strip())).strip()
    return joined(rule, text, numbers(settings), firsts(memory))


def lookahead(rule: Rule, reset: bool = False) -> Rule:
    """Every few steps slow weights follow the fast ones, which go on from there.

    M. Zhang, J. Lucas, G. Hinton, J. Ba (2019), arXiv:1907.08610. With `reset` the rule then also
    forgets all it remembers.
    """
    forget = [
        f"{name} = where(k >= sync_period, {first}, {name})" for name, first in rule.memory.items()
    ]
    again = forget if reset else []
    found = around(
        rule,
        (
            "k = k + 1" + "\nt = k" * reset,
            "\n".join([LOOK, *again, "k = where(k >= sync_period, 0, k)"]),
        ),
        "sync_period=5 slow_step_size=0.5",
        "k=0 slow=x",
    )
    return replace(found, answer="slow")


LOOK = """slow = where(k >= sync_period, slow + slow_step_size*(x - slow), slow)
x = where(k >= sync_period, slow, x)"""


def sam(rule: Rule, ascents: int = 1) -> Rule:
    """The gradient from the worst point near by (P. Foret et al. 2021, arXiv:2010.01412)."""
    climb = [
        "y = x + rho*g/norm_all(g)",
        *["y = y + rho*slope(y)/norm_all(slope(y))"] * (ascents - 1),
    ]
    return around(rule, ("\n".join([*climb, "g = slope(y)"]), ""), "rho=0.05")


def schedule_free(rule: Rule) -> Rule:
    """The rule's steps walk z; its average a is the answer (A. Defazio et al. 2024).

    arXiv:2405.15682. The gradient is taken at beta a + (1 - beta) z.
    """
    found = around(rule, ("y = x", AVERAGE), "beta1=0.9 weight_lr_power=2", "z=x a=x top=0 total=0")
    return replace(found, answer="a")


AVERAGE = """
z = z + (x - y)
top = max(top, lr)
total = total + top^weight_lr_power
c = top^weight_lr_power/total
a = (1 - c)*a + c*z
x = beta1*a + (1 - beta1)*z
"""


def mechanize(rule: Rule, betas: int = 6) -> Rule:
    """The rule's steps, scaled by a learnt factor (A. Cutkosky, A. Defazio, H. Mehta 2023).

    arXiv:2306.00144. The factor is the sum of `betas` ones, each with a memory of another length.
    """
    many = range(1, betas + 1)
    each = "".join(MECHANIC_TEXT.format(i=i, beta=f"(1 - 10^(-{i}))", all=betas) for i in many)
    total = " + ".join(f"s{i}" for i in many)
    return around(
        rule,
        (BET, f"u = x - y\n{each}s = {total}\nx = start - s*(d - u)"),
        "mechanic_decay=0.01 mechanic_eps=1e-8 s_init=1e-6",
        "s=0 start=x " + " ".join(f"m{i}=0 v{i}=0 r{i}=0 s{i}=0" for i in many),
    )


BET = """
y = x
d = (start - x)/(s + mechanic_eps)
b = dot_all(g + mechanic_decay*s*norm_all(g)/(norm_all(x) + mechanic_eps)*x, d)
"""
MECHANIC_TEXT = """
c{i} = clip(b, -m{i}, m{i})
m{i} = max({beta}*m{i}, abs(b) + mechanic_eps)
v{i} = {beta}^2*v{i} + b^2
r{i} = {beta}*r{i} + c{i}*s{i}
s{i} = (s_init/{all}*m{i} + max(0, r{i}))/(sqrt(v{i}) + mechanic_eps)
"""


def multi_steps(rule: Rule) -> Rule:
    """One step of the rule with the mean of every so many gradients; it stands still between."""
    names = ("x", *rule.memory)
    kept = [f"{name}_kept = {name}" for name in names]
    back = [f"{name} = where(k >= every_k, {name}, {name}_kept)" for name in names]
    gather = "k = k + 1\nmean_g = mean_g + (g - mean_g)/k\ng = mean_g\nt = floor((t + 0.5)/every_k)"
    clear = "mean_g = where(k >= every_k, 0, mean_g)\nk = where(k >= every_k, 0, k)"
    return around(
        rule, ("\n".join([*kept, gather]), "\n".join([*back, clear])), "every_k=4", "k=0 mean_g=0"
    )


def apply_every(rule: Rule) -> Rule:
    """The steps of the rule are added up and made at once, every so often."""
    gather = """
sum_u = sum_u + (x - y)
due = floor((t + 0.5)/every_k) - floor((t - 0.5)/every_k)
x = y + due*sum_u
sum_u = (1 - due)*sum_u
"""
    return around(rule, ("y = x", gather), "every_k=3", "sum_u=0")


def reduce_on_plateau(rule: Rule) -> Rule:
    """A rate that is cut once the value has not fallen for some steps."""
    return around(rule, (PLATEAU, ""), "factor=0.5 patience=3 rtol=0.01 cooldown=0", PLATEAU_MEMORY)


PLATEAU_MEMORY = "best=0 bad=0 rest=0 scale=1"
PLATEAU = """
better = where(t <= 1 or L < (1 - rtol)*best, 1, 0)
best = where(better > 0, L, best)
bad = where(rest > 0 or better > 0, 0, bad + 1)
cut = where(bad >= patience, 1, 0)
rest = where(cut > 0, cooldown, max(rest - 1, 0))
bad = where(cut > 0, 0, bad)
scale = where(cut > 0, factor*scale, scale)
lr = lr*scale
"""


def clipped(rule: Rule) -> Rule:
    """Each slope within bounds."""
    return around(rule, ("g = clip(g, -max_delta, max_delta)", ""), "max_delta=1")


def clipped_by_norm(rule: Rule) -> Rule:
    """A gradient no longer than a bound (R. Pascanu, T. Mikolov, Y. Bengio 2013).

    arXiv:1211.5063.
    """
    text = "length = norm_all(g)\ng = where(length >= max_norm, g/length*max_norm, g)"
    return around(rule, (text, ""), "max_norm=1")


def normalised(rule: Rule) -> Rule:
    """A gradient of length one."""
    return around(rule, ("g = scale_factor*g/(norm_all(g) + eps)", ""), "scale_factor=1 eps=1e-6")


def decayed(rule: Rule) -> Rule:
    """The decay joins the gradient."""
    return around(rule, ("g = g + weight_decay*x", ""), "weight_decay=0.1")


def averaged(rule: Rule, debias: bool = True) -> Rule:
    """The gradients' running mean, without its bias towards the first zero if so wished."""
    seen = "a/(1 - decay^t)" if debias else "a"
    return around(rule, (f"a = decay*a + (1 - decay)*g\ng = {seen}", ""), "decay=0.9", "a=0")


def backtracking(trials: int) -> Rule:
    """The longest of shrinking steps that lowers the value enough (L. Armijo 1966).

    doi:10.2140/pjm.1966.16.1. The step starts a little longer than the last one was.
    """
    shrink = """
low = L - slope_rtol*rate*slope2
rate = where(value(x - rate*lr*g) <= low, rate, decrease_factor*rate)"""
    return rule(
        "backtracking line search",
        "slope2 = lr*dot_all(g, g)\nrate = min(increase_factor*rate, max_learning_rate)"
        + shrink * trials
        + "\nx = x - rate*lr*g",
        "lr=1 slope_rtol=0.0001 decrease_factor=0.8 increase_factor=1.5 max_learning_rate=1",
        "rate=1",
    )


def limited_memory(pairs: int, scaled: bool) -> Rule:
    """L-BFGS without a line search (D. Liu, J. Nocedal 1989, doi:10.1007/BF01589116).

    The pairs of steps and changes of slope stand in s1, y1 (the newest), s2, y2, ...
    """
    many = range(1, pairs + 1)
    push = [f"s{i} = s{i - 1}\ny{i} = y{i - 1}\nr{i} = r{i - 1}" for i in reversed(many) if i > 1]
    down = [f"a{i} = r{i}*dot_all(s{i}, d)\nd = d - a{i}*y{i}" for i in many]
    up = [f"d = d + s{i}*(a{i} - r{i}*dot_all(y{i}, d))" for i in reversed(many)]
    lines = [*push, NEWEST, "d = g", *down, SCALED if scaled else "", *up, LAST]
    memory = " ".join(f"s{i}=0 y{i}=0 r{i}=0" for i in many)
    text = "\n".join(filter(None, lines))
    memory = f"{memory} last_x=0 last_g=0"
    return rule("L-BFGS without a search", text, "lr=1", memory)


NEWEST = """s1 = where(t <= 1, 0, x - last_x)
y1 = where(t <= 1, 0, g - last_g)
sy = dot_all(s1, y1)
r1 = where(sy > 0 or sy < 0, 1/sy, 0)"""
SCALED = """yy = dot_all(y1, y1)
d = where(t <= 1, min(1, 1/norm_all(g)), where(yy > 0, sy/yy, 1))*d"""
LAST = "last_x = x\nlast_g = g\nx = x - lr*d"


LOOKAHEAD = Method(
    "Lookahead",
    "fast weights run ahead with Adam, slow weights follow them every few steps",
    "M. Zhang, J. Lucas, G. Hinton, J. Ba (2019), arXiv:1907.08610",
    {"paper": lookahead(optax_rules.ADAM)},
    {"optax": "lookahead"},
)

SAM = Method(
    "SAM",
    "gradient descent with the gradient from the worst point near by",
    "P. Foret, A. Kleiner, H. Mobahi, B. Neyshabur (2021), arXiv:2010.01412",
    {"paper": sam(optax_rules.DESCENT)},
    {"optax": "contrib.sam"},
)

MECHANIC = Method(
    "Mechanic",
    "gradient descent whose steps are scaled by a learnt factor",
    "A. Cutkosky, A. Defazio, H. Mehta (2023), arXiv:2306.00144",
    {"paper": mechanize(optax_rules.DESCENT)},
    {"optax": "contrib.mechanize"},
)

CLIPPED = Method(
    "clipped gradient descent",
    "gradient descent with a gradient no longer than a bound",
    "R. Pascanu, T. Mikolov, Y. Bengio (2013), arXiv:1211.5063",
    {"paper": clipped_by_norm(optax_rules.DESCENT)},
    {"optax": "chain(clip_by_global_norm,sgd)"},
)

NORMALISED = Method(
    "normalised gradient descent",
    "steps of one length against the slope",
    "N. Z. Shor (1985), doi:10.1007/978-3-642-82118-9",
    {"paper": normalised(optax_rules.DESCENT)},
    {"optax": "chain(normalize_by_update_norm,sgd)"},
)

BACKTRACKING = Method(
    "backtracking line search",
    "the longest of shrinking steps that lowers the value enough",
    "L. Armijo (1966), doi:10.2140/pjm.1966.16.1",
    {"paper": backtracking(15)},
    {"optax": "chain(sgd,scale_by_backtracking_linesearch)"},
)

L_BFGS = Method(
    "L-BFGS without a search",
    "a model of the curvature from the last ten steps and their changes of slope",
    "D. Liu, J. Nocedal (1989), doi:10.1007/BF01589116",
    {"paper": limited_memory(10, True)},
    {"optax": "lbfgs(linesearch=None)"},
)

COMPOSED_METHODS = (LOOKAHEAD, SAM, MECHANIC, CLIPPED, NORMALISED, BACKTRACKING, L_BFGS)
