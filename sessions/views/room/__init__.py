"""The room and the answering page, and the parts of them that scripts go on with."""
