"""The eight reasons for which a question may be refused; nothing is refused without one of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    OFF_TOPIC = "off_topic", _("Not about the ward or the borough")
    ALREADY_ASKED = "already_asked", _("Already asked or answered")
    PERSONAL_DATA = "personal_data", _("Names a private person or shows personal data")
    PRIVATE_DISPUTE = "private_dispute", _("A private or land dispute")
    ATTACK = "attack", _("Attacks a person or a group")
    NOT_UNDERSTANDABLE = "not_understandable", _("Cannot be understood as it stands")
    CAMPAIGN = "campaign", _("Campaigning for or against a party")
    OUT_OF_COMPETENCE = ("out_of_competence", _("Outside what the corporation can decide"))
