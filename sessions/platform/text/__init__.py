"""Texts: input, search, numbers, languages and labels of states; without tables."""
