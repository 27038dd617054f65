"""Nothing goes in, Methods come out: averages that stand in for a falling rate."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.rule import Rule
from symdescent.optimizers.tables import rule

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

METHODS = (SCHEDULE_FREE_SGD,)
