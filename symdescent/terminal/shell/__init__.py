"""The tables of commands and options go in; completion scripts and a manual page come out."""
