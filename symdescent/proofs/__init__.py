"""From a Problem to its closed-form minimum with a proof, within a time that is kept."""

from symdescent.proofs.problem import FINAL, Kind, Minimum, Problem, ask
from symdescent.proofs.steps import ProofStep
from symdescent.proofs.worker import Attempt, Pending, minimum, start

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
