"""What was proved, what was checked, what was only observed; and whether they agree."""

from symdescent.verdict.findings import Case, Claim, Finding, Standing, Verdict, Word
from symdescent.verdict.judge import judge

__all__ = ["Case", "Claim", "Finding", "Standing", "Verdict", "Word", "judge"]
