"""What is shown of results, as text, tables, LaTeX, pages, figures: returned, not printed."""
