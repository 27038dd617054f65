"""Terms of proof go out as a table: how sure an answer is, and what that rests on."""

from typing import Final

from symdescent.terminal.glossary.entry import Entry

ENTRIES: Final = (
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
