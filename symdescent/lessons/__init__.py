"""Documents told once for every writer: worked examples, figures as data, exercises."""
