"""The four examples that are looked at, and a small document about each, told by hand."""

from symdescent import study
from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import Function, Indexed, Relation, Slope
from symdescent.language.tree import Name
from symdescent.lessons.blocks import (
    Choices,
    Code,
    Column,
    Derivation,
    Document,
    Environment,
    Figure,
    Heading,
    Line,
    Listing,
    Paragraph,
    Provenance,
    Table,
)
from symdescent.lessons.example.document import request, simulation
from symdescent.lessons.figures.landscapes import contours, curve

FOUR = {
    "classic": ("1/2*(x-4)^2", {"start": "14", "rate": "0.1", "steps": 100}),
    "momentum": (
        "(17x^2-24x*y+10y^2)/2",
        {
            "start": "2,11",
            "rate": "0.05",
            "optimizer": "momentum",
            "settings": {"momentum": "0.4"},
            "steps": 60,
        },
    ),
    "rosenbrock": (
        "(1-x)^2+100*(y-x^2)^2",
        {"start": "-1.2,1", "optimizer": "adam", "rate": "0.05", "steps": 400},
    ),
    "wells": ("x^4/4-x^2+x/5", {"start": "2", "rate": "0.05", "steps": 60}),
}
K = Name("k", 0, 0)


def studied(key):
    text, options = FOUR[key]
    return study(text, **options)


def asked(key):
    """The document of one of the four, with the request that it answers."""
    told = document(studied(key))
    told.data["request"] = request(*FOUR[key])
    return told


def document(done, title="Gradient descent"):
    """A document with every kind of block; `title` may be anything that a person types."""
    formula = done.setting.formula
    names = [Name(str(x.name), 0, 0) for x in formula.variables]
    function = Function(formula.title, tuple(names))
    statement = Relation((function, formula.sentence.tree), ("=",))
    slopes = [
        Line(Relation((Slope(formula.title, (x.name,)), tree(g)), ("=",)), ("rule by rule",), "g")
        for x, g in zip(names, done.derivation.gradient, strict=True)
    ]
    cells = [[(f"{x:.6f}",) for x in done.run.points[:8, i]] for i in range(len(names))]
    columns = [Column((Indexed(x, K),), tuple(c)) for x, c in zip(names, cells, strict=True)]
    drawn = {1: curve, 2: contours}.get(len(names))
    plot = drawn and drawn(done)
    blocks = (
        Environment("example", (Paragraph(("Minimise ", statement, ".")),), (title,), "ex"),
        Environment("proof", (Derivation((Line(statement), *slopes)),)),
        Heading((title,)),
        Listing(((title,), (function,)), ordered=True),
        Table(tuple(columns), (title, " ", function), "tab", foot=True),
        *([Figure(plot, (title,), plot.alternative, "fig")] if plot else []),
        Environment("exercise", (Choices(((title,), (function,)), 1), Code(title, "python"))),
        Environment("solution", (Paragraph(("It is ", function, ".")),), (title,), title),
        Provenance(f'symdescent example "{formula.text}"', "0.1.0", 7),
    )
    return Document((title, ": ", function), blocks, "en", {"simulation": simulation(done)})
