"""Sentences of residents with many numbers, none of them personal: lists, dates, amounts, dockets, at random."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from tests.moderation.checks.flagged import in_digits
from tests.moderation.checks.generated_numbers import LANGUAGES, SCRIPTS, SENTENCES, digits

AND = {"english": "and", "bengali": "ও", "hindi": "और", "urdu": "اور"}
MONTHS = {
    "english": "January February March April May June July August September October November December",
    "bengali": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "hindi": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "urdu": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
}
RUPEES = {"english": "rupees", "bengali": "টাকা", "hindi": "रुपये", "urdu": "روپے"}
METRES = {"english": "m", "bengali": "মিটার", "hindi": "मीटर", "urdu": "میٹر"}
_PIECE = re.compile(r"\{(\w+)\}")

Write = Callable[[Random, str], str]


def clean_sentences(count: int, seed: str = "clean") -> Iterator[str]:
    """Always the same ones; fewer are the first of more."""
    random = Random(seed)
    for at in range(count):
        language = LANGUAGES[at % len(LANGUAGES)]
        template = random.choice(SENTENCES["clean"][language])
        text = _PIECE.sub(lambda found: PIECES[found[1]](random, language), template)  # noqa: B023 -- called at once
        yield in_digits(text, SCRIPTS[at // len(LANGUAGES) % len(SCRIPTS)])


def _listed(random: Random, language: str, items: list[str]) -> str:
    """A list as people write one."""
    gap = random.choice((", ", ", ", ", ", ",", " ", " ", "/", "; ", " - ", f" {AND[language]} "))
    if random.random() < 0.4 and len(items) > 1:
        return f"{gap.join(items[:-1])} {AND[language]} {items[-1]}"
    return gap.join(items)


def _rising(low: int, high: int, few: int = 3, many: int = 12) -> Write:
    def write(random: Random, language: str) -> str:
        own = random.sample(range(low, high), random.randint(few, min(many, high - low)))
        return _listed(random, language, list(map(str, sorted(own) if random.random() < 0.8 else own)))

    return write


def _consecutive(low: int, high: int) -> Write:
    def write(random: Random, language: str) -> str:
        first, step = random.randrange(low, high), random.choice((1, 1, 2, 4))
        return _listed(random, language, [str(first + step * at) for at in range(random.randint(3, 10))])

    return write


def _either(*ways: Write) -> Write:
    return lambda random, language: random.choice(ways)(random, language)


def _day(random: Random) -> date:
    return date(2019, 1, 1) + timedelta(days=random.randrange(3200))


def _date(random: Random, language: str) -> str:
    day = _day(random)
    name = MONTHS[language].split()[day.month - 1]
    forms = ("{0:%d.%m.%Y}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0.day}.{0.month}.{0:%y}", "{0.day}/{0.month}/{0:%y}")
    other = ("{0:%Y-%m-%d}", "{0.day} {1} {0.year}", "{1} {0.day}, {0.year}", "{0:%d-%m-%y}", "{0:%d %m %Y}")
    return random.choice((*forms, *other)).format(day, name)


def _dates(random: Random, language: str) -> str:
    form = random.choice(("{0:%d.%m.%Y}", "{0.day}/{0.month}", "{0:%d-%m-%y}", "{0.day}.{0.month}.", "{0:%d/%m/%y}"))
    days = sorted(_day(random) for _ in range(random.randint(2, 5)))
    return _listed(random, language, [form.format(day) for day in days])


def _time(random: Random, _language: str) -> str:
    hour, minute = random.randrange(1, 24), random.choice((0, 15, 30, 45, random.randrange(60)))
    return random.choice(("{}:{:02}", "{}.{:02}", "{:02}:{:02}", "{:02}.{:02}")).format(hour, minute)


def _times(random: Random, language: str) -> str:
    own = [_time(random, language) for _ in range(random.randint(2, 6))]
    pairs = ["-".join(own[at : at + 2]) for at in range(0, len(own), 2)]
    return _listed(random, language, random.choice((own, pairs)))


def _years(random: Random, language: str) -> str:
    first = random.randrange(1995, 2022)
    return _listed(random, language, [str(first + at) for at in range(random.randint(2, 6))])


def _years_range(random: Random, _language: str) -> str:
    first = random.randrange(2010, 2027)
    return random.choice((f"{first}-{(first + 1) % 100:02}", f"{first}–{first + 1}", f"{first}-{first + 1}"))


def _grouped(number: int) -> str:
    """In lakhs and crores."""
    whole = str(number)
    last, rest = whole[-3:], whole[:-3]
    pairs = [rest[max(at - 2, 0) : at] for at in range(len(rest), 0, -2)][::-1]
    return ",".join([*pairs, last])


def _amount(random: Random, language: str) -> str:
    number = random.choice((1, 10, 1000, 1000)) * random.randrange(50, 10 ** random.choice((3, 5, 7, 9)))
    plain = random.choice((_grouped(number), _grouped(number), f"{number:,}", str(number)))
    paise = random.choice(("", "", f".{random.randrange(100):02}"))
    return random.choice(
        (
            f"Rs. {plain}{paise}",
            f"Rs {plain}",
            f"₹{plain}{paise}",
            f"₹ {plain}",
            f"{plain} {RUPEES[language]}",
            f"{plain}/-",
        )
    )


def _docket(random: Random, _language: str) -> str:
    ward, year, own = random.randrange(1, 145), random.randrange(2023, 2028), random.randrange(1, 9999)
    forms = (
        f"{ward}-{year}-{own:04}",
        f"{ward}-{year}-{own:04}",
        f"{ward}/{year}/{own:04}",
        f"{year}-{ward:03}-{own:05}",
        f"KMC/{year}/{own:04}",
        f"KMC-{year}-{own:06}",
        f"KMC/{ward}/{year}-{year % 100 + 1}/{own}",
    )
    return random.choice(forms)


def _pin(random: Random, _language: str) -> str:
    return random.choice(
        (f"7000{random.randrange(1, 100):02}", f"700 {random.randrange(1, 163):03}", "743165", "711102")
    )


def _long(random: Random, _language: str) -> str:
    own = digits(random, random.choice((8, 9, 10, 11, 12, 12, 13)))
    return random.choice((own, own, f"{own[:4]} {own[4:8]} {own[8:]}".strip(), f"{own[:2]}-{own[2:5]}-{own[5:]}"))


def _buses(random: Random, language: str) -> str:
    own = [
        random.choice(
            (
                str(random.randrange(1, 260)),
                f"{random.randrange(1, 240)}A",
                f"S-{random.randrange(1, 40)}",
                f"{random.randrange(200, 240)}/1",
            )
        )
        for _ in range(random.randint(2, 7))
    ]
    return _listed(random, language, own)


def _fleet(random: Random, _language: str) -> str:
    return f"no. {random.randrange(10, 999)} ({random.randrange(2010, 2027)})"


def _codes(random: Random, language: str) -> str:
    return _listed(
        random,
        language,
        random.sample(
            ["100", "101", "102", "108", "112", "1912", "1916", "1098", "181", "1800-345-1234", "1800 345 3375"],
            random.randint(2, 5),
        ),
    )


def _coordinates(random: Random, _language: str) -> str:
    places = random.choice((3, 4, 4, 5, 6, 6))
    north, east = random.uniform(22.45, 22.65), random.uniform(88.25, 88.45)
    return f"{north:.{places}f}{random.choice((', ', ' ', ',', ' / '))}{east:.{places}f}"


def _count(random: Random, _language: str) -> str:
    return f"{random.randrange(20, 10 ** random.choice((3, 4, 5, 6))):{random.choice((',', ''))}}"


def _votes(random: Random, language: str) -> str:
    return _listed(random, language, [str(random.randrange(3, 900)) for _ in range(random.randint(3, 6))])


def _measure(random: Random, language: str) -> str:
    return f"{random.uniform(1, 300):.{random.choice((0, 1, 2))}f} {METRES[language]}"


def _order(random: Random, _language: str) -> str:
    year, own, long = random.randrange(2019, 2028), random.randrange(1, 9999), digits(random, 6)
    forms = (
        f"KMC/{year}/{own:04}",
        f"{own}/KMC/{year}-{year % 100 + 1}",
        f"WBMAD/ULB/KMC/{random.randrange(1, 145)}/{year}-{year % 100 + 1}/{own:04}",
        f"{year}_MAD_{long}_1",
        f"No. {own}-MA/O/C-4/1M-{random.randrange(10, 99)}/{year}",
        f"{random.randrange(10, 99)}/{random.randrange(100, 999)}/{year}/{own}",
        f"KMC-CE-{year}-{long}",
    )
    return random.choice(forms)


def _months(random: Random, language: str) -> str:
    return _listed(random, language, [str(random.randrange(0, 400)) for _ in range(random.randint(4, 12))])


def _marks(random: Random, language: str) -> str:
    own = [str(random.randrange(35, 100)) for _ in range(random.randint(4, 7))]
    return _listed(random, language, [f"{one}/100" for one in own] if random.random() < 0.2 else own)


def _sections(random: Random, language: str) -> str:
    return _listed(
        random,
        language,
        [f"{random.randrange(100, 640)}({random.randrange(1, 5)})" for _ in range(random.randint(1, 4))],
    )


def _houses(random: Random, language: str) -> str:
    return _listed(
        random,
        language,
        [
            f"{random.randrange(1, 200)}{random.choice(('', 'A', 'B', '/1', '/2', '/1/1'))}"
            for _ in range(random.randint(2, 7))
        ],
    )


PIECES: dict[str, Write] = {
    "wards": _either(_rising(1, 145), _consecutive(60, 120), _rising(81, 102)),
    "houses": _either(_rising(1, 300), _consecutive(2, 200), _houses, _rising(1000, 1300)),
    "poles": _either(_rising(1, 2000), _consecutive(1100, 1300), _consecutive(9000, 9200)),
    "booths": _rising(1, 320),
    "flats": _either(_rising(101, 910), _consecutive(1, 40)),
    "plots": _rising(1, 2500, 2, 6),
    "pages": _either(
        _rising(1, 400),
        _consecutive(20, 300),
        lambda random, _: f"{random.randrange(20, 99)}–{random.randrange(100, 140)}",
    ),
    "year": lambda random, _: str(random.randrange(1990, 2028)),
    "small": lambda random, _: str(random.randrange(1, 90)),
    "sizes": _rising(50, 1200, 2, 6),
    "score": lambda random, _: f"{random.randrange(10, 300)}/{random.randrange(1, 10)} – {random.randrange(10, 300)}",
    "percent": lambda random, _: f"{random.uniform(10, 100):.1f} %",
    "years": _years,
    "years_range": _years_range,
    "date": _date,
    "dates": _dates,
    "time": _time,
    "times": _times,
    "amount": _amount,
    "docket": _docket,
    "pin": _pin,
    "long": _long,
    "buses": _buses,
    "vehicle_fleet": _fleet,
    "codes": _codes,
    "coordinates": _coordinates,
    "count": _count,
    "votes": _votes,
    "measure": _measure,
    "order": _order,
    "months": _months,
    "marks": _marks,
    "sections": _sections,
}
