"""Problems and minima as JSON text: trees over a table of constructors."""

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final

import sympy
from sympy import Expr, Integer, Poly, Rational, Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.kernel.certificates import read, write
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.steps import (
    Applied,
    ProofStep,
    Reason,
    Sign,
    Statement,
    Step,
    Total,
    Towards,
    Why,
)
from symdescent.proofs.terms import fraction, rational

FUNCTIONS: Final[dict[str, Callable[..., Any]]] = (
    {
        name: getattr(sympy, name)
        for name in (
            "Add Mul Pow exp log sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh"
            " LambertW Abs sign Max Min floor ceiling erf atan2 sec csc cot sech csch coth"
            " Lt Le Gt Ge Eq Ne And Or Not"
        ).split()
    }
    | {"StrictLessThan": sympy.Lt, "LessThan": sympy.Le}
    | {
        "StrictGreaterThan": sympy.Gt,
        "GreaterThan": sympy.Ge,
        "Equality": sympy.Eq,
        "Unequality": sympy.Ne,
    }
)
CONSTANTS: Final = {
    "pi": sympy.pi,
    "e": sympy.E,
    "golden": sympy.GoldenRatio,
    "oo": sympy.oo,
    "-oo": -sympy.oo,
    "true": sympy.true,
    "false": sympy.false,
}
NAMES: Final = {value: name for name, value in CONSTANTS.items()}
LONGEST_NAME: Final = 64
MOST_BITS: Final = 200_000  # of a power that is multiplied out


def encode(node: Any) -> Any:
    """An expression as nested lists; ValueError for what has no place in the table."""
    if isinstance(node, Integer):
        return ["i", format(int(node), "x")]
    if isinstance(node, Rational):
        return ["q", format(int(node.p), "x"), format(int(node.q), "x")]
    if isinstance(node, Symbol):
        return ["s", node.name, _assumption(node)]
    if node in NAMES:
        return ["c", NAMES[node]]
    return _encode_compound(node)


def _assumption(symbol: Symbol) -> str:
    return "integer" if symbol.is_integer else "real" if symbol.is_real else ""


def _encode_compound(node: Any) -> Any:
    if isinstance(node, sympy.CRootOf):
        return ["root", [encode(c) for c in node.poly.all_coeffs()], node.index]
    if isinstance(node, CriticalOf):
        ends = [[encode(rational(end)) for end in pair] for pair in node.box]
        letters = [encode(v) for v in node.letters]
        return ["critical", encode(node.function), letters, ends, node.index]
    if isinstance(node, sympy.Piecewise):
        return ["piecewise", [[encode(value), encode(test)] for value, test in node.args]]
    name = type(node).__name__
    if name not in FUNCTIONS:
        raise ValueError(f"no place in the table for {name}")
    return ["f", name, *map(encode, node.args)]


def decode(tree: Any) -> Any:
    """The expression of nested lists made by `encode`; ValueError for anything else."""
    if not isinstance(tree, list) or not tree or tree[0] not in READERS:
        raise ValueError("not an encoded expression")
    return READERS[tree[0]](tree[1:])


def _integer(text: Any) -> int:
    if not isinstance(text, str):
        raise ValueError("an integer is written as hexadecimal text")
    return int(text, 16)


def _symbol(parts: list[Any]) -> Symbol:
    name, assumption = parts
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        raise ValueError("not a name")
    marks = {"integer": {"integer": True}, "real": {"real": True}, "": {}}
    return Symbol(name, **marks[assumption])


def _function(parts: list[Any]) -> Any:
    name, *arguments = parts
    if name not in FUNCTIONS:
        raise ValueError("not a function of the table")
    parts = [decode(argument) for argument in arguments]
    if name == "Pow" and all(isinstance(part, Rational) for part in parts):
        _demand_short(*parts)
    return FUNCTIONS[name](*parts)


def _demand_short(base: Rational, exponent: Rational) -> None:
    """Refuse a power that sympy would be long about."""
    size = max(int(abs(base.p)).bit_length(), int(base.q).bit_length())
    if size * abs(exponent) > MOST_BITS:
        raise ValueError("a power is too large to be written out")


def _root(parts: list[Any]) -> Expr:
    numbers, index = parts
    x = Symbol("x")
    poly = Poly.from_list([decode(n) for n in numbers], x)
    return sympy.CRootOf(poly, int(index), radicals=False)


def _critical(parts: list[Any]) -> Expr:
    function, letters, box, index = parts
    ends = tuple((fraction(decode(low)), fraction(decode(high))) for low, high in box)
    return CriticalOf(decode(function), tuple(map(decode, letters)), ends, int(index))


def _constant(parts: list[Any]) -> Any:
    if parts[0] not in CONSTANTS:
        raise ValueError("not a constant of the table")
    return CONSTANTS[parts[0]]


READERS: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "i": lambda parts: Integer(_integer(parts[0])),
    "q": lambda parts: Rational(_integer(parts[0]), _integer(parts[1])),
    "s": _symbol,
    "c": _constant,
    "f": _function,
    "root": _root,
    "critical": _critical,
    "piecewise": lambda parts: sympy.Piecewise(*((decode(v), decode(t)) for v, t in parts[0])),
}


def _maybe(node: Any) -> Any:
    return None if node is None else encode(node)


def _unmaybe(tree: Any) -> Any:
    return None if tree is None else decode(tree)


RECORDS: Final[dict[str, Any]] = {
    made.__name__: made for made in (ProofStep, Reason, Statement, Applied, Total, Towards)
}
KINDS: Final[dict[str, Any]] = {made.__name__: made for made in (Step, Why, Sign, Decimal)}


def pack(node: Any) -> Any:
    """Steps, reasons and their facts as nested lists; ValueError as `encode`."""
    name = type(node).__name__
    if name in RECORDS:
        return [name, *(pack(getattr(node, f.name)) for f in fields(node))]
    if name in KINDS:
        return [name, str(node)]
    if isinstance(node, tuple):
        return ["tuple", *map(pack, node)]
    if isinstance(node, dict):
        return ["dict", *(part for key in node for part in (key, pack(node[key])))]
    return ["=", node if isinstance(node, str | int | None) else encode(node)]


def unpack(data: list[Any]) -> Any:
    """What `pack` has packed."""
    name, *parts = data
    if name in RECORDS:
        return RECORDS[name](*map(unpack, parts))
    if name in KINDS:
        return KINDS[name](parts[0])
    if name == "tuple":
        return tuple(map(unpack, parts))
    if name == "dict":
        return dict(zip(parts[::2], map(unpack, parts[1::2]), strict=True))
    return decode(parts[0]) if isinstance(parts[0], list) else parts[0]


def write_problem(problem: Problem) -> str:
    """One line of JSON."""
    return json.dumps(
        {
            "expression": encode(problem.expression),
            "variables": [encode(v) for v in problem.variables],
            "box": [[_maybe(low), _maybe(high)] for low, high in problem.box],
        }
    )


def read_problem(text: str) -> Problem:
    """The problem of a line made by `write_problem`."""
    data = json.loads(text)
    return Problem(
        expression=decode(data["expression"]),
        variables=tuple(decode(v) for v in data["variables"]),
        box=tuple((_unmaybe(low), _unmaybe(high)) for low, high in data["box"]),
    )


def write_minimum(minimum: Minimum) -> str:
    """One line of JSON."""
    return json.dumps(
        {
            "kind": minimum.kind.value,
            "points": [[encode(c) for c in point] for point in minimum.points],
            "value": _maybe(minimum.value),
            "proof": pack(minimum.proof),
            "reasons": pack(minimum.reasons),
            "complete": minimum.complete,
            "parameters": minimum.parameters,
            "rung": minimum.rung,
            "seconds": minimum.seconds,
            "certificate": None if minimum.certificate is None else write(minimum.certificate),
            "all_checked": minimum.all_checked,
            "bracket": [encode(end) for end in minimum.bracket or ()],
        }
    )


def _pair(ends: list[Any]) -> tuple[Any, Any] | None:
    return (ends[0], ends[1]) if ends else None


def read_minimum(text: str) -> Minimum:
    """The minimum of a line made by `write_minimum`."""
    data = json.loads(text)
    return Minimum(
        kind=Kind(data["kind"]),
        points=tuple(tuple(decode(c) for c in point) for point in data["points"]),
        value=_unmaybe(data["value"]),
        proof=unpack(data["proof"]),
        reasons=unpack(data["reasons"]),
        complete=bool(data["complete"]),
        parameters={str(k): str(v) for k, v in data["parameters"].items()},
        rung=str(data["rung"]),
        seconds=float(data["seconds"]),
        certificate=None if data["certificate"] is None else read(data["certificate"]),
        all_checked=bool(data["all_checked"]),
        bracket=_pair([decode(end) for end in data["bracket"]]),
    )
