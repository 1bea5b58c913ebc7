"""New accounts: households that share a number, crowds from one network, and people who come back after erasure."""
