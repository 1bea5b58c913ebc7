"""Several workers on one port: started, replaced, ended.

Daphne has nothing for that. uvicorn's own supervisor serves uvicorn alone, starts workers in the environment from which
it was started itself, which an upgrade replaces, waits without end for one that does not leave, and no worker notices
where the supervisor hangs.
"""
