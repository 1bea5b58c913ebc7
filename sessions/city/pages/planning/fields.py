"""Form fields for the clerk's pages, which accept all of our digits; and refusals beside their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sessions.contract.limits import MAX_CODE_POINTS_EACH, MAX_HOLDER_NAME_LENGTH, MAX_NAME_GRAPHEMES
from sessions.platform.pages.confirming import ConfirmingForm
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import (
    ByLanguage,
    Words,
    codes_to_fill_in,
    direction_of,
    from_fields,
    language_name,
)
from sessions.platform.text.digits import digits
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER, clean_optional_line, clean_text, fold_digits

REQUIRED = _("This is needed.")
CHOICES = (forms.CheckboxSelectMultiple, forms.RadioSelect, forms.CheckboxInput)


class LineField(forms.CharField):
    """A line of text, normalised as the domain does it, but here, before anything is locked."""

    def __init__(self, *, max_graphemes: int, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=max_length or max_graphemes * MAX_CODE_POINTS_EACH, **kwargs)
        self._max_graphemes = max_graphemes

    def to_python(self, value: Any) -> str:
        try:
            return clean_optional_line(super().to_python(value) or "", max_graphemes=self._max_graphemes)
        except Refused as refused:
            raise ValidationError(str(refused.message)) from refused


class WordsField(LineField):
    """Words of several lines, normalised as the domain does it."""

    def to_python(self, value: Any) -> str:
        words = forms.CharField.to_python(self, value) or ""
        may_be_blank = not words or not self.required  # of needed words, blank ones are refused
        try:
            if may_be_blank and len(words) <= self._max_graphemes and not words.strip():
                return ""
            return clean_text(words, max_graphemes=self._max_graphemes)
        except Refused as refused:
            raise ValidationError(str(refused.message)) from refused


@dataclass(frozen=True, slots=True)
class LineByLanguage:
    """A line that clerks enter in each language. label: with {language} in it. help_text: beside the first.

    is_required: in the language that every reader falls back on; the others may be left out.
    """

    label: Words
    max_graphemes: int
    max_length: int | None = None
    help_text: Words = ""
    is_required: bool = True

    def fields(self, name: str) -> dict[str, LineField]:
        """The fields by their names, such as reason_en; the required one comes first."""
        codes = codes_to_fill_in()
        return {f"{name}_{code}": self._field(code, is_first=code == codes[0]) for code in codes}

    def _field(self, code: str, *, is_first: bool) -> LineField:
        return LineField(
            label=str(self.label).format(language=language_name(code)),
            help_text=self.help_text if is_first else "",
            max_graphemes=self.max_graphemes,
            max_length=self.max_length,
            required=self.is_required and is_first,
            widget=forms.TextInput(attrs={"lang": code, "dir": direction_of(code)}),
        )


HOLDER_NAME = LineByLanguage(
    label=_("Name in {language}"),
    max_graphemes=MAX_NAME_GRAPHEMES,
    max_length=MAX_HOLDER_NAME_LENGTH,
    is_required=False,
)


def _folded(field: forms.Field, value: Any) -> Any:
    """The value with ASCII digits. Raises ValidationError where it is too long to be a number."""
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_WRITTEN_NUMBER:
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return fold_digits(value.strip())


class DayField(forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input input--short"})
    input_formats = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
    default_error_messages = {"required": REQUIRED, "invalid": _("That is not a day. Write it as 2027-01-31.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(_folded(self, value))


class FirstDayField(DayField):
    """The first day on which a rule holds."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value < timezone.localdate():
            raise ValidationError(_("That day is past. Let the rule begin today or later."))


class HourField(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input input--short"})
    input_formats = ["%H:%M", "%H:%M:%S"]
    default_error_messages = {"required": REQUIRED, "invalid": _("That is not a time of day. Write it as 18:30.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(_folded(self, value))


class NumberField(forms.IntegerField):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"})
    default_error_messages = {"required": REQUIRED, "invalid": _("That is not a whole number.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(_folded(self, value))


def _from_to(least: int, most: int) -> str:
    return gettext("From {least} to {most}.").format(least=digits(least), most=digits(most))


from_to = lazy(_from_to, str)
"""What a number may be, in the reader's digits."""


class PlanningForm(ConfirmingForm):
    """A form that shows a refusal by the domain beside the field that it is about.

    parts: part of a refusal to field; refusals about other parts are shown above the form.
    by_language: lines that are entered in each language, by the start of their fields' names; everybody reads them.
    """

    use_required_attribute = False
    parts: Mapping[str, str] = {}
    by_language: Mapping[str, LineByLanguage] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = {name: line.fields(name) for name, line in self.by_language.items()}
        for fields in self._lines.values():
            self.fields.update(fields)
        for field in self.fields.values():
            if not isinstance(field.widget, CHOICES):
                field.widget.attrs.setdefault("class", "input")
            field.error_messages["required"] = REQUIRED

    @override
    def public_fields(self) -> list[str]:
        return [*self.public, *(name for fields in self._lines.values() for name in fields)]

    @property
    def lines(self) -> dict[str, list[forms.BoundField]]:
        """The fields of each line by language, for the template."""
        return {name: [self[each] for each in fields] for name, fields in self._lines.items()}

    def words_of(self, name: str) -> ByLanguage:
        """What was entered into a line by language, of a valid form."""
        return from_fields(name, {each: self.cleaned_data.get(each, "") for each in self._lines[name]})

    def refuse(self, refused: Refused, *, beside: str | None = None) -> None:
        """Show a refusal at its field. beside: the field to use where the refusal names no part of the form."""
        name = self.parts.get(refused.facts.get("part", ""), beside)
        self.add_error(name if name in self.fields else None, str(refused.message))
