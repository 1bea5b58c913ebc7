"""Wards, their boroughs, and the PIN codes that touch them."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.platform.text.by_language import as_spoken, for_reader, spoken_to_reader


class PublicContact(models.Model):
    """How an office is reached: the office's own telephone, address and hours, never those of a private person.

    A clerk enters them (sessions/chats/pages/planning/people/contact.py); everybody reads them.
    """

    office_phone = models.CharField(max_length=40, blank=True, default="", db_default="")
    office_addresses = models.JSONField(default=dict, db_default={}, blank=True, help_text=_("By language."))
    office_hours = models.JSONField(default=dict, db_default={}, blank=True, help_text=_("By language."))

    class Meta:
        abstract = True

    @property
    def phone_digits(self) -> str:
        """The phone number as a tel: address has it: digits and + alone."""
        return "".join(sign for sign in self.office_phone if sign in "+0123456789")

    @property
    def address(self) -> str:
        """The office's address in the reader's language."""
        return for_reader(self.office_addresses)

    @property
    def hours(self) -> str:
        """The office's hours in the reader's language."""
        return for_reader(self.office_hours)

    @property
    def has_contact(self) -> bool:
        return bool(self.office_phone or self.office_addresses or self.office_hours)


class Borough(PublicContact):
    code = models.CharField(max_length=8, unique=True, help_text=_("As the corporation writes it: X for ten."))
    names = models.JSONField(help_text=_("By language."))

    class Meta:
        ordering = ("code",)
        verbose_name_plural = _("boroughs")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, otherwise in the fallback language."""
        return for_reader(self.names)


class WardQuerySet(models.QuerySet["Ward"]):
    def with_pin(self, pin: str) -> "WardQuerySet":
        """Wards that the PIN touches. A PIN shortens the list and never decides: most cover several wards."""
        return self.filter(pins__pin=pin)


class Ward(PublicContact):
    """One ward. A map of a city names its wards by their numbers alone, so that the borough may be unknown."""

    number = models.PositiveSmallIntegerField(unique=True)
    borough = models.ForeignKey(Borough, on_delete=models.PROTECT, null=True, blank=True, related_name="wards")
    neighbourhood_names = models.JSONField(
        default=dict, db_default={}, blank=True, help_text=_("By language, separated by semicolons.")
    )
    places = models.TextField(
        blank=True, help_text=_("Streets and landmarks in any language, for the search; separated by semicolons.")
    )

    objects = WardQuerySet.as_manager()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"Ward {self.number}"

    def is_of(self, owner: "Ward | Borough") -> bool:
        """Whether it is the ward itself, or in the borough."""
        return self.pk == owner.pk if isinstance(owner, Ward) else self.borough_id == owner.pk

    @property
    def neighbourhoods(self) -> list[str]:
        """Neighbourhood names in the reader's language, or else in the language that all fall back on."""
        names = spoken_to_reader(self.neighbourhood_names)
        return [as_spoken(name.strip(), names.language) for name in names.text.split(";") if name.strip()]


class WardPin(models.Model):
    ward = models.ForeignKey(Ward, on_delete=models.CASCADE, related_name="pins")
    pin = models.CharField(max_length=6, validators=[RegexValidator(r"\A[1-9][0-9]{5}\Z")])

    class Meta:
        ordering = ("pin",)
        constraints = [models.UniqueConstraint(fields=("ward", "pin"), name="one_row_per_ward_and_pin")]

    def __str__(self) -> str:
        return self.pin
