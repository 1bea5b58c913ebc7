"""The tables of the accounts. They hold as little about people as the product can work with."""

from chatserver.accounts.models.arrival import Arrival, Crowd
from chatserver.accounts.models.contact import Contact
from chatserver.accounts.models.cookie_session_owner import CookieSessionOwner
from chatserver.accounts.models.enrolment_code import EnrolmentCode
from chatserver.accounts.models.identity import Identity
from chatserver.accounts.models.installation import Installation
from chatserver.accounts.models.matter_contact import MatterContact
from chatserver.accounts.models.printed_code import PrintedBatch, PrintedCode
from chatserver.accounts.models.push_subscription import PushSubscription
from chatserver.accounts.models.sign_in_code import SignInCode
from chatserver.accounts.models.tally import Tally
from chatserver.accounts.models.user import User

__all__ = [
    "Arrival",
    "Contact",
    "CookieSessionOwner",
    "Crowd",
    "EnrolmentCode",
    "Identity",
    "Installation",
    "MatterContact",
    "PrintedBatch",
    "PrintedCode",
    "PushSubscription",
    "SignInCode",
    "Tally",
    "User",
]
