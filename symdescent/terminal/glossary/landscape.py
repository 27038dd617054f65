"""Terms of the landscape go out as a table: slopes, curvature, kinds of points."""

from typing import Final

from symdescent.terminal.glossary.entry import Entry

ENTRIES: Final = (
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
