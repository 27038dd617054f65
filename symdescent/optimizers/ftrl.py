"""Nothing goes in, a Method comes out: follow the regularised leader."""

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.tables import rule

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

METHODS = (
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
