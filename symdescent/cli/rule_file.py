"""The update rule that stands in a person's own file."""

from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from symdescent.cli.arguments import let
from symdescent.errors import FormulaError, InputError
from symdescent.optimizers.rule import Rule
from symdescent.optimizers.rule_parser import read_rule

BYTES = 100_000


def ruled(options: Namespace) -> None:
    """A person's own rule, where there is one, stands for the optimizer."""
    if options.rule is not None:
        options.optimizer = requested_rule(options)


def requested_rule(options: Namespace, swept: Iterable[str] = ()) -> Rule:
    """The rule of --rule, with the values of --lr and --set where it leaves them open.

    What is `swept` has values of its own later on.
    """
    wishes = (getattr(options, name, None) for name in ("optimizer", "convention"))
    if any(wish is not None for wish in wishes):
        raise InputError(
            "syntax", "--rule is a rule of its own: leave --optimizer and --convention"
        )
    rate = getattr(options, "rate", None)
    given = {} if rate is None else {"lr": "1" if chosen_later(rate) else rate}
    given = let(options.set, "--set") | given
    return own_rule(options.rule, given | {name: "1" for name in swept if name not in given})


def chosen_later(rate: str) -> bool:
    """Whether a rate is no number yet: auto, or a formula in the step."""
    return rate.strip().lower() == "auto" or "t" in rate


def own_rule(path: str, given: Mapping[str, str]) -> Rule:
    """The rule that stands in a file, with these values of its settings."""
    try:
        return read_rule(contents(path), name=PurePath(path).stem, settings=given)
    except FormulaError as mistake:
        message = f"{path[:200]}, {mistake.message}"
        span = (mistake.start, mistake.end)
        raise FormulaError(mistake.kind, message, mistake.text, span, mistake.hint) from None


def contents(path: str) -> str:
    """The text of a file; InputError where it cannot be read, is no text, or is too long."""
    try:
        with open(path, "rb") as file:
            raw = file.read(BYTES + 1)
        if len(raw) > BYTES:
            raise InputError("too_large", f"a rule has at most {BYTES} bytes: {path[:200]}")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError("type", f"the rule cannot be read: {reason}: {path[:200]}") from None
    if "\0" in text:
        raise InputError("type", f"this file is no text: {path[:200]}")
    return text.replace("\r\n", "\n").replace("\r", "\n")
