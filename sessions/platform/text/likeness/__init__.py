"""How alike short texts are, across scripts: the same words in other letters, never the same meaning. Pure.

And what follows from it: groups of near-copies, and flooding.
"""
