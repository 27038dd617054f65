"""Nothing goes in, a Method comes out: AdamW without a schedule, its answer an average."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

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

METHODS = (
    Method(
        "schedule-free AdamW",
        "AdamW whose answer is an average, in place of a falling rate",
        "A. Defazio et al. (2024), arXiv:2405.15682",
        {"paper": SCHEDULE_FREE_PAPER, "keras": SCHEDULE_FREE_KERAS},
        {"keras": "ScheduleFreeAdamW", "optax": "contrib.schedule_free_adamw"},
        "Keras averages all steps alike, the paper and optax by the square of the rate.",
    ),
)
