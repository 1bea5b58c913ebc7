from chatserver.accounts.email_addresses import fold_email, mailbox_of, read_email
from tests.running.tables import table


@table(
    ("written", "read"),
    [
        (" One@Example.org ", "One@Example.org"),
        ("one+chat@example.org", "one+chat@example.org"),
        ("one@", None),
        ("one@example.org, two@example.org", None),
        ("one@example.org\r\nBcc: two@example.org", None),
        ("এক@example.org", None),
        ("one@[127.0.0.1]", None),
        ('"one@example.org\\"two"@example.org', None),
        (f"{'x' * 250}@example.org", None),
        ("", None),
    ],
)
def test_an_address_is_read_or_it_is_none(written: str, read: str | None):
    assert read_email(written) == read


def test_capitals_make_no_other_mailbox():
    assert fold_email("One@Example.ORG") == "one@example.org"


@table(
    ("written", "mailbox"),
    [
        ("One+chat@Example.org", "one@example.org"),
        ("+one@example.org", "+one@example.org"),
        ("o.n.e@example.org", "o.n.e@example.org"),
        ("O.n.e+a+b@googlemail.com", "one@gmail.com"),
        ("O.n-e_1+a@protonmail.com", "one1@proton.me"),
        ("one1@pm.me", "one1@proton.me"),
        ("o-n.e@yandex.com", "o.n.e@yandex.ru"),
        ("one@me.com", "one@icloud.com"),
        ("one-shop@yahoo.co.in", "one@yahoo.co.in"),
        ("one-shop@ymail.com", "one@ymail.com"),
        ("one-shop@example.org", "one-shop@example.org"),
        ("---@proton.me", "---@proton.me"),
    ],
)
def test_many_spellings_are_one_mailbox(written: str, mailbox: str):
    assert mailbox_of(written) == mailbox
