"""Update rules as texts in our own language, and algorithms that are no formula."""

from symdescent.optimizers.rule import GRADIENT_DESCENT, Algorithm, Rule

__all__ = ["GRADIENT_DESCENT", "Algorithm", "Rule"]
