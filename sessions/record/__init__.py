"""The record: what the public stream said, compiled into one document that can be checked without a server."""
