"""The words of a document in English, by key; {places} are filled with mathematics or words."""

from typing import Final

ENGLISH: Final = {
    # names of blocks
    "example": "Example",
    "exercise": "Exercise",
    "remark": "Remark",
    "proof": "Proof",
    "solution": "Solution",
    "answer": "Answer",
    "figure": "Figure",
    "table": "Table",
    "made": "Made with symdescent {version}{seed}:",
    "right": "right",
    # optimizers: after "by", and at the beginning of a title
    "by": "{name}",
    "by gradient descent": "gradient descent",
    "by momentum": "gradient descent with momentum",
    "by Nesterov momentum": "gradient descent with Nesterov momentum",
    "headline": "{name}",
    "headline gradient descent": "Gradient descent",
    "headline momentum": "Gradient descent with momentum",
    "headline Nesterov momentum": "Nesterov momentum",
    "title": "{method} on {shape}",
    "shape parabola": "a parabola",
    "shape polynomial": "a polynomial of degree {degree}",
    "shape function": "a function of one variable",
    "shape quadratic many": "a quadratic function of {variables} variables",
    "shape polynomial many": "a polynomial of degree {degree} in {variables} variables",
    "shape function many": "a function of {variables} variables",
    # the statement
    "statement begin": "Minimise {function} ",
    "statement wide": "Minimise the function",
    "statement end": "by {method} from {start} with {settings}.",
    "statement end bare": "by {method} from {start}.",
    "setting lr": "learning rate {value}",
    "setting momentum": "momentum {value}",
    "setting": "{value}",
    "list": "{first}, {second}",
    "list end": "{first} and {second}",
    "vector": "Here {point} is the vector of all variables.",
    "within": "The minimum is sought where {bounds}.",
    "chosen start": "The start was chosen by the program.",
    "chosen rate": "The learning rate was chosen by the program.",
    "note": "Note: {note}.",
    # the solution
    "slopes": "The derivative is found rule by rule:",
    "slopes many": "The partial derivatives are found rule by rule:",
    "lines proved": "Each of these lines is proved equal to the one before it.",
    "lines checked": "Of the steps from line to line {proved} are proved; {checked} are checked "
    "numerically, at points, to 30 digits.",
    "lines open": "Of the steps from line to line {proved} are proved; {checked} are checked "
    "numerically, at points, to 30 digits; {open} are neither.",
    "slope long": "The derivative with respect to {variable} is too long to be written out here.",
    "reason critical": "the only critical point",
    "reason critical some": "the critical points",
    "reason bowl": "unique global minimum",
    "reason step": "one step",
    "reason shift": "subtract the fixed point",
    "reason start": "since {gap}",
    "reason modes": "along the eigenvectors of the Hessian",
    "reason roots": "by the roots of the recurrence",
    "angles": "with {angles}.",
    "solved by modes": "Each step is linear in the iterates, so they have a closed form:",
    "value there": "the least value",
    "gradient": "the gradient, a column",
    "Hessian": "the Hessian",
    "second derivative": "the second derivative",
    "rule": "One step of {method} computes, with {memory} at first,",
    "rule bare": "One step of {method} computes",
    "by coordinates": "where powers, roots and quotients of vectors are taken coordinate by "
    "coordinate.",
    "algorithm": "One step of {method}, in words:",
    "first steps": "The first steps, with their numbers put in, are",
    "no closed form": "The step is not linear in the iterate, so no closed form of {iterate} is "
    "claimed.",
    # critical points
    "critical": "All points where the gradient vanishes, and what they are:",
    "critical some": "Points where the gradient vanishes, and what they are (there may be more):",
    "column point": "point",
    "column value": "value",
    "column nature": "nature",
    "local minimum": "local minimum",
    "local maximum": "local maximum",
    "saddle": "saddle",
    "inflection": "inflection point",
    "degenerate: the Hessian does not tell": "the Hessian does not tell",
    "undecided": "undecided",
    "roots": "Here {roots} are real roots of {polynomial}, in ascending order: {values}.",
    "root": "Here {roots} is a root of {polynomial}: {values}.",
    # the proof of the minimum
    "title global": "{point} is the global minimum",
    "title global value": "{value} is the least value",
    "title local": "{point} is a local minimum",
    "title stationary only": "The gradient vanishes at {point}",
    "title unbounded below": "There is no minimum",
    "title infimum not attained": "There is no minimum",
    "steps": "Step by step:",
    "not attained": "The infimum {value} is not attained.",
    "unbounded": "The function is unbounded below: it has no minimum.",
    "undecided minimum": "No minimum was proved: {reason}.",
    "bracket": "What is proved: the infimum lies between {low} and {high}.",
    "checked": "This proof was accepted by a check that shares no code with the search for it.",
    "unchecked": "This was derived by the program; no independent check has followed it.",
    "more": "That no point lies lower is not proved: {reason}.",
    "other points": "Whether there are other minimisers is not proved.",
    # rates
    "eigenvalue": "The Hessian has the eigenvalue {values} alone (condition number {condition}).",
    "eigenvalue alone": "The Hessian has the eigenvalue {values} alone.",
    "eigenvalues": "The Hessian has the eigenvalues {values} (condition number {condition}).",
    "eigenvalues alone": "The Hessian has the eigenvalues {values}.",
    "rate interval": "The iteration converges for exactly the learning rates with {condition}, "
    "that is {interval}.",
    "rate interval alone": "The iteration converges from every start for exactly the learning "
    "rates with {interval}.",
    "boxed": "After every step each coordinate that has left the box is put back to its end.",
    "kinks": "Where the function has a kink there is no derivative; the descent takes the middle "
    "of the slopes on either side.",
    "rate best": "It is fastest, in the worst case, at {best}.",
    "rate shrinks": "Here the error is multiplied by {factor} at each step, and {bound} first "
    "holds at {count}.",
    "rate shrinks long": "Here the error shrinks by the factor {factor} per step in the long run, "
    "and {bound} first holds at {count}.",
    "rate shrinks for good": "Here the error is multiplied by {factor} at each step, and {bound} "
    "holds from {count} on.",
    "rate shrinks long for good": "Here the error shrinks by the factor {factor} per step in the "
    "long run, and {bound} holds from {count} on.",
    "rate shrinks alone": "Here the error is multiplied by {factor} at each step.",
    "rate shrinks alone long": "Here the error shrinks by the factor {factor} per step in the "
    "long run.",
    "rate at once": "Here the error is 0 after one step.",
    "rate at last": "Here the error is 0 after a few steps.",
    "rate stays": "Here the error is multiplied by {factor} at each step, and does not shrink.",
    "rate stays long": "Here the factor per step is {factor} in the long run, and the error does "
    "not shrink.",
    "rate local": "No rate holds everywhere, as the function is no quadratic. Near the minimum, "
    "by the Hessian there, the error shrinks by the factor {factor} per step in the long run.",
    "rate local not": "No rate holds everywhere, as the function is no quadratic. Near the "
    "minimum, by the Hessian there, the factor per step is {factor}: it does not shrink.",
    "rate local slow": "No rate holds everywhere, as the function is no quadratic. Near the "
    "minimum, by the Hessian there, the factor per step is {factor}: the error shrinks more slowly "
    "than by any fixed factor, if it shrinks.",
    "rate observed": "Observed in the last steps: {factor}.",
    "no rate": "For {method} on this function no rate of convergence is claimed: what is said of "
    "its speed was observed, not derived.",
    "column eigenvalue": "eigenvalue",
    "column eigenvector": "eigenvector",
    "column factor": "factor per step",
    "column behaviour": "behaviour",
    "mode monotone": "monotone",
    "mode oscillating": "changes sides at every step",
    "mode rotating": "turns about the minimum",
    "mode diverging": "diverges",
    "mode at rest": "at rest",
    # the table of iterates
    "iterates exact": "Iterates, rounded from their exact values",
    "iterates mixed": "Iterates, rounded from their exact values up to {step}, and computed in "
    "floating point beyond",
    "iterates floats": "Iterates, computed in floating point",
    "coordinates": "Of {count} coordinates the first {shown} are shown.",
    "column exact": "exact {name}",
    "exact": "exact",
    "ulp": "Computed in floating point, no iterate of the table differs from its exact value by "
    "more than {count} ulp (units in the last place).",
    "ulp none": "Computed in floating point, every iterate of the table is its exact value.",
    "exactness ends": "The exact iterates are written out as far as they are short; their length "
    "grows with every step.",
    # figures
    "figure curve": "The function with the iterates",
    "figure contours": "Level lines of the function with the path of the iterates",
    "figure gap": "The distance of the value from the least one at every step, on a logarithmic "
    "scale",
    # how it ended
    "ends at once": "After {steps} the iterate is the {sure} minimiser {point}.",
    "agrees": "After {steps} the iterate is {distance} away from the {sure} minimiser {point}.",
    "agrees value": "After {steps} the value is {gap} above the {sure} minimum.",
    "not converged": "After {steps} the iterate is {distance} away from the {sure} minimiser "
    "{point}: more steps are needed.",
    "never nearer": "After {steps} the iterate is {distance} away from the {sure} minimiser "
    "{point}, and with this learning rate it does not come nearer: a smaller one is needed.",
    "not settled": "After {steps} the iterate is {distance} away from the {sure} minimiser "
    "{point}. Where the slope jumps a fixed learning rate does not settle; a smaller one comes "
    "nearer.",
    "stopped at a local minimum": "After {steps} the descent rests at {found}, a local minimum "
    "only (all curvatures there are positive, checked numerically): its value is {gap} above the "
    "{sure} global minimum at {point}. Gradient descent finds the minimum of the "
    "valley in which it starts.",
    "at a saddle or a maximum": "After {steps} the descent rests at {found}, where the gradient "
    "vanishes, yet a curvature is negative: this is no minimum. Another start is needed.",
    "stationary, nothing more is known": "After {steps} the descent rests at {found}, where the "
    "gradient vanishes; that this is no minimum, or one, is not known.",
    "rests": "After {steps} the descent rests at {found}, where the gradient vanishes; elsewhere "
    "the function falls below any number.",
    "follows the escape": "After {steps} the value is {value}: the values keep falling, as they "
    "must: there is no least value.",
    "diverged": "The iterates diverge: the learning rate is too large for this function and "
    "start. The last one, after {steps}, is {found}.",
    "left the domain": "After {steps} the next iterate would lie where the function is not "
    "defined; the last one is {found}.",
    "undecided run": "After {steps} the descent is at {found}, where the value is {value}; there "
    "is no known minimum to compare it with.",
    "contradicts the proof": "The run contradicts the proof: this is an error of the program.",
    "proved": "proved",
    "derived": "derived",
    "one step": "1 step",
    "many steps": "{count} steps",
    # exercises
    "exercise rate title": "Another learning rate",
    "exercise rate": "Take the learning rate {rate} instead. Compute {iterates} exactly, find a "
    "closed form of {iterate}, and decide whether the iteration converges.",
    "converges": "Since {condition}, the iteration converges.",
    "does not converge": "Since {condition}, the iteration does not converge.",
    "exercise slope title": "The first gradient",
    "exercise slope": "Compute {gradient} by hand. In which direction does the function fall "
    "most steeply there?",
    "steepest": "It falls most steeply against the gradient, in the direction of {direction}.",
    "flat": "The gradient vanishes there: to the first order the function falls in no direction.",
    "exercise slope one": "Compute {gradient} by hand. Does the function rise or fall there, and "
    "to which side does a step of gradient descent go?",
    "rises one": "The slope is positive: the function rises there, and a step against the slope "
    "goes to the left.",
    "falls one": "The slope is negative: the function falls there, and a step against the slope "
    "goes to the right.",
    "flat one": "The slope is zero: to the first order the function neither rises nor falls "
    "there, and gradient descent does not move.",
    "rule constant": "derivative of a constant",
    "rule variable": "derivative of the variable",
    "rule constant factor": "constant factor rule",
    "rule sum": "sum rule",
    "rule product": "product rule",
    "rule quotient": "quotient rule",
    "rule reciprocal": "reciprocal rule",
    "rule power": "power rule",
    "rule exponential": "derivative of an exponential",
    "rule variable power": "logarithmic differentiation",
    "rule chain": "chain rule",
    "rule piecewise": "piece by piece",
    "rule derivative": "differentiate",
    "rule values": "values put in",
    "rule simplify": "simplify",
    "rule rearrange": "rearrange",
    "rule domain": "where it is defined",
    "rule of a function": "derivative of {function}",
    "as": "{limit} as {place}",
    "as left": "{limit} as {place} from the left",
    "as right": "{limit} as {place} from the right",
}
