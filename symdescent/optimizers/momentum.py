"""Nothing goes in, Methods come out: gradient descent with a memory of where it was going."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

HEAVY_BALL_TORCH = rule(
    "momentum",
    """
b = momentum*b + g
x = x - lr*b
""",
    "lr=0.001 momentum=0.9",
    "b=0",
)

HEAVY_BALL_KERAS = rule(
    "momentum",
    """
v = momentum*v - lr*g
x = x + v
""",
    "lr=0.01 momentum=0.9",
    "v=0",
)

DAMPENED_TORCH = rule(
    "dampened momentum",
    """
b = where(t <= 1, g, momentum*b + (1 - dampening)*g)
x = x - lr*b
""",
    "lr=0.001 momentum=0.9 dampening=0.5",
    "b=0",
)

NESTEROV_TORCH = rule(
    "Nesterov momentum",
    """
b = momentum*b + g
x = x - lr*(g + momentum*b)
""",
    "lr=0.001 momentum=0.9",
    "b=0",
)

NESTEROV_KERAS = rule(
    "Nesterov momentum",
    """
v = momentum*v - lr*g
x = x + momentum*v - lr*g
""",
    "lr=0.01 momentum=0.9",
    "v=0",
)

NESTEROV_PAPER = rule(
    "Nesterov momentum",
    """
y = x - lr*g
x = y + (t - 1)/(t + 2)*(y - previous)
previous = y
""",
    "lr=0.01",
    "previous=x",
)

AVERAGED_TORCH = rule(
    "averaged SGD",
    """
eta = lr/(1 + lambd*lr*(t - 1))^alpha
x = (1 - lambd*eta)*x - eta*g
average = average + (x - average)/max(1, t - 1 - t0)
""",
    "lr=0.01 lambd=0.0001 alpha=0.75 t0=1e6",
    "average=x",
    "average",
)

AVERAGED_PAPER = rule(
    "averaged SGD",
    """
x = x - lr/t^alpha*g
average = average + (x - average)/t
""",
    "lr=0.01 alpha=0.75",
    "average=x",
    "average",
)

METHODS = (
    Method(
        "momentum",
        "a heavy ball that keeps rolling the way it went",
        "B. T. Polyak (1964), doi:10.1016/0041-5553(64)90137-5",
        {"paper": HEAVY_BALL_KERAS, "torch": HEAVY_BALL_TORCH, "keras": HEAVY_BALL_KERAS},
        {"torch": "SGD(momentum)", "keras": "SGD(momentum)", "optax": "sgd(momentum)"},
        "torch multiplies the velocity by the rate of today, Keras keeps the rates of old steps in "
        "it: equal until the rate changes.",
    ),
    Method(
        "dampened momentum",
        "a heavy ball that takes in only a part of each new gradient",
        "torch.optim.SGD; after B. T. Polyak (1964), doi:10.1016/0041-5553(64)90137-5",
        {"torch": DAMPENED_TORCH},
        {"torch": "SGD(momentum, dampening)"},
        "The first gradient is taken in whole.",
    ),
    Method(
        "Nesterov momentum",
        "momentum with the gradient of where the ball is rolling to",
        "Y. Nesterov (1983), Doklady AN SSSR 269, 543-547; "
        "I. Sutskever, J. Martens, G. Dahl, G. Hinton (2013), ICML 28(3), 1139-1147",
        {"torch": NESTEROV_TORCH, "keras": NESTEROV_KERAS, "paper": NESTEROV_PAPER},
        {"torch": "SGD(nesterov)", "keras": "SGD(nesterov)", "optax": "sgd(nesterov)"},
        "The frameworks follow Sutskever with a constant momentum; Nesterov lets it grow to 1.",
    ),
    Method(
        "averaged SGD",
        "gradient descent whose answer is the mean of its points",
        "B. T. Polyak, A. B. Juditsky (1992), doi:10.1137/0330046",
        {"torch": AVERAGED_TORCH, "paper": AVERAGED_PAPER},
        {"torch": "ASGD"},
        "torch also shrinks the point by lambd, and begins to average only after t0 steps.",
    ),
)
