"""A rate for each coordinate, by the size of its gradients: Adagrad, RMSprop, Adafactor, FTRL."""

from symdescent.optimizers.rule import Method, rule

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

ADAPTIVE_METHODS = (
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


ADAFACTOR_TORCH = rule(
    "Adafactor",
    """
size = max(eps2, rms(x))*min(lr, 1/sqrt(t))
x = x - lr*weight_decay*x
v = v + t^beta2_decay*(g^2 - v)
u = g/sqrt(max(v, eps1^2))
x = x - size*u/max(1, rms(u)/d)
""",
    "lr=0.01 beta2_decay=-0.8 eps1=2.220446049250313e-16 eps2=0.001 d=1 weight_decay=0",
    "v=0",
)

ADAFACTOR_PAPER = rule(
    "Adafactor",
    """
size = max(eps2, rms(x))*min(lr, 1/sqrt(t))
v = v + t^beta2_decay*(g^2 + eps1 - v)
u = g/sqrt(v)
x = x - size*u/max(1, rms(u)/d)
""",
    "lr=0.01 beta2_decay=-0.8 eps1=1e-30 eps2=0.001 d=1",
    "v=0",
)

ADAFACTOR_METHODS = (
    Method(
        "Adafactor",
        "steps in units of the gradients' size, scaled by the size of the point itself",
        "N. Shazeer, M. Stern (2018), arXiv:1804.04235",
        {"paper": ADAFACTOR_PAPER, "torch": ADAFACTOR_TORCH, "keras": ADAFACTOR_PAPER},
        {"torch": "Adafactor", "keras": "Adafactor", "optax": "adafactor"},
        "torch bounds the mean square below by eps1^2 where the paper and Keras add eps1 to each "
        "square; optax does not let the rate fall as 1/sqrt(t).",
    ),
)


FTRL_KERAS = rule(
    "FTRL",
    """
new = s + g^2
z = z + g + 2*l2_shrinkage*x - (new^(-power) - s^(-power))/lr*x
q = new^(-power)/lr + 2*(l2 + beta/(2*lr))
s = new
x = (clip(z, -l1, l1) - z)/q
""",
    "lr=0.001 power=-0.5 l1=0 l2=0 l2_shrinkage=0 beta=0",
    "s=0.1 z=0",
)

FTRL_PAPER = rule(
    "FTRL",
    """
sigma = (sqrt(s + g^2) - sqrt(s))/lr
z = z + g - sigma*x
s = s + g^2
x = where(abs(z) <= l1, 0, -(z - sign(z)*l1)/((beta + sqrt(s))/lr + l2))
""",
    "lr=0.1 beta=1 l1=0 l2=0",
    "s=0 z=0",
)

FTRL_METHODS = (
    Method(
        "FTRL",
        "the point that would have been best so far, kept near the path and near zero",
        "H. B. McMahan et al. (2013), doi:10.1145/2487575.2488200",
        {"keras": FTRL_KERAS, "paper": FTRL_PAPER},
        {"keras": "Ftrl"},
        "Keras begins the sum at 0.1 and l2 counts twice; neither knows the start, so that the "
        "first step also shrinks it.",
    ),
)
