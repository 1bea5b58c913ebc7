"""Senders of single messages, one of which serves each channel as the settings say."""

from chatserver.accounts.senders.finding import find_sender, is_served
from chatserver.accounts.senders.message import Message, NotAccepted, PerhapsSent, Sender

__all__ = ["Message", "NotAccepted", "PerhapsSent", "Sender", "find_sender", "is_served"]
