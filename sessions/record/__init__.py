"""The record: the public stream as one document that anybody can check without a server."""
