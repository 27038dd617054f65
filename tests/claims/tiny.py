"""A differentiator, a rewriter and an evaluator of a few lines each, for trees of tuples.

A tree is a number, a name, or (operation, parts...): it shares nothing with the package.
"""

import mpmath

FUNCTIONS = {
    "sin": lambda u: ("cos", u),
    "cos": lambda u: ("*", -1, ("sin", u)),
    "exp": lambda u: ("exp", u),
    "log": lambda u: ("^", u, -1),
    "sqrt": lambda u: ("*", ("/", 1, 2), ("^", ("sqrt", u), -1)),
    "tanh": lambda u: ("+", 1, ("*", -1, ("^", ("tanh", u), 2))),
    "atan": lambda u: ("^", ("+", 1, ("^", u, 2)), -1),
}


def slope(tree, name):
    """The derivative of a tree."""
    if not isinstance(tree, tuple):
        return 1 if tree == name else 0
    kind, *parts = tree
    if kind == "+":
        return ("+", *[slope(part, name) for part in parts])
    if kind == "*":
        rows = [
            ("*", *[slope(p, name) if i == j else p for i, p in enumerate(parts)])
            for j in range(len(parts))
        ]
        return ("+", *rows)
    if kind == "^":
        base, n = parts
        return ("*", n, ("^", base, n - 1), slope(base, name))
    if kind == "/":
        u, v = parts
        top = ("+", ("*", slope(u, name), v), ("*", -1, u, slope(v, name)))
        return ("/", top, ("^", v, 2))
    return ("*", FUNCTIONS[kind](parts[0]), slope(parts[0], name))


def text(tree):
    """The tree as it would be typed, with brackets round everything."""
    if isinstance(tree, int):
        return f"({tree})" if tree < 0 else str(tree)
    if isinstance(tree, str):
        return tree
    kind, *parts = tree
    shown = [text(part) for part in parts]
    if kind in ("+", "*", "/", "^"):
        return f"({kind.join(shown)})"
    return f"{kind}({shown[0]})"


def value(tree, point):
    """What the tree is worth, to mpmath's digits."""
    if isinstance(tree, int):
        return mpmath.mpf(tree)
    if isinstance(tree, str):
        return mpmath.mpf(point[tree])
    kind, *parts = tree
    if kind == "^":
        return value(parts[0], point) ** parts[1]
    numbers = [value(part, point) for part in parts]
    if kind == "+":
        return mpmath.fsum(numbers)
    if kind == "*":
        return mpmath.fprod(numbers)
    if kind == "/":
        return numbers[0] / numbers[1]
    return getattr(mpmath, kind)(numbers[0])


def grown(dice, depth, names):
    """A random tree, defined everywhere: roots and logarithms are of what is above 0."""
    if depth == 0 or dice.random() < 0.15:
        return dice.choice(names)
    kind = dice.choice(["+", "+", "*", "*", "^", "/", "sin", "cos", "exp", "log", "sqrt", "tanh",
                        "atan"])  # fmt: skip
    one = grown(dice, depth - 1, names)
    if kind in ("+", "*"):
        return (kind, one, grown(dice, depth - 1, names))
    if kind == "^":
        return ("^", one, dice.choice([2, 2, 3]))
    positive = ("+", ("^", one, 2), dice.randint(1, 4))
    if kind == "/":
        return ("/", grown(dice, depth - 1, names), positive)
    if kind in ("log", "sqrt"):
        return (kind, positive)
    return (kind, ("sin", one)) if kind == "exp" and depth > 2 else (kind, one)


def rewritten(dice, tree, names):
    """The same function written otherwise: true identities, applied at random places."""
    if not isinstance(tree, tuple):
        return tree
    kind, *parts = tree
    exponent = parts[1] if kind == "^" else None
    if kind == "^":
        parts = [rewritten(dice, parts[0], names), exponent]
    else:
        parts = [rewritten(dice, part, names) for part in parts]
    tree = (kind, *parts)
    if dice.random() < 0.5:
        return tree
    return reshaped(dice, tree, names)


def reshaped(dice, tree, names):
    """One identity at the root of a tree."""
    kind, *parts = tree
    if kind in ("+", "*"):
        return distributed(dice, kind, parts)
    if kind == "^" and parts[1] == 2:
        return inverted(dice, parts[0])
    if kind == "^" and parts[1] > 1:
        return ("*", parts[0], ("^", parts[0], parts[1] - 1))
    return IDENTITIES[kind](parts[0]) if kind in IDENTITIES else tree


IDENTITIES = {
    "sin": lambda u: ("*", 2, ("sin", ("/", u, 2)), ("cos", ("/", u, 2))),
    "cos": lambda u: ("+", 1, ("*", -2, ("^", ("sin", ("/", u, 2)), 2))),
    "exp": lambda u: ("^", ("exp", ("/", u, 2)), 2),
    "tanh": lambda u: ("/", ("+", ("exp", ("*", 2, u)), -1), ("+", ("exp", ("*", 2, u)), 1)),
    "log": lambda u: ("*", 2, ("log", ("sqrt", u))),
    "sqrt": lambda u: ("/", u, ("sqrt", u)),
}


def distributed(dice, kind, parts):
    """The parts in another order; a sum among factors multiplied out."""
    parts = list(parts)
    dice.shuffle(parts)
    total = next((p for p in parts if isinstance(p, tuple) and p[0] == "+"), None)
    if kind == "*" and total is not None:
        parts.remove(total)
        return ("+", *[("*", *parts, term) for term in total[1:]])
    return (kind, *parts)


def inverted(dice, base):
    """A square: of a sine by the cosine, else as a product."""
    if isinstance(base, tuple) and base[0] == "sin" and dice.random() < 0.7:
        return ("+", 1, ("*", -1, ("^", ("cos", base[1]), 2)))
    return ("*", base, base)
