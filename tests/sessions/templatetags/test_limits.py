"""What may be written into a field is what the domain takes, in each script."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from chatserver.accounts.sign_in.forms import CodeForm, EmailForm, PaperForm, PhoneForm
from sessions.chats.pages.planning.people.bans import BanForm
from sessions.chats.pages.planning.people.people_form import InviteForm
from sessions.city.pages.planning.fields import LineField, PlanningForm
from sessions.contract.limits import (
    MAX_BAN_DAYS,
    MAX_CODE_LENGTH,
    MAX_EMAIL_LENGTH,
    MAX_NOTE_GRAPHEMES,
    MAX_PHONE_LENGTH,
)
from sessions.matters.matter_numbers import read_matter_number
from sessions.platform.text.receipts import new_receipt, read_receipt
from sessions.platform.text.text_input import clean_line
from sessions.record.pages.redactions import ProposalForm, RejectionForm

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
WRITTEN_OUT = re.compile(
    r'\bname="(?:text|why|note|reason|label|title|days|alt|kept_alt|words)"[^>]*\bmax="\d|\bmaxlength="\d|\bdata-most="\d'
)


def rendered(tag: str) -> str:
    return Template(f"{{% load limits %}}{{% {tag} %}}").render(Context())


def test_a_number_is_said_as_scripts_read_it() -> None:
    assert rendered("limit 'MAX_ANSWER_GRAPHEMES'") == "4000"
    assert rendered("limit 'MAX_BAN_DAYS'") == str(MAX_BAN_DAYS)


def test_a_note_of_conjuncts_that_the_desk_takes_can_be_written_whole() -> None:
    note = clean_line("ক্ষ্ম্যে" * MAX_NOTE_GRAPHEMES, max_graphemes=MAX_NOTE_GRAPHEMES)
    assert MAX_NOTE_GRAPHEMES < len(note) <= int(rendered("maxlength 'MAX_NOTE_GRAPHEMES'"))


def test_a_number_and_a_receipt_that_are_read_can_be_written() -> None:
    number, receipt = "৯৫ – ২০২৭ – ০১৪৩".ljust(int(rendered("number_maxlength"))), new_receipt()
    assert read_matter_number(number) == "95-2027-0143"
    assert read_receipt(receipt.ljust(int(rendered("limit 'MAX_RECEIPT_LENGTH'")))) == receipt


def test_a_limit_that_there_is_not_is_an_error() -> None:
    with pytest.raises(AttributeError):
        rendered("limit 'MAX_PATIENCE'")


def test_no_page_writes_a_limit_of_the_domain_out() -> None:
    """Nor how long an address, a code, a receipt or a number may be."""
    assert [path.name for path in TEMPLATES.rglob("*.html") if WRITTEN_OUT.search(path.read_text())] == []


def test_the_fields_of_addresses_and_codes_take_what_the_rules_take() -> None:
    taken = {
        PhoneForm: ("address", MAX_PHONE_LENGTH),
        EmailForm: ("address", MAX_EMAIL_LENGTH),
        PaperForm: ("address", MAX_CODE_LENGTH),
        CodeForm: ("code", MAX_CODE_LENGTH),
    }
    for form, (name, most) in taken.items():
        assert f'maxlength="{most}"' in str(form()[name])
    too_long = "a" * MAX_EMAIL_LENGTH + "@example.org"
    assert EmailForm({"address": too_long}).errors == EmailForm({"address": "nobody"}).errors


@pytest.mark.parametrize("form", [BanForm, ProposalForm, RejectionForm, InviteForm], ids=lambda form: form.__name__)
def test_a_line_of_conjuncts_that_the_domain_takes_is_taken_by_the_clerks_forms(form: type[PlanningForm]) -> None:
    lines = [field for field in form.base_fields.values() if isinstance(field, LineField)]
    for field in lines:
        line = "ক্ষ্ম্যে" * field._max_graphemes
        assert field.clean(line) == clean_line(line, max_graphemes=field._max_graphemes)
    assert lines
