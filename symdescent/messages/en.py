"""The sentences of proofs and reasons in English.

{L} is the function that a step speaks of; what the step is about follows after a colon, or where
{facts} stands; the other places are what the step gives by these names.
"""

from typing import Final

from symdescent.proofs.steps import Step, Why

STEPS: Final = {
    Step.CONSTANT: "{L} is constant",
    Step.CONVEX_STATIONARY: "{L} is convex, and its gradient vanishes there",
    Step.LOCAL_MINIMUM: "the gradient vanishes, the Hessian is positive definite",
    Step.STATIONARY: "the gradient vanishes there",
    Step.TERMS_AT_THEIR_LEAST: "no term can be less, and there every term is at its least",
    Step.PARTS_AT_THEIR_LEAST: "a sum of parts without a common variable is least where each part "
    "is",
    Step.PART_FALLS: "of the parts of this sum, without a common variable, one falls without "
    "bound, whatever the others are",
    Step.RISES_WITH_PART: "{L} rises with a part {part}, and is least where {part} is",
    Step.LINEAR_FORM: "{L} is a function {part} of one linear form alone",
    Step.PERIODIC: "{L} repeats every {period}, and over one period its least value is this",
    Step.LEAST_OF_CANDIDATES: "the least of the values at all critical points, ends and limits",
    Step.LEAST_OF_CRITICAL: "the least of the values at all {count} critical points, and {growth} "
    "far away",
    Step.ONLY_CRITICAL: "the value at the only critical point, and {growth} far away",
    Step.SIGN_CHART: "{L} falls before and rises after, by the signs of its slope",
    Step.FALLS: "{L} falls without bound",
    Step.FALLS_ALONG_LINE: "along this line {L} falls without bound as {parameter} grows",
    Step.FALLS_ALONG_CURVE: "along this line {L} falls without bound",
    Step.APPROACHED: "{L} comes as near as you like, and stays above",
    Step.APPROACHED_ALONG_CURVE: "{L} stays above, yet comes as near as you like",
    Step.BOXES_ENCLOSED: "cut into boxes, and in each enclosed, {L} is nowhere else as low",
    Step.OTHER_BOXES: "in every other box {L} is higher, or its slope along a variable is never 0",
    Step.SQUARES_COMPLETED: "by completing the square",
    Step.EVEN_POWERS: "every power is even, no coefficient is negative, and the first is positive",
    Step.TWO_POWERS: "shifted, {L} has two powers and a constant",
    Step.POSITIVE_PIVOTS: "the Hessian has only positive pivots, so there is no other",
    Step.PIVOTS_NOT_NEGATIVE: "the Hessian has pivots that are positive or zero; along the zero "
    "ones {L} does not change",
    Step.POSITIVE_DEFINITE_THERE: "its Hessian there is positive definite, so there is no other",
    Step.NEGATIVE_CURVATURE: "a direction of negative curvature",
    Step.CONSTANT_SLOPE: "{L} has a slope that never bends",
    Step.EQUALITY: "equality means {facts}",
    Step.EQUALITY_HOLDS: "which holds exactly at {facts}",
    Step.PART_NEVER_LEAST: "one of the parts never takes its least value",
    Step.TERM_NEVER_LEAST: "no term can be less, and a part of it never takes its least value",
    Step.TERMS_NEVER_LEAST_AT_ONCE: "no term can be less, and not all can be least at once",
    Step.LIMIT_NEVER_TAKEN: "the limit is never taken",
    Step.OTHER_PART_BOUNDED: "this part is bounded, so the sum falls without bound too",
    Step.ALONG_CURVE: "along this curve {L} has one variable",
    Step.RATIONAL_IN_TANGENT: "with {half} the sine and cosine are rational functions of {name}, "
    "and {L} is {facts}",
    Step.LEAST_OF_TANGENTS: "of the values at all critical points of {part} the least is at "
    "{facts}",
    Step.OUTWEIGH: "these terms outweigh all others far away",
    Step.VANISHES: "vanishes at every critical point",
    Step.SLOPE: "the slope",
    Step.SLOPE_SIGNS: "the signs of the slope are {signs}; its roots",
    Step.SLOPE_SIGNS_WITHOUT_ROOT: "the sign of the slope is {signs}; it has no root",
    Step.DEFINITE_AND_STATIONARY: "about it the Hessian is positive definite, and the gradient is "
    "exactly 0",
    Step.RISES_FROM_END: "about it {L} rises from the end of the box; in the other variables the "
    "gradient is exactly 0 and the Hessian positive definite",
    Step.ONLY_ZERO_IN_BOX: "the digits are those of the only zero of the gradient in a box of "
    "width {width} (Krawczyk's test)",
    Step.SYMMETRIC: "by symmetry the values there are equal",
    Step.SQUARES_WITH_FACTORS: "a square is never negative, and {facts}",
    Step.SQUARES_WITH_FACTOR: "a square is never negative, and its factor is positive",
    Step.NOTHING_ELSE_DEPENDS: "nothing else in {L} depends on {variables}",
    Step.SLOPE_CHANGES_ON_EITHER_SIDE: "{L} falls until the slope changes its sign away from 0 on "
    "either side, and grows beyond",
    Step.SLOPE_CHANGES_ON_THE_LEFT: "{L} falls until the slope changes its sign to the left of 0, "
    "and grows beyond",
    Step.SLOPE_CHANGES_ON_THE_RIGHT: "{L} falls until the slope changes its sign to the right of "
    "0, and grows beyond",
    Step.LETTERS_APART: "what has letters in it does not depend on the variables",
    Step.LIMIT: "limit",
    Step.CRITICAL_POINT: "critical point",
    Step.END_POINT: "end point",
    Step.PIECES_MEET: "point where two pieces meet",
    Step.SO_LEAST: "so the least value is {facts}",
    Step.VALUES_ADD_UP: "so the least values add up to {facts}",
    Step.VALUE: "the value there",
    Step.EXACT_VALUE: "the exact value there",
    Step.FIRST_DIGITS: "the value there, to its first digits",
    Step.TAKEN_AT: "the least value is taken at {facts}",
}
REASONS: Final = {
    Why.NO_RUNG_BELOW: "no rung proves that no point lies lower",
    Why.HESSIAN_OPEN: "the Hessian there is not positive definite, and no rung says more",
    Why.ENCLOSED: "enclosed: between {low} and {high}",
    Why.BOX_EMPTY: "the box of {variable} is empty",
    Why.BOX_OPEN: "the box of {variable} has ends that cannot be compared",
    Why.UNDEFINED_IN_BOX: "{L} is not defined where the box holds it fast",
    Why.DIVIDES_BY_ZERO: "the formulas of this case divide by 0",
    Why.ROOT_WITHOUT_NAME: "the root of {function} near {near} has no closed form that is known "
    "here",
    Why.LETTERS_IN_SLOPE: "a polynomial of degree {degree} with letters in it gives the minimisers",
    Why.LETTERS_BEYOND: "with letters, polynomials of degree two are decided, and some of one "
    "variable",
    Why.LATE: "out of time",
    Why.REFUSED: "the proof did not pass its check, which is a bug of ours: {complaint}",
    Why.STOPPED: "stopped before the search was at its end",
    Why.RUNG_BROKE: "the rung {rung} broke ({error})",
    Why.RUNG_NOT_WRITTEN: "the rung {rung} gave what cannot be written ({error})",
    Why.RUNG_NOT_READ: "the rung {rung} gave what cannot be read ({error})",
    Why.UNSETTLED: "no rung of the ladder settles this formula",
    Why.NO_TIME: "{seconds} s was no time to begin",
    Why.OUT_OF_TIME: "the rung '{rung}' ran out of time ({seconds} s)",
}
LIMITS: Final = {
    "": "{limit} as {place}",
    "left": "{limit} as {place} from the left",
    "right": "{limit} as {place} from the right",
}
