"""Sentences of proofs and reasons, a table a language, and what fills them with mathematics."""
