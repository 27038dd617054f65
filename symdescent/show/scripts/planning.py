"""What a script is to be: the setting of the descent, its names, the optimizer that steps."""

from dataclasses import dataclass, replace
from typing import Final, Unpack

from symdescent.calculus.rule_step import REDUCTIONS
from symdescent.calculus.script_targets import Target
from symdescent.errors import InputError
from symdescent.language.tree import nodes
from symdescent.numeric.run import Ending, Outcome
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.catalogue import SHORT, Method, methods
from symdescent.optimizers.frameworks.counterparts import Counterpart, counterpart
from symdescent.optimizers.frameworks.script_names import key
from symdescent.problem.options import Options
from symdescent.problem.setting import Setting, prepare, read, update, walk_down
from symdescent.show.scripts.functions import demand_short
from symdescent.show.scripts.identifiers import Cast, cast

LOOKED_AT: Final = 10_000  # steps after which nobody asks any more whether a descent diverges
PROOF_ONLY: Final = "time_limit"
TORCH_SEARCH: Final = "torch L-BFGS"


@dataclass(frozen=True)
class Plan:
    """A script to be written.

    `own`: the framework's own optimizer, None for formulas; `steps`: how many; `outcome`: how our
    descent ended, where it ended before them; `method`: the method in the catalogue, where it was
    asked for by name; `convention`: whose form of it the target chose.
    """

    setting: Setting
    target: Target
    cast: Cast
    rule: Rule | Algorithm
    own: Counterpart | None
    steps: int
    outcome: Outcome | None
    method: Method[Rule | Algorithm] | None
    convention: str | None
    chosen: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether this is gradient descent alone."""
        return self.rule.text == GRADIENT_DESCENT.text


def plan(text: str, target: Target, **given: Unpack[Options]) -> Plan:
    """The plan of a formula and options.

    Raises FormulaError or InputError for what cannot be meant, or cannot stand in a script.
    """
    demand_meant(given)
    formula = read(text, given)
    demand_short(sum(1 for _ in nodes(formula.sentence.tree)), "formula")
    method, convention = conventional(given, target)
    if convention:
        given["convention"] = convention
    setting = prepare(formula, given)
    demand_held(setting, target)
    rule = replace(setting.rule, name=method.name) if method else setting.rule
    own = owned(rule, target)
    outcome, steps = ended(setting, given)
    chosen = setting.chosen + (() if given.get("steps") is not None else ("steps",))
    names = cast(formula, target)
    return Plan(setting, target, names, rule, own, steps, outcome, method, convention, chosen)


def demand_meant(given: Options) -> None:
    """Refuse what a script has no use for."""
    if given.get(PROOF_ONLY) is not None:
        raise InputError("type", "a script proves nothing, so it takes no time_limit")
    if given.get("tolerance") is not None and given.get("steps") is not None:
        message = "a script makes all of its steps: it takes no tolerance beside them"
        raise InputError("type", message, "leave one of them out")


def conventional(
    given: Options, target: Target
) -> tuple[Method[Rule | Algorithm] | None, str | None]:
    """The method that is named, and the target's own form of it where no other was asked for."""
    name = given.get("optimizer")
    if not isinstance(name, str):
        return None, None
    titles = {key(title): title for title in methods()} | SHORT
    method = methods().get(titles.get(key(name), ""))
    if method is None or given.get("convention") is not None or target.convention is None:
        return method, None
    theirs = method.rules.get(target.convention)
    able = isinstance(theirs, Rule) and counterpart(theirs, target.convention) is not None
    searches = isinstance(theirs, Algorithm) and theirs.routine == TORCH_SEARCH
    return method, target.convention if able or searches else None


def demand_held(setting: Setting, target: Target) -> None:
    """Refuse what no script, or none for this target, can hold."""
    rule = setting.rule
    if isinstance(rule, Rule):
        apart = setting.optimizer.layout == "scalars" and len(setting.start) > 1
        if apart and any(name in rule.text for name in REDUCTIONS):
            raise InputError("type", f"{rule.name} for each variable by itself is not for a script")
        return
    if rule.routine != TORCH_SEARCH or target.name != "torch":
        held = rule.name == "L-BFGS"
        able = "--to torch alone can hold it" if held else "no target of code can hold it"
        hint = "with  --to torch --optimizer torch:LBFGS" if held else ""
        raise InputError("type", f"{rule.name} is no formula: {able}", hint)
    if setting.bounds.box.bounded:
        raise InputError("type", "torch's L-BFGS knows no box", "leave out  --box")


def owned(rule: Rule | Algorithm, target: Target) -> Counterpart | None:
    """The framework's own optimizer of a rule, and torch's L-BFGS."""
    if target.convention is None:
        return None
    if isinstance(rule, Rule):
        return counterpart(rule, target.convention)
    given: dict[str, object] = dict(rule.settings)
    if given.pop("strong_wolfe"):
        given["line_search_fn"] = "strong_wolfe"
    return Counterpart("LBFGS", given)


def ended(setting: Setting, given: Options) -> tuple[Outcome | None, int]:
    """How our descent ended before its last step, and how many steps the script makes."""
    stop = replace(setting.stop, steps=min(setting.stop.steps, LOOKED_AT), seconds=2.0)
    run = walk_down(replace(setting, stop=stop), update(setting))
    early = run.outcome.ending in (Ending.DIVERGED, Ending.LEFT_DOMAIN, Ending.CONVERGED)
    if given.get("steps") is not None:
        lost = run.outcome.ending in (Ending.DIVERGED, Ending.LEFT_DOMAIN)
        return run.outcome if lost else None, setting.stop.steps
    return run.outcome if early else None, run.steps if early else setting.stop.steps
