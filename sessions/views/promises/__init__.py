"""The pages of promises."""

"""The pages of promises for everybody: the list, each of them, the figures, and all of it as files and feeds."""
