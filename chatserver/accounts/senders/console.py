"""Shows messages on the terminal instead of sending them, for demos and for development."""

import sys

from chatserver.accounts.senders.message import Message

SHOWN = 2


class ConsoleSender:
    def send(self, message: Message) -> None:
        """Print the message. Only the end of the address is shown: the output may be kept as a log."""
        sys.stdout.write(f"To …{message.to[-SHOWN:]}: {' '.join(message.text.splitlines())}\n")
        sys.stdout.flush()
