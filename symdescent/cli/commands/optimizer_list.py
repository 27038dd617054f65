"""The command `optimizers`: the best known or all by family, and the whole of one, as text."""

from collections.abc import Iterator
from typing import Final

from symdescent.cli.help import HELD, WIDEST, columns
from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.catalogue import FRAMEWORKS, SHORT, find, in_script, members, methods
from symdescent.optimizers.frameworks.script_names import key
from symdescent.optimizers.rule import Algorithm, Method, Rule

KNOWN: Final = (
    "gradient descent",
    "momentum",
    "Nesterov momentum",
    "Adagrad",
    "Adadelta",
    "RMSprop",
    "Adam",
    "AdamW",
    "NAdam",
    "Lion",
    "Newton",
    "L-BFGS",
)
GROUPS: Final = {  # of the families in `catalogue`
    "gradient descent and momentum": ("plain", "momentum"),
    "classical": ("classical",),
    "a rate for each coordinate": ("adaptive", "rprop", "adafactor", "ftrl"),
    "Adam and its relatives": ("adam", "adam_variants", "belief", "momenta", "optimistic"),
    "averages in place of a falling rate": ("schedule_free", "averaging"),
    "no rate to choose": ("parameter_free", "polyak"),
    "signs of the gradient": ("lion", "signs"),
    "scaled by the length or shape of a whole tensor": ("lamb", "trust", "muon"),
    "built around another": ("composed",),
    "Newton, what comes near it, searches along lines": ("sophia", "searching", "limited_memory"),
    "scipy's own": ("scipy",),
}
HOUSES: Final = {"pytorch": "torch", "tensorflow": "keras", "tf": "keras", "jax": "optax"}
FOOT: Final = (
    ("symdescent optimizers adam", "its rule in each convention, its source"),
    ("symdescent optimizers --all", "all {many} of them, by family"),
    ("symdescent optimizers --framework torch", "what PyTorch has, by its own names"),
)
WHERE: Final = 21  # width of the column with the names of frameworks
ROOMY: Final = 90  # columns, so that each name stands beside its purpose
LONG: Final = 30  # a longer name stands above its purpose


def known(width: int = WIDEST) -> str:
    """The best known: the word to type, where wide enough the frameworks that have it, what for."""
    chosen = [(word(name), methods()[name]) for name in KNOWN]
    pairs = [("optimizer", "found in", "what it is for")]
    pairs += [(typed, has(method), method.purpose) for typed, method in chosen]
    column, roomy = max(len(typed) for typed, *_ in pairs) + 2, width >= WIDEST
    rows = [
        (f"{typed:<{column}}{where:<{WHERE}}" if roomy else typed, purpose)
        for typed, where, purpose in pairs
    ]
    lines = columns(rows, column + WHERE * roomy, width)
    return "\n".join([*lines, "", *foot(width)])


def word(name: str) -> str:
    """What is typed for a method."""
    short = (word for word, title in SHORT.items() if title == name)
    return next(short, name.lower())


def has(method: Method[Rule | Algorithm]) -> str:
    """The frameworks that have a method."""
    return ", ".join(name for name in FRAMEWORKS if name in method.known_as) or "-"


def foot(width: int) -> Iterator[str]:
    """Where there is more."""
    pairs = [(left, right.format(many=len(methods()))) for left, right in FOOT]
    yield from columns(pairs, max(len(left) for left, _ in pairs) + 2, width)


def every(width: int = WIDEST) -> str:
    """All of them by family, each with its purpose and what the frameworks call it."""
    names = {title: [m.name for f in families for m in members(f)]
             for title, families in GROUPS.items()}  # fmt: skip
    longest = max(len(name) for group in names.values() for name in group if len(name) <= LONG)
    column = longest + 4 if width >= ROOMY else 0
    lines: list[str] = []
    for title, group in names.items():
        rows = [(f"  {name}", purpose_and_names(methods()[name])) for name in group]
        lines += [title, *columns(rows, column, width), ""]
    return "\n".join(lines[:-1])


def purpose_and_names(method: Method[Rule | Algorithm]) -> str:
    """What a method is for; what each framework calls it."""
    known_as = method.known_as
    called = "; ".join(f"{who}:{HELD}{known_as[who]}" for who in FRAMEWORKS if who in known_as)
    return f"{method.purpose} ({called})" if called else method.purpose


def of_framework(name: str, width: int = WIDEST) -> str:
    """What a framework has, by its own names; InputError for one that there is not."""
    framework = framework_named(name)
    having = [m for m in methods().values() if framework in m.known_as]
    rows = [(m.known_as[framework], purpose_here(m, m.known_as[framework])) for m in having]
    column = 2 + max(len(left) for left, _ in rows if len(left) <= LONG)
    typed = f"--optimizer {framework}:{rows[0][0]}"
    taken = [(typed, f"with the settings and defaults of {framework}")]
    return "\n".join([*columns(rows, column, width), "", *columns(taken, len(typed) + 2, width)])


def framework_named(name: str) -> str:
    """A framework by its name, or by that of what it belongs to; InputError with the nearest."""
    known = {**{each: each for each in FRAMEWORKS}, **HOUSES}
    if name.lower() not in known:
        message = f"there is no framework '{name[:40]}'; there are {', '.join(FRAMEWORKS)}"
        raise InputError("unknown_name", message, did_you_mean(name, known))
    return known[name.lower()]


def purpose_here(method: Method[Rule | Algorithm], title: str) -> str:
    """What a method is for, and its name here where that is another."""
    same = title.lower() == method.name.lower()
    return method.purpose if same else f"{method.name}: {method.purpose}"


def one(name: str) -> str:
    """A method with the rule of each convention; InputError with the nearest name."""
    found, theirs = find(name).rule, in_script(name)
    method = {key(title): each for title, each in methods().items()}.get(key(found.name))
    if method is None or theirs:
        lines = (
            [f"{method.name}: {method.purpose}", f"source: {method.source}", ""] if method else []
        )
        return "\n".join([*lines, *rule_lines(theirs.title if theirs else "rule", found)])
    lines = [f"{method.name}: {method.purpose}", f"source: {method.source}"]
    lines += [f"differences: {method.differences}"] if method.differences else []
    for convention, rule in method.rules.items():
        lines += ["", *rule_lines(convention, rule)]
    return "\n".join(lines)


def heading(method: Method[Rule | Algorithm]) -> list[str]:
    """What a method is for, and where it comes from."""
    return [f"{method.name}: {method.purpose}", f"source: {method.source}"]


def rule_lines(convention: str, rule: Rule | Algorithm) -> list[str]:
    """The settings and the lines of a rule."""
    return [
        f"[{convention}]  {rule.settings_text}",
        *(f"    {line}" for line in rule.text.split("\n")),
    ]


def latex(name: str) -> str:
    """The same in LaTeX, for an article."""
    found, theirs = find(name).rule, in_script(name)
    method = None if theirs else methods().get(found.name)
    rules = method.rules if method else {theirs.title if theirs else "rule": found}
    told_each = [in_latex(f"{found.name}, {how}", rule) for how, rule in rules.items()]
    return "\n\n".join([r"% needs \usepackage{amsmath}", *told_each])


def in_latex(title: str, rule: Rule | Algorithm) -> str:
    """A rule's equations; a method that is no formula has its text in a comment."""
    from symdescent.render.latex import equations_with_values

    lines = [title] if isinstance(rule, Rule) else [title, *rule.text.split("\n")]
    comment = "\n".join(f"% {line}" for line in lines)
    return f"{comment}\n{equations_with_values(rule)}" if isinstance(rule, Rule) else comment


def own(rule: Rule, form: str) -> str:
    """A person's own rule, as the others are told."""
    if form == "tex":
        return in_latex(rule.name, rule)
    return "\n".join([*rule_lines(rule.name, rule), *(f"note: {note}" for note in rule.notes)])
