"""The rules that remember nothing."""

from fractions import Fraction

from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.rule import Rule

GRADIENT_DESCENT = Rule(
    name="gradient descent",
    text="x = x - lr*g",
    settings={"lr": Fraction(1, 10)},
    source="A.-L. Cauchy (1847), Comptes rendus de l'Academie des sciences 25, 536-538",
    purpose="one step against the slope",
)

METHODS = (
    Method(
        GRADIENT_DESCENT.name,
        GRADIENT_DESCENT.purpose,
        GRADIENT_DESCENT.source,
        {"paper": GRADIENT_DESCENT, "torch": GRADIENT_DESCENT, "keras": GRADIENT_DESCENT},
        {"torch": "SGD", "keras": "SGD", "optax": "sgd"},
    ),
)
