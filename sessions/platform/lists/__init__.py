"""Long public lists: what a reader asks for in an address, the search by words in any script, and a list's pages."""
