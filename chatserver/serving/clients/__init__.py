"""What clients may send on either server, and how fast: the parts of a protocol class that both have in common."""
