"""Completion scripts for bash, zsh and fish, and the manual page, from the tables of options."""
