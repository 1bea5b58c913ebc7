"""Words of complaints and suggestions for templates."""

from django import template
from django.urls import reverse

from sessions.matters.shown.words import agency_words, kind_word, state_word
from sessions.models import MatterPhoto

register = template.Library()

register.filter("matter_state", state_word)
register.filter("matter_kind", kind_word)
register.filter("agency_words", agency_words)


@register.simple_tag
def photo_address(photo: MatterPhoto) -> str:
    """Where a shown photograph is served."""
    return reverse("photo", args=[photo.pk, photo.version])
