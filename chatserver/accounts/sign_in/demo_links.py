"""Sign-in links for the invented people of a demo database; in any other database they do not work."""

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from chatserver.accounts.models import Installation, User

SALT = "chatserver.accounts.demo_links"


def sign_in_link(user: User) -> str:
    """The path that signs in as this person, any number of times. It holds only their public id, signed."""
    return reverse("demo_sign_in", args=[Signer(salt=SALT).sign(str(user.public_id))])


def person_of_link(token: str) -> User | None:
    """The person of the link; None where the signature is wrong, the person inactive or the database no demo's."""
    try:
        public_id = Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
    if not Installation.is_demo():
        return None
    try:
        return User.objects.filter(public_id=public_id, is_active=True).first()
    except ValidationError:  # signed by us with this salt, but not for a person
        return None
