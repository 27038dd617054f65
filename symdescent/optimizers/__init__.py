"""The catalogue of update rules, each one a text in our own language."""

from symdescent.optimizers.plain import GRADIENT_DESCENT
from symdescent.optimizers.rule import Rule

__all__ = ["GRADIENT_DESCENT", "Rule"]
