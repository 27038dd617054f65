"""What students ask about, term by term, with a command to see it."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final

from symdescent.errors import InputError, did_you_mean


@dataclass(frozen=True)
class Entry:
    """A term with other names for it, its meaning, the terms beside it, and a command line."""

    term: str
    text: str
    see: tuple[str, ...]
    example: str
    also: tuple[str, ...] = ()


ROSENBROCK: Final = '"(1-x)^2 + 100*(y-x^2)^2"'
DESCENT_TERMS: Final = (
    Entry(
        "gradient descent",
        "From a point, go a little against the gradient, and repeat: xₖ₊₁ = xₖ − η·∇L(xₖ), "
        "where η is the learning rate. It goes back to Cauchy (1847).",
        ("gradient", "learning rate", "momentum"),
        'symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100',
        ("gd", "steepest descent", "descent"),
    ),
    Entry(
        "learning rate",
        "The number η by which the gradient is multiplied in a step. Too small, and descent is "
        "slow; too large, and it overshoots and diverges. On a quadratic whose largest "
        "curvature is λ > 0, fixed rates between 0 and 2/λ converge.",
        ("gradient descent", "divergence", "schedule"),
        'symdescent "1/2*(x-4)^2" --x0 14 --lr auto',
        ("step size", "rate", "eta", "lr"),
    ),
    Entry(
        "iterate",
        "One of the points x₀, x₁, x₂, ... that a method goes through. x₀ is the start.",
        ("gradient descent", "closed form", "convergence"),
        'symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 5',
        ("iteration", "step", "start"),
    ),
    Entry(
        "descent direction",
        "A direction in which L falls at first: its product with the gradient is negative. "
        "Minus the gradient is one, and so is minus any positive definite matrix times the "
        "gradient.",
        ("gradient", "line search", "Newton's method"),
        f"symdescent {ROSENBROCK} --optimizer bfgs --x0 -1.2,1",
    ),
    Entry(
        "convergence",
        "A sequence converges to a point if its distance to that point comes, and stays, below "
        "every number above zero. That a descent has stopped moving is not yet a proof of it.",
        ("linear convergence", "divergence", "observed"),
        'symdescent "(x-4)^2" --x0 14 --lr 0.1',
        ("converges",),
    ),
    Entry(
        "linear convergence",
        "The error shrinks at each step by at least a fixed factor below 1, in the end: after k "
        "steps it is at most some constant times ρᵏ. Gradient descent with a small enough fixed "
        "rate does so on strongly convex functions with a Lipschitz gradient.",
        ("rate of convergence", "strongly convex", "condition number"),
        'symdescent plot "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 60 --kind gap',
        ("geometric convergence",),
    ),
    Entry(
        "rate of convergence",
        "How fast the error goes to zero: sublinear as 1/k, linear as ρᵏ with ρ < 1, or "
        "quadratic, where in the end each error is at most a constant times the square of the "
        "one before. It is not the learning rate.",
        ("linear convergence", "Newton's method", "learning rate"),
        'symdescent "x^4" --x0 1 --lr 0.1 --steps 200',
        ("order of convergence",),
    ),
    Entry(
        "divergence",
        "The iterates go away instead of coming nearer, mostly because the learning rate is too "
        "large: each step overshoots by more than the last. Halve the rate and try again.",
        ("learning rate", "convergence", "unbounded below"),
        'symdescent "x^2" --x0 1 --lr 1.1 --steps 30',
        ("diverged", "diverges"),
    ),
    Entry(
        "momentum",
        "A method that keeps part of its last move: xₖ₊₁ = xₖ − η·∇L(xₖ) + β·(xₖ − xₖ₋₁). It "
        "runs faster along a valley and swings less across it. Polyak (1964), "
        "doi:10.1016/0041-5553(64)90137-5.",
        ("Nesterov momentum", "condition number", "gradient descent"),
        'symdescent "x^2 + 10y^2" --optimizer momentum --lr 0.02 --x0 5,2',
        ("heavy ball",),
    ),
    Entry(
        "Nesterov momentum",
        "Momentum whose gradient is taken at the point to which the last move would lead. On "
        "smooth convex functions, with the right settings, the value above the minimum falls as "
        "1/k², where plain gradient descent is sure only of 1/k. Nesterov (1983).",
        ("momentum", "convex", "rate of convergence"),
        'symdescent "x^2 + 10y^2" --optimizer nesterov --lr 0.02 --x0 5,2',
        ("Nesterov", "accelerated gradient"),
    ),
    Entry(
        "Adam",
        "A method that divides a running mean of the gradient, coordinate by coordinate, by the "
        "root of a running mean of its squares. Steps then hardly depend on the scale of L. "
        "Kingma and Ba (2015), arXiv:1412.6980. With a fixed rate it need not converge.",
        ("momentum", "learning rate", "schedule"),
        f"symdescent {ROSENBROCK} --optimizer adam --lr 0.01 --x0 -1.2,1 --steps 500",
    ),
    Entry(
        "schedule",
        "A rule by which the learning rate changes with the number of the step: falling by "
        "halves, along a cosine, after a warm-up. A falling rate lets a noisy or oscillating "
        "method settle.",
        ("learning rate", "Adam", "mini-batch"),
        'symdescent "1/2*(x-4)^2" --x0 14 --lr 1 --schedule cosine:T=50',
        ("learning rate schedule", "decay"),
    ),
    Entry(
        "mini-batch",
        "A part of the data, drawn anew for each step, on which the gradient of a sum over all "
        "data is estimated. The estimate is right on average, but noisy. symdescent descends on "
        "a formula and takes its exact gradient, so it has no noise of this kind.",
        ("stochastic gradient descent", "schedule", "gradient"),
        'symdescent "sum(i=1..5, (x-i)^2)/5" --x0 9 --lr 0.2',
        ("minibatch", "batch"),
    ),
    Entry(
        "stochastic gradient descent",
        "Gradient descent whose gradient is estimated from a random part of the data. With a "
        "fixed rate it ends in a cloud around the minimum, as a rule; a falling rate lets it "
        "converge. Robbins and Monro (1951), doi:10.1214/aoms/1177729586.",
        ("mini-batch", "schedule", "gradient descent"),
        "symdescent optimizers sgd",
        ("sgd",),
    ),
    Entry(
        "line search",
        "Instead of a fixed rate, each step tries lengths along its direction until L has "
        "fallen enough, for instance by a share of what the slope promises (Armijo, 1966, "
        "doi:10.2140/pjm.1966.16.1).",
        ("descent direction", "learning rate", "trust region"),
        f"symdescent {ROSENBROCK} --optimizer backtracking --x0 -1.2,1 --steps 300",
        ("backtracking", "Armijo"),
    ),
    Entry(
        "Newton's method",
        "Each step goes to the stationary point of the quadratic that has the same value, "
        "gradient and Hessian: the step d solves ∇²L(x) d = −∇L(x). Near a minimum with an "
        "invertible Hessian that is Lipschitz, it converges quadratically; far away it needs "
        "care.",
        ("Hessian", "Taylor expansion", "trust region"),
        f"symdescent {ROSENBROCK} --optimizer newton --x0 -1.2,1",
        ("Newton",),
    ),
    Entry(
        "trust region",
        "A ball around the present point in which a simpler model of L, mostly the quadratic "
        "one, is believed. Each step minimises the model inside it; the ball grows where the "
        "model was right, and shrinks where it was not.",
        ("Newton's method", "line search", "Taylor expansion"),
        f'symdescent {ROSENBROCK} --optimizer "trust region" --x0 -1.2,1',
    ),
    Entry(
        "quasi-Newton",
        "Methods that learn the Hessian, or its inverse, from the gradients met on the way, as "
        "BFGS does. They need no second derivatives, and near a good minimum are nearly as "
        "quick as Newton's method.",
        ("Newton's method", "Hessian", "line search"),
        f"symdescent {ROSENBROCK} --optimizer bfgs --x0 -1.2,1",
        ("BFGS", "L-BFGS"),
    ),
    Entry(
        "weight decay",
        "A pull towards the origin: a small multiple of the point joins the step. In plain "
        "gradient descent that is the same as adding λ/2·‖x‖² to L, so the minimiser moves.",
        ("gradient descent", "strongly convex", "Adam"),
        'symdescent "x^4 + y^2" --x0 3,3 --lr 0.01 --weight-decay 0.01 --steps 50',
        ("regularisation", "ridge"),
    ),
    Entry(
        "gradient clipping",
        "A gradient that is longer than a bound is shortened to it, so that no single step goes "
        "too far. Away from steep places nothing changes.",
        ("gradient", "learning rate", "divergence"),
        'symdescent "x^4 + y^2" --x0 3,3 --clip-norm 1 --lr 0.1 --steps 100',
        ("clipping", "clip"),
    ),
    Entry(
        "basin of attraction",
        "All starts from which a method comes to the same minimum. With another rate or another "
        "method the basins of the same function may look different.",
        ("local minimum", "multi-start", "saddle point"),
        'symdescent plot "x^4/4 - x^2/2 + x/10" --lr 0.1 --within "[-2,2]"',
        ("basin",),
    ),
    Entry(
        "multi-start",
        "Descent from many starts, of which the lowest end is kept. It finds more than one "
        "descent does, but that nothing lower was found is observed, not proved.",
        ("basin of attraction", "local minimum", "observed"),
        'symdescent compare "x^4/4 - x^2/2 + x/10" --optimizers gd --starts 20 --no-time',
        ("multistart", "restarts"),
    ),
)


LANDSCAPE_TERMS: Final = (
    Entry(
        "objective",
        "The function that is to be made as small as possible; here it is called L, as in loss. "
        "Its variables are what may be changed. To maximise a function, minimise its negative.",
        ("minimiser", "gradient"),
        'symdescent "L(x, y) = x^2 + 2y^2"',
        ("loss", "objective function", "cost function"),
    ),
    Entry(
        "gradient",
        "The column of the partial derivatives of L, written ∇L: a vector. At each point it points "
        "in the direction in which L grows fastest, and its length is the slope in that direction. "
        "Where L is differentiable and has a minimum inside its domain, the gradient is zero.",
        ("Hessian", "descent direction", "stationary point"),
        'symdescent gradient "x^2 + 3*x*y" --at 1,2',
        ("slope", "nabla"),
    ),
    Entry(
        "Hessian",
        "The matrix of the second partial derivatives of L, written ∇²L. It says how the "
        "gradient changes, and so how L bends: where all its eigenvalues are positive, L bends "
        "upwards in every direction. It is symmetric where the second derivatives are "
        "continuous.",
        ("eigenvalue", "condition number", "convex"),
        'symdescent hessian "x^4 + x*y + y^2" --at 1,0',
        ("Hessian matrix", "second derivative", "curvature"),
    ),
    Entry(
        "eigenvalue",
        "A number λ with A v = λ v for some vector v other than zero, which is an eigenvector. "
        "The eigenvalues of a Hessian are the curvatures along its eigenvectors. On a "
        "quadratic, gradient descent with rate η multiplies the error along each eigenvector by "
        "1 − ηλ.",
        ("Hessian", "condition number", "learning rate"),
        'symdescent hessian "(17x^2 - 24x*y + 10y^2)/2" --at 0,0',
        ("eigenvector",),
    ),
    Entry(
        "condition number",
        "The largest eigenvalue of the Hessian divided by the smallest, where both are "
        "positive. It measures how stretched a valley is. The larger it is, the slower gradient "
        "descent: with the best fixed rate on a quadratic the error shrinks by (κ − 1)/(κ + 1) "
        "per step.",
        ("eigenvalue", "linear convergence", "momentum"),
        'symdescent "x^2 + 100y^2" --lr auto --steps 50',
        ("ill-conditioned", "kappa"),
    ),
    Entry(
        "convex",
        "A function is convex if the line between any two points of its graph never lies below "
        "the graph. If it is differentiable, every stationary point is then a global minimiser. "
        "A function with continuous second derivatives is convex on the whole space exactly if "
        "its Hessian has no negative eigenvalue anywhere.",
        ("strictly convex", "strongly convex", "global minimum"),
        'symdescent minimum "exp(x) + x^2"',
    ),
    Entry(
        "strictly convex",
        "Convex, and the line between two different points of the graph lies above the graph "
        "everywhere between them. Such a function has at most one minimiser; it may have none, "
        "as exp(x) shows.",
        ("convex", "strongly convex", "infimum"),
        'symdescent minimum "exp(-x)"',
    ),
    Entry(
        "strongly convex",
        "Convex, and still convex after m/2·‖x‖² is taken away, for some number m > 0. Where L "
        "is twice differentiable this says that no eigenvalue of its Hessian is anywhere below "
        "m. Such a function, if continuous, has exactly one minimiser.",
        ("convex", "condition number", "linear convergence"),
        'symdescent minimum "x^2 + y^2 + exp(x)"',
    ),
    Entry(
        "coercive",
        "A function is coercive if it grows beyond every bound as the point moves away to "
        "infinity in any direction. A continuous coercive function on the whole space attains "
        "its minimum.",
        ("global minimum", "infimum", "unbounded below"),
        'symdescent minimum "x^4 - 3x^3 + 2"',
    ),
    Entry(
        "minimiser",
        "A point at which a function takes its smallest value. The value is called the minimum; "
        "the point is the minimiser. Here they are written x* and L*.",
        ("global minimum", "local minimum", "infimum"),
        'symdescent minimum "(x-4)^2 + 1"',
        ("minimizer", "argmin", "minimum"),
    ),
    Entry(
        "global minimum",
        "The smallest of all values of a function. It may be taken at one point, at many, or "
        "not exist: a function may have no lower bound, or one that it never reaches.",
        ("local minimum", "minimiser", "infimum"),
        'symdescent minimum "x^4 - x^2"',
        ("global",),
    ),
    Entry(
        "local minimum",
        "A value that is smallest among those of all points near by, though perhaps not of all. "
        "Gradient descent sees only what is near, and may end there.",
        ("global minimum", "basin of attraction", "multi-start"),
        'symdescent "x^4/4 - x^2/2 + x/10" --x0 1',
        ("local",),
    ),
    Entry(
        "infimum",
        "The greatest number that is not above any value of a function. If some point takes it, "
        "it is the minimum; exp(-x) has the infimum 0, and no point at which it is 0.",
        ("minimiser", "unbounded below", "coercive"),
        'symdescent minimum "exp(-x)"',
        ("not attained",),
    ),
    Entry(
        "unbounded below",
        "A function is unbounded below if it takes values under every number, as -x^2 does. It "
        "then has no minimum, and descent goes on for ever, or until the numbers end.",
        ("infimum", "divergence", "coercive"),
        'symdescent minimum "x^2 - y^2"',
        ("unbounded",),
    ),
    Entry(
        "stationary point",
        "A point at which the gradient is zero. It may be a local minimum, a local maximum, or "
        "neither. Gradient descent that starts there does not move.",
        ("saddle point", "local minimum", "gradient"),
        'symdescent minimum "x^4 + y^4 - 4x*y + 1" --critical',
        ("critical point",),
    ),
    Entry(
        "saddle point",
        "A stationary point from which L falls in some direction and rises in another, as x^2 - "
        "y^2 at the origin. If the Hessian there has a positive and a negative eigenvalue, it "
        "is one.",
        ("stationary point", "eigenvalue", "Hessian"),
        'symdescent minimum "x^4 + y^4 - 4x*y + 1" --critical',
        ("saddle",),
    ),
    Entry(
        "kink",
        "A point where the slope jumps, as that of |x| at 0. There is no gradient there; for a "
        "convex function any slope of a line that touches the graph from below is a "
        "subgradient. symdescent takes the middle of the two slopes.",
        ("subgradient", "gradient", "convex"),
        'symdescent "abs(x - 1)" --x0 3 --lr 0.4 --steps 20',
        ("kinks", "non-smooth"),
    ),
    Entry(
        "subgradient",
        "A vector g is a subgradient of a convex L at p if L(q) ≥ L(p) + g·(q − p) for all q. "
        "Where L is differentiable the gradient is the only one. A point is a minimiser exactly "
        "if zero is a subgradient there.",
        ("kink", "convex", "gradient"),
        'symdescent minimum "abs(x - 1) + x/2"',
    ),
    Entry(
        "Lipschitz gradient",
        "The gradient is Lipschitz with constant K if ‖∇L(p) − ∇L(q)‖ ≤ K·‖p − q‖ for all p, q: "
        "the slope cannot change faster than that. Gradient descent with a fixed rate of at "
        "most 1/K then never goes up.",
        ("learning rate", "Hessian", "descent direction"),
        'symdescent "sqrt(1 + x^2)" --lr auto --x0 3',
        ("Lipschitz", "smoothness", "smooth"),
    ),
    Entry(
        "Taylor expansion",
        "Near a point p, a smooth L(p + h) is about L(p) + ∇L(p)·h + ½ h·∇²L(p) h. Gradient "
        "descent rests on the part up to the gradient, Newton's method on all three parts.",
        ("gradient", "Hessian", "Newton's method"),
        'symdescent hessian "exp(x) + x*y" --at 0,1',
        ("Taylor", "Taylor series"),
    ),
)


PROOF_TERMS: Final = (
    Entry(
        "closed form",
        "A formula that gives a result at once, without repeating steps: after k steps of "
        "gradient descent on ½(x − 4)² from 14 with rate 1/10, xₖ = 4 + 10(9/10)ᵏ. Not every "
        "iteration has one.",
        ("iterate", "linear convergence", "checked"),
        'symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 20',
    ),
    Entry(
        "proved",
        "An answer with an argument that holds without exception, whose certificate an "
        "independent check has accepted, in exact numbers or in intervals that surely hold the "
        "truth.",
        ("certificate", "derived", "checked"),
        'symdescent minimum "x^4 - 3x^3 + 2"',
        ("proof",),
    ),
    Entry(
        "derived",
        "An answer that follows step by step from the formula, but which the independent check "
        "could not follow, such as an answer in letters. It is less than proved.",
        ("proved", "checked", "certificate"),
        'symdescent minimum "L(x) = a*x^2 + b*x + c"',
    ),
    Entry(
        "checked",
        "A statement that was tested in numbers, at some points or for some steps, and held "
        "there. One counterexample would have refuted it; passing is evidence, not proof.",
        ("proved", "observed", "derived"),
        'symdescent "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 12',
        ("checked numerically",),
    ),
    Entry(
        "observed",
        "What one run has shown, and no more: where a descent stopped, how long it took. "
        "Another start or another rate may show something else.",
        ("checked", "proved", "multi-start"),
        'symdescent "x^4 + y^2" --x0 1,1 --lr 0.1',
    ),
    Entry(
        "undecided",
        "The search found no proof in its time, or none of its methods fits. It says nothing "
        "against the formula: there may well be a minimum. The reason stands beside the word.",
        ("proved", "certificate", "global minimum"),
        'symdescent minimum "sin(x*y) + x^4 + y^4 + sin(x + 2y)" --time-limit 0',
    ),
    Entry(
        "certificate",
        "What is written down with a proof so that it can be checked without repeating the "
        "search: factors, squares, boxes, bounds. Checking is simpler than finding, and is done "
        "by other code.",
        ("proved", "bracket", "checked"),
        'symdescent "x^4 - 3x^3 + 2" --save proof.json',
    ),
    Entry(
        "bracket",
        "An interval, or a box, that surely holds what is sought, such as the zero of a slope "
        "that has different signs at both ends. It is halved, or shrunk in another way, until "
        "it is as small as wanted.",
        ("interval arithmetic", "certificate", "proved"),
        'symdescent minimum "x^2 + sin(x)"',
        ("bracketing", "enclosure"),
    ),
    Entry(
        "interval arithmetic",
        "Reckoning with ranges instead of numbers: [1, 2] + [3, 5] = [4, 7]. Ends are rounded "
        "outwards, so that the result surely holds every value, and a bound found so is proved. "
        "Moore (1966).",
        ("bracket", "proved", "certificate"),
        'symdescent minimum "x^2 + sin(x)" --explain',
        ("interval", "intervals"),
    ),
    Entry(
        "exact number",
        "A number without rounding: 1/10, √2, a root of a polynomial. A typed 0.1 is 1/10 here. "
        "Floats, with which descents run, are rounded to some 16 digits.",
        ("closed form", "proved", "observed"),
        'symdescent minimum "x^4 - x^2" -q',
        ("exact", "rational number", "fraction"),
    ),
    Entry(
        "verdict",
        "The last line of an answer: whether descent and proof agree, and if not, why: trapped "
        "in a local minimum, out of steps, diverged. The exit status says the same to a script.",
        ("proved", "observed", "local minimum"),
        'symdescent "x^4/4 - x^2/2 + x/10" --x0 1',
    ),
    Entry(
        "box",
        "Bounds for the variables, such as 0 <= x <= 10; its edges belong to it. A continuous "
        "function on a closed and bounded box attains its minimum, perhaps on an edge, where "
        "the gradient need not be zero.",
        ("minimiser", "stationary point", "global minimum"),
        'symdescent "-x^2 + x^4" --box "0<=x<=10"',
        ("bounds", "constraint"),
    ),
    Entry(
        "parameter",
        "A letter in the formula that is not minimised over: it has a value, given by --let, or "
        "stays a letter, and the answer is then told case by case.",
        ("objective", "closed form", "derived"),
        'symdescent "L(x, y) = a*x^2 + y^2" --let a=3',
        ("parameters", "letter"),
    ),
)


ENTRIES = tuple(
    sorted(
        (*LANDSCAPE_TERMS, *DESCENT_TERMS, *PROOF_TERMS),
        key=lambda entry: entry.term.lower(),
    )
)
BY_NAME = {name.lower(): entry for entry in ENTRIES for name in (entry.term, *entry.also)}

USUAL: Final = 80
INDENT: Final = "  "


def answer(options: Namespace) -> int:
    """Print an entry, or the names of all."""
    print(entry_text(" ".join(options.term), get_terminal_size((USUAL, 24)).columns))
    return 0


def entry_text(term: str, width: int) -> str:
    """An entry by its term or one of its other names, else all terms; InputError for neither."""
    if not term.strip():
        return every(width)
    found = named(term)
    if found is None:
        near = did_you_mean(term, BY_NAME)
        raise InputError(
            "unknown_name", f"the glossary has no {term[:40]}", near or "info  lists all"
        )
    return one(found, width)


def named(term: str) -> Entry | None:
    """The entry of a term, whatever its case, blanks and plural."""
    key = " ".join(term.lower().replace("-", " ").replace("_", " ").split())
    table = {name.replace("-", " "): entry for name, entry in BY_NAME.items()}
    return table.get(key) or table.get(key.removesuffix("s"))


def one(entry: Entry, width: int) -> str:
    """The term, its meaning, its neighbours, and a command to try."""
    also = f"   also: {', '.join(entry.also)}" if entry.also else ""
    room = max(min(width, 100) - len(INDENT), 30)
    lines = [*wrap(entry.term + also, room + len(INDENT))]
    lines += [INDENT + line for line in wrap(entry.text, room)]
    lines += ["", f"{INDENT}see also: {', '.join(entry.see)}", f"{INDENT}try: {entry.example}"]
    return "\n".join(lines)


def every(width: int) -> str:
    """All terms, in as many columns as fit."""
    terms = [entry.term for entry in ENTRIES]
    tables = [term_columns(terms, count) for count in (4, 3, 2, 1)]
    table = next((table for table in tables if fits(table, width)), tables[-1])
    return f"{table}\n\ninfo TERM explains one, as  info hessian"


def term_columns(terms: Sequence[str], count: int) -> str:
    """The terms in columns, each as wide as it must be."""
    down = -(-len(terms) // count)
    cut = [terms[i : i + down] for i in range(0, len(terms), down)]
    padded = [[term.ljust(max(map(len, column))) for term in column] for column in cut]
    return "\n".join("  ".join(row).rstrip() for row in zip_longest(*padded, fillvalue=""))


def fits(table: str, width: int) -> bool:
    return max(map(len, table.split("\n"))) <= width
