"""The live layer: sockets, their messages, and the hub that brings every stream to its subscribers."""
