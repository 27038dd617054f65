"""The trusted check: whether a certificate proves a claim. It imports no rung."""
