"""The attack on the proofs at length: random formulas, each proved value against many numbers.

    python benchmarks/soundness.py [FORMULAS] [FIRST_SEED] [SECONDS]

3,000 formulas by default, 100 to a seed, at most 2 s each: half an hour and more. Exit status 1
where a number contradicts a proof.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "proofs"))

from attack import attack

EACH = 100


def main() -> int:
    count, first, seconds = given()
    asked = proved = checked = wrong = 0
    for seed in range(first, first + -(-count // EACH)):
        tally = attack(seed, min(EACH, count - asked), seconds)
        asked, proved = asked + tally.asked, proved + tally.proved
        checked, wrong = checked + tally.checked, wrong + len(tally.wrong)
        print(f"{asked} asked, {proved} proved, {checked} checked, {wrong} wrong", flush=True)
        for said in tally.wrong:
            print(f"  seed {seed}: {said}", flush=True)
    return int(wrong > 0)


def given() -> tuple[int, int, float]:
    """The words of the command line, or their defaults."""
    words = sys.argv[1:]
    count = int(words[0]) if words else 3000
    first = int(words[1]) if len(words) > 1 else 1
    return count, first, float(words[2]) if len(words) > 2 else 2.0


if __name__ == "__main__":
    sys.exit(main())
