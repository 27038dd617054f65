"""The sentences of documents and of exercises in English, by key; {places} are filled."""

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
    "slopes left": "The other {count} are found in the same way.",
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
}


EXERCISES_IN_ENGLISH: Final = {
    "title.quadratic": "Gradient descent on parabolas",
    "title.quadratic-2d": "Gradient descent in two variables",
    "title.momentum": "The heavy ball on parabolas",
    "title.polynomial": "Critical points of polynomials",
    "title.convergence": "Rates of convergence",
    "title.gradient": "Gradients and one step",
    "sheet.exercises": "{kind}: exercises",
    "sheet.solutions": "{kind}: solutions",
    "sheet.variant": "{title}, variant {letter}",
    "heading.solutions": "Solutions",
    "heading.key": "Answer key",
    "solution.of": "Exercise {place}",
    "choice.right": "Right: {letter}.",
    "choice.wrong": "{letter} is what comes out when {mistake}.",
    # what is given
    "descent.statement": "Let {formula}. Gradient descent starts at {start} with learning rate "
    "{rate}.",
    "descent.plane": "Let {formula}, and {point}. Gradient descent starts at {start} with learning "
    "rate {rate}.",
    "momentum.function": "Let {formula}. The heavy ball moves by the rule",
    "momentum.start": "It starts at rest, {rest}, at {start}, with {rate} and {momentum}.",
    "polynomial.statement": "Let {formula}.",
    "convergence.line": "Let {formula}, to be minimised by gradient descent with a constant "
    "learning rate {eta}.",
    "convergence.plane": "Let {formula}, to be minimised by gradient descent with a constant "
    "learning rate {eta}.",
    "convergence.ball": "Let {formula}, to be minimised by the heavy ball, where {point}:",
    "gradient.statement": "Let {formula}.",
    "gradient.plane": "Let {formula}, and {point}.",
    # what is asked
    "part.update": "Find the derivative of {L}, and write one step in the form {rule}.",
    "part.iterates": "Compute {points} as exact fractions.",
    "part.closed": "Find a formula for {point} in terms of {k}, and its limit.",
    "part.roots": "Find the two roots of the characteristic polynomial of this recurrence.",
    "part.gradient_hessian": "Find the gradient and the Hessian of {L}.",
    "part.eigen": "Find the eigenvalues and eigenvectors of the Hessian.",
    "part.critical": "Find all critical points of {L}.",
    "part.natures": "Decide for each of them whether it is a local minimum, a local maximum, or "
    "neither.",
    "part.least": "Find the least value of {L} {where}, and where it is taken.",
    "part.basin": "Gradient descent with a small learning rate starts at {start}. To which "
    "critical point does it converge?",
    "part.range": "For which learning rates {eta} does gradient descent converge from every start?",
    "part.at_once": "For which {eta} does a single step reach the minimum from every start?",
    "part.waiting": "Let {start} and {rate}. Find the smallest {k} with {goal}.",
    "part.best": "Which constant {eta} makes the error shrink fastest in the worst case, and by "
    "which factor {rho} per step?",
    "part.shrinking": "With this {eta}, find the smallest {k} for which the error is certain to "
    "have shrunk to {share} of its first size, or less.",
    "part.ball": "Find the constants {eta} and {beta} for which the heavy ball converges fastest.",
    "part.factors": "By which factor per step does the error of the heavy ball shrink in the long "
    "run? By which factor does it shrink in the worst case under gradient descent at its best "
    "constant rate?",
    "part.slope": "Find the derivative of {L}.",
    "part.gradient": "Find the gradient of {L}.",
    "part.gradient_there": "Evaluate it at {start}.",
    "part.gradients_there": "Evaluate the gradient at {start}.",
    "part.one_step": "Take one step of gradient descent with {rate}: what is {point}?",
    "question.point": "What is {point}?",
    "question.least": "What is the least value of {L} {where}?",
    "question.waiting": "With {start} and {rate}, what is the smallest {k} with {goal}?",
    "question.best": "Which constant {eta} makes the error shrink fastest in the worst case?",
    "question.ball": "Which {momentum} belongs to the fastest heavy ball with constant settings?",
    "question.one_step": "One step of gradient descent from {start} with {rate}: what is {point}?",
    "where.reals": "on the whole real line",
    "where.interval": "for {bounds}",
    "key.least": "{value}, taken at {places}",
    "nature.minimum": "local minimum",
    "nature.maximum": "local maximum",
    "nature.neither": "neither",
    # rules and reasons
    "rule.power": "power rule",
    "rule.chain": "chain rule",
    "rule.product": "product rule",
    "rule.quotient": "quotient rule",
    "rule.constant_y": "{y} is held constant",
    "rule.constant_x": "{x} is held constant",
    "reason.step": "one step",
    "reason.collected": "collected",
    "reason.fixed_point": "fixed point",
    "reason.subtracted": "the fixed point subtracted",
    "reason.since": "since {fact}",
    "reason.along": "along the eigenvectors",
    "reason.factor": "factor per step",
    "reason.characteristic": "characteristic equation",
    "reason.vieta": "sum and product of the roots",
    "reason.ansatz": "with unknown {A} and {B}",
    "reason.at_step": "at {step}",
    "reason.ball_factor": "heavy ball",
    "reason.gd_factor": "gradient descent",
    # solutions
    "quadratic.slope": "The derivative, put into the rule:",
    "iterates.by_rule": "The rule, three times:",
    "closed.by_fixed_point": "The distance from the fixed point is multiplied by the same factor "
    "in every step:",
    "closed.settles": "Since {factor}, the points converge to {limit}, where {L} is least.",
    "momentum.slope": "The derivative, put into the rule:",
    "momentum.iterates": "The rule, three times, beginning with {rest}:",
    "momentum.roots": "The fixed point is where {L} is least. Putting {ansatz} into the rule gives",
    "momentum.weights": "The two weights follow from the first two points:",
    "momentum.settles": "Since {larger} and {smaller}, the points converge to {limit}, where {L} "
    "is least.",
    "plane.slopes": "Term by term:",
    "plane.eigen": "The Hessian multiplies these vectors by numbers:",
    "convergence.curvature": "The derivatives, and two vectors that the Hessian multiplies by "
    "numbers:",
    "plane.iterates": "The gradient at the point where one stands, then a step:",
    "plane.closed": "The start, seen from the minimum, is split along the eigenvectors; each part "
    "is multiplied by its own factor in every step:",
    "plane.settles": "Both factors lie between −1 and 1, so the points converge to {limit}, where "
    "{L} is least.",
    "polynomial.slope": "The derivative, and its factors:",
    "polynomial.critical": "It vanishes exactly at {points}.",
    "polynomial.curve": "The second derivative at each of them:",
    "polynomial.no_change": "Where the second derivative vanishes, the factor of the first one is "
    "a square: the sign does not change there, so it is neither a minimum nor a maximum.",
    "polynomial.compare": "{L} grows beyond all bounds on both sides, so the least value is taken "
    "at a critical point:",
    "polynomial.ends": "On a closed interval the least value is taken at a critical point or at "
    "an end:",
    "polynomial.least": "So {least}.",
    "basin.left": "Here {fact}: small steps go left and come to the next critical point, {end} "
    "({kind}), without passing it.",
    "basin.right": "Here {fact}: small steps go right and come to the next critical point, {end} "
    "({kind}), without passing it.",
    "convergence.gap": "The error is multiplied by the same factor in every step:",
    "convergence.at_once": "The error is gone after one step if its factor is zero:",
    "convergence.wait": "Step by step the error is multiplied by the factor:",
    "convergence.first": "The smallest such {k} is {count}.",
    "convergence.modes": "Along an eigenvector with eigenvalue {eigenvalue} the error is "
    "multiplied by {mode} in every step:",
    "convergence.both": "Both hold for {range}.",
    "convergence.balance": "The larger of both factors is least where they are of equal size and "
    "opposite sign:",
    "convergence.polyak": "Along an eigenvector with eigenvalue {eigenvalue} the roots of "
    "{quadratic} have modulus at least {modulus}; they are double at both eigenvalues, and as "
    "small as can be, for",
    "convergence.compare": "The factors per step:",
    "gradient.rules": "By the rules:",
    "gradient.put_in": "The point put in:",
    "gradient.step": "One step against the gradient:",
    # mistakes
    "mistake.sign": "the step goes uphill: + instead of −",
    "mistake.exponent": "an exponent is not brought down as a factor",
    "mistake.inner": "the inner derivative is forgotten",
    "mistake.half_product": "only one factor of the product is differentiated",
    "mistake.unsquared_below": "the denominator is not squared",
    "mistake.held": "{x} is not held constant",
    "mistake.early": "one stops one step too early",
    "mistake.late": "one takes one step too many",
    "mistake.stale": "the gradient is not computed anew at each point",
    "mistake.offset": "the fixed point is not added back",
    "mistake.inverse": "{flipped} is taken for {eta}",
    "mistake.no_momentum": "the momentum is left out",
    "mistake.momentum_sign": "the momentum has the wrong sign",
    "mistake.swapped": "{eta} and {beta} are exchanged",
    "mistake.mixed": "the mixed term is not differentiated",
    "mistake.one_by_one": "{y} is moved with the new {x} instead of the old one",
    "mistake.other_point": "another critical point is taken",
    "mistake.maximum": "the largest of the values is taken",
    "mistake.end": "the left end is taken",
    "mistake.other_end": "the right end is taken",
    "mistake.no_ends": "the ends are forgotten",
    "mistake.place": "the place is given instead of the value",
    "mistake.constant": "the constant term is left out",
    "mistake.at_zero": "{at_zero} is computed",
    "mistake.negated": "the place has the wrong sign",
    "mistake.distance": "the distance of the start is left out",
    "mistake.value": "the value of {L} is held small instead of the distance",
    "mistake.even": "each step is thought to close an equal piece of the distance",
    "mistake.rate_as_factor": "{eta} is taken for the factor",
    "mistake.one_digit": "one digit less is asked for",
    "mistake.edge": "the edge of the stable range is taken",
    "mistake.steepest": "only the larger eigenvalue is seen",
    "mistake.flattest": "only the smaller eigenvalue is seen",
    "mistake.no_two": "the 2 is forgotten",
    "mistake.difference": "the eigenvalues are subtracted instead of added",
    "mistake.mean_of_best": "the best rates of both directions are averaged",
    "mistake.unsquared": "the square is forgotten",
    "mistake.no_roots": "the square roots of the eigenvalues are forgotten",
    "mistake.plain_factor": "the factor of gradient descent is taken",
    "mistake.the_rate": "{eta} is given instead of {beta}",
    "mistake.ratio": "difference and sum are left out",
    "mistake.one_minus": "{complement} is given instead of {beta}",
    "mistake.no_start": "the step is given instead of the new point",
    "mistake.no_rate": "{eta} is left out",
    "mistake.only_gradient": "the gradient is given instead of the new point",
}
