"""Words of complaints, suggestions and promises for templates."""

from django import template
from django.urls import reverse

from sessions.matters.public.words import agency_words, matter_kind_word, state_word
from sessions.models import MatterPhoto
from sessions.promises.public.words import promise_kind_word

register = template.Library()

register.filter("matter_state", state_word)
register.filter("matter_kind", matter_kind_word)
register.filter("agency_words", agency_words)
register.filter("promise_kind", promise_kind_word)


@register.simple_tag
def photo_address(photo: MatterPhoto) -> str:
    """Where a shown photograph is served."""
    return reverse("photo", args=[photo.pk, photo.version])
