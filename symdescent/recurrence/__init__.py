"""A descent on a quadratic as a linear recurrence, solved exactly: iterates, closed form, rates."""
