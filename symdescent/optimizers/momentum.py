"""Gradient descent with momentum, and the descents of the theory books that are formulas."""

from symdescent.optimizers.rule import Method, rule

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

MOMENTUM_METHODS = (
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


HEAVY_BALL = Method(
    "heavy ball",
    "a step against the slope and a share of the last step, best for a quadratic with given bounds",
    "B. T. Polyak (1964), doi:10.1016/0041-5553(64)90137-5",
    {
        "paper": rule(
            "heavy ball",
            """
lr = 4/(sqrt(largest) + sqrt(least))^2
beta = ((sqrt(largest) - sqrt(least))/(sqrt(largest) + sqrt(least)))^2
step = beta*step - lr*g
x = x + step
""",
            "least=1 largest=10",
            "step=0",
        )
    },
    {},
    "least and largest are the bounds of the curvature",
)

NESTEROV_CONVEX = Method(
    "Nesterov for strong convexity",
    "a gradient step, then a fixed share of the way it made once more",
    "Y. Nesterov (2004), Introductory Lectures on Convex Optimization, scheme 2.2.9",
    {
        "paper": rule(
            "Nesterov for strong convexity",
            """
momentum = (sqrt(largest) - sqrt(least))/(sqrt(largest) + sqrt(least))
z = x - g/largest
x = z + momentum*(z - y)
y = z
""",
            "least=1 largest=10",
            "y=x z=x",
            answer="y",
        )
    },
    {},
    "the gradient is taken at x, ahead of the answer y",
)

POLYAK_STEP = Method(
    "Polyak step",
    "the rate that would reach the least value if the function were a line",
    "B. T. Polyak (1969), doi:10.1016/0041-5553(69)90061-5",
    {
        "paper": rule(
            "Polyak step",
            "x = x - where(dot_all(g, g) > 0, (L - f_min)/dot_all(g, g), 0)*g",
            "f_min=0",
        )
    },
    {},
)

BARZILAI = "J. Barzilai, J. M. Borwein (1988), doi:10.1093/imanum/8.1.141"
SECANT = """
s = x - last_x
y = g - last_g
a = {above}
b = {below}
rate = where(t <= 1, lr, where(a > 0 and b > 0, a/b, lr))
last_x = x
last_g = g
x = x - rate*g
"""
LONG = {"above": "dot_all(s, s)", "below": "dot_all(s, y)"}
SHORT = {"above": "dot_all(s, y)", "below": "dot_all(y, y)"}

BARZILAI_BORWEIN = Method(
    "Barzilai-Borwein",
    "the rate that fits the last step to the change of slope that it made",
    BARZILAI,
    {"paper": rule("Barzilai-Borwein", SECANT.format(**LONG), "lr=0.01", "last_x=0 last_g=0")},
    {},
)

SHORT_BARZILAI_BORWEIN = Method(
    "short Barzilai-Borwein",
    "the rate that fits the change of slope to the last step, the shorter one of the paper",
    BARZILAI,
    {"paper": rule("Barzilai-Borwein", SECANT.format(**SHORT), "lr=0.01", "last_x=0 last_g=0")},
    {},
)

STEEPEST_DESCENT = Method(
    "steepest descent",
    "the lowest point along the slope, exact where the function is quadratic",
    "A.-L. Cauchy (1847), Comptes rendus de l'Academie des sciences 25, 536-538",
    {
        "paper": rule(
            "steepest descent",
            """
curvature = dot_all(g, slope(x + g) - g)
x = x - where(curvature > 0, dot_all(g, g)/curvature, 0)*g
""",
        )
    },
    {},
)

CHEBYSHEV = Method(
    "Chebyshev semi-iteration",
    "two-term steps that shrink every error between two bounds of the curvature as fast as can be",
    "G. H. Golub, R. S. Varga (1961), doi:10.1007/BF01386013",
    {
        "paper": rule(
            "Chebyshev semi-iteration",
            """
centre = (largest + least)/2
radius = (largest - least)/2
last = q
q = where(t <= 1, radius/centre, 1/(2*centre/radius - last))
s = where(t <= 1, -g/centre, q*last*s - 2*q/radius*g)
x = x + s
""",
            "least=1 largest=10",
            "q=0 s=0",
        )
    },
    {},
    "least and largest are the bounds of the curvature",
)

CONJUGATE = """
p = where(old > 0, {beta}, 0)
d = p*d - g
curvature = dot_all(d, slope(x + d) - g)
x = x - where(curvature > 0, dot_all(d, g)/curvature, 0)*d
old = dot_all(g, g)
last_g = g
"""
FLETCHER = CONJUGATE.format(beta="dot_all(g, g)/old")
POLAK = CONJUGATE.format(beta="max(dot_all(g, g - last_g)/old, 0)")

CONJUGATE_GRADIENT = Method(
    "conjugate gradient",
    "directions that do not undo each other: a quadratic in n variables ends after n steps",
    "R. Fletcher, C. M. Reeves (1964), doi:10.1093/comjnl/7.2.149",
    {"paper": rule("conjugate gradient", FLETCHER, "", "d=0 old=0 last_g=0")},
    {},
)

POLAK_RIBIERE = Method(
    "Polak-Ribiere conjugate gradient",
    "conjugate directions that start anew where the slope stops changing",
    "E. Polak, G. Ribiere (1969), doi:10.1051/m2an/196903R100351",
    {"paper": rule("conjugate gradient", POLAK, "", "d=0 old=0 last_g=0")},
    {},
)

CLASSICAL_METHODS = (
    HEAVY_BALL,
    NESTEROV_CONVEX,
    POLYAK_STEP,
    BARZILAI_BORWEIN,
    SHORT_BARZILAI_BORWEIN,
    STEEPEST_DESCENT,
    CHEBYSHEV,
    CONJUGATE_GRADIENT,
    POLAK_RIBIERE,
)
