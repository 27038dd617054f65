"""What the commands of LaTeX stand for in a formula, or why they are refused."""

import re
from collections.abc import Callable
from typing import Final

from symdescent.errors import FormulaError
from symdescent.language.tokens import GREEK_NAMES

SPACES: Final = frozenset(
    ", ; : ! > / - quad qquad enspace enskip thinspace medspace thickspace negthinspace "
    "negmedspace negthickspace displaystyle textstyle scriptstyle scriptscriptstyle limits "
    "nolimits displaylimits nonumber notag allowbreak nobreak strut mathstrut noindent relax "
    "protect qty normalsize small large Large centering hfill hfil".split()
) | {" ", "\n", "\t", "\r"}
# What prints nothing of the formula, with the argument that goes with it.
DROPPED: Final = frozenset(
    "hspace vspace mspace label tag phantom hphantom vphantom color textcolor".split()
)
# What frames or classifies its argument without changing it.
FRAMES: Final = frozenset(
    "boxed ensuremath mathop mathopen mathclose mathbin mathrel mathord mathpunct mathinner "
    "smash num".split()
)
FONTS: Final = frozenset(
    "mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal boldsymbol bm pmb "
    "symbf symup symbfit mathup operatorname".split()
)
BOLD: Final = frozenset("mathbf boldsymbol bm pmb symbf symbfit vec".split())
OLD_FONTS: Final = frozenset("rm bf it sf tt cal".split())
TEXTS: Final = frozenset(
    "text textrm textit textbf textnormal textsf texttt textup mbox hbox".split()
)
ACCENTS: Final = {
    "hat": "hat",
    "widehat": "hat",
    "tilde": "tilde",
    "widetilde": "tilde",
    "bar": "bar",
    "overline": "bar",
}
LAYOUTS: Final = frozenset(
    "equation align aligned gather gathered multline split displaymath math eqnarray flalign "
    "alignat alignedat dmath subequations".split()
)
CASES: Final = frozenset("cases dcases rcases drcases numcases array".split())
MATRICES: Final = frozenset("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix".split())

VARIANTS: Final = {
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
    "varsigma": "sigma",
    "varkappa": "kappa",
    "lamda": "lambda",
}
GREEK_COMMANDS: Final = (
    {name: name for name in GREEK_NAMES}
    | {"Pi": "Pi", "Upsilon": "Upsilon", "ell": "ell", "hbar": "hbar", "varpi": "varpi"}
    | VARIANTS
)
SIGNS: Final = {
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "cdotp": "*",
    "div": "/",
    "slash": "/",
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "leqq": "<=",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "geqq": ">=",
    "lt": "<",
    "gt": ">",
    "ne": "!=",
    "neq": "!=",
    "coloneqq": ":=",
    "coloneq": ":=",
    "triangleq": ":=",
    "equiv": ":=",
    "doteq": ":=",
}
LOGIC: Final = {
    "land": "and",
    "wedge": "and",
    "lor": "or",
    "vee": "or",
    "lnot": "not",
    "neg": "not",
}
# A delimiter's shape, and whether it opens (1), closes (-1) or may do either (0).
DELIMITERS: Final = {
    "(": ("(", 1),
    ")": ("(", -1),
    "[": ("[", 1),
    "]": ("[", -1),
    "|": ("|", 0),
    r"\{": ("{", 1),
    r"\}": ("{", -1),
    r"\lbrace": ("{", 1),
    r"\rbrace": ("{", -1),
    r"\lbrack": ("[", 1),
    r"\rbrack": ("[", -1),
    r"\lparen": ("(", 1),
    r"\rparen": ("(", -1),
    r"\lvert": ("|", 1),
    r"\rvert": ("|", -1),
    r"\vert": ("|", 0),
    r"\mid": ("|", 0),
    r"\lVert": ("‖", 1),
    r"\rVert": ("‖", -1),
    r"\Vert": ("‖", 0),
    r"\|": ("‖", 0),
    r"\langle": ("⟨", 1),
    r"\rangle": ("⟨", -1),
    ".": (".", 0),
}
CLOSERS: Final = {"(": ")", "[": "]", "{": r"\}", "|": "|", "‖": r"\|", "⟨": r"\rangle", ".": "."}
SIZES: Final = {
    f"{size}{side}": {"l": 1, "r": -1}.get(side, 0)
    for size in ("big", "Big", "bigg", "Bigg")
    for side in ("", "l", "r", "m")
}

# Words between a value and its condition, and words instead of a condition.
WHEN: Final = frozenset("if for when where whenever wenn falls für si pour quand".split())
OTHERWISE: Final = frozenset("otherwise else elsewhere sonst sinon autrement".split())
COMPARED: Final = re.compile(r"[<>=≤≥]|\\[lg]eq?\b")

_SLOPES: Final = "write the formula itself; its slopes are found for you"
_ONE: Final = "write the one formula that is meant"
_STEP: Final = "a step has no slope to descend"
_POINTS: Final = (
    "not_allowed",
    "an ellipsis is no part of a formula",
    r"write  \sum_{i=1}^{3} x_i",
)
_SETS: Final = ("not_allowed", "a set or a logical sign is no part of a formula", "use --box")
_VECTOR: Final = ("not_allowed", "vectors and matrices are not read", "write the coordinates out")
_ROUNDED: Final = ("not_allowed", f"a rounding bracket is refused: {_STEP}", "leave it away")
_IMAGINARY: Final = ("not_real", "there are no imaginary numbers here", "")
_SIGN: Final = ("syntax", "a double sign stands for two formulas", _ONE)
REFUSED: Final = {
    "pm": _SIGN,
    "mp": _SIGN,
    "int": ("not_allowed", "an integral is no formula to minimise", "write its value"),
    "lim": ("not_allowed", "a limit is no formula to minimise", "write its value"),
    "partial": ("not_allowed", "a derivative is no formula", _SLOPES),
    "nabla": ("not_allowed", "a derivative is no formula", _SLOPES),
    "prime": ("not_allowed", "a derivative is no formula", _SLOPES),
    "dot": ("not_allowed", "a derivative is no formula", _SLOPES),
    "ddot": ("not_allowed", "a derivative is no formula", _SLOPES),
    "infty": ("domain", "infinity is no number that can be computed with", ""),
    "imath": _IMAGINARY,
    "jmath": _IMAGINARY,
    "Re": _IMAGINARY,
    "Im": _IMAGINARY,
    "top": _VECTOR,
    "intercal": _VECTOR,
    "dagger": _VECTOR,
    "det": _VECTOR,
    "otimes": _VECTOR,
    "odot": _VECTOR,
    "mathbb": (
        "not_allowed",
        "a set of numbers or an expectation is no part of a formula",
        "leave it away; bounds are given with --box",
    ),
    "circ": ("not_allowed", "a composition or a degree is no part of a formula", r"write  \pi/180"),
    "bmod": ("not_allowed", f"a remainder is refused: {_STEP}", ""),
    "pmod": ("not_allowed", f"a remainder is refused: {_STEP}", ""),
    "mod": ("not_allowed", f"a remainder is refused: {_STEP}", ""),
    "colon": ("not_allowed", "a colon is no part of a formula", "write  f(x) = x^2"),
    "approx": ("syntax", "an approximation is no formula to minimise", ""),
    "sim": ("syntax", "a distribution is no formula to minimise", ""),
    "propto": ("syntax", "a proportionality is no formula to minimise", ""),
    "implies": ("syntax", "a conclusion is no formula to minimise", "one formula at a time"),
    "Rightarrow": ("syntax", "a conclusion is no formula to minimise", "one formula at a time"),
    "iff": ("syntax", "a conclusion is no formula to minimise", "one formula at a time"),
    "atop": ("not_allowed", "two lines above each other are no formula", r"write  \frac{1}{2}"),
} | (
    dict.fromkeys(("dots", "ldots", "cdots", "dotsc", "dotsb", "vdots", "ddots"), _POINTS)
    | dict.fromkeys(("in", "notin", "to", "mapsto", "forall", "exists", "cup", "cap"), _SETS)
    | dict.fromkeys(("subset", "subseteq", "mathbbm", "emptyset", "rightarrow"), _SETS)
    | dict.fromkeys(("lfloor", "rfloor", "lceil", "rceil"), _ROUNDED)
    | {
        name: ("not_allowed", "an integral is no formula to minimise", "write its value")
        for name in ("iint", "iiint", "oint")
    }
)
# Commands by which TeX is programmed, or reads and writes files.
PROGRAMS: Final = frozenset(
    "input include includeonly openin openout read write immediate special directlua latelua "
    "def edef gdef xdef let futurelet newcommand renewcommand providecommand "
    "DeclareMathOperator newenvironment renewenvironment csname endcsname expandafter "
    "noexpand catcode lccode mathcode mathchardef chardef char loop repeat if ifx ifnum "
    "ifcase else fi or begingroup endgroup usepackage documentclass makeatletter makeatother "
    "jobname meaning string detokenize number romannumeral the toks count newcount newtoks "
    "advance global long outer aftergroup afterassignment uppercase lowercase shipout output "
    "pdfprimitive verb href url includegraphics lstinputlisting verbatiminput import subfile "
    "html htmlClass htmlId htmlStyle htmlData cssId class style require unicode begincsname "
    "scantokens everymath every pdfobj pdfximage ShellEscape".split()
)


_CASES: Final = r"write  \begin{cases} a & x > 0 \\ b & \text{otherwise} \end{cases}"
_FUNCTION: Final = re.compile(
    r"(write|mean)  (arcsin|arccos|arctan|sinh|cosh|tanh|sin|cos|tan|sec|csc|cot|exp|log|ln)\b"
)


def _product(found: re.Match[str]) -> str:
    """The advice to write a dot."""
    name = rf"\{found[1]}" if found[1] in GREEK_NAMES else found[1]
    return rf"for a product write  {name} \cdot "


_ADVICE: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r".*where\(.*"), lambda _: _CASES),
    (re.compile(r"write  sum\(i=.*"), lambda _: r"write  \sum_{i=1}^{3} x_i^2"),
    (re.compile(r"write  prod\(i=.*"), lambda _: r"write  \prod_{i=1}^{3} x_i"),
    (re.compile(r"write  abs\(x\)"), lambda _: r"write  \lvert x \rvert"),
    (re.compile(r"(write|mean)  (max|min)\b"), lambda m: rf"{m[1]}  \{m[2]}"),
    (re.compile(r"write  sqrt\(x\)"), lambda _: r"write  \sqrt{x}"),
    (re.compile(r"write  \*"), lambda _: r"write  \cdot"),
    (re.compile(r"for a product write  (\w+)\*"), _product),
    (_FUNCTION, lambda m: rf"{m[1]}  \{m[2]}"),
)


def in_latex(error: FormulaError) -> FormulaError:
    """The error with its hint spelt as LaTeX."""
    hint = error.hint
    for pattern, spelt in _ADVICE:
        if pattern.search(hint):
            hint = pattern.sub(spelt, hint, count=1)
            break
    return FormulaError(error.kind, error.message, error.text, (error.start, error.end), hint)


_NOTES: Final = (
    (re.compile(r"log10\(x\) or log2\(x\)"), r"\\log_{10} x or \\log_{2} x"),
    (re.compile(r"write (\w+)\^\((.*)\) for"), r"write \1^{\2} for"),
    (re.compile(r"write 1/(\w+)\(x\)"), r"write 1/\\\1 x for the other reading"),
    (re.compile(r"^(sin|cos|tan|sinh|cosh|tanh|log|exp|ln)\b"), r"\\\1"),
    (re.compile(r"read as (sin|cos|tan|sinh|cosh|tanh|exp|ln)\("), r"read as \\\1("),
)


def noted(note: str) -> str:
    """A note with its advice spelt as LaTeX."""
    for pattern, spelt in _NOTES:
        note = pattern.sub(spelt, note)
    return note
