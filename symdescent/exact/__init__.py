"""A Problem goes in; its closed-form minimum and the proof come out, within a time that is kept."""

from symdescent.exact.asking import ask
from symdescent.exact.ladder import FINAL
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.worker import Attempt, Pending, minimum, start

__all__ = [
    "FINAL",
    "Attempt",
    "Kind",
    "Minimum",
    "Pending",
    "Problem",
    "ProofStep",
    "ask",
    "minimum",
    "start",
]
