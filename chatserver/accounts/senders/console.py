"""Shows on the terminal what would be sent, for demos and for those who write the product."""

import sys

from chatserver.accounts.senders.message import Message

SHOWN = 2


class ConsoleSender:
    def send(self, message: Message) -> None:
        """The address is hidden but for its end: what is printed may be kept as a log."""
        sys.stdout.write(f"To …{message.to[-SHOWN:]}: {' '.join(message.text.splitlines())}\n")
        sys.stdout.flush()
