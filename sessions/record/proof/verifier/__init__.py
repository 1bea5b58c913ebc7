"""The verifier of records: one file that needs no server, the copy that is handed out, and our own log beside it."""
