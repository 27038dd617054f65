"""Terms of descent go out as a table: steps, rates, schedules, and how fast a method is."""

from typing import Final

from symdescent.terminal.glossary.entry import Entry

ROSENBROCK: Final = '"(1-x)^2 + 100*(y-x^2)^2"'
ENTRIES: Final = (
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
