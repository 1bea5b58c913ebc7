"""Ways of sending one message to one address; which one serves a channel is said by the settings."""

from chatserver.accounts.senders.finding import find_sender, is_served
from chatserver.accounts.senders.message import Message, NotAccepted, Sender, Unsure

__all__ = ["Message", "NotAccepted", "Sender", "Unsure", "find_sender", "is_served"]
