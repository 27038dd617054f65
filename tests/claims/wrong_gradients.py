"""Wrong gradients, each made by hand from one known mistake: formula, claim, words of the mistake.

The words are those by which the mistake may be named: one of them must stand in what is said.
"""

CHAIN = ("inner derivative",)
INSIDE = ("taken at u'", "only the inside")
MINUS = ("minus", "sign")
LOWERED = ("exponent is not lowered",)
BROUGHT = ("not brought down",)
PRODUCT = ("derivatives were multiplied",)
TERM = ("only one of its terms",)
PLUS = ("a plus where a minus",)
ORDER = ("numerator are swapped",)
SQUARED = ("denominator is not squared",)
DIVIDED = ("derivatives were divided",)
CONSTANT = ("constant term is not dropped", "term is not differentiated")
TRIG = ("sign of the sine", "minus", "opposite", "left as it was")
EXP = ("like a power",)
LOGARITHM = ("logarithm of the base",)
SWAPPED = ("swapped",)
OTHER = ("with respect to", "other variable", "another variable")
FACTOR = ("factor",)
HALF = ("1/2", "not brought down", "factor")
SIGN = ("between bars",)
LEFT = ("not differentiated", "left as it was", "term is missing")

WRONG = (
    ("(3x+1)^4", "4(3x+1)^3", CHAIN),
    ("sin(2x)", "cos(2x)", CHAIN),
    ("exp(x^2)", "exp(x^2)", CHAIN),
    ("log(x^2+1)", "1/(x^2+1)", CHAIN),
    ("sqrt(x^2+4)", "1/(2sqrt(x^2+4))", CHAIN),
    ("cos(x^3) + x", "1 - sin(x^3)", CHAIN),
    ("x*exp(-2x)", "exp(-2x) + x*exp(-2x)", CHAIN),
    ("atan(3x)", "1/(1+9x^2)", CHAIN),
    ("(x^2+y^2)^3", "3(x^2+y^2)^2, 3(x^2+y^2)^2", CHAIN),
    ("tanh(2x)^2", "2tanh(2x)/cosh(2x)^2", CHAIN),
    ("sin(x^2)", "cos(2x)", INSIDE),
    ("log(x^2+x)", "1/(2x+1)", INSIDE),
    ("cos(x)", "sin(x)", MINUS),
    ("x^2*cos(x)", "2x*cos(x) + x^2*sin(x)", MINUS),
    ("1/x", "1/x^2", MINUS),
    ("x^2 - 3x", "2x + 3", MINUS),
    ("exp(-x)", "exp(-x)", MINUS),
    ("5 - (x-1)^2", "2(x-1)", MINUS),
    ("x^3", "3x^3", LOWERED),
    ("x^4 + 2x", "4x^4 + 2", LOWERED),
    ("(x-4)^2/2", "(x-4)^2", LOWERED),
    ("2x^5 - x", "10x^5 - 1", LOWERED),
    ("x^3", "x^2", BROUGHT),
    ("x^4 - 2x^2", "x^3 - 2x", BROUGHT),
    ("(x^2+1)^3", "2x*(x^2+1)^2", BROUGHT),
    ("x^3*y^3", "x^2*y^3, x^3*y^2", BROUGHT),
    ("x^2*sin(x)", "2x*cos(x)", PRODUCT),
    ("x*exp(x)", "exp(x)", PRODUCT),
    ("x^3*log(x)", "3x^2/x", PRODUCT),
    ("x*sin(x)", "sin(x)", TERM),
    ("x^2*exp(x)", "x^2*exp(x)", TERM),
    ("(x+1)*log(x)", "log(x)", TERM),
    ("x*y*exp(x)", "y*exp(x), x*exp(x)", TERM),
    ("sin(x)/x", "(x*cos(x) + sin(x))/x^2", PLUS),
    ("x/(x^2+1)", "(x^2 + 1 + 2x^2)/(x^2+1)^2", PLUS),
    ("exp(x)/x", "(exp(x) - x*exp(x))/x^2", ORDER),
    ("log(x)/x", "(log(x) - 1)/x^2", ORDER),
    ("sin(x)/(x^2+1)", "(cos(x)*(x^2+1) - 2x*sin(x))/(x^2+1)", SQUARED),
    ("x^2/(x+1)", "2x", DIVIDED),
    ("x^3/(x^2+5)", "3x^2/(2x)", DIVIDED),
    ("x^2 + 7", "2x + 7", CONSTANT),
    ("3x^2 - 5", "6x - 5", CONSTANT),
    ("x^2 + y^2", "2x + y^2, x^2 + 2y", CONSTANT),
    ("sin(x)", "-cos(x)", TRIG),
    ("x + sin(3x)", "1 - 3cos(3x)", TRIG),
    ("exp(2x)", "2x*exp(2x-1)", EXP),
    ("2^x", "x*2^(x-1)", EXP),
    ("e^x", "x*e^(x-1)", EXP),
    ("3^x", "3^x", LOGARITHM),
    ("log2(x)", "1/x", LOGARITHM),
    ("x^2*y", "x^2, 2x*y", SWAPPED),
    ("3x^2 + x*y + y^3", "x + 3y^2, 6x + y", SWAPPED),
    ("x^2*y^3", "3x^2*y^2, 3x^2*y^2", OTHER),
    ("x*y^2", "2y, 2x*y", OTHER),
    ("x^2*y", "2x, x^2", OTHER),
    ("5x^2 + y", "2x, 1", FACTOR),
    ("1/2*(x-4)^2", "2(x-4)", FACTOR),
    ("sqrt(x)", "1/sqrt(x)", HALF),
    ("sqrt(1+x^2)", "2x/sqrt(1+x^2)", HALF),
    ("|x-2|", "1", SIGN),
    ("x^2 + |x|", "2x + 1", SIGN),
    ("x^3 + x^2", "x^3 + 2x", LEFT),
    ("x^2 + sin(x)", "2x + sin(x)", LEFT),
    ("tan(x)", "1/cos(x)", ("square is lost",)),
    ("3x^2 + 2y^2 + x*y", "6x + x, 4y + y", ("another variable",)),
    ("1/x^2", "-2/x", ("raised by one",)),
    ("x^x", "x^x*log(x)", ("base was taken for a constant",)),
    ("x^2/2 + 3x", "x", ("term is missing",)),
)  # fmt: skip

UNEXPLAINED = (  # wrong in ways that no known mistake makes: a point is shown, nothing is named
    ("x^2", "17x^5 + cos(x)"),
    ("sin(x)", "exp(x)"),
    ("x^2*y", "x + y, y^7"),
    ("x^3 - x", "3x^2 - 1 + 1/1000000007"),
    ("log(x)", "1/(x + 1/97)"),
)
