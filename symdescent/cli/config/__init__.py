"""A person's own defaults: a file of words that are added to a command line."""

VARIABLE = "SYMDESCENT_CONFIG"  # the environment's name of the file
