"""Imports go down only, each heavy package keeps to its rooms, and nothing typed is ever run."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import symdescent

ROOT = Path(symdescent.__file__).parent
FILES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
}
LOADERS = ("import_module", "late")
# What loads a name that is handed to it: by the call that `named` reads, or by a process of ours.
UNNAMED = ("symdescent.late", "symdescent.proofs.spawned", "symdescent.claims.spawned")
FACADES = ("symdescent", "symdescent.__main__")  # they hand out what lies anywhere below

LAYERS = (
    "cli",
    "render",
    "lessons",
    "claims",
    "studies experiments minimum_search",
    "serialise",
    "verdict problem",
    "messages",
    "proofs",
    "recurrence",
    "calculus",
    "numeric",
    "printing",
    "optimizers",
    "language",
    "errors version notebook_hook synonyms late",
)
HEIGHT = {room: -depth for depth, rooms in enumerate(LAYERS) for room in rooms.split()}

HEAVY = {
    "sympy": ("calculus", "recurrence", "proofs", "messages", "claims", "lessons", "render"),
    "numpy": (
        "numeric",
        "calculus.compilation",
        "calculus.codegen_targets",
        "calculus.accurate_evaluation",
        "proofs",
        "verdict",
        "experiments",
        "lessons",
        "render",
    ),
    "rich": ("render.table", "render.report", "cli"),
    "argparse": ("cli",),
    "mpmath": ("proofs", "calculus", "claims"),
    "matplotlib": ("render.picture",),
    "PIL": ("render.animation",),
    "prompt_toolkit": ("cli.session.prompt",),
}
UNSAFE = re.compile(
    r"\b(eval|exec|sympify|parse_expr|compile|__import__|S)\(|\bpickle\b|\bmarshal\b"
)
DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def imported(name: str, tree: ast.AST) -> Iterator[str]:
    """The modules that a module imports, wherever in its text, with the full names of ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import"
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                yield below if below in FILES else str(node.module)
    yield from named(name, tree)


def named(name: str, tree: ast.AST) -> Iterator[str]:
    """The modules that are loaded by a name in a string: it stands there, or begins there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("importlib", "symdescent.late"):
            assert all(a.asname is None and a.name in LOADERS for a in node.names), name
        if isinstance(node, ast.Import):
            assert "importlib" not in {alias.name for alias in node.names}, name
        called = isinstance(node, ast.Call) and getattr(node.func, "id", "")
        if called == "late":
            yield f"symdescent.{text(name, node).partition(':')[0]}"
        elif called == "import_module" and name not in UNNAMED:
            yield from whole(text(name, node), tree)


def text(name: str, call: ast.Call) -> str:
    """The string that is loaded by, as far as it stands in the source."""
    given = call.args[0]
    if isinstance(given, ast.JoinedStr):
        given = given.values[0]
    written = isinstance(given, ast.Constant) and isinstance(given.value, str)
    assert written, f"{name}:{call.lineno}: a module's name that is not written out"
    return given.value


def whole(start: str, tree: ast.AST) -> Iterator[str]:
    """The name, or for its beginning `package.` all that the strings of the module make of it."""
    if not start.endswith("."):
        yield start
        return
    yield start.rstrip(".")
    strings = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant))
    yield from {f"{start}{s}" for s in strings if isinstance(s, str) and f"{start}{s}" in FILES}


def room(module: str) -> str:
    """The first name below the package."""
    return module.split(".")[1]


def rises(name: str, tree: ast.AST, height: dict[str, int]) -> Iterator[str]:
    for other in imported(name, tree):
        if other == "symdescent":
            yield f"{name} imports the package as a whole"
        elif other.startswith("symdescent.") and height[room(other)] > height[room(name)]:
            yield f"{name} imports {other}, which lies above it"


def test_every_room_has_its_layer():
    assert {room(name) for name in FILES if name not in FACADES} == set(HEIGHT)


def test_imports_go_down():
    inner = [(name, tree) for name, tree in trees().items() if name not in FACADES]
    assert len(inner) > 100
    assert [rise for name, tree in inner for rise in rises(name, tree, HEIGHT)] == []


KERNEL = "symdescent.proofs.kernel"
BESIDE = {  # what a sceptic reads besides the kernel and the language
    "symdescent.calculus.critical_number",
    "symdescent.calculus.formula",
    "symdescent.errors",
    "symdescent.late",
}


def test_the_kernel_imports_nothing_of_the_search():
    inner = {name: tree for name, tree in trees().items() if name.startswith(KERNEL)}
    assert len(inner) > 10
    others = {other for name, tree in inner.items() for other in imported(name, tree)}
    ours = {other for other in others if other.startswith("symdescent") and other not in inner}
    assert {other for other in ours if not other.startswith("symdescent.language")} <= BESIDE


def test_a_rise_is_found():
    planted = ast.parse("def late():\n    from symdescent.render import table")
    assert list(rises("symdescent.numeric.run", planted, HEIGHT)) == [
        "symdescent.numeric.run imports symdescent.render.table, which lies above it"
    ]


@pytest.mark.parametrize(
    "line",
    [
        'TABLE = {"x": late("render.table:table")}',
        'import_module("symdescent.render.table")',
        'import_module(f"symdescent.render.{name}")',
    ],
)
def test_a_rise_in_a_string_is_found(line):
    assert "lies above it" in "".join(rises("symdescent.numeric.run", ast.parse(line), HEIGHT))


@pytest.mark.parametrize(
    "line",
    [
        "late(name)",
        "import_module(name)",
        'import_module(f"{name}.table")',
        "from importlib import import_module as get",
        "import importlib",
    ],
)
def test_a_name_that_cannot_be_read_is_found(line):
    with pytest.raises(AssertionError):
        list(imported("symdescent.numeric.run", ast.parse(line)))


def test_every_late_function_is_there():
    calls = [
        node
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "late"
    ]
    places = {text("", call) for call in calls}
    assert len(places) > 20
    for place in places:
        module, _, function = place.partition(":")
        tree = trees()[f"symdescent.{module}"]
        assert function in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}, place


def cycles(needs: dict[str, set[str]]) -> set[str]:
    """The modules that are left when those which need nothing any more are taken away."""
    left = {name: set(others) & set(needs) - {name} for name, others in needs.items()}
    while free := [name for name, others in left.items() if not others]:
        for name in free:
            del left[name]
        for others in left.values():
            others.difference_update(free)
    return set(left)


@pytest.mark.slow
def test_there_is_no_import_cycle():
    needs = {n: set(imported(n, tree)) for n, tree in trees().items() if n not in FACADES}
    assert cycles(needs) == set()
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == {"a", "b", "c"}


def users(package: str) -> Iterator[str]:
    for name, tree in trees().items():
        if any(other.split(".")[0] == package for other in imported(name, tree)):
            yield name.removeprefix("symdescent.")


@pytest.mark.slow
@pytest.mark.parametrize("package", HEAVY)
def test_a_heavy_package_keeps_to_its_rooms(package):
    rooms = HEAVY[package]
    strays = [n for n in users(package) if not any(f"{n}.".startswith(f"{r}.") for r in rooms)]
    assert strays == []
    assert list(users(package)) or package == "mpmath"


@pytest.mark.slow
def test_nothing_else_is_imported_than_is_installed():
    allowed = {"symdescent", "sympy", "numpy", "rich", "mpmath", "matplotlib", "PIL"}
    allowed |= {"prompt_toolkit", "pandas", "scipy"}
    heads = {
        other.split(".")[0] for name, tree in trees().items() for other in imported(name, tree)
    }
    assert heads <= allowed | sys.stdlib_module_names


def test_nothing_runs_what_was_typed():
    for path in FILES.values():
        calls = re.sub(r"\bre\.compile\(", "", path.read_text(encoding="utf-8"))
        assert [line for line in calls.splitlines() if UNSAFE.search(line)] == [], path


@pytest.mark.parametrize("line", ["sp.S('x')", "eval(text)", "import pickle", "sympify(x)"])
def test_what_would_run_it_is_found(line):
    assert UNSAFE.search(line)


def lengths() -> dict[str, int]:
    """The lines of every function, its docstring and decorators not counted."""
    return {
        f"{name}:{node.name}:{node.lineno}": body(node)
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, DEFINED)
    }


def body(node: ast.FunctionDef) -> int:
    said = node.body[0].end_lineno - node.body[0].lineno + 1 if ast.get_docstring(node) else 0
    return node.end_lineno - node.lineno + 1 - said


@pytest.mark.slow
def test_functions_are_short():
    sizes = lengths()
    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert sum(size <= 10 for size in sizes.values()) >= len(sizes) / 2


TOLD = {"words", "reason", "message", "sentence", "advice"}
SEARCHES = {"startswith", "endswith", "find", "index", "count", "removesuffix", "removeprefix"}
SEARCHES |= {"match", "search", "fullmatch", "split", "sub"}
EXCUSED = {
    "optimizers.rule_parser",  # whether a mistake in a formula is an unknown name
    "cli.session.vocabulary",  # the option in front of what argparse says of it
}


def is_prose(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in TOLD


def reads_prose(node: ast.AST) -> bool:
    """Whether sentences are compared with others than an empty one, or searched."""
    if isinstance(node, ast.Compare):
        other = [c for c in node.comparators if not (isinstance(c, ast.Constant) and not c.value)]
        return bool(other) and any(map(is_prose, (node.left, *node.comparators)))
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    searches = is_call and node.func.attr in SEARCHES
    return searches and (is_prose(node.func.value) or any(map(is_prose, node.args)))


def test_no_code_decides_by_the_words_of_a_message():
    readers = {
        name.removeprefix("symdescent.")
        for name, tree in trees().items()
        if any(map(reads_prose, ast.walk(tree)))
    }
    assert readers - EXCUSED == set()


@pytest.mark.parametrize(
    "line", ["m.reason == 'x'", "s.words.startswith('L')", "re.sub(a, b, m.words)"]
)
def test_code_that_reads_words_is_found(line):
    assert any(map(reads_prose, ast.walk(ast.parse(line))))
    assert not any(map(reads_prose, ast.walk(ast.parse("m.reason == ''"))))


def test_the_layers_are_an_order():
    depths = [HEIGHT[rooms.split()[0]] for rooms in LAYERS]
    assert all(above > below for above, below in pairwise(depths))
