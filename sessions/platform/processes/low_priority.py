"""Runs a module of a child process at a low priority: python -m sessions.platform.processes.low_priority INCREMENT
MODULE.

INCREMENT: what is added to the nice value (0 to 19). It is added before the module is found, for what a module imports
takes more time than its work on a small picture, and a live chat on the same processor would wait for it.
"""

import os
import runpy
import sys


def command_at_low_priority(increment: int, module: str) -> list[str]:
    """What starts the module; increment: see above. Needs the folder of the project on PYTHONPATH."""
    return [sys.executable, "-m", __name__, str(increment), module]


if __name__ == "__main__":
    os.nice(int(sys.argv.pop(1)))
    runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
