"""Texts as people write them and as they are shown: input, search, numbers, languages, labels of states; no tables."""
