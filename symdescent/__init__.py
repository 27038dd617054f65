"""Gradient descent on a formula, beside its exact minimum, with a proof and a verdict.

Every public name is fetched on first use, so that what is not used is not loaded.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symdescent import notebook_hook
from symdescent.version import VERSION

if TYPE_CHECKING:
    from symdescent.calculus.formula import Formula as Formula
    from symdescent.calculus.parsing import parse as parse
    from symdescent.claims.answers import check as check
    from symdescent.claims.claim import Check as Check
    from symdescent.claims.claim import Claim as Claim
    from symdescent.cli.magics import load_ipython_extension as load_ipython_extension
    from symdescent.errors import FormulaError as FormulaError
    from symdescent.errors import InputError as InputError
    from symdescent.errors import MissingExtra as MissingExtra
    from symdescent.errors import SymdescentError as SymdescentError
    from symdescent.experiments.comparison import Comparison as Comparison
    from symdescent.experiments.comparison import Contest as Contest
    from symdescent.experiments.comparison import compare as compare
    from symdescent.experiments.many_starts import Catchment as Catchment
    from symdescent.experiments.many_starts import catchment as catchment
    from symdescent.experiments.sweep import Sweep as Sweep
    from symdescent.experiments.sweep import sweep as sweep
    from symdescent.language.tokens import Limits as Limits
    from symdescent.lessons.blocks import Document as Document
    from symdescent.minimum_search import Cases as Cases
    from symdescent.minimum_search import Search as Search
    from symdescent.minimum_search import cases as cases
    from symdescent.minimum_search import search as search
    from symdescent.numeric.objective import Objective as Objective
    from symdescent.numeric.run import Run as Run
    from symdescent.optimizers.catalogue import from_framework as from_framework
    from symdescent.optimizers.rule import Optimizer as Optimizer
    from symdescent.optimizers.rule import Rule as Rule
    from symdescent.optimizers.rule_parser import read_rule as read_rule
    from symdescent.proofs.problem import Kind as Kind
    from symdescent.proofs.problem import Minimum as Minimum
    from symdescent.render.documents import Example as Example
    from symdescent.render.documents import Exercises as Exercises
    from symdescent.render.documents import example as example
    from symdescent.render.documents import exercises as exercises
    from symdescent.render.figures import figure as figure
    from symdescent.render.scripts.code import code as code
    from symdescent.studies import Study as Study
    from symdescent.studies import descend as descend
    from symdescent.studies import minimum as minimum
    from symdescent.studies import objective as objective
    from symdescent.studies import study as study
    from symdescent.verdict.findings import Verdict as Verdict

__version__ = VERSION

HOMES = {
    "Cases": "minimum_search",
    "Catchment": "experiments.many_starts",
    "Check": "claims.claim",
    "Claim": "claims.claim",
    "Comparison": "experiments.comparison",
    "Document": "lessons.blocks",
    "Example": "render.documents",
    "Exercises": "render.documents",
    "Contest": "experiments.comparison",
    "Formula": "calculus.formula",
    "FormulaError": "errors",
    "InputError": "errors",
    "Kind": "proofs.problem",
    "Limits": "language.tokens",
    "Minimum": "proofs.problem",
    "MissingExtra": "errors",
    "Objective": "numeric.objective",
    "Optimizer": "optimizers.rule",
    "Rule": "optimizers.rule",
    "Run": "numeric.run",
    "Search": "minimum_search",
    "Study": "studies",
    "Sweep": "experiments.sweep",
    "SymdescentError": "errors",
    "Verdict": "verdict.findings",
    "cases": "minimum_search",
    "catchment": "experiments.many_starts",
    "check": "claims.answers",
    "code": "render.scripts.code",
    "compare": "experiments.comparison",
    "example": "render.documents",
    "exercises": "render.documents",
    "descend": "studies",
    "figure": "render.figures",
    "from_framework": "optimizers.catalogue",
    "load_ipython_extension": "cli.magics",
    "minimum": "studies",
    "objective": "studies",
    "parse": "calculus.parsing",
    "read_rule": "optimizers.rule_parser",
    "search": "minimum_search",
    "study": "studies",
    "sweep": "experiments.sweep",
}
__all__ = list(HOMES)


def __getattr__(name: str) -> Any:
    """Fetch a public name from the module that it lives in."""
    if name not in HOMES:
        raise AttributeError(f"module 'symdescent' has no attribute '{name}'")
    return getattr(import_module(f"symdescent.{HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _drawn(record: Any) -> notebook_hook.Bundle:
    """What a notebook shows of a record; the room that draws is loaded now."""
    shown: notebook_hook.Bundle = import_module("symdescent.render.mimebundle").bundle(record)
    return shown


def _printed(record: Any) -> str:
    """What `print` shows of a record; the room that draws is loaded now."""
    text: str = import_module("symdescent.render.printed").text(record)
    return text


notebook_hook.install(_drawn, _printed)
