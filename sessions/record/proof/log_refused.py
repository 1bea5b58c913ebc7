"""The one exception by which the log refuses to grow, to sign or to be published."""


class LogRefused(Exception):
    """Nothing was signed. str(): in a sentence what is wrong, and what the operator can do."""
