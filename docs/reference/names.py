"""The public names of the package go in, a page about each of them comes out, from its source.

What their signatures and fields mention of ours is told on the same page, below them.
"""

import ast
import inspect
import re
from importlib import import_module

import symdescent
from reference.markdown import fenced, page, prose

PROPERTIES = {"property", "cached_property"}
GIVEN = {
    "Options": "problem.options",
    "ExampleOptions": "render.documents",
    "ExercisesOptions": "render.documents",
}


def api():
    """Every public name: its signature, its docstring, its fields and methods; then their parts."""
    names = sorted(symdescent.HOMES, key=lambda name: (not name[0].islower(), name))
    told = {name: entry(name, symdescent.HOMES[name]) for name in names}
    given = {name: entry(name, home) for name, home in GIVEN.items()}
    sources = [source(name, home) for name, home in (symdescent.HOMES | GIVEN).items()]
    found = mentioned(sources, {*told, *given})
    parts = [entry(name, home) for name, home in found.items() if is_class(name, home)]
    types = [alias(name, home) for name, home in found.items() if not is_class(name, home)]
    return page(
        "Python",
        "Everything is a name of the package: `symdescent.study(...)`.",
        *told.values(),
        f"## What `**given` holds\n\n{join(given.values())}",
        f"## Parts of these\n\n{join(parts)}",
        f"## Short names\n\nOf types and usual values in the signatures above.\n\n{join(types)}",
    )


def join(told):
    return "\n\n".join(told)


def source(name, home):
    """The tree of a function or a class, and the module that its names are found in."""
    made = getattr(import_module(f"symdescent.{home}"), name)
    module = inspect.getmodule(made)
    return ast.parse(inspect.getsource(made)).body[0], module


def mentioned(sources, known):
    """The homes of what is ours in signatures and fields, and in those of what is found so."""
    found, rest = {}, list(sources)
    while rest:
        node, module = rest.pop(0)
        for name in sorted(names_in(node)):
            home = home_of(name, module)
            if home is None or name in known or name in found:
                continue
            found[name] = home
            if is_class(name, home):
                rest.append(source(name, home))
    return dict(sorted(found.items()))


def names_in(node):
    """The names in what a page shows of a function or a class."""
    shown = [node] if isinstance(node, ast.FunctionDef) else [*public(node)]
    trees = [part for one in shown for part in annotations(one)]
    texts = [n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant)]
    quoted = [ast.parse(text, mode="eval") for text in texts if isinstance(text, str) and text]
    return {n.id for tree in [*trees, *quoted] for n in ast.walk(tree) if isinstance(n, ast.Name)}


def annotations(node):
    """The types of a field, or of the arguments and the result of a function."""
    if isinstance(node, ast.AnnAssign):
        return [node.annotation]
    if not isinstance(node, ast.FunctionDef):
        return []
    of_arguments = [a.annotation for a in ast.walk(node.args) if isinstance(a, ast.arg)]
    usual = [d for d in [*node.args.defaults, *node.args.kw_defaults] if isinstance(d, ast.Name)]
    return [tree for tree in [*of_arguments, node.returns, *usual] if tree is not None]


def home_of(name, module):
    """The module of ours that a name was defined in, without the package's own; None for others."""
    made = getattr(module, name, None)
    if made is None or inspect.ismodule(made):
        return None
    if inspect.isclass(made):
        home = made.__module__
        return home.removeprefix("symdescent.") if home.startswith("symdescent.") else None
    return defined_in(name, module)


def defined_in(name, module):
    """The module in which a name is assigned, followed through imports."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ImportFrom) and name in [alias.name for alias in node.names]:
            ours = str(node.module).startswith("symdescent")
            return defined_in(name, import_module(str(node.module))) if ours else None
        if value_of(name, node) is not None:
            return module.__name__.removeprefix("symdescent.")
    return None


def value_of(name, node):
    """What is assigned to a name by a statement, if it is that."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
    return node.value if named else None


def is_class(name, home):
    return inspect.isclass(getattr(import_module(f"symdescent.{home}"), name))


def alias(name, home):
    """What a short name of a type or a usual value is, in the words of the source."""
    tree = ast.parse(inspect.getsource(import_module(f"symdescent.{home}")))
    value = next(v for v in (value_of(name, node) for node in tree.body) if v is not None)
    return directive("data", f"{name}\n:value: {' '.join(ast.unparse(value).split())}", "")


def entry(name, home):
    """A directive for a function or a class."""
    node, _ = source(name, home)
    if isinstance(node, ast.FunctionDef):
        return directive("function", signature(node), documented(node))
    inside = [documented(node), *map(member, public(node))]
    return directive("class", name, "\n\n".join(filter(None, inside)))


def directive(kind, head, inside, level=4):
    fence = "`" * level
    return f"{fence}{{py:{kind}}} {head}\n\n{inside}\n{fence}"


def signature(node, method=False):
    """As it stands in the source, without self."""
    taken = ast.unparse(node.args)
    taken = re.sub(r"^(self|cls)(, )?", "", taken) if method else taken
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({taken}){returns}"


def public(node):
    """The fields of a record, the members of an enumeration, the methods."""
    for part in node.body:
        targets = getattr(part, "targets", [getattr(part, "target", part)])
        name = getattr(targets[0], "id", getattr(part, "name", "_"))
        if not name.startswith("_"):
            yield part


def member(part):
    """A directive for one of them."""
    if isinstance(part, ast.Assign):
        head = f"{part.targets[0].id}\n:value: {ast.unparse(part.value)}"
        return directive("attribute", head, "", 3)
    if isinstance(part, ast.AnnAssign):
        head = f"{part.target.id}\n:type: {ast.unparse(part.annotation)}"
        if isinstance(part.value, ast.Constant | ast.Name | ast.UnaryOp):
            head += f"\n:value: {ast.unparse(part.value)}"
        return directive("attribute", head, "", 3)
    if PROPERTIES & {ast.unparse(d) for d in part.decorator_list}:
        head = f"{part.name}\n:type: {ast.unparse(part.returns)}"
        return directive("property", head, documented(part), 3)
    return directive("method", signature(part, method=True), documented(part), 3)


def documented(node):
    """A docstring as Markdown: its examples fenced, its lines as they are."""
    text = inspect.cleandoc(ast.get_docstring(node) or "").strip()
    return "\n\n".join(
        fenced(p, "pycon") if p.lstrip().startswith(">>>") else prose(p) for p in text.split("\n\n")
    )
