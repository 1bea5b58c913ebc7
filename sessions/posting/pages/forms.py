"""The forms for the words of a post, and for how a ward's posts are written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions.city.pages.planning.fields import LineField, PlanningForm
from sessions.contract.limits import MAX_POST_GRAPHEMES
from sessions.models import Post, PostOccasion, PostSettings, Ward
from sessions.platform.text.by_language import ByLanguage, direction_of, language_codes, language_name
from sessions.posting.preview import USUAL_LANGUAGES, languages_of
from sessions.posting.wording import template_words


class WordsForm(PlanningForm):
    """One field for each language in which the post is written; empty, or as the template has it: the template's."""

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._template = {code: template_words(post, code) for code in languages_of(post)}
        for code, text in self._template.items():
            self.fields[f"words_{code}"] = _words_field(code, post.words.get(code, text))
        self.public = [f"words_{code}" for code in self._template]

    @property
    def words(self) -> ByLanguage:
        """The words of a valid form; empty where everything equals the template."""
        given = {code: self.cleaned_data[f"words_{code}"] for code in self._template}
        is_changed = any(text and text != self._template[code] for code, text in given.items())
        return {code: text for code, text in given.items() if text} if is_changed else {}


class SettingsForm(PlanningForm):
    first = forms.ChoiceField(label=_("First language"), widget=forms.RadioSelect)
    second = forms.ChoiceField(label=_("Second language, in the same text"), widget=forms.RadioSelect, required=False)
    always_ask = forms.MultipleChoiceField(
        label=_("Wait for approval before each post about"),
        help_text=_("Without it, posts of a kind wait only until you approve the first one."),
        choices=PostOccasion.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    parts = {"languages": "first"}

    def __init__(self, *args: Any, ward: Ward, **kwargs: Any) -> None:
        row = PostSettings.objects.filter(ward=ward).first()
        languages = (row.languages if row is not None else None) or list(USUAL_LANGUAGES)
        initial = {
            "first": languages[0],
            "second": languages[1] if len(languages) > 1 else "",
            "always_ask": row.always_ask if row is not None else [],
        }
        super().__init__(*args, initial=initial, **kwargs)
        choices = [(code, language_name(code)) for code in language_codes()]
        self.fields["first"].choices = choices  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", _("No second language")), *choices]  # type: ignore[attr-defined]

    @property
    def languages(self) -> list[str]:
        return [code for code in (self.cleaned_data["first"], self.cleaned_data["second"]) if code]


def _words_field(code: str, initial: str) -> LineField:
    return LineField(
        label=str(_("Words in {language}")).format(language=language_name(code)),
        max_graphemes=MAX_POST_GRAPHEMES,
        initial=initial,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": code, "dir": direction_of(code), "class": "input"}),
    )
