"""The settings of a Keras schedule go in, a formula in k = 0, 1, ... comes out."""

from symdescent.optimizers.hyperparameters import Hyperparameters, spelt
from symdescent.optimizers.templates import Spelling, restarts, spell, stepwise


def gone(s: Hyperparameters) -> str:
    """How many periods are over, whole ones for a staircase."""
    share = f"k/{spelt(s['decay_steps'])}"
    return f"floor({share})" if s["staircase"] else share


def exponential(s: Hyperparameters) -> str:
    return spell("{initial_learning_rate}*{decay_rate}", s) + f"^({gone(s)})"


def inverse_time(s: Hyperparameters) -> str:
    return spell("{initial_learning_rate}/(1 + {decay_rate}*", s) + f"{gone(s)})"


def polynomial(s: Hyperparameters) -> str:
    n = spelt(s["decay_steps"])
    share = f"k/({n}*max(1, -floor(-k/{n})))" if s["cycle"] else f"min(k, {n})/{n}"
    ends = "({initial_learning_rate} - {end_learning_rate})", "^{power} + {end_learning_rate}"
    return spell(ends[0], s) + f"*(1 - {share})" + spell(ends[1], s)


def cosine(s: Hyperparameters) -> str:
    """A cosine down to a share alpha, after a line up if there is a target."""
    if s["warmup_target"] is None:
        return spell("{initial_learning_rate}*" + COSINE.replace("K", "k"), s)
    up = "{initial_learning_rate} + ({warmup_target} - {initial_learning_rate})*k/{warmup_steps}"
    down = "{warmup_target}*" + COSINE.replace("K", "(k - {warmup_steps})")
    return spell("where(k < {warmup_steps}, " + up + ", " + down + ")", s)


def cosine_restarts(s: Hyperparameters) -> str:
    """Cosines one after the other (I. Loshchilov, F. Hutter 2017, arXiv:1608.03983)."""
    period, share = restarts(s["first_decay_steps"], s["t_mul"])
    wave = f"(1 + cos(pi*({share})))/2"
    left = spell("(1 - {alpha})*{m_mul}", s) + f"^{period}*{wave}"
    return spell("{initial_learning_rate}", s) + f"*({left} + {spelt(s['alpha'])})"


def piecewise(s: Hyperparameters) -> str:
    return stepwise([spelt(value) for value in s["values"]], s["boundaries"], "<=")


COSINE = "((1 - {alpha})*(1 + cos(pi*min(K, {decay_steps})/{decay_steps}))/2 + {alpha})"
DECAY = {
    "initial_learning_rate": ...,
    "decay_steps": ...,
    "decay_rate": ...,
    "staircase": False,
    "name": "",
}
KERAS: dict[str, Spelling] = {
    "ExponentialDecay": Spelling(exponential, DECAY),
    "InverseTimeDecay": Spelling(inverse_time, DECAY),
    "PolynomialDecay": Spelling(
        polynomial,
        {
            "initial_learning_rate": ...,
            "decay_steps": ...,
            "end_learning_rate": 0.0001,
            "power": 1,
            "cycle": False,
            "name": "",
        },
    ),
    "CosineDecay": Spelling(
        cosine,
        {
            "initial_learning_rate": ...,
            "decay_steps": ...,
            "alpha": 0,
            "warmup_target": None,
            "warmup_steps": 0,
            "name": "",
        },
    ),
    "CosineDecayRestarts": Spelling(
        cosine_restarts,
        {
            "initial_learning_rate": ...,
            "first_decay_steps": ...,
            "t_mul": 2,
            "m_mul": 1,
            "alpha": 0,
            "name": "",
        },
    ),
    "PiecewiseConstantDecay": Spelling(piecewise, {"boundaries": ..., "values": ..., "name": ""}),
}
