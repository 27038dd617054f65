"""Nothing goes in, Methods come out: Adam and what was made of it."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

ADAM_TORCH = rule(
    "Adam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
x = x - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 v=0",
)

ADAM_KERAS = rule(
    "Adam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
x = x - lr*sqrt(1 - beta2^t)/(1 - beta1^t)*m/(sqrt(v) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7",
    "m=0 v=0",
)

AMSGRAD_PAPER = rule(
    "AMSGrad",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
w = max(w, v)
x = x - lr*m/(sqrt(w) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 v=0 w=0",
)

AMSGRAD_TORCH = rule(
    "AMSGrad",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
w = max(w, v)
x = x - lr*(m/(1 - beta1^t))/(sqrt(w/(1 - beta2^t)) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 v=0 w=0",
)

AMSGRAD_KERAS = rule(
    "AMSGrad",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
w = max(w, v)
x = x - lr*sqrt(1 - beta2^t)/(1 - beta1^t)*m/(sqrt(w) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7",
    "m=0 v=0 w=0",
)

ADAMW_PAPER = rule(
    "AdamW",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
x = x - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps) - weight_decay*x
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 weight_decay=0.0001",
    "m=0 v=0",
)

ADAMW_TORCH = rule(
    "AdamW",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
x = x - lr*((m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + eps) + weight_decay*x)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 weight_decay=0.01",
    "m=0 v=0",
)

ADAMW_KERAS = rule(
    "AdamW",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
x = x - lr*weight_decay*x
x = x - lr*sqrt(1 - beta2^t)/(1 - beta1^t)*m/(sqrt(v) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7 weight_decay=0.004",
    "m=0 v=0",
)

SPARSE_ADAM = rule(
    "sparse Adam",
    """
m = where(abs(g) > 0, beta1*m + (1 - beta1)*g, m)
v = where(abs(g) > 0, beta2*v + (1 - beta2)*g^2, v)
u = sqrt(1 - beta2^t)/(1 - beta1^t)*m/(sqrt(v) + eps)
x = where(abs(g) > 0, x - lr*u, x)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 v=0",
)

ADAM_SOURCE = "D. P. Kingma, J. Ba (2015), arXiv:1412.6980"

METHODS = (
    Method(
        "Adam",
        "momentum in units of the gradients' recent size, both without bias towards zero",
        ADAM_SOURCE,
        {"paper": ADAM_TORCH, "torch": ADAM_TORCH, "keras": ADAM_KERAS},
        {"torch": "Adam", "keras": "Adam", "optax": "adam"},
        "Keras adds eps before the bias is taken out of the root, so at the first step it counts "
        "32 times as much.",
    ),
    Method(
        "AMSGrad",
        "Adam with the largest of the past sizes, so that rates never grow",
        "S. J. Reddi, S. Kale, S. Kumar (2018), arXiv:1904.09237",
        {"torch": AMSGRAD_TORCH, "keras": AMSGRAD_KERAS, "paper": AMSGRAD_PAPER},
        {"torch": "Adam(amsgrad)", "keras": "Adam(amsgrad)", "optax": "amsgrad"},
        "The paper takes no bias out, torch and Keras take it out of the largest, optax before.",
    ),
    Method(
        "AdamW",
        "Adam whose weight decay does not pass through the adaptive rates",
        "I. Loshchilov, F. Hutter (2019), arXiv:1711.05101",
        {"torch": ADAMW_TORCH, "keras": ADAMW_KERAS, "paper": ADAMW_PAPER},
        {"torch": "AdamW", "keras": "AdamW", "optax": "adamw"},
        "The frameworks multiply the decay by the rate, the paper does not; Keras places eps as "
        "in its Adam.",
    ),
    Method(
        "sparse Adam",
        "Adam that leaves alone what has no gradient",
        ADAM_SOURCE,
        {"torch": SPARSE_ADAM},
        {"torch": "SparseAdam"},
        "eps is added before the bias is taken out of the root, unlike in torch's own Adam.",
    ),
)
