"""A study goes in; a worked example, told once as a document of blocks, comes out."""
