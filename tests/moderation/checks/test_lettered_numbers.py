"""Numbers with letters are found in every script of digits; dockets, prices and times pass."""

import pytest

from tests.moderation.checks.flagged import DIGITS, flagged, flagged_by, in_digits
from tests.running.tables import table

FOUND = [
    ("pan", "PAN ABCPD1234F", "ABCPD1234F"),
    ("pan", "abcpd1234f", "abcpd1234f"),
    ("pan", "ABCPD 1234 F", "ABCPD 1234 F"),
    ("pan", "ABCPD-1234-F", "ABCPD-1234-F"),
    ("pan", "আমার প্যান ABCPD1234F।", "ABCPD1234F"),
    ("pan", "प्यानABCPD1234Fहै", "ABCPD1234F"),
    ("pan", "میرا پین ABCPD1234F ہے", "ABCPD1234F"),
    ("pan", "amar PAN holo ABCPD1234F", "ABCPD1234F"),
    ("pan", "mera pan abcpd1234f hai", "abcpd1234f"),
    ("pan", "ABCPD.1234.F", "ABCPD.1234.F"),
    ("pan", "ABCPD/1234/F", "ABCPD/1234/F"),
    ("pan", "ABCPD_1234_F", "ABCPD_1234_F"),
    ("pan", "A B C P D 1 2 3 4 F", "A B C P D 1 2 3 4 F"),
    ("voter_card", "My voter card is WKH1186253.", "WKH1186253"),
    ("voter_card", "wkh1186253", "wkh1186253"),
    ("voter_card", "voter card WKH 1186253", "WKH 1186253"),
    ("voter_card", "ভোটার কার্ড WKH1186253", "WKH1186253"),
    ("voter_card", "मतदाता पहचान पत्र WKH1186253", "WKH1186253"),
    ("voter_card", "ووٹر کارڈ WKH1186253", "WKH1186253"),
    ("voter_card", "amar voter card WKH1186253", "WKH1186253"),
    ("voter_card", "mera voter card WKH1186253 hai", "WKH1186253"),
    ("voter_card", "the old card WB/12/345/678901", "WB/12/345/678901"),
    ("voter_card", "ভোটার কার্ড wb/12/345/678901", "wb/12/345/678901"),
    ("vehicle", "The car WB 02 AB 1234 blocks the lane", "WB 02 AB 1234"),
    ("vehicle", "wb02ab1234", "wb02ab1234"),
    ("vehicle", "WB-02-AB-1234", "WB-02-AB-1234"),
    ("vehicle", "WB 06 A 1234", "WB 06 A 1234"),
    ("vehicle", "DL3CAB1234", "DL3CAB1234"),
    ("vehicle", "22 BH 1234 AA", "22 BH 1234 AA"),
    ("vehicle", "গাড়ির নম্বর WB 02 AB 1234", "WB 02 AB 1234"),
    ("vehicle", "गाड़ी WB02AB1234 रोज यहाँ खड़ी रहती है", "WB02AB1234"),
    ("vehicle", "گاڑی WB02AB1234 یہاں کھڑی رہتی ہے", "WB02AB1234"),
    ("vehicle", "wb 02 ab 1234 gari ta roj rasta atke rakhe", "wb 02 ab 1234"),
    ("vehicle", "gaadi WB-02-AB-1234 roz yahan khadi rehti hai", "WB-02-AB-1234"),
    ("bank_code", "IFSC SBIN0001234", "SBIN0001234"),
    ("bank_code", "hdfc0000123", "hdfc0000123"),
    ("bank_code", "আইএফএসসি UTIB000SWB1", "UTIB000SWB1"),
    ("bank_code", "आईएफएससी SBIN0001234 है", "SBIN0001234"),
    ("bank_code", "آئی ایف ایس سی SBIN0001234", "SBIN0001234"),
    ("bank_code", "amar bank er IFSC SBIN0001234", "SBIN0001234"),
    ("bank_code", "mere bank ka IFSC SBIN0001234 hai", "SBIN0001234"),
]
PASSES = [
    "SMALL",
    "shall 2024 a new drain be built",
    "docket KMC1234567",
    "docket no. ABC1234567",
    "ডকেট ABC1234567",
    "शिकायत संख्या ABC1234567",
    "شکایت نمبر ABC1234567",
    "KMC1234567",
    "the 1234567 rupees",
    "RSS 1234567",
    "ward0951234",
    "at 9 or 10 pm 2026",
    "OR 10 PM 2026",
    "in up 32 a 2024 lane",
    "WB/2026/95/12",
    "12/3 Prince Anwar Shah Road, Kolkata 700033",
    "plot 12A 2024",
    "GSTIN",
]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table(("check", "text", "piece"), FOUND)
def test_it_is_found_in_every_script(check: str, text: str, piece: str, script: str) -> None:
    digits = DIGITS[script]
    written = in_digits(text, digits)
    assert flagged(written, check) == [in_digits(piece, digits)]
    assert flagged_by(written) == [check]


@pytest.mark.row("threat", 47)
@table("script", DIGITS)
@table("text", PASSES)
def test_other_numbers_with_letters_pass(text: str, script: str) -> None:
    assert set(flagged_by(in_digits(text, DIGITS[script]))) <= {"shouting"}
