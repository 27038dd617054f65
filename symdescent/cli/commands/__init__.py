"""The commands, one module for those that are alike; each is loaded when it is typed."""
