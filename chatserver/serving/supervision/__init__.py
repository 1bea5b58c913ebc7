"""Several workers on one port: started, replaced, ended.

Daphne has nothing for that. uvicorn's own supervisor serves uvicorn alone, and starts workers in its own environment,
which an upgrade replaces. It waits without end for a worker that does not leave, takes one whose event loop hangs for
sound, because a thread answers, and its workers go on when it is killed, and do not notice if it hangs.
"""
