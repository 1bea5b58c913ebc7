"""A record as PDF, set by typst in a process of its own; typst and its fonts are an extra (requirements-pdf.txt)."""
