"""Nothing goes in, Methods come out: steps that guess the next gradient from the last two."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

OPTIMISTIC = Method(
    "optimistic gradient descent",
    "the gradient with its last change added once more",
    "A. Mokhtari, A. Ozdaglar, S. Pattathil (2019), arXiv:1901.08511",
    {
        "paper": rule(
            "optimistic gradient descent",
            """
p = where(t <= 1, g, p)
x = x - lr*((alpha + beta)*g - beta*p)
p = g
""",
            "lr=0.1 alpha=1 beta=1",
            "p=0",
        )
    },
    {"optax": "optimistic_gradient_descent"},
)

DIRECTIONS = {
    False: "d = (m/(1 - beta1^t))",
    True: "d = (beta1*m/(1 - beta1^(t + 1)) + (1 - beta1)*g/(1 - beta1^t))",
}
STEPS = {
    "v1": "x = x - ((lr + optimism)*d - optimism*p)",
    "v2": "x = x - lr*((alpha + beta)*d - beta*p)",
}
WEIGHTS = {"v1": "optimism=0.1", "v2": "alpha=1 beta=1"}
ADAMS = {
    (step, nesterov): rule(
        "optimistic Adam",
        f"""
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
{direction}/(sqrt(v/(1 - beta2^t) + eps_root) + eps)
p = where(t <= 1, d, p)
{STEPS[step]}
p = d
""",
        f"lr=0.1 {WEIGHTS[step]} beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0",
        "m=0 v=0 p=0",
    )
    for step in STEPS
    for nesterov, direction in DIRECTIONS.items()
}

OPTIMISTIC_ADAM = Method(
    "optimistic Adam",
    "Adam's step with its last change added once more",
    "C. Daskalakis, A. Ilyas, V. Syrgkanis, H. Zeng (2017), arXiv:1711.00141",
    {
        "paper": ADAMS["v2", False],
        "optax": ADAMS["v2", True],
    },
    {"optax": "optimistic_adam_v2, optimistic_adam"},
    "optax starts from Nesterov's Adam",
)

METHODS = (OPTIMISTIC, OPTIMISTIC_ADAM)
