"""What the columns, signs and words of an answer mean, for a student."""

import re
from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Final

ROWS: Final = {  # the label at the left of a line
    "Exact minimum": "where L is least (x*) and how low it is there (L*): by algebra, not descent",
    "Maximum": "the greatest value of what was typed, whose negative L is",
    "Supremum": "the bound of what was typed, whose negative L is, that it never takes",
    "One step": "what one step of the rule makes of a point",
    "Closed form": "the k-th point straight from k, without the steps between",
    "Learning rate": "how far a step goes against the slope: which rates converge, and this one",
    "Rule": "the optimizer that makes the steps, and its settings",
    "Answer": "what the rule answers with, where that is not its last point",
    "Start": "the point where descent begins",
    "Measured": "what the values are held against, and how little above it is near enough",
    "Learning rates": "the rate of each optimizer, and how many steps each may take",
    "Swept": "the setting that takes many values, and how these are spaced",
    "Final gap": "a bar a value: how far above the minimum its descent ended; a low bar is good",
    "Proof": "the steps of the proof, each with what it rests on",
    "Check": "whether a part of the program that shares nothing with the search followed the proof",
    "Critical points": "where the slope is zero or there is none: only there, at an end or at a "
    "limit can the minimum be",
    "No more because": "why nothing stronger could be shown",
    "claimed": "what you said, as it was read",
    "right": "what is true instead",
    "fails at": "a place where what you said is wrong, with both values there",
    "but at": "a place where what you said has no value, or another domain",
    "because": "what the verdict rests on",
    "likely": "a usual mistake that gives exactly what you said",
    "rule": "the rule that this mistake is against",
}
SOLVERS: Final = {  # headings of the table of other programs
    "solver": "the program beside which our answer is held; exact: the proof's",
    "point": "where it came to",
    "L": "the value there",
    "L − L*": "how far that lies above the minimum",
    "steps": "how many steps it made",
    "ending": "how it ended, in its own words or ours",
}
COLUMNS: Final = {  # headings of tables
    "k": "the number of the step",
    "xₖ": "the point after k steps, as the computer's numbers have it",
    "exact xₖ": "the same without any rounding, as a fraction",
    "x": "this coordinate of the point after k steps",
    "exact x": "the same coordinate without any rounding, as a fraction",
    "L(x)": "the value there: how high the point lies",
    "xₖ − x*": "how far the point still is from the exact minimiser, and on which side",
    "‖𝐱 − 𝐱*‖": "the distance of the point from the exact minimiser, all coordinates together",
    "|x − x*|": "how far the last point is from the exact minimiser",
    "‖∇L‖": "the length of the gradient: how steep it still is there",
    "…": "the coordinates that there is no room for",
    "optimizer": "the rule that was run",
    "η": "the learning rate that it had",
    "steps": "how many steps it took until the value was near enough to the minimum, and stayed so",
    "outcome": "how it ended",
    "L − L*": "how far the last value lies above the minimum",
    "taken": "how many steps were made until the end",
    "L calls": "how often a value of L was computed",
    "∇L calls": "how often a gradient was computed",
    "∇²L calls": "how often a Hessian was computed",
    "time": "how long the steps took, here and now",
    "rung": "a method that was tried for the proof, the cheapest first",
    "ms": "how long it took, in thousandths of a second",
    "what it proves": "for which formulas the method is made",
}
SIGNS: Final = {  # wherever they stand, as regular expressions
    r"read from:": ("read from", "the formula as you typed it"),
    r"∇\w": ("∇L", "the gradient: the slope, in several variables a column of slopes; zero at a "
             "minimum that is no end and no kink"),
    r"∂\w+/∂": ("∂L/∂x", "the slope in x alone, the other variables held still"),
    r"𝐱 =": ("𝐱", "the point: all coordinates together, one below the other"),
    r"ᵀ": ("ᵀ", "the row is meant as a column: it is turned"),
    r"⋮": ("⋮", "and so on downwards: further entries"),
    r"∇²\w(?:\([^)]*\))? =": ("∇²L", "the Hessian: how the slope itself changes; above "
                                 "zero, the graph bends upwards"),
    r"convex everywhere": ("convex", "the graph bends upwards everywhere: no minimum but the "
                           "lowest one"),
    r"\bxₖ₊₁": ("xₖ₊₁", "the point after the next step"),
    r"←": ("←", "becomes: what stands at the right is computed and put in this place"),
    r"(?<!claimed        )(?<!right          )(?:\b\w+|\))\* =": ("x*", "the minimiser: a point "
                                                                  "where L is least"),
    r"L\* =|(?:claimed|right) +\w+\* =": ("L*", "the least value"),
    r"\bη\b": ("η", "the learning rate"),
    r"closes .*of the gap per step": ("the gap", "the distance to the minimum that is left"),
    r"fastest at|none faster than": ("fastest", "the fixed rate at which the gap shrinks quickest"),
    r"⋯": ("⋯", "a fraction or a formula that is too long to be shown"),
    r"(?m)^ +exact  ": ("exact", "the last row: the exact values at the minimum, to compare with"),
    r"\w_min = ": ("x_min", "the point that descent found, and its value, to three decimals"),
    r"best so far =": ("best so far", "the lowest point that descent came to, and its value, to "
                       "three decimals"),
    r"answer so far =": ("answer so far", "the point that the rule answers with, and its value, "
                         "to three decimals"),
    r"within 1e-6 at (?:about )?k": ("within 1e-6", "the step from which the point is that near "
                                     "to the minimiser"),
    r"✓ (?![a-z ]+: (?:proved r|right|agrees,))": ("✓", "descent and proof agree"),
    r"✗ (?![a-z ]+: (?:proved w|wrong))": ("✗", "descent did not come to the minimum"),
    r"✓ [a-z ]+: (?:proved r|right|agrees,)": ("✓", "what you said is right, or agrees"),
    r"✗ [a-z ]+: (?:proved w|wrong)": ("✗", "what you said is wrong"),
    r"(?m)^  – [a-z ]+: undecided": ("–", "neither right nor wrong could be shown"),
    r"(?m)^  – (?![a-z ]+: undecided)": ("–", "nothing speaks against the run, but it did not "
                                        "arrive"),
    r"  –  ": ("– in a cell", "not reached, or there is none"),
    r"near enough": ("near enough", "so little above the minimum that it counts as reached"),
    r"edge of stability": ("edge of stability", "where descents begin, or cease, to end well"),
    r"(?m)  ×$|  × ": ("×", "a descent that did not end well: diverged, or left the domain"),
    r"\(seed \d+\)": ("seed", "the number that fixes which starts were drawn; it gives the same "
                      "again"),
    r"log scale": ("log scale", "each height of a bar is a power of ten"),
    r"equal ratios": ("equal ratios", "each value is the one before times the same number"),
    r"…": ("…", "and so on: further digits, or coordinates"),
    r"the root of": ("the root of", "the zero of this formula that is near that number; it has no "
                     "shorter name"),
    r"; [a-z]\w* any": ("any", "whichever you take, it gives a minimiser"),
    r"(?m)^  Case \d": ("Case", "what holds where the letters are as it says"),
}  # fmt: skip
WORDS: Final = {  # how sure, what kind, how it ended, as regular expressions
    r"\bunique\b": ("unique", "there is no other minimiser"),
    r"\d+ points, ": ("points", "that many minimisers, and no other one"),
    r"\bglobal\b": ("global", "nowhere, within the bounds if there are any, is L lower"),
    r"\blocal minimum\b": ("local minimum", "nowhere near by is L lower; further off it may be"),
    r"\blocal maximum\b": ("local maximum", "nowhere near by is L higher"),
    r"\bsaddle\b": ("saddle", "the slope is zero, but L falls one way and rises another"),
    r"\binflection\b": ("inflection", "the slope is zero, but L goes on falling"),
    r"\bdegenerate\b": ("degenerate", "the Hessian is zero some way, so it does not tell what the "
                        "point is"),
    r"\bstationary\b": ("stationary", "the slope is zero there; whether it is a minimum is open"),
    r"\bunbounded below\b": ("unbounded below", "L falls without end: there is no minimum"),
    r"\bnot attained\b|\binfimum\b": ("infimum", "L comes as near to this value as you like, and "
                                      "never has it"),
    r"\bproved right\b": ("proved right", "shown exactly, by a proof or the same expression"),
    r"\bproved wrong\b": ("proved wrong", "shown exactly, by a place where it fails or a proof"),
    r"\bright to the digits given\b": ("right to the digits given", "the exact answer, rounded, "
                                       "is what you said"),
    r"\bnot the only one\b": ("not the only one", "a minimiser, and there are others"),
    r"\bagrees, not proved\b": ("agrees, not proved", "the same values at all places that were "
                                "tried, which is no proof"),
    r"(?<!not )\bproved\b(?! right| wrong)": ("proved", "shown by steps that an independent check "
                                             "has followed"),
    r"\bderived\b": ("derived", "shown by exact algebra that the check could not follow"),
    r"(?<!independently )\bchecked\b(?! numerically)": (
        "checked", "worked out a second time, exactly, with the same result"
    ),
    r"\bchecked numerically\b|\bnumerically\b": ("checked numerically", "seen in the computer's "
                                                 "numbers, which are rounded: no proof"),
    r"\bobserved\b": ("observed", "seen in this run, and no more"),
    r"\bundecided\b": ("undecided", "neither shown nor refuted: the reason stands beside it"),
    r"\bagrees\b(?!, not)": ("agrees", "descent came to the proved minimum, within what its "
                            "last slope leaves open"),
    r"\bnot converged\b": ("not converged", "descent was still on its way when it ended"),
    r"\bconverged\b(?<!not converged)": ("converged", "the slope came down to the tolerance, so "
                                         "descent stopped"),
    r"\bout of steps\b": ("out of steps", "the steps that were allowed are used up"),
    r"\bout of time\b": ("out of time", "the seconds that were allowed are used up"),
    r"\bstopped by (?:hand|Ctrl-C)\b": ("stopped by hand", "ended early, with Ctrl-C"),
    r"\bended by itself\b": ("ended by itself", "the method found no better point and stopped"),
    r"\bdiverged\b": ("diverged", "the points ran away: the learning rate is too large, or there "
                      "is no minimum"),
    r"\bleft the domain\b": ("left the domain", "a step led to where L has no value"),
    r"\bfollows the escape\b": ("follows the escape", "descent goes the way on which L falls "
                                "without end, or to the infimum"),
    r"\bcontradicts the proof\b": ("contradicts the proof", "descent came below the proved minimum:"
                                   " a bug of ours"),
    r"\btrapped\b": ("trapped", "held by a local minimum that is not the lowest"),
    r"\bindependently checked\b": ("independently checked", "by a part that shares nothing with "
                                   "the search and trusts only formula and claim"),
}  # fmt: skip


TITLE: Final = "What stands above"
LABELS: Final = re.compile(r"^ {2}(?: {2})?([A-Za-z][A-Za-z ]*?)  ", re.MULTILINE)
HEADINGS: Final = re.compile(r"^ ─+ *\n(.*)$", re.MULTILINE)
VALUE: Final = re.compile(r"\w+\([^)]*\)")  # L(x), or f(x, y)
EXACT: Final = re.compile(r"exact (\S+)")
GRID: Final = (
    "down and across: the values of two settings; in the cells: the steps until near enough"
)
GAP: Final = "  "

Meaning = tuple[str, str]  # what stands there, and what it means


def legend(text: str) -> tuple[Meaning, ...]:
    """The entries for what appears in the text, and for nothing else: rows, columns, signs, words.

    `text`: a printed answer, in any width, with the signs of mathematics.
    """
    found = (*rows(text), *columns(text), *patterns(text, SIGNS), *patterns(text, WORDS))
    first: dict[str, str] = {}
    for sign, meaning in found:
        first.setdefault(sign, meaning)
    return tuple(first.items())


def rows(text: str) -> Iterator[Meaning]:
    """The labels at the left."""
    for label in dict.fromkeys(LABELS.findall(text)):
        if label.strip() in ROWS:
            yield label.strip(), ROWS[label.strip()]


def columns(text: str) -> Iterator[Meaning]:
    """The headings of the table; unknown ones are variables, or values of a swept setting."""
    found = HEADINGS.search(text)
    headings = re.split(r"\s{2,}", found[1].strip()) if found else []
    for heading in headings:
        rivals = SOLVERS if "solver" in headings else {}
        meaning = rivals.get(heading) or column(heading, "k" in headings)
        if meaning:
            yield heading, meaning


def column(heading: str, is_walk: bool) -> str:
    """What a heading means; `is_walk`: whether the rows are the steps of a descent."""
    if heading in COLUMNS:
        return COLUMNS[heading]
    if VALUE.fullmatch(heading) or heading == "L":
        return COLUMNS["L(x)"]
    if "\\" in heading:
        return GRID
    if heading.startswith("|"):
        return COLUMNS["|x − x*|"]
    if heading.endswith("*"):
        return COLUMNS["xₖ − x*"]
    exact = EXACT.fullmatch(heading)
    if exact:
        return COLUMNS["exact xₖ" if exact[1].endswith("ₖ") else "exact x"]
    if not is_walk:
        return "" if heading[:1].isdigit() else "the value of this setting"
    return COLUMNS["xₖ" if heading.endswith("ₖ") else "x"]


def patterns(text: str, table: dict[str, Meaning]) -> Iterator[Meaning]:
    """The entries whose pattern is found."""
    return (meaning for pattern, meaning in table.items() if re.search(pattern, text))


def legend_text(text: str, width: int, spell: Callable[[str], str] = str) -> str:
    """The legend as lines of at most `width` characters, in the signs that `spell` writes."""
    entries = [(spell(sign), spell(meaning)) for sign, meaning in legend(text)]
    room = max((len(sign) for sign, _ in entries), default=0)
    lines = [f"  {TITLE}"]
    for sign, meaning in entries:
        start = f"  {sign:<{room}}{GAP}"
        wide, behind = max(width, len(start) + 20), " " * len(start)
        lines += wrap(meaning, wide, initial_indent=start, subsequent_indent=behind)
    return "\n".join(lines)
