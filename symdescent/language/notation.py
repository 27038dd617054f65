"""Mathematics on paper: what stands beside formulas there, as nodes like theirs.

A tree of a formula holds what can be computed. A line of a derivation also has derivatives that are
not taken yet, indices, stars, vectors and relations. Writers spell all of these; nothing is run.
Within a formula, any of them may stand in the place of a name: 9/10*x with x_k for x.
"""

from dataclasses import dataclass

from symdescent.language.tree import Condition, Node


@dataclass(frozen=True, slots=True)
class Pending:
    """d/d variable [operand]: a derivative that the next lines take; `partial`: one of several."""

    operand: "Written"
    variable: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Bold:
    """A vector by its letter, in bold type: the point x of the coordinates x, y."""

    letter: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """base_index: x_k, x_{k+1}; also of a vector."""

    base: "Written"
    index: Node


@dataclass(frozen=True, slots=True)
class Starred:
    """base^*: a minimiser x^*, a least value L^*."""

    base: "Written"


@dataclass(frozen=True, slots=True)
class Hatted:
    """base with a hat: an average whose bias is taken out."""

    base: "Written"


@dataclass(frozen=True, slots=True)
class Function:
    """title(arguments): L(x, y), L(4); `primes` for L'(x), L''(x); no arguments: the name alone."""

    title: str
    arguments: tuple["Written", ...] = ()
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Slope:
    """The partial derivative of a function: d title/d x, or of second order d^2 title/(dx dy)."""

    title: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nabla:
    """The gradient (order 1) or the Hessian (order 2) of a function at arguments."""

    function: Function
    order: int = 1


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of entries; one entry a row: a column vector."""

    rows: tuple[tuple["Written", ...], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """(a, b, c): coordinates in a row; one coordinate is written without brackets."""

    coordinates: tuple["Written", ...]


@dataclass(frozen=True, slots=True)
class Transposed:
    """base^T: a column that is written as a row, (a, b, c)^T."""

    base: "Written"


@dataclass(frozen=True, slots=True)
class Chain:
    """Factors in the order written, each with its dot: what a product rule leaves behind."""

    factors: tuple["Written", ...]


@dataclass(frozen=True, slots=True)
class Combined:
    """Terms in the order written, joined by their signs (True: plus)."""

    terms: tuple[tuple[bool, "Written"], ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """base^exponent of what is no formula: a vector's, a bracketed chain's."""

    base: "Written"
    exponent: "Written"


@dataclass(frozen=True, slots=True)
class Over:
    """top over bottom, of what is no formula."""

    top: "Written"
    bottom: "Written"


@dataclass(frozen=True, slots=True)
class Relation:
    """first op second op third ...: `operators` are of = < > <= >= != ~ -> := <=> => in so.

    ~ is "about": a rounded number follows; so is => set apart, as in  x_min = 4  =>  L(4) = 0.
    An empty Chain as first side is not written, so that a chain of relations goes on below the
    one before.

    `operators[i]` stands between `sides[i]` and `sides[i + 1]`.
    """

    sides: tuple["Written", ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Symbolic:
    """A sign by its name: infinity, dots (vdots, ddots), reals, integers, emptyset, or a Greek
    letter (eta)."""

    name: str


Written = (
    Node
    | Condition
    | Pending
    | Bold
    | Indexed
    | Starred
    | Hatted
    | Function
    | Slope
    | Nabla
    | Matrix
    | Point
    | Transposed
    | Chain
    | Combined
    | Raised
    | Over
    | Relation
    | Symbolic
)
