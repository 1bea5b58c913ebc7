"""The live edge: sockets, what they say, and the hub that brings every stream to everybody."""
