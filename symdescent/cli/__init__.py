"""The command line: what is typed is read, answered and printed, with an exit status."""
