"""A formula and what a person says of it go in; which of it is right, proved, comes out."""
