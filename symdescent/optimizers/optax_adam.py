"""Nothing goes in, Rules come out: the Adam family as optax spells it."""

from symdescent.optimizers.tables import rule

ADAM = rule(
    "adam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
x = x - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t) + eps_root) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0",
    "m=0 v=0",
)

ADAMW = rule(
    "adamw",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
u = (m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t) + eps_root) + eps)
x = x - lr*(u + weight_decay*x)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0 weight_decay=0.0001",
    "m=0 v=0",
)

NADAM = rule(
    "nadam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
d = beta1*m/(1 - beta1^(t + 1)) + (1 - beta1)*g/(1 - beta1^t)
x = x - lr*d/(sqrt(v/(1 - beta2^t) + eps_root) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0",
    "m=0 v=0",
)

NADAMW = rule(
    "nadamw",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
d = beta1*m/(1 - beta1^(t + 1)) + (1 - beta1)*g/(1 - beta1^t)
x = x - lr*(d/(sqrt(v/(1 - beta2^t) + eps_root) + eps) + weight_decay*x)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0 weight_decay=0.0001",
    "m=0 v=0",
)

ADAMAX = rule(
    "adamax",
    """
m = beta1*m + (1 - beta1)*g
v = max(beta2*v, abs(g) + eps)
x = x - lr*(m/(1 - beta1^t))/v
""",
    "lr=0.002 beta1=0.9 beta2=0.999 eps=1e-8",
    "m=0 v=0",
)

ADAMAXW = rule(
    "adamaxw",
    """
m = beta1*m + (1 - beta1)*g
v = max(beta2*v, abs(g) + eps)
x = x - lr*((m/(1 - beta1^t))/v + weight_decay*x)
""",
    "lr=0.002 beta1=0.9 beta2=0.999 eps=1e-8 weight_decay=0.0001",
    "m=0 v=0",
)

AMSGRAD = rule(
    "amsgrad",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
w = max(w, v/(1 - beta2^t))
x = x - lr*(m/(1 - beta1^t))/(sqrt(w + eps_root) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0",
    "m=0 v=0 w=0",
)

AMSGRAD_UNCORRECTED = rule(
    "amsgrad without bias correction",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
w = max(w, v)
x = x - lr*m/(sqrt(w + eps_root) + eps)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0",
    "m=0 v=0 w=0",
)

RADAM = rule(
    "radam",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
d = m/(1 - beta1^t)
end = 2/(1 - beta2) - 1
rho = end - 2*t*beta2^t/(1 - beta2^t)
r = sqrt(max((rho - 4)*(rho - 2)*end/((end - 4)*(end - 2)*rho), 0))
x = x - lr*where(rho >= threshold, r*d/(sqrt(v/(1 - beta2^t) + eps_root) + eps), d)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0 threshold=5",
    "m=0 v=0",
)

RADAM_NESTEROV = rule(
    "radam with nesterov momentum",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
d = beta1*m/(1 - beta1^(t + 1)) + (1 - beta1)*g/(1 - beta1^t)
end = 2/(1 - beta2) - 1
rho = end - 2*t*beta2^t/(1 - beta2^t)
r = sqrt(max((rho - 4)*(rho - 2)*end/((end - 4)*(end - 2)*rho), 0))
x = x - lr*where(rho >= threshold, r*d/(sqrt(v/(1 - beta2^t) + eps_root) + eps), d)
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 eps_root=0 threshold=5",
    "m=0 v=0",
)
