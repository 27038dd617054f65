"""A Rule goes in, a Rule comes out that sees another gradient; or searches for its step."""

from symdescent.optimizers.rule import Rule
from symdescent.optimizers.tables import rule
from symdescent.optimizers.wrappers import around


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
