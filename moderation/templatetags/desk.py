"""Words of the desk that count something."""

from django import template

from moderation.desk_words import more_words
from sessions.text.digits import digits

register = template.Library()


@register.simple_tag
def more_questions(left: int) -> str:
    """What leads to the questions that the page does not hold."""
    return more_words(left).format(n=digits(left))
