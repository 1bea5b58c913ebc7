"""Names that could be taken for an officeholder's, and names that could not."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks.confusables import TABLE, skeleton
from moderation.checks.impersonation import Likeness, find_likeness
from moderation.checks.names import canonical_name, find_fault
from tests.running.tables import table

OFFICIALS = ["Shiuli Roddur", "শিউলি রোদ্দুর", "Dr. Nodi Akash", "Kamini D. Kuasha (demo)"]

OFFICES = [
    "Councillor",
    "Councilr",
    "Cncllr",
    "Police",
    "Po1ice",
    "Traffic Police",
    "Returning Officer",
    "Booth Level Officer",
    "ECI",
    "Sanitary Inspector",
    "Assistant Engineer, borough X",
    "Ward Committee",
    "Ward 95 Commitee",
    "Ward Secretary",
    "Chair woman",
    "Chat Host",
    "Government of West Bengal",
    "Govt. of India",
    "District Magistrate",
    "M.P.",
    "Offical",
    "পুলিশ",
    "থানা",
    "ওয়ার্ড কমিটি",
    "পশ্চিমবঙ্গ সরকার",
    "पुलिस थाना",
    "वार्ड समिति",
    "پولیس",
    "وارڈ کمیٹی",
    "Kolkata Police",
    "K o l k a t a  P o l i c e",
    "Kolkata P0lice",
    "Election Commission",
    "E1ection Commission",
    "Ward 95 team",
    "Ward95 Team",
    "Borough X office",
    "Borough 10 office",
    "কলকাতা পুলিশ",
    "নির্বাচন কমিশন",
    "ওয়ার্ড ৯৫ টিম",
    "कोलकाता पुलिस",
    "चुनाव आयोग",
    "निर्वाचन आयोग",
    "الیکشن کمیشن",
    "کولکاتا پولیس",
    "councilor",
    "COUNCILLOR ward 95",
    "CounciIIor",
    "C.o.u.n.c.i.l.l.o.r",
    "Coun cillor",
    "Counc1llor",
    "Çöuñcillor",
    "The Councillor’s office",
    "পৌরপিতা",
    "পৌরমাতার দপ্তর",
    "পৌরপীতা",
    "কাউন্সিলর",
    "কাউন\u200dসিলর",
    "কাউন্সিলার সাহেব",
    "মেয়র",
    "পার্ষদ কাউন্সিলর",
    "Moderator 3",
    "M0derator",
    "মডারেটর",
    "Admin",
    "ADM1N",
    "অ্যাডমিন",
    "K.M.C.",
    "K M C office",
    "KMC",
    "কেএমসি",
    "Kolkata Municipal Corporation",
    "Mayor of Kolkata",
    "पार्षद",
    "महापौर जी",
    "मेयर",
    "کونسلر",
    "میئر",
    "Verified",
    "Official account",
    "Ward Office",
    "Co-ordinator",
    "Pourapita",
    "Counciller Sen",
    "Kaunsilar",
    "Councilwoman",
    "Cllr. Sen",
    "Ward 95 office",
    "The Ward’s office",
    "Admin1",
    "KMC95",
    "Ad min",
    "Help desk",
    "ADMlN",
    "Mayor’s office",
    "M a y o r",
    "সমন্বয়ক",
    "मन्त्री",
    "Mod team",
    "MayorKolkata",
    "Comissioner",
    "Administration",
    "Nagar Nigam",
    "Ward 95",
    "Corporation",
    "Support team",
    "মহানাগরিক",
    "কে.এম.সি.",
    "কে এম সি অফিস",
    "বরো চেয়ারম্যান",
    "কাউন্সেলার",
    "বিধায়ক",
    "জনপ্রতিনিধি",
    "পুরসংস্থা",
    "ওয়ার্ড অফিস",
    "काउंसलर",
    "के एम सी",
    "नगर सेवक",
    "कमिश्नर",
    "लिपिक",
    "کَونسلر",
    "کاونسلر",
    "چیئرمین",
    "وارڈ آفس",
    "Office of ward 95",
    "Office of the Ward 95",
    "O f f i c e  of Ward 95",
    "Office of Borough X",
    "Ward No. 95 office",
    "ward 95 er office",
    "ward 95 ka karyalay",
    "O.C. Netaji Nagar",
    "OC, Netaji Nagar",
    "SHO Jadavpur",
    "Thana officer",
    "৯৫ নম্বর ওয়ার্ডের অফিস",
    "ওয়ার্ড ৯৫ এর দপ্তর",
    "ও.সি. নেতাজি নগর",
    "वार्ड 95 का कार्यालय",
    "ओ.सी. नेताजी नगर",
    "थाना प्रभारी",
    "وارڈ 95 کا دفتر",
    "او سی نیتاجی نگر",
    "تھانہ انچارج",
]

OWN_NAMES = [
    "Mitali Sen",
    "Asghar Ali Engineer",
    "Police Das",
    "S. Sarkar",
    "Judge Saheb’s neighbour",
    "K. P. Singh",
    "থানার পাশের দোকান",
    "Bagha Jatin reader",
    "Sumitra, ward 95 mother",
    "বিজয়গড়ের রতন",
    "সুমিতা, ওয়ার্ড ৯৫",
    "राजेश, वार्ड 95",
    "عائشہ بیگم",
    "Police officer’s widow",
    "A mother from Bijoygarh",
    "A retired teacher",
    "Grocer near the market",
    "রিকশাচালক, বিজয়গড়",
    "Shiuli Sen",
    "Badminton player",
    "M. P. Sharma",
    "মেয়েরা",
    "Ratan Adhikari",
    "Resident of Bijoygarh",
    "ভবানীপুরের দিদি",
    "Ward boy’s mother",
    "श्रीमती ज्ञानेश्वरी",
    "محمد علی",
    "Admina Khatun",
    "Mayer ashirbad",
    "Uma Yorkshire",
    "Rahim Mia",
    "সমন্বয় ক্লাব",
    "করণিকা",
    "Mayoori Sen",
    "Staff nurse",
    "Corporation school teacher",
    "Md. Salim",
    "Ram Parshad Yadav",
    "Counselling student",
    "लिपिका दास",
    "मयूरी",
    "কাউন্সেলিং ছাত্রী",
    "কে এম চৌধুরী",
    "রতন অধিকারী",
    "میر ناظم علی",
    "कुमारी लिपिका",
]

LIKE_OFFICIALS = [
    "Shiuli Roddur",
    "SHIULI RODDUR",
    "Roddur, Shiuli",
    "Smt. Shiuli Roddur",
    "ShiuliRoddur",
    "Shiu1i R0ddur",
    "ShiuIi Roddur",
    "Shìülí Roddur",
    "শিউলি রোদ্দুর",
    "শিউলী রোদ্দুর",
    "শ্রীমতী শিউলি রোদ্দুর",
    "Dr Nodi Akash",
    "Nodi Akash",
    "Akash, Nodi",
    "Kamini Kuasha",
    "Shiuli Rodur",
    "Shyuli Roddoor",
    "Siuli Rodduur",
    "Nodee Akaash",
    "NodeeAakas",
    "Kaamini Quasha",
    "S h i u l i  R o d d u r",
    "S.h.i.u.l.i. R.o.d.d.u.r.",
    "S-h-i-u-l-i-R-o-d-d-u-r",
    "Shiuli R o d d u r",
    "Shi uli Rod dur",
    "শি উ লি রো দ্দু র",
    "শি উলি রোদ্ দুর",
    "शि उ ली रो द्दु र",
    "ش ی و ل ی ر و د ر",
    "Sheuli Roddur",
    "Sheulee Raddur",
    "Shewli Roddoor",
    "Ms. Sheuli Roddur",
    "শেউলি রোদ্দুর",
    "शिउली रोद्दुर",
    "शेउली रोद्दूर",
    "شیولی رودر",
    "شیولی رودّر",
    "नदी आकाश",
    "নদী আকাশ",
    "ندی آکاش",
]

COMMON_NAMES = tomllib.loads(Path(__file__).with_name("common_names.toml").read_text(encoding="utf-8"))
SURNAMES_OF_OFFICIALS = {"Das", "দাস", "दास", "داس", "সাহা", "Saha", "خان", "Khan", "Sen", "সেন", "رودر"}
OFFICIALS_WITH_COMMON_NAMES: dict[str, set[str]] = {
    "Mita Das": {"Mita Das", "Amita Das", "Sumita Das", "মিতা দাস", "मीता दास", "میتا داس"},
    "রেখা সাহা": {"Rekha Saha", "রেখা সাহা"},
    "Salim Khan": {"سلیم خان"},
    "সুবীর সেন": {"Subir Sen"},
    "Shiuli Roddur": set(),
    "শিউলি রোদ্দুর": set(),
    "شیولی رودر": set(),
}
"""By an official's name, which of the common names are refused: that name in other letters, and what contains it."""


@pytest.mark.row("threat", 25)
@table("name", OFFICES)
def test_words_of_an_office_are_reserved_however_they_are_written(name: str) -> None:
    assert find_likeness(canonical_name(name), officials=[]) == Likeness.OFFICE


@table("name", OWN_NAMES)
def test_ordinary_names_are_nobody_elses(name: str) -> None:
    assert (find_fault(canonical_name(name)), find_likeness(canonical_name(name), officials=OFFICIALS)) == (None, None)


@pytest.mark.row("threat", 24)
@table("name", LIKE_OFFICIALS)
def test_what_looks_or_sounds_like_an_official_is_refused(name: str) -> None:
    assert find_likeness(canonical_name(name), officials=OFFICIALS) == Likeness.OFFICIAL


@pytest.mark.slow
@pytest.mark.row("threat", 24)
@table(("official", "refused"), list(OFFICIALS_WITH_COMMON_NAMES.items()))
def test_who_shares_one_name_with_an_official_is_not_refused(official: str, refused: set[str]) -> None:
    names = {
        f"{one} {other}"
        for of in COMMON_NAMES.values()
        for nth, one in enumerate(of["first"].split())
        for other in {of["last"].split()[nth % len(of["last"].split())], *SURNAMES_OF_OFFICIALS & {*of["last"].split()}}
    }
    assert len(names) > 500
    assert {name for name in names if find_likeness(name, officials=[official])} == refused


@table("name", ["Resident, ward 93", "RESIDENT ward 95", "বাসিন্দা, ওয়ার্ড ৯৩", "Res1dent Ward 1"])
def test_nobody_names_themselves_as_the_product_names_the_nameless(name: str) -> None:
    assert find_likeness(canonical_name(name), officials=[]) == Likeness.PLAIN


def alikes() -> dict[str, list[str]]:
    """For each Latin letter, what the table says looks like it."""
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    single = {prototype: others for prototype, *others in rows if " " not in prototype}
    return {chr(int(of, 16)): [chr(int(one, 16)) for one in others] for of, others in single.items()}


ALIKE = alikes()
NAME = "shiuli roddur"


@pytest.mark.costly
@pytest.mark.row("threat", 24)
@given(st.lists(st.tuples(st.integers(0, len(NAME) - 1), st.integers(0, 50)), min_size=1, max_size=6), st.booleans())
def test_no_substitution_of_look_alikes_gets_past(swaps: list[tuple[int, int]], upper: bool) -> None:
    """Row 24: either the mixture of scripts is refused, or the likeness is seen."""
    letters = list(NAME.upper() if upper else NAME)
    for place, choice in swaps:
        alike = ALIKE.get(NAME[place], [])
        letters[place] = alike[choice % len(alike)] if alike else letters[place]
    name = canonical_name("".join(letters))
    assert find_fault(name) is not None or find_likeness(name, officials=OFFICIALS) == Likeness.OFFICIAL


@pytest.mark.costly
@given(st.text())
def test_a_skeleton_of_a_skeleton_is_the_same(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@pytest.mark.costly
@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert find_likeness(text, officials=OFFICIALS) in (None, *Likeness)
