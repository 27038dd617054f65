"""What many walks leave behind: where each ended and why, as arrays."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from symdescent.numeric.evaluation import Array
from symdescent.numeric.run import Ending

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
ENDINGS: Final = tuple(Ending)


@dataclass(frozen=True, eq=False)
class Ends:
    """Where m walks in n variables ended, a column or an entry a walk; read-only.

    `points` (n, m), `values` (m,) and `norms` (m,), of the gradient without what presses against
    an edge of the box, at the last iterate that has them; `steps` (m,), how many led there, -1
    where the start has none; `reached` (m,), the step from which on it was at or below the goal,
    -1 where it ended above; `codes` (m,), places in ENDINGS.
    """

    points: Array
    values: Array
    norms: Array
    steps: Counts
    reached: Counts
    codes: Counts

    def ending(self, column: int) -> Ending:
        """Why that walk ended."""
        return ENDINGS[int(self.codes[column])]

    def ended(self, ending: Ending) -> Flags:
        """Which walks (m,) ended so."""
        return np.equal(self.codes, ENDINGS.index(ending))

    def sealed(self) -> "Ends":
        """The same, read-only from now on."""
        for field in fields(self):
            getattr(self, field.name).setflags(write=False)
        return self


def blank(n: int, m: int) -> Ends:
    """The ends of m walks, to be filled in."""
    steps, reached, codes = (np.full(m, -1) for _ in range(3))
    values, norms = (np.full(m, np.nan) for _ in range(2))
    return Ends(np.full((n, m), np.nan), values, norms, steps, reached, codes)
