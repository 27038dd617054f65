"""Adam, AMSGrad, AdamW, Adamax, NAdam and RAdam, by convention."""

from symdescent.optimizers.rule import Method, rule

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

ADAM_METHODS = (
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


ADAMAX_PAPER = rule(
    "Adamax",
    """
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, abs(g))
x = x - lr/(1 - beta1^t)*m/u
""",
    "lr=0.002 beta1=0.9 beta2=0.999",
    "m=0 u=0",
)

ADAMAX_TORCH = rule(
    "Adamax",
    """
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, abs(g) + eps)
x = x - lr/(1 - beta1^t)*m/u
""",
    "lr=0.002 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 u=0",
)

ADAMAX_KERAS = rule(
    "Adamax",
    """
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, abs(g))
x = x - lr/(1 - beta1^t)*m/(u + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7",
    "m=0 u=0",
)

NADAM = """
mu = beta1*(1 - 0.96^(t*psi)/2)
next = beta1*(1 - 0.96^((t + 1)*psi)/2)
p = p*mu
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
u = (1 - mu)*g/(1 - p) + next*m/(1 - p*next)
x = x - lr*u/(sqrt(v/(1 - beta2^t)) + eps)
"""
NADAM_TORCH = rule(
    "NAdam", NADAM, "lr=0.002 beta1=0.9 beta2=0.999 eps=1e-8 psi=0.004", "m=0 v=0 p=1"
)
NADAM_KERAS = rule("NAdam", NADAM, "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-7 psi=1", "m=0 v=0 p=1")

RADAM_TORCH = rule(
    "RAdam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
most = 2/(1 - beta2) - 1
rho = most - 2*t*beta2^t/(1 - beta2^t)
r = where(rho > 5, sqrt((rho - 4)*(rho - 2)*most/((most - 4)*(most - 2)*rho)), 0)
u = m/(1 - beta1^t)
x = x - lr*where(rho > 5, u*r*sqrt(1 - beta2^t)/(sqrt(v) + eps), u)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 v=0",
)

RADAM_PAPER = rule(
    "RAdam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
most = 2/(1 - beta2) - 1
rho = most - 2*t*beta2^t/(1 - beta2^t)
r = where(rho > 4, sqrt((rho - 4)*(rho - 2)*most/((most - 4)*(most - 2)*rho)), 0)
u = m/(1 - beta1^t)
x = x - lr*where(rho > 4, u*r*sqrt((1 - beta2^t)/v), u)
""",
    "lr=0.001 beta1=0.9 beta2=0.999",
    "m=0 v=0",
)

ADAM_VARIANTS_METHODS = (
    Method(
        "Adamax",
        "Adam in units of the largest recent gradient",
        ADAM_SOURCE,
        {"torch": ADAMAX_TORCH, "keras": ADAMAX_KERAS, "paper": ADAMAX_PAPER},
        {"torch": "Adamax", "keras": "Adamax", "optax": "adamax, adamaxw"},
        "torch adds eps within the maximum, Keras to the divisor, the paper nowhere.",
    ),
    Method(
        "NAdam",
        "Adam with Nesterov's look ahead and a momentum that grows",
        "T. Dozat (2016), ICLR workshop",
        {"torch": NADAM_TORCH, "keras": NADAM_KERAS},
        {"torch": "NAdam", "keras": "Nadam", "optax": "nadam, nadamw"},
        "The momentum grows 250 times as fast in Keras, and is constant in optax.",
    ),
    Method(
        "RAdam",
        "Adam that waits until the gradients' size is known well enough",
        "L. Liu et al. (2020), arXiv:1908.03265",
        {"torch": RADAM_TORCH, "paper": RADAM_PAPER},
        {"torch": "RAdam", "optax": "radam"},
        "Adaptive steps begin where rho is above 4 in the paper, above 5 in the frameworks.",
    ),
)
