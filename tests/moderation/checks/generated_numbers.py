"""Personal numbers made up at random, in each form in which people write them, each inside a sentence."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from stdnum.verhoeff import calc_check_digit

from tests.moderation.checks.flagged import DIGITS, in_digits

SENTENCES = tomllib.loads(Path(__file__).with_name("generated_sentences.toml").read_text(encoding="utf-8"))
SCRIPTS = [DIGITS[script] for script in ("ASCII", "Bengali", "Devanagari", "Urdu", "Arabic-Indic")]
LANGUAGES = ("english", "bengali", "hindi", "urdu")
MOST_IN_A_GROUP = 6
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

BLANKS = (" ", " ", " ", "  ", "   ", "\u00a0", "\u2009", "\u202f")
DASHES = ("-", "-", "–", "—", " - ", "\u2011", " – ")
DOTS = (".", ".", " . ", "·")
STROKES = ("/", "/", " / ")
OTHERS = ("_", ",", "*", "|", "\n", ":", "~", "+", "\\", ";")
PREFIXES = ("", "", "", "+91 ", "+91-", "+91", "0", "0091 ", "91-", "91 ", "(+91) ", "0-", "+91.", "091 ")


class Case(NamedTuple):
    """A sentence, and the range of the number in it."""

    text: str
    start: int
    end: int


class Form(NamedTuple):
    """A way of writing a kind of number. kinds: of the sentences around it."""

    name: str
    write: Callable[[Random], str]
    kinds: tuple[str, ...]


def cases_of(form: Form, count: int) -> Iterator[Case]:
    """Always the same ones; fewer are the first of more."""
    random = Random(form.name)
    for at in range(count):
        language = LANGUAGES[at % len(LANGUAGES)]
        script = SCRIPTS[at // len(LANGUAGES) % len(SCRIPTS)]
        sentences = [each for kind in form.kinds for each in SENTENCES["with_numbers"][kind][language]]
        before, after = random.choice(sentences).split("{n}")
        number = in_digits(form.write(random), script)
        yield Case(in_digits(f"{before}{number}{after}", script), len(before), len(before) + len(number))


def digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def make_aadhaar(random: Random, places: int = 12) -> str:
    first = random.choice("23456789") + digits(random, places - 2)
    return f"{first}{calc_check_digit(first)}"


def make_mobile(random: Random) -> str:
    return random.choice("6789") + digits(random, 9)


def in_groups(number: str, sizes: Sequence[int], gap: str) -> str:
    begins = [sum(sizes[:at]) for at in range(len(sizes) + 1)]
    assert begins[-1] == len(number)
    return gap.join(number[begin:end] for begin, end in pairwise(begins))


def _aadhaar(name: str, sizes: Sequence[int], gaps: Sequence[str]) -> Form:
    return Form(
        f"Aadhaar, {name}",
        lambda random: in_groups(make_aadhaar(random), sizes, random.choice(gaps)),
        ("any", "aadhaar"),
    )


def _uneven(random: Random, places: int, most_cuts: int) -> tuple[int, ...]:
    """The sizes of groups of at most six digits, at random."""
    while True:
        cuts = sorted(random.sample(range(1, places), random.randint(1, most_cuts)))
        sizes = tuple(end - begin for begin, end in pairwise((0, *cuts, places)))
        if max(sizes) <= MOST_IN_A_GROUP:
            return sizes


def _aadhaar_unevenly(random: Random) -> str:
    gap = random.choice((*BLANKS, *DASHES, *DOTS))
    return in_groups(make_aadhaar(random), _uneven(random, 12, 5), gap)


def _aadhaar_in_brackets(random: Random) -> str:
    number = make_aadhaar(random)
    groups = [number[at : at + 4] for at in range(0, 12, 4)]
    return random.choice(("[{}] [{}] [{}]", "({})({})({})", "({}) {} {}", "{}-({})-{}", "({}-{}-{})")).format(*groups)


def _virtual(gaps: Sequence[str]) -> Callable[[Random], str]:
    return lambda random: in_groups(make_aadhaar(random, 16), (4,) * 4, random.choice(gaps))


def _mobile(name: str, sizes: Sequence[int], gaps: Sequence[str]) -> Form:
    return Form(
        f"mobile, {name}",
        lambda random: random.choice(PREFIXES) + in_groups(make_mobile(random), sizes, random.choice(gaps)),
        ("any", "telephone"),
    )


def _mobile_unevenly(random: Random) -> str:
    gap = random.choice((*BLANKS, *DASHES, *DOTS))
    return random.choice(PREFIXES) + in_groups(make_mobile(random), _uneven(random, 10, 4), gap)


def _mobile_in_brackets(random: Random) -> str:
    number = make_mobile(random)
    three, five = (number[:3], number[3:6], number[6:]), (number[:5], number[5:])
    return random.choice(PREFIXES[:6]) + random.choice(
        ("({}) {}-{}".format(*three), "({}){} {}".format(*three), "({}) {}".format(*five), "{} ({})".format(*five))
    )


def _landline(random: Random) -> str:
    own = random.choice("2345678") + digits(random, 7)
    gap = random.choice((" ", "-", " "))
    area = random.choice((f"033{gap}", "(033) ", f"+91{gap}33{gap}", "033", f"0{gap}33{gap}"))
    return area + random.choice((own, f"{own[:4]}{gap}{own[4:]}"))


def _pan(random: Random) -> str:
    name = "".join(random.choices(LETTERS, k=3)) + random.choice("ABCFGHJLPT") + random.choice(LETTERS)
    own, last = digits(random, 4), random.choice(LETTERS)
    gap = random.choice(("", "", "", " ", "-"))
    return random.choice((str, str.lower) if not gap else (str,))(f"{name}{gap}{own}{gap}{last}")


def _voter_card(random: Random) -> str:
    if random.random() < 0.2:
        return f"WB/{digits(random, 2)}/{digits(random, 3)}/{digits(random, 6)}"
    return f"{random.choice(('WXY', 'LVK', 'DZR', 'XGT', 'YTQ'))}{digits(random, 7)}"


def _mail(random: Random) -> str:
    name = random.choice(("ratan.sen", "mitali_das", "s.khatun", "rahim", "a.k.ghosh")) + digits(
        random, random.choice((0, 2, 4))
    )
    domain = random.choice(("gmail.com", "yahoo.co.in", "rediffmail.com", "outlook.com", "example.org"))
    at, dot = random.choice((("@", "."), ("@", "."), ("@", "."), (" @ ", "."), ("(at)", "."), (" [at] ", " [dot] ")))
    if dot != ".":
        domain = random.choice(("gmail.com", "example.org"))
    return name + at + domain.replace(".", dot)


FOURS, PAIRS, THREES, SIXES = (4,) * 3, (2,) * 6, (3,) * 4, (6,) * 2
FORMS = (
    _aadhaar("without separators", (12,), ("",)),
    _aadhaar("in fours, blanks", FOURS, BLANKS),
    _aadhaar("in fours, dashes", FOURS, DASHES),
    _aadhaar("in fours, dots", FOURS, DOTS),
    _aadhaar("in fours, strokes", FOURS, STROKES),
    _aadhaar("in fours, other signs", FOURS, OTHERS),
    Form("Aadhaar, in fours, brackets", _aadhaar_in_brackets, ("any", "aadhaar")),
    _aadhaar("in pairs, blanks", PAIRS, BLANKS),
    _aadhaar("in pairs, dashes or dots", PAIRS, (*DASHES, *DOTS)),
    _aadhaar("in threes, blanks", THREES, BLANKS),
    _aadhaar("in threes, dashes or dots", THREES, (*DASHES, *DOTS)),
    _aadhaar("in sixes", SIXES, (*BLANKS, *DASHES, *DOTS)),
    _aadhaar("in pairs, strokes or other signs", PAIRS, (*STROKES, "_", "*", "|")),
    _aadhaar("in threes, strokes or other signs", THREES, (*STROKES, "_", "*", "|")),
    _aadhaar("digit by digit", (1,) * 12, (*BLANKS, *DASHES, *DOTS)),
    _aadhaar("3-4-5", (3, 4, 5), (*BLANKS, *DASHES, *DOTS)),
    _aadhaar("5-5-2", (5, 5, 2), (*BLANKS, *DASHES, *DOTS)),
    _aadhaar("2-4-6", (2, 4, 6), (*BLANKS, *DASHES, *DOTS)),
    _aadhaar("4-8", (4, 8), (*BLANKS, *DASHES, *DOTS)),
    Form("Aadhaar, in two to six uneven groups", _aadhaar_unevenly, ("any", "aadhaar")),
    Form("virtual Aadhaar, in fours", _virtual((*BLANKS, *DASHES, *DOTS)), ("any", "aadhaar")),
    _mobile("without separators", (10,), ("",)),
    _mobile("5-5", (5, 5), (*BLANKS, *DASHES, *DOTS)),
    _mobile("5-5, other signs", (5, 5), (*STROKES, *OTHERS)),
    _mobile("3-3-4, blanks", (3, 3, 4), BLANKS),
    _mobile("3-3-4, dashes or dots", (3, 3, 4), (*DASHES, *DOTS)),
    _mobile("4-3-3, blanks", (4, 3, 3), BLANKS),
    _mobile("4-3-3, dashes or dots", (4, 3, 3), (*DASHES, *DOTS)),
    _mobile("3-4-3", (3, 4, 3), (*BLANKS, *DASHES, *DOTS)),
    _mobile("2-4-4", (2, 4, 4), (*BLANKS, *DASHES, *DOTS)),
    _mobile("4-2-4", (4, 2, 4), (*BLANKS, *DASHES, *DOTS)),
    _mobile("4-4-2", (4, 4, 2), (*BLANKS, *DASHES, *DOTS)),
    _mobile("4-6", (4, 6), (*BLANKS, *DASHES, *DOTS)),
    _mobile("6-4", (6, 4), (*BLANKS, *DASHES, *DOTS)),
    _mobile("2-3-5", (2, 3, 5), (*BLANKS, *DASHES, *DOTS)),
    _mobile("3-2-2-3", (3, 2, 2, 3), (*BLANKS, *DASHES, *DOTS)),
    _mobile("3-2-3-2", (3, 2, 3, 2), (*BLANKS, *DASHES, *DOTS)),
    _mobile("in pairs", (2,) * 5, (*BLANKS, *DASHES, *DOTS)),
    _mobile("digit by digit", (1,) * 10, (*BLANKS, *DASHES, *DOTS)),
    _mobile("3-3-4, strokes or underscores", (3, 3, 4), (*STROKES, "_")),
    Form("mobile, in two to five uneven groups", _mobile_unevenly, ("any", "telephone")),
    Form("mobile, brackets", _mobile_in_brackets, ("any", "telephone")),
    Form("landline of Kolkata", _landline, ("any", "telephone")),
    Form("PAN", _pan, ("any", "card")),
    Form("voter card", _voter_card, ("any", "card")),
    Form("e-mail", _mail, ("any",)),
)
