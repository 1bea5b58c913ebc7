"""Addresses of e-mail and of payments, and links, are found; sentences without a blank after their end pass."""

import pytest

from tests.moderation.checks.flagged import flagged, flagged_by
from tests.running.tables import table

FOUND = [
    ("upi", "Pay to ratan.das@okaxis.", "ratan.das@okaxis"),
    ("upi", "9830012345@ybl", "9830012345@ybl"),
    ("upi", "ইউপিআই ratan@oksbi তে পাঠান", "ratan@oksbi"),
    ("upi", "यूपीआई ratan@paytm पर भेजें", "ratan@paytm"),
    ("upi", "یو پی آئی ratan@upi پر بھیجیں", "ratan@upi"),
    ("upi", "taka pathan ratan-das@okicici te", "ratan-das@okicici"),
    ("upi", "paise ratan@ybl pe bhejo", "ratan@ybl"),
    ("email", "Write to ratan@example.org.", "ratan@example.org"),
    ("email", "ratan＠example.org", "ratan＠example.org"),
    ("email", "ratan @ example.org", "ratan @ example.org"),
    ("email", "ratan.das+kmc@mail.example.co.in, please", "ratan.das+kmc@mail.example.co.in"),
    ("email", "ratan at gmail dot com", "ratan at gmail dot com"),
    ("email", "ratan[at]gmail.com", "ratan[at]gmail.com"),
    ("email", "আমার ইমেল ratan@example.org।", "ratan@example.org"),
    ("email", "मेरा ईमेल ratan@example.org है", "ratan@example.org"),
    ("email", "میرا ای میل ratan@example.org ہے", "ratan@example.org"),
    ("email", "amar email ratan@gmail.com", "ratan@gmail.com"),
    ("email", "mera email ratan@gmail.com hai", "ratan@gmail.com"),
    ("email", "ratan @ example . org", "ratan @ example . org"),
    ("email", "ratan at gmail com", "ratan at gmail com"),
    ("email", "ratan @ gmail dot com", "ratan @ gmail dot com"),
    ("email", "ratan\n@gmail.com", "ratan\n@gmail.com"),
    ("email", "ratan_at_gmail_dot_com", "ratan_at_gmail_dot_com"),
    ("email", "ratan-at-gmail-dot-com", "ratan-at-gmail-dot-com"),
    ("email", "ratan অ্যাট gmail ডট com", "ratan অ্যাট gmail ডট com"),
    ("email", "ratan ऐट gmail डॉट com", "ratan ऐट gmail डॉट com"),
    ("upi", "ratan @ybl", "ratan @ybl"),
    ("upi", "ratan @ okaxis", "ratan @ okaxis"),
    ("upi", "ratan at okhdfcbank", "ratan at okhdfcbank"),
    ("upi", "ratan(at)ybl", "ratan(at)ybl"),
    ("upi", "ratan@\nybl", "ratan@\nybl"),
    ("upi", "r@ybl", "r@ybl"),
    ("link", "See https://example.org/a?b=1.", "https://example.org/a?b=1"),
    ("link", "www.example.org", "www.example.org"),
    ("link", "the notice on kmcgov.in, page 3", "kmcgov.in"),
    ("link", "bit.ly/abc123", "bit.ly/abc123"),
    ("link", "wa.me/message", "wa.me/message"),
    ("link", "example.com", "example.com"),
    ("link", "এখানে দেখুন: https://example.org/৯৫।", "https://example.org/৯৫"),
    ("link", "यहाँ देखें www.example.org", "www.example.org"),
    ("link", "یہاں دیکھیں https://example.org", "https://example.org"),
    ("link", "ekhane dekhun example.com/ward", "example.com/ward"),
    ("link", "yahan dekho https://example.org/x", "https://example.org/x"),
]
PASSES = [
    "The drain.in the lane is blocked.",
    "It was cleaned.It is full again.",
    "Meet us @ 5.30 pm",
    "Lamp @ no. 12",
    "12.5 m of road, ward no.95",
    "e.g. the pond, i.e. Lake Gardens",
    "at 6 p.m. and 7.30 a.m.",
    "রাস্তা ভাঙা।জল জমে।",
    "K.M.C. and C.E.S.C.",
    "Look at the drain in front.",
    "Dr.Roy lane",
    "@kmc",
    "write to sbi at sbi branch",
    "pay at paytm shop",
    "camp at gmail office",
    "Meet us @ Gardens. In the lane",
    "form.py@b0f5ce4",
]


@pytest.mark.row("threat", 47)
@table(("check", "text", "piece"), FOUND)
def test_an_address_is_found(check: str, text: str, piece: str) -> None:
    assert flagged(text, check) == [piece]
    assert set(flagged_by(text)) <= {check, "mobile"}


@table("text", PASSES)
def test_what_is_none_passes(text: str) -> None:
    assert flagged_by(text) == []


def test_an_address_of_e_mail_is_no_link_besides() -> None:
    assert flagged_by("ratan@example.org and www.example.org") == ["email", "link"]
