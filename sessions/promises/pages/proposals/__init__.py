"""The pages on which promises are entered: proposals that the office confirms or refuses, and the clerk's entries."""
