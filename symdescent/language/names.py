"""The names of functions, constants and forms, and what else a word may not be."""

import re
from typing import Final, NamedTuple


class Function(NamedTuple):
    """A function that may be written: how many arguments, and the inverse that sin^-1 means."""

    name: str
    least: int = 1
    most: int = 1
    inverse: str = ""


MANY: Final = 1_000
FUNCTIONS: Final = {
    entry.name: entry
    for entry in (
        Function("exp", inverse="log"),
        Function("log", most=2, inverse="exp"),
        Function("log10"),
        Function("log2"),
        Function("sqrt"),
        Function("cbrt"),
        Function("root", 2, 2),
        Function("sin", inverse="asin"),
        Function("cos", inverse="acos"),
        Function("tan", inverse="atan"),
        Function("sec"),
        Function("csc"),
        Function("cot"),
        Function("asin", inverse="sin"),
        Function("acos", inverse="cos"),
        Function("atan", inverse="tan"),
        Function("atan2", 2, 2),
        Function("sinh", inverse="asinh"),
        Function("cosh", inverse="acosh"),
        Function("tanh", inverse="atanh"),
        Function("asinh", inverse="sinh"),
        Function("acosh", inverse="cosh"),
        Function("atanh", inverse="tanh"),
        Function("abs"),
        Function("sign"),
        Function("min", 2, MANY),
        Function("max", 2, MANY),
        Function("sigmoid"),
        Function("softplus"),
        Function("relu"),
        Function("gaussian"),
        Function("norm", 1, MANY),
        Function("dot", 2, MANY),
        Function("hypot", 2, MANY),
    )
}
# What only a rule may write: one number made of the coordinates of a block (or, with _all, of
# every block), the gradient elsewhere, and the whole part of a number.
REDUCTIONS: Final = {
    entry.name: entry
    for entry in (
        Function("norm"),
        Function("dot", 2, 2),
        Function("sum"),
        Function("mean"),
        Function("rms"),
        Function("max_over"),
        Function("norm_all"),
        Function("dot_all", 2, 2),
        Function("sum_all"),
        Function("slope"),
        Function("value"),
        Function("hessian_times"),
        Function("floor"),
    )
}
ALIASES: Final = {
    "ln": "log",
    "lg": "log10",
    "log_10": "log10",
    "log_2": "log2",
    "lb": "log2",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arctg": "atan",
    "arctan2": "atan2",
    "tg": "tan",
    "ctg": "cot",
    "cotan": "cot",
    "cosec": "csc",
    "sh": "sinh",
    "ch": "cosh",
    "th": "tanh",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "arsinh": "asinh",
    "arcosh": "acosh",
    "artanh": "atanh",
    "fabs": "abs",
    "absolute": "abs",
    "sgn": "sign",
    "signum": "sign",
    "minimum": "min",
    "maximum": "max",
    "logistic": "sigmoid",
    "expit": "sigmoid",
    "power": "pow",
}
# Words with a grammar of their own: they are read in `forms`.
FORMS: Final = frozenset({"where", "if", "piecewise", "sum", "prod", "clip", "pow", "square"}) | {
    "log1p",
    "expm1",
    "gamma",
    "factorial",
    "heaviside",
}
FORM_ALIASES: Final = {"iif": "where", "ifelse": "where", "product": "prod", "clamp": "clip"}
PREFIXES: Final = frozenset(
    "np numpy math torch sp sympy tf jnp jax scipy cmath F linalg nn functional special".split()
)
CONSTANTS: Final = {"pi": "pi", "e": "e", "E": "e", "Pi": "pi", "PI": "pi"}
NOT_A_NUMBER: Final = frozenset("nan NaN NAN inf Inf INF infinity Infinity oo zoo infty".split())
TRUTH: Final = {"True": True, "False": False}
WORDS: Final = frozenset({"and", "or", "not", "if", "else", "True", "False", "None"})
# Words of a programming language or of a computer algebra system that no formula needs.
CODE: Final = frozenset(
    "import from def del return yield await async class while for with global nonlocal assert "
    "raise try except finally pass break continue print exec eval compile open input getattr "
    "setattr globals locals vars dir exit quit range list dict tuple set map zip filter lambdify "
    "autowrap ufuncify sympify parse_expr Symbol symbols var Function system".split()
)


def canonical(word: str) -> str:
    """The name of the function or form that `word` stands for, in any case; empty if none."""
    for spelling in (word, word.lower()):
        if spelling in FUNCTIONS or spelling in FORMS:
            return spelling
        found = ALIASES.get(spelling) or FORM_ALIASES.get(spelling)
        if found:
            return found
    return ""


def natural(name: str) -> list[tuple[int, str, int]]:
    """The sorting key that puts x2 before x10."""
    pieces = re.findall(r"\d+|\D+", name)
    return [(1, "", int(p)) if p.isdecimal() else (0, p, 0) for p in pieces]


def known_words() -> list[str]:
    """The names of functions and forms that are worth suggesting."""
    return [*FUNCTIONS, *(FORMS - {"gamma", "if"}), *(word for word in ALIASES if len(word) > 3)]
