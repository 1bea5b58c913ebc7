"""What keeps an installation going beside its pages: backups, and threads and commands that work in the background."""
