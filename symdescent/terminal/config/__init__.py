"""A person's own defaults: a file goes in, words of a command line come out."""
