"""The catalogues go in, pages about every rule, schedule and method of proof come out."""

from reference.markdown import code, fenced, inert, linked, page, prose, table
from symdescent.cli.commands import schedule_list
from symdescent.optimizers.catalogue import FRAMEWORKS, methods
from symdescent.optimizers.rule import Algorithm
from symdescent.optimizers.schedules import SHORT
from symdescent.proofs.kernel import certificates
from symdescent.proofs.ladder import RUNGS
from symdescent.render.latex import conditions, equations


def rules():
    """Every optimizer: its equations, its text, its settings, its source."""
    told = (
        "All equations are made from the text that is run. $x_t$ is the point after step $t$, "
        "$\\eta$ the learning rate, $g_t$ the gradient; products and roots of vectors are taken "
        "coordinate by coordinate."
    )
    return page("Rules", told, *map(rule, methods().values()))


def rule(method):
    """A method: what it is for, where it is from, and its rule in each convention."""
    names = ((who, method.known_as[who]) for who in FRAMEWORKS if who in method.known_as)
    known = "; ".join(f"{who}: {code(name)}" for who, name in names)
    differ = inert(method.differences.rstrip("."))
    parts = [f"## {inert(method.name)}", f"{capital(inert(method.purpose))}."]
    parts += [linked(method.source), known and f"Known as: {known}."]
    parts += [differ and f"Where conventions differ: {differ}."]
    same = {}
    for name, made in method.rules.items():
        key = type(made), made.text, made.settings_text
        same.setdefault(key, (made, []))[1].append(name)
    parts += [convention(", ".join(names), made) for made, names in same.values()]
    return "\n\n".join(filter(None, parts))


def convention(names, made):
    """A rule in equations and in the text that is run; what is no formula in its text alone."""
    head = f"**{names}** {inert(made.settings_text)}".rstrip()
    if isinstance(made, Algorithm):
        return f"{head}\n\n{fenced(made.text)}"
    values = conditions(made)
    shown = f"```{{math}}\n{equations(made)}\n```"
    return "\n\n".join(filter(None, [head, shown, values and f"{values}.", fenced(made.text)]))


def capital(words):
    return words[:1].upper() + words[1:]


def schedules():
    """Every schedule with a short name, and the names of the frameworks' own."""
    shorts = [f"## {code(name)}\n\n{fenced(schedule_list.one(name))}" for name in SHORT]
    rest = f"## All names\n\n{fenced(schedule_list.every())}"
    return page("Schedules", "A schedule changes the rate of `--lr` by the step.", *shorts, rest)


def rungs():
    """The ladder of proofs, and the certificates that they leave."""
    rows = [[code(r.name), inert(r.proves)] for r in RUNGS]
    kinds = [
        [code(name), " ".join(prose(kind.__doc__).split()).replace("|", "\\|")]
        for kind, name in certificates.NAMES.items()
    ]
    return page(
        "Proofs: methods and certificates",
        "The methods, in the order in which they are tried ([what they are](../proofs.md)). "
        "`symdescent minimum FORMULA --methods` tells which of them were.",
        table(["method", "what it decides"], rows),
        "The certificates that the independent check follows:",
        table(["certificate", "what it says"], kinds),
    )
