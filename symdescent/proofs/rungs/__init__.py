"""The search for proofs, rung by rung: it may guess, the kernel decides."""
