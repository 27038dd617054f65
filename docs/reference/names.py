"""The public names of the package go in, a page about each of them comes out, from its source."""

import ast
import inspect
import re
from importlib import import_module

import symdescent
from reference.markdown import code, fenced, page, prose, table

PROPERTIES = {"property", "cached_property"}
TYPES = {
    "Given": "options.numbers",
    "Start": "options.places",
    "Pair": "options.places",
    "Watch": "numeric.descent",
    "Meanwhile": "studies",
    "Result": "show.figures",
    "Array": "numeric.evaluation",
    "USUAL": "experiments.comparison",
    "RESOLUTION": "experiments.catchment",
}


def api():
    """Every public name, from the source: its signature, its docstring, its fields and methods."""
    names = sorted(symdescent.HOMES, key=lambda n: (not n[0].islower(), n))
    told = "Everything is a name of the package: `symdescent.study(...)`."
    options = entry("Options", "symdescent.options")
    telling = entry("Telling", "symdescent.show.example")
    asked = entry("Asked", "symdescent.show.exercises")
    shown = [entry(name, f"symdescent.{symdescent.HOMES[name]}") for name in names]
    aliases = table(
        ["name", "stands for"], [[code(n), code(alias(n, h))] for n, h in TYPES.items()]
    )
    return page(
        "Python",
        told,
        *shown,
        "## Options\n\nWhat `**given` holds.",
        *(options, telling, asked),
        "## Types\n\nShort names in the signatures above.",
        aliases,
    )


def alias(name, home):
    """What a short name of a type or a usual value is defined as, in the source."""
    for node in ast.parse(inspect.getsource(import_module(f"symdescent.{home}"))).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == name:
            return ast.unparse(node.value)
    raise LookupError(name)


def entry(name, home):
    """A directive for a function or a class."""
    made = getattr(import_module(home), name)
    node = next(n for n in ast.parse(inspect.getsource(made)).body)
    if isinstance(node, ast.FunctionDef):
        return directive("function", signature(node), documented(node))
    inside = [documented(node), *members(node)]
    return directive("class", name, "\n\n".join(filter(None, inside)))


def directive(kind, head, inside, level=4):
    fence = "`" * level
    return f"{fence}{{py:{kind}}} {head}\n\n{inside}\n{fence}"


def signature(node, method=False):
    """As it stands in the source, without self."""
    arguments_ = ast.unparse(node.args)
    arguments_ = re.sub(r"^(self|cls)(, )?", "", arguments_) if method else arguments_
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({arguments_}){returns}"


def members(node):
    """The fields of a record and its public methods."""
    for part in node.body:
        name = getattr(getattr(part, "target", part), "id", getattr(part, "name", "_"))
        if name.startswith("_"):
            continue
        if isinstance(part, ast.AnnAssign):
            head = f"{name}\n:type: {ast.unparse(part.annotation)}"
            yield directive("attribute", head, "", 3)
        elif PROPERTIES & {ast.unparse(d) for d in part.decorator_list}:
            head = f"{name}\n:type: {ast.unparse(part.returns)}"
            yield directive("property", head, documented(part), 3)
        else:
            yield directive("method", signature(part, method=True), documented(part), 3)


def documented(node):
    """A docstring as Markdown: its examples fenced, its lines as they are."""
    text = inspect.cleandoc(ast.get_docstring(node) or "").strip()
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        fenced(p, "pycon") if p.lstrip().startswith(">>>") else prose(p) for p in paragraphs
    )
