"""The page where clerks and moderators of a ward translate the words of its record; and the translations as a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.city.pages.staff_page import staff_page
from sessions.city.people.ward_staff import Staff
from sessions.models import Record, RecordTranslation
from sessions.platform.refusals import Refused
from sessions.platform.text.by_language import language_codes
from sessions.platform.text.form_values import MOST_ID_DIGITS, posted_number
from sessions.platform.text.script_detection import text_language
from sessions.record.pages.translation_forms import TranslationForm, WithdrawForm
from sessions.record.translations.reading import translations_document, translations_of
from sessions.record.translations.text_places import TextPlace, find_text_place, text_places_in
from sessions.record.translations.translating import TranslatedText, add_translation, withdraw_translation

LONGEST_NUMBER = 18
BESIDE = {"empty": "text", "too_long": "text", "bad_characters": "text"}
"""The field that a refusal is about, by its code."""


@staff_page("translations")
def translations_page(request: HttpRequest, translator: Staff, slug: str) -> HttpResponse:
    """All texts of the record; with `?n=` and `?field=` one of them, with its versions and a form.

    POST do=withdraw withdraws a version (id); any other POST adds one.
    """
    record = get_object_or_404(Record.objects.select_related("chat_session__ward"), slug=slug)
    place = find_text_place(
        record.document, _number(request.GET.get("n", "")), request.GET.get("field", "")[:LONGEST_NUMBER]
    )
    if place is None or place.text is None:
        return _list(request, record)
    if request.method != "POST":
        return _show(request, record, place, _empty_form(place), WithdrawForm())
    given: dict[str, Any] = {"person": translator.person, "role": translator.role}
    if request.POST.get("do") == "withdraw":
        return _withdraw(request, record, place, given)
    return _add(request, record, place, given)


@require_safe
def translations_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """All versions of all translations; other sites may read them."""
    record = get_object_or_404(Record, slug=slug)
    return JsonResponse(translations_document(record), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _list(request: HttpRequest, record: Record) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    rows = list(RecordTranslation.objects.filter(record=record))
    places = [place for place in text_places_in(record.document) if place.anchor and place.text is not None]
    shown = [{"place": place, "languages": translations_of(place, rows)} for place in places]
    return render(request, "sessions/record/translations/translations.html", {"record": record, "places": shown})


def _show(
    request: HttpRequest, record: Record, place: TextPlace, form: TranslationForm, withdrawing: WithdrawForm
) -> HttpResponse:
    rows = RecordTranslation.objects.filter(record=record, n=place.n)
    context = {
        "record": record,
        "place": place,
        "languages": translations_of(place, rows),
        "form": form,
        "withdrawing": withdrawing,
        "withdrawing_id": _number(request.POST.get("id", "")),
    }
    is_refused = form.is_bound or withdrawing.is_bound
    return render(request, "sessions/record/translations/translate.html", context, status=422 if is_refused else 200)


def _add(request: HttpRequest, record: Record, place: TextPlace, given: dict[str, Any]) -> HttpResponse:
    form = TranslationForm(request.POST)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("language", "text", "by", "label")}
        try:
            add_translation(record, TranslatedText(n=place.n, field=place.field, **words), **given)
        except Refused as refused:
            form.refuse(refused, beside=BESIDE.get(refused.code))
        else:
            messages.success(request, _("The translation is public now."))
            return redirect(_address(record, place))
    return _show(request, record, place, form, WithdrawForm())


def _withdraw(request: HttpRequest, record: Record, place: TextPlace, given: dict[str, Any]) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_translation(
                record, _number(request.POST.get("id", "")), reason=form.cleaned_data["reason"], **given
            )
        except Refused as refused:
            form.refuse(refused, beside="reason")
        else:
            messages.success(request, _("The translation is withdrawn."))
            return redirect(_address(record, place))
    return _show(request, record, place, _empty_form(place), form)


def _empty_form(place: TextPlace) -> TranslationForm:
    """Into the first of our languages that the text is not in, unless somebody chooses another."""
    spoken = text_language(place.text or "")
    return TranslationForm(initial={"language": next(code for code in language_codes() if code != spoken)})


def _address(record: Record, place: TextPlace) -> str:
    return f"{reverse('translations', args=[record.slug])}?n={place.n}&field={place.field}"


def _number(words: str) -> int:
    """Read the posted number of an entry or of a translation; -1 for invalid input."""
    return posted_number(words, otherwise=-1, most_digits=MOST_ID_DIGITS)
