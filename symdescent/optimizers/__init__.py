"""The catalogue: update rules, texts in our own language, and algorithms that are no formula."""

from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.plain import GRADIENT_DESCENT
from symdescent.optimizers.rule import Rule

__all__ = ["GRADIENT_DESCENT", "Algorithm", "Rule"]
