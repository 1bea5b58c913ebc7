"""Sealed months: the public log of a ward in one month, as a document that anybody can verify."""
