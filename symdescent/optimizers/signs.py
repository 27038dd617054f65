"""Nothing goes in, Methods come out: steps that follow the gradient's sign, or a noisy gradient."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

SIGN_SGD = Method(
    "signSGD",
    "the same step in every coordinate, against the slope's sign",
    "J. Bernstein, Y.-X. Wang, K. Azizzadenesheli, A. Anandkumar (2018), arXiv:1802.04434",
    {"paper": rule("signSGD", "x = x - lr*sign(g)", "lr=0.01")},
    {"optax": "sign_sgd"},
)

SIGNUM = Method(
    "Signum",
    "the same step in every coordinate, against the sign of averaged slopes",
    "J. Bernstein, Y.-X. Wang, K. Azizzadenesheli, A. Anandkumar (2018), arXiv:1802.04434",
    {
        "paper": rule(
            "Signum",
            "m = beta*m + (1 - beta)*g\nx = x - lr*sign(m)",
            "lr=0.01 beta=0.9",
            "m=0",
        )
    },
    {"optax": "signum"},
)

NOISY_SGD = Method(
    "noisy SGD",
    "gradient descent with Gaussian noise that fades as the steps go on",
    "A. Neelakantan, L. Vilnis, Q. Le et al. (2015), arXiv:1511.06807",
    {
        "paper": rule(
            "noisy SGD",
            "g = g + sqrt(eta/t^gamma)*noise\nx = x - lr*g",
            "lr=0.1 eta=0.01 gamma=0.55",
        )
    },
    {"optax": "noisy_sgd"},
    "the paper counts steps from 0 as eta/(1+t)^gamma: the same numbers",
)

METHODS = (SIGN_SGD, SIGNUM, NOISY_SGD)
