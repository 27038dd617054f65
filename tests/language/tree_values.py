"""A tree, or an expression in Python's syntax, and a point go in; the float that it is comes out.

Written for the tests alone, with the standard library: it shares nothing with the package.
"""

import ast
import math
import operator

from symdescent.language import tree as t


def signum(x):
    return (x > 0) - (x < 0)


def real_root(x, n):
    return math.copysign(abs(x) ** (1 / n), x)


def norm(*xs):
    return math.sqrt(sum(x * x for x in xs))


def dot(*xs):
    half = len(xs) // 2
    return sum(a * b for a, b in zip(xs[:half], xs[half:], strict=True))


CALLS = {
    name: getattr(math, name)
    for name in "exp log log10 log2 sqrt sin cos tan asin acos atan atan2 sinh cosh tanh asinh "
    "acosh atanh".split()
} | {
    "cbrt": lambda x: real_root(x, 3),
    "root": real_root,
    "sec": lambda x: 1 / math.cos(x),
    "csc": lambda x: 1 / math.sin(x),
    "cot": lambda x: 1 / math.tan(x),
    "abs": abs,
    "sign": signum,
    "min": min,
    "max": max,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "softplus": lambda x: math.log1p(math.exp(x)),
    "relu": lambda x: max(0.0, x),
    "gaussian": lambda x: math.exp(-x * x),
    "norm": norm,
    "dot": dot,
    "hypot": norm,
}
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
EXTRA = {
    "Abs": abs,
    "Max": max,
    "Min": min,
    "gamma": math.gamma,
    "floor": math.floor,
    "Mod": lambda x, n: x % n,
    "Rational": operator.truediv,
    "cot": lambda x: 1 / math.tan(x),
}
BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
PYTHON_COMPARE = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def value(node, point):
    """The value of a tree."""
    match node:
        case t.Number(value=exact):
            return float(exact)
        case t.Constant(name=name):
            return getattr(math, name)
        case t.Name(name=name):
            return point[name]
        case t.Negative(operand=operand):
            return -value(operand, point)
        case t.Sum(terms=terms):
            return sum(value(term, point) for term in terms)
        case t.Product(factors=factors, divides=divides):
            parts = [value(factor, point) for factor in factors]
            return math.prod(1 / x if d else x for x, d in zip(parts, divides, strict=True))
        case t.Power(base=base, exponent=exponent):
            return value(base, point) ** value(exponent, point)
        case t.Call(function=function, arguments=arguments):
            return CALLS[function](*[value(argument, point) for argument in arguments])
    held = [branch for branch, test in node.branches if holds(test, point)]
    return value(held[0] if held else node.otherwise, point)


def holds(test, point):
    """Whether a condition holds."""
    if isinstance(test, t.Compare):
        return COMPARE[test.operator](value(test.left, point), value(test.right, point))
    parts = [holds(part, point) for part in test.parts]
    return {"and": all(parts), "or": any(parts), "not": not parts[0]}[test.operator]


def python_value(text, point):
    """The value of an expression in Python's syntax, read by Python's own parser."""
    return _python(ast.parse(text, mode="eval").body, point)


def _python(node, point):
    match node:
        case ast.Constant(value=constant):
            return constant
        case ast.Name(id=name):
            return point[name] if name in point else {"pi": math.pi, "E": math.e}[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_python(operand, point)
        case ast.BinOp(left=left, op=sign, right=right):
            return BINARY[type(sign)](_python(left, point), _python(right, point))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return PYTHON_COMPARE[type(sign)](_python(left, point), _python(right, point))
        case ast.Call(func=ast.Name(id="Piecewise"), args=branches):
            return next(_python(b.elts[0], point) for b in branches if _python(b.elts[1], point))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            function = EXTRA.get(name) or CALLS.get(name) or getattr(math, name)
            return function(*[_python(argument, point) for argument in arguments])
    raise ValueError(ast.dump(node))
