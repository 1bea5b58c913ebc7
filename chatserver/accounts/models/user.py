"""The account of a person. It holds as little about them as the product can work with."""

import secrets
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.base import ModelState
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatserver.accounts.models.arrival import Crowd, CrowdVerdict
from chatserver.accounts.models.counted_support import eligibility_of_account
from sessions.chats.support.eligibility import SupportEligibility
from sessions.city.people.account_facts import AccountFacts
from sessions.contract.label_uses import LabelUse
from sessions.contract.limits import MAX_CODE_POINTS_EACH, MAX_LABEL_GRAPHEMES
from sessions.platform.text.digits import digits

if TYPE_CHECKING:
    from sessions.models import Ward

LABEL_CODE_POINTS = MAX_LABEL_GRAPHEMES * MAX_CODE_POINTS_EACH


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """An account with a password; without one, the person can sign in only by a link or a code."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_resident(
        self, *, ward: "Ward | None", label: str = "", language: str = settings.LANGUAGE_CODE, **fields: Any
    ) -> "User":
        """A resident of the ward (None: still to be chosen). The username is random and says nothing about them."""
        return self.create_user(f"resident-{secrets.token_hex(8)}", ward=ward, label=label, language=language, **fields)

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def find_named(self, written: str) -> "User | None":
        """The account with this user name or public id, as an operator types it."""
        try:
            return self.filter(models.Q(username=written) | models.Q(public_id=written)).first()
        except ValidationError:  # not a UUID
            return self.filter(username=written).first()


class User(AbstractBaseUser, PermissionsMixin):
    """A person. There are no phone numbers, addresses or real names here; the log holds only `public_id`."""

    username = models.CharField(
        max_length=64,
        unique=True,
        validators=[RegexValidator(r"\A[\w.@+-]+\Z", gettext_lazy("Letters, digits and . @ + - _ only."))],
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    label = models.CharField(
        max_length=LABEL_CODE_POINTS,
        blank=True,
        help_text=gettext_lazy("The name shown to others. Blank: “Resident, ward 95”."),
    )
    label_use = models.CharField(
        max_length=4,
        choices=[(use.value, use.name) for use in LabelUse],
        blank=True,
        default=LabelUse.CHAT.value,
        db_default=LabelUse.CHAT.value,
        editable=False,
        help_text=gettext_lazy(
            "Whether the name stands under the person’s questions: until the next chat ends, or always."
        ),
    )
    language = models.CharField(max_length=8, default=settings.LANGUAGE_CODE)
    ward = models.ForeignKey(
        "chat_sessions.Ward", on_delete=models.PROTECT, null=True, blank=True, related_name="residents"
    )
    moved_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=gettext_lazy("When they last changed their ward.")
    )
    vouched_by = models.CharField(
        max_length=8,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=gettext_lazy(
            "How they first signed in: by phone, by e-mail or by paper; blank where a link made them."
        ),
    )
    place_at_address = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False, help_text=gettext_lazy("The how-manieth of those at their number.")
    )
    crowd = models.ForeignKey(
        Crowd, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="people"
    )
    verdict = models.CharField(
        max_length=8,
        choices=CrowdVerdict,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=gettext_lazy("What a clerk has decided about the crowd that they came in."),
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text=gettext_lazy("May enter the administration."))
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    facts: AccountFacts | None = None
    """No column: what sessions.city.people.access.find_people has read with the account. None: it has to be asked."""

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = gettext_lazy("person")
        verbose_name_plural = gettext_lazy("people")

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        """Make a model from a row in a third of Django's time: each batch of commands reads its senders' accounts.

        A row only sets attributes: nobody listens to the signals of a model that is made, and no column has a
        descriptor that would have to know of its value. A column that was not read is read when it is needed.
        """
        person = cls.__new__(cls)
        person.__dict__.update(zip(field_names, values, strict=True))
        state = person._state = ModelState()  # noqa: SLF001 -- its own
        state.adding, state.db = False, db
        if fetch_mode is not None:
            state.fetch_mode = fetch_mode
        return person

    def __str__(self) -> str:
        return self.username

    @property
    def eligibility(self) -> SupportEligibility:
        """Whether the person's support counts."""
        return eligibility_of_account(
            vouched_by=self.vouched_by,
            place=self.place_at_address,
            verdict=CrowdVerdict(self.verdict or CrowdVerdict.NONE),
        )

    @property
    def public_label(self) -> str:
        """The chosen label, while it is to stand under the person's questions; blank for none."""
        return self.label if self.label_use else ""

    @property
    def shown_as(self) -> str:
        """The name that others see; never the username of a resident, who has not chosen it."""
        if self.label:
            return self.label
        if self.ward is not None:
            return _("Resident, ward %(number)s") % {"number": digits(self.ward.number)}
        return self.username if self.is_staff else _("Resident")
