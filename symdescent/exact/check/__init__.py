"""A problem and a claimed minimum with its certificate go in; whether the proof holds comes out.

Nothing here is shared with the rungs that find minima: polynomials, ranges, limits and signs are
worked out anew, from sympy's constructors, whole numbers and enclosures.
"""

from symdescent.exact.check.judging import Checked, check

__all__ = ["Checked", "check"]
