"""The names that other programs and books have for our options: eta, epochs, learning_rate, init.

One table for the command line, the session, a file of defaults and the keywords of Python. A word
stands here only where it can mean one option: alpha, momentum, eps are settings of rules as well.
"""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

# The names that one option has with us, the first of them that a command knows being meant; and
# what else people write for it, with - or _ or nothing between its words.
GROUPS: Final = (
    ("lr rate", "learning_rate eta step_size lrate"),
    (
        "steps",
        "epochs epoch iterations iters iter n_iter n_iters n_iterations n_epochs n_steps num_iter "
        "num_iters num_iterations num_epochs num_steps max_iter max_iters max_iterations "
        "max_epochs max_steps",
    ),
    ("x0 start", "init initial initial_point initial_guess guess start_point starting_point"),
    ("tol tolerance", ""),
    ("optimizer optimizers", "optimiser optim opt method algorithm solver"),
    ("optimizers optimizer", "optimisers methods algorithms solvers"),
    ("box", "bounds"),
    ("time-limit", "timeout max_time"),
    ("schedule", "scheduler lr_schedule lr_scheduler"),
    ("clip-norm", "max_grad_norm clip_grad_norm"),
    ("clip-value", "clip_grad_value"),
    ("at", "point"),
    ("output", "out outfile output_file"),
    ("language", "lang"),
    ("color", "colour"),
    ("seed", "random_seed random_state"),
    ("to", "format"),
)
CLOSE: Final = 0.7  # how like a word must be that is suggested


def squashed(name: str) -> str:
    """A name without case, hyphens and underscores."""
    return name.lower().replace("-", "").replace("_", "")


TARGETS: Final = {
    squashed(word): targets.split()
    for targets, words in reversed(GROUPS)  # where a word stands twice, the first group counts
    for word in (*targets.split(), *words.split())
}  # what each word may mean, the likeliest first


def meant(word: str, known: Collection[str]) -> str:
    """The one of the known names that a word stands for; "" where it is none of them.

    >>> meant("Learning_Rate", ["lr", "steps"])
    'lr'
    """
    own = {squashed(name): name for name in known}
    if squashed(word) in own:
        return own[squashed(word)]
    return next((name for name in targets(word) if name in known), "")


def targets(word: str) -> list[str]:
    """The names that we have for a word, written with hyphens and with underscores."""
    found = TARGETS.get(squashed(word), [])
    return [*found, *(name.replace("-", "_") for name in found)]


def nearest(word: str, known: Collection[str]) -> str:
    """The known name that a misspelt word is nearest to, itself or by a synonym; else ""."""
    table = {each: each for each in TARGETS if meant(each, known)}
    table |= {squashed(name): name for name in known}
    near = get_close_matches(squashed(word), table, n=1, cutoff=CLOSE)
    return meant(table[near[0]], known) if near else ""
