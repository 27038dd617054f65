"""Why a proof is not accepted: it says what is false, or what this check cannot follow."""


class Refusal(Exception):
    """The proof is not accepted; the text says why in one sentence."""


class Untrue(Refusal):
    """Something that the proof says, or the claim itself, is false."""


class Unfollowed(Refusal):
    """Nothing false was seen, but a step is beyond the means or the limits of this check."""
