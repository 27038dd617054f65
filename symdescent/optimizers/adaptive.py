"""Nothing goes in, Methods come out: a rate for each coordinate, by the size of its gradients."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

ADAGRAD_PAPER = rule(
    "Adagrad",
    """
s = s + g^2
x = x - lr*g/(sqrt(s) + eps)
""",
    "lr=0.01 eps=1e-10",
    "s=0",
)

ADAGRAD_TORCH = rule(
    "Adagrad",
    """
s = s + g^2
x = x - lr/(1 + (t - 1)*lr_decay)*g/(sqrt(s) + eps)
""",
    "lr=0.01 lr_decay=0 eps=1e-10",
    "s=0",
)

ADAGRAD_KERAS = rule(
    "Adagrad",
    """
s = s + g^2
x = x - lr*g/sqrt(s + eps)
""",
    "lr=0.001 eps=1e-7",
    "s=0.1",
)

ADADELTA = rule(
    "Adadelta",
    """
a = rho*a + (1 - rho)*g^2
u = sqrt(d + eps)/sqrt(a + eps)*g
d = rho*d + (1 - rho)*u^2
x = x - lr*u
""",
    "lr=1 rho=0.9 eps=1e-6",
    "a=0 d=0",
)

RMSPROP_TORCH = rule(
    "RMSprop",
    """
v = rho*v + (1 - rho)*g^2
x = x - lr*g/(sqrt(v) + eps)
""",
    "lr=0.01 rho=0.99 eps=1e-8",
    "v=0",
)

RMSPROP_KERAS = rule(
    "RMSprop",
    """
v = rho*v + (1 - rho)*g^2
x = x - lr*g/sqrt(v + eps)
""",
    "lr=0.001 rho=0.9 eps=1e-7",
    "v=0",
)

RMSPROP_MOMENTUM_TORCH = rule(
    "RMSprop with momentum",
    """
v = rho*v + (1 - rho)*g^2
b = momentum*b + g/(sqrt(v) + eps)
x = x - lr*b
""",
    "lr=0.01 rho=0.99 eps=1e-8 momentum=0.9",
    "v=0 b=0",
)

RMSPROP_MOMENTUM_KERAS = rule(
    "RMSprop with momentum",
    """
v = rho*v + (1 - rho)*g^2
b = momentum*b + lr*g/sqrt(v + eps)
x = x - b
""",
    "lr=0.001 rho=0.9 eps=1e-7 momentum=0.9",
    "v=0 b=0",
)

CENTRED_TORCH = rule(
    "centred RMSprop",
    """
v = rho*v + (1 - rho)*g^2
a = rho*a + (1 - rho)*g
b = momentum*b + g/(sqrt(v - a^2) + eps)
x = x - lr*b
""",
    "lr=0.01 rho=0.99 eps=1e-8 momentum=0",
    "v=0 a=0 b=0",
)

CENTRED_KERAS = rule(
    "centred RMSprop",
    """
v = rho*v + (1 - rho)*g^2
a = rho*a + (1 - rho)*g
b = momentum*b + lr*g/sqrt(v - a^2 + eps)
x = x - b
""",
    "lr=0.001 rho=0.9 eps=1e-7 momentum=0",
    "v=0 a=0 b=0",
)

METHODS = (
    Method(
        "Adagrad",
        "smaller steps along coordinates whose gradients have been large",
        "J. Duchi, E. Hazan, Y. Singer (2011), JMLR 12, 2121-2159",
        {"paper": ADAGRAD_PAPER, "torch": ADAGRAD_TORCH, "keras": ADAGRAD_KERAS},
        {"torch": "Adagrad", "keras": "Adagrad", "optax": "adagrad"},
        "Keras and optax put eps inside the root and begin the sum at 0.1, torch at 0.",
    ),
    Method(
        "Adadelta",
        "steps with the size of earlier steps, so that no rate is needed",
        "M. D. Zeiler (2012), arXiv:1212.5701",
        {"paper": ADADELTA, "torch": ADADELTA, "keras": ADADELTA},
        {"torch": "Adadelta", "keras": "Adadelta", "optax": "adadelta"},
        "All agree; Keras has a rate of 0.001, which the paper does not know, rho 0.95, eps 1e-7.",
    ),
    Method(
        "RMSprop",
        "steps in units of the gradients' recent size",
        "T. Tieleman, G. Hinton (2012), Neural Networks for Machine Learning, lecture 6.5",
        {"torch": RMSPROP_TORCH, "keras": RMSPROP_KERAS},
        {"torch": "RMSprop", "keras": "RMSprop", "optax": "rmsprop"},
        "torch adds eps to the root, Keras and optax inside it; rho is 0.99 in torch, else 0.9.",
    ),
    Method(
        "RMSprop with momentum",
        "a heavy ball pushed by gradients in units of their recent size",
        "T. Tieleman, G. Hinton (2012), Neural Networks for Machine Learning, lecture 6.5",
        {"torch": RMSPROP_MOMENTUM_TORCH, "keras": RMSPROP_MOMENTUM_KERAS},
        {"torch": "RMSprop(momentum)", "keras": "RMSprop(momentum)", "optax": "rmsprop(momentum)"},
        "torch adds eps to the root and keeps the rate out of the velocity, Keras does neither.",
    ),
    Method(
        "centred RMSprop",
        "steps in units of how much the gradients have varied",
        "A. Graves (2013), arXiv:1308.0850",
        {"torch": CENTRED_TORCH, "keras": CENTRED_KERAS},
        {"torch": "RMSprop(centered)", "keras": "RMSprop(centered)", "optax": "rmsprop(centered)"},
        "torch adds eps to the root, Keras and optax inside it.",
    ),
)
