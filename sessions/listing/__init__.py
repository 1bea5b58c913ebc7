"""Long public lists: what a reader asks for in an address, and the pages in which they are read."""
