"""How alike short texts are, across scripts: the same words in other letters, never the same meaning. Pure."""
