"""Gradient descent, adaptive rates and the Adam family as optax spells them."""

from symdescent.optimizers.rule import Rule, rule

DESCENT = rule("sgd", "x = x - lr*g", "lr=0.1")

MOMENTUM = rule(
    "sgd with momentum", "m = g + momentum*m\nx = x - lr*m", "lr=0.1 momentum=0.9", "m=0"
)

NESTEROV = rule(
    "sgd with nesterov momentum",
    "m = g + momentum*m\nx = x - lr*(g + momentum*m)",
    "lr=0.1 momentum=0.9",
    "m=0",
)

ADAGRAD = rule(
    "adagrad",
    "s = where(t <= 1, initial_accumulator_value, s) + g^2\nx = x - lr*g/sqrt(s + eps)",
    "lr=0.1 eps=1e-7 initial_accumulator_value=0.1",
    "s=0",
)

ADADELTA = rule(
    "adadelta",
    """
g = g + weight_decay*x
a = rho*a + (1 - rho)*g^2
d = sqrt(b + eps)/sqrt(a + eps)*g
b = rho*b + (1 - rho)*d^2
x = x - lr*d
""",
    "lr=1 rho=0.9 eps=1e-6 weight_decay=0",
    "a=0 b=0",
)

LION = rule(
    "lion",
    """
x = x - lr*(sign(beta1*m + (1 - beta1)*g) + weight_decay*x)
m = beta2*m + (1 - beta2)*g
""",
    "lr=0.0001 beta1=0.9 beta2=0.99 weight_decay=0.001",
    "m=0",
)

LAMB = rule(
    "lamb",
    """
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
u = (m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t) + eps_root) + eps) + weight_decay*x
trust = where(norm(x) > 0 and norm(u) > 0, norm(x)/norm(u), 1)
x = x - lr*trust*u
""",
    "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-6 eps_root=0 weight_decay=0",
    "m=0 v=0",
)

# optax 0.2.8 takes each step one step late, and drops it when the sign flips.
RPROP_LATE = rule(
    "rprop, one step late",
    """
s = g*p
step = where(t <= 1, lr, step)
size = clip(step*where(s > 0, eta_plus, eta_minus), min_step_size, max_step_size)
step = where(s > 0 or s < 0, size, step)
x = x - where(s < 0, 0, p)
p = where(s < 0, 0, sign(g)*step)
""",
    "lr=0.01 eta_minus=0.5 eta_plus=1.2 min_step_size=1e-6 max_step_size=50",
    "p=0 step=0",
)

RMS_BIAS = ("v", "p", "v/(1 - decay^t)", "p/(1 - decay^t)")


def rmsprop(centred: bool, corrected: bool, inside: bool, momentum: str) -> Rule:
    """RMSprop in one of its variants; `momentum` is "", "heavy" or "nesterov"."""
    v, p = RMS_BIAS[2 * corrected :][:2]
    spread = f"{v} - ({p})^2" if centred else v
    lines = [
        "v = decay*where(t <= 1, initial_scale, v) + (1 - decay)*g^2",
        "p = decay*p + (1 - decay)*g" if centred else "",
        f"q = lr*g/sqrt({spread} + eps)" if inside else f"q = lr*g/(sqrt({spread}) + eps)",
        *RMS_MOMENTUM[momentum],
    ]
    memory = "v=0" + " p=0" * centred + " b=0" * bool(momentum)
    settings = "lr=0.001 decay=0.9 eps=1e-8 initial_scale=0" + " momentum=0.9" * bool(momentum)
    return rule("rmsprop", "\n".join(filter(None, lines)), settings, memory)


RMS_MOMENTUM = {
    "": ("x = x - q",),
    "heavy": ("b = momentum*b + q", "x = x - b"),
    "nesterov": ("b = momentum*b + q", "x = x - (momentum*b + q)"),
}


def adafactor(rated: bool, by_size: bool, clipped: bool, momentum: bool) -> Rule:
    """Adafactor for vectors and small matrices, which are not factored."""
    lines = [
        "k = t - decay_offset",
        "v = (1 - k^(-decay_rate))*v + k^(-decay_rate)*(g^2 + eps)",
        "u = g/sqrt(v)",
        "u = u/max(1, rms(u)/clipping_threshold)" if clipped else "",
        "u = lr*u" if rated else "",
        "u = u*max(rms(x), 0.001)" if by_size else "",
        "m = momentum*m + (1 - momentum)*u" if momentum else "m = u",
        "x = x - (m + weight_decay_rate*x)",
    ]
    settings = "decay_rate=0.8 decay_offset=0 eps=1e-30 weight_decay_rate=0"
    settings += " clipping_threshold=1" * clipped + " lr=0.01" * rated + " momentum=0.9" * momentum
    return rule("adafactor", "\n".join(filter(None, lines)), settings, "v=0" + " m=0" * momentum)


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
