"""Update rules as texts in our own language, and algorithms that are no formula."""

from symdescent.optimizers.catalogue import GRADIENT_DESCENT
from symdescent.optimizers.rule import Algorithm, Rule

__all__ = ["GRADIENT_DESCENT", "Algorithm", "Rule"]
