"""Template tags for counted words of the desk."""

from django import template

from moderation.desk.desk_labels import more_words
from sessions.platform.text.digits import digits

register = template.Library()


@register.simple_tag
def more_questions(left: int) -> str:
    """The text of the link to the questions that are not on the page."""
    return more_words(left).format(n=digits(left))
