"""What a script is to be: the setting of the descent, its names, the optimizer that steps."""

from dataclasses import dataclass, replace
from typing import Final, Unpack

from symdescent.errors import InputError
from symdescent.numeric.run import Ending, Outcome
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.counterparts import Counterpart, counterpart
from symdescent.optimizers.finding import SHORT, key, methods
from symdescent.options import Options
from symdescent.setting import Setting, prepare, read, update, walk_down
from symdescent.show.scripts.identifiers import Cast, cast
from symdescent.symbolic.lockstep import REDUCTIONS
from symdescent.symbolic.targets import Target

LOOKED_AT: Final = 10_000  # steps after which nobody asks any more whether a descent diverges
PROOF_ONLY: Final = "time_limit"


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
    rule: Rule
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
    method, convention = conventional(given, target)
    if convention:
        given["convention"] = convention
    setting = prepare(formula, given)
    rule = demand_rule(setting)
    own = counterpart(rule, target.convention) if target.convention else None
    outcome, steps = ended(setting, given)
    chosen = setting.chosen + (() if given.get("steps") is not None else ("steps",))
    names = cast(formula, target)
    return Plan(
        setting, target, names, rule, own, steps, outcome, method, convention, chosen
    )


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
    return method, target.convention if able else None


def demand_rule(setting: Setting) -> Rule:
    """The rule, where there is one that a script can hold."""
    rule = setting.rule
    if isinstance(rule, Algorithm):
        raise InputError("type", f"{rule.name} is no formula: no target of code can hold it")
    apart = setting.optimizer.layout == "scalars" and len(setting.start) > 1
    if apart and any(name in rule.text for name in REDUCTIONS):
        raise InputError("type", f"{rule.name} for each variable by itself is not for a script")
    return rule


def ended(setting: Setting, given: Options) -> tuple[Outcome | None, int]:
    """How our descent ended before its last step, and how many steps the script makes."""
    stop = replace(setting.stop, steps=min(setting.stop.steps, LOOKED_AT), seconds=2.0)
    run = walk_down(replace(setting, stop=stop), update(setting))
    early = run.outcome.ending in (Ending.DIVERGED, Ending.LEFT_DOMAIN, Ending.CONVERGED)
    if given.get("steps") is not None:
        lost = run.outcome.ending in (Ending.DIVERGED, Ending.LEFT_DOMAIN)
        return run.outcome if lost else None, setting.stop.steps
    return run.outcome if early else None, run.steps if early else setting.stop.steps
