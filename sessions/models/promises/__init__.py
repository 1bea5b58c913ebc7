"""The tables of promises: what an office said that it will do, and what became of it."""
