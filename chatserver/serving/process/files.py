"""Open files: raise the limit of this process, and count the free ones."""

import os
import resource

MOST = 1_048_576
"""The number to use if there is no limit. More than Linux allows by default."""

FOLDERS = ("/proc/self/fd", "/dev/fd")


def raise_file_limit() -> int:
    """Let this process, and its children, open as many files as the hard limit allows; answers how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return min(soft, MOST) if soft != resource.RLIM_INFINITY else MOST
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # macOS allows less than it says
        return soft
    return wanted


def count_free_files() -> int:
    """How many more files this process could open now."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    folder = next(folder for folder in FOLDERS if os.path.isdir(folder))  # noqa: PTH112 -- it is asked for each second
    limit = MOST if soft == resource.RLIM_INFINITY else soft
    return max(0, limit - len(os.listdir(folder)))  # noqa: PTH208
