"""A kind, a count and a seed go in; exercises with solutions and verified keys come out."""
