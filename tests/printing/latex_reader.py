"""The LaTeX of a rule goes in; the walk that it describes comes out, for one coordinate.

Written for the tests alone: it knows how papers are read, and nothing of how we write.
"""

import math
import re
from functools import partial
from itertools import count

TOKEN = re.compile(r"\\[a-zA-Z]+|\\\\|\\.|\d+(?:\.\d+)?|[^\s]")
SYMBOL = re.compile(r"\\[a-zA-Z]+|[a-zA-Z]")
CLOSERS = {r"\lvert": r"\rvert", r"\lVert": r"\rVert", r"\lfloor": r"\rfloor", "(": ")"}
SIDES = {r"\lvert": abs, r"\lVert": abs, r"\lfloor": math.floor, "(": lambda u: u}
RELATIONS = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    r"\le": lambda a, b: a <= b,
    r"\ge": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
}
CALLS = {
    r"\max": max,
    r"\min": min,
    "clip": lambda u, low, high: min(max(u, low), high),
    "sign": lambda u: (u > 0) - (u < 0),
    "rms": abs,
}


class Page:
    """A cursor over LaTeX; every reader returns a function of the facts known at a step."""

    def __init__(self, text, functions):
        self.tokens = [t for t in TOKEN.findall(text) if t not in (r"\,", r"\left", r"\right")]
        self.place = 0
        self.functions = functions  # value, slope, bend: what L is

    @property
    def token(self):
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, *expected):
        token = self.token
        assert not expected or token in expected, (token, expected, self.tokens)
        self.place += 1
        return token

    def raw(self):
        """What stands between braces, as text."""
        self.take("{")
        begin, depth = self.place, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
        return "".join(self.tokens[begin : self.place - 1])

    def group(self):
        self.take("{")
        inner = self.sum()
        self.take("}")
        return inner

    def sum(self):
        terms = []
        sign = -1 if self.token == "-" and self.take() else 1
        while True:
            terms.append((sign, self.product()))
            if self.token not in ("+", "-"):
                return lambda at: math.fsum(s * term(at) for s, term in terms)
            sign = 1 if self.take() == "+" else -1

    def product(self):
        factors = [self.power()]
        while True:
            if self.token in (r"\cdot", r"\odot"):
                self.take()
            elif not self.begins():
                return lambda at: math.prod(factor(at) for factor in factors)
            factors.append(self.power())

    def begins(self):
        """Whether a factor begins here."""
        word = self.token
        ends = (*RELATIONS, *CLOSERS.values(), r"\rangle", r"\text", r"\end", r"\\")
        return word not in ends and bool(re.match(r"\\|\w|\(", word))

    def power(self):
        base = self.primary()
        if self.token != "^":
            return base
        self.take()
        exponent = self.group()
        return lambda at: base(at) ** exponent(at)

    def primary(self):
        word = self.take()
        if word[0].isdigit():
            return lambda at: float(word)
        if word in CLOSERS:
            return self.bars(word)
        if word in READERS:
            return READERS[word](self)
        if word in CALLS:
            return self.call(CALLS[word])
        self.place -= 1
        return self.lookup()

    def bars(self, opening):
        inner = self.sum()
        self.take(CLOSERS[opening])
        if opening == r"\lVert" and self.token == "_":  # the 1-norm
            self.take()
            assert self.raw() == "1"
        return lambda at: SIDES[opening](inner(at))

    def arguments(self):
        self.take("(")
        found = [self.sum()]
        while self.token == ",":
            self.take()
            found.append(self.sum())
        self.take(")")
        return found

    def call(self, function):
        inner = self.arguments()
        if len(inner) == 1 and function in (max, min):
            return inner[0]
        return lambda at: function(*(argument(at) for argument in inner))

    def fraction(self):
        top, bottom = self.group(), self.group()
        return lambda at: top(at) / bottom(at)

    def root(self):
        cube = self.token == "["
        if cube:
            assert [self.take(), self.take(), self.take()] == ["[", "3", "]"]
        inner = self.group()
        if cube:
            return lambda at: math.copysign(abs(inner(at)) ** (1 / 3), inner(at))
        return lambda at: math.sqrt(inner(at))

    def inner_product(self):
        left = self.sum()
        self.take(",")
        right = self.sum()
        self.take(r"\rangle")
        return lambda at: left(at) * right(at)

    def gradient(self):
        second = self.token == "^"
        if second:
            self.take()
            assert self.raw() == "2"
        self.take("L")
        (point,) = self.arguments()
        if not second:
            return lambda at: self.functions["slope"](point(at))
        vector = self.power() if self.begins() else lambda at: 1.0
        return lambda at: self.functions["bend"](point(at)) * vector(at)

    def height(self):
        (point,) = self.arguments()
        return lambda at: self.functions["value"](point(at))

    def operator(self):
        name = self.raw()
        return self.primary() if name == "diag" else self.call(CALLS[name])

    def cases(self):
        assert self.raw() == "cases"
        rows, otherwise = [], None
        while self.token != r"\end":
            value = self.sum()
            self.take("&")
            self.take(r"\text")
            if self.raw() == "if":
                rows.append((value, self.condition()))
            else:
                otherwise = value
            if self.token == r"\\":
                self.take()
        self.take()
        assert self.raw() == "cases"

        def chosen(at):
            return next((value(at) for value, test in rows if test(at)), None)

        return lambda at: otherwise(at) if not any(t(at) for _, t in rows) else chosen(at)

    def condition(self):
        tests, words = [self.relation()], set()
        while self.token == r"\text":
            self.take()
            words.add(self.raw())
            tests.append(self.relation())
        assert words <= {"and"} or words <= {"or"}
        joined = any if words == {"or"} else all
        return lambda at: joined(test(at) for test in tests)

    def relation(self):
        left = self.sum()
        compare = RELATIONS[self.take()]
        right = self.sum()
        return lambda at: compare(left(at), right(at))

    def lookup(self):
        symbol = self.symbol()
        return lambda at: at.get(symbol)

    def symbol(self):
        """(letter, what stands below it, its mark): (r"\\hat{m}", ("t-1",), "")."""
        letter = self.take()
        assert SYMBOL.fullmatch(letter), (letter, self.tokens)
        if letter in (r"\hat", r"\mathrm"):
            letter += self.raw()
        elif letter == r"\bar":
            letter += self.take()
        below, mark = (), ""
        if self.token == "_":
            self.take()
            below = tuple(self.raw().split(","))
        while self.token == "'":
            mark += self.take()
        if self.tokens[self.place : self.place + 3][:2] == ["^", "{"]:
            numbered = self.tokens[self.place + 2] == "("
            if numbered:
                self.take()
                mark = self.raw()
        return letter, below, mark


READERS = {
    r"\frac": Page.fraction,
    r"\dfrac": Page.fraction,
    r"\sqrt": Page.root,
    r"\langle": Page.inner_product,
    r"\nabla": Page.gradient,
    "L": Page.height,
    r"\operatorname": Page.operator,
    r"\begin": Page.cases,
}


class Facts:
    """What is known at step t: symbols with their steps as numbers."""

    def __init__(self):
        self.known, self.t = {}, 0

    def at(self, symbol):
        """A symbol with t-1 in its index as the number of that step."""
        letter, below, mark = symbol
        return letter, tuple(self.step(part) for part in below), mark

    def step(self, part):
        back = re.fullmatch(r"t(?:-(\d+))?", part)
        return str(self.t - int(back[1] or 0)) if back else part

    def put(self, symbol, value):
        self.known[self.at(symbol)] = value

    def get(self, symbol):
        if symbol == ("t", (), ""):
            return self.t
        return self.known[self.at(symbol)]


def walk(equations, conditions, start, functions):
    """(x_t, answer) for t = 1, 2, ... from an align* block and the sentence below it.

    `functions`: what L is (value, slope, bend), and the noise of step t.
    """
    page, facts = partial(Page, functions=functions), Facts()
    facts.put(("x", ("0",), ""), start)
    facts.put(("n", (), ""), 1)
    answer = ("x", ("t",), "")
    for piece in re.findall(r"\$([^$]*)\$", conditions):
        if "=" not in piece:
            answer = page(piece).symbol()
            continue
        *names, value = piece.replace(r" \text{ for } k \le 0", "").split("=")
        for name in names:
            letter, below, mark = page(name).symbol()
            number = page(value).sum()(facts)
            for k in range(-20, 1) if "k" in below else [0]:
                facts.put((letter, tuple(str(k) if b == "k" else b for b in below), mark), number)
    rows = equations.split("\n")[1:-1]
    for t in count(1):
        facts.t = t
        for row in rows:
            left, _, right = row.removesuffix(r" \\").partition("&")
            name = page(left).symbol()
            drawn = right.startswith(r"\sim")
            facts.put(name, functions["noise"](t) if drawn else page(right[1:]).sum()(facts))
        yield facts.get(("x", ("t",), "")), facts.get(answer)
