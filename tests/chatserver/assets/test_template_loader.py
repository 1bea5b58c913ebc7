"""Pages are read without their indentation, messages as they are, and what is put into either stays whole."""

from pathlib import Path

import pytest
from django.template import Context, Engine

TEXT = "<p>\n    {{ words }}  a\n\t<b>b</b>\n</p>\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.html", "<p>\nc\n  d  a\n<b>b</b>\n</p>\n"),
        ("a.txt", "<p>\n    c\n  d  a\n\t<b>b</b>\n</p>\n"),
    ],
)
def test_only_the_indentation_of_a_page_is_left_out(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    engine = Engine(dirs=[str(tmp_path)], loaders=["chatserver.assets.template_loader.Loader"])
    assert engine.get_template(name).render(Context({"words": "c\n  d"})) == shown


def test_conditions_and_loops_leave_no_empty_lines_and_words_stay_apart(tmp_path: Path) -> None:
    loop = "{% for each in list %}\n<b>{{ each }}</b>{% if on %}!{% endif %}\n{% endfor %}\n"
    text = "{% if on %}\n  a\n{% else %}{% endif %}\n" + loop + "b\n"
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    page = Engine(dirs=[str(tmp_path)], loaders=["chatserver.assets.template_loader.Loader"]).get_template("a.html")
    assert page.render(Context({"on": True, "list": "cd"})) == "a\n<b>c</b>!\n<b>d</b>!\nb\n"
    assert page.render(Context({"on": False, "list": "c"})) == "<b>c</b>\nb\n"


def test_comments_and_blocks_leave_no_empty_lines_either(tmp_path: Path) -> None:
    text = "{% load i18n %}\n{# Why. #}\na {# b #}\n  {% block c %}\n  d\n  {% endblock c %}\n{# e #} f\n"
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    page = Engine(
        dirs=[str(tmp_path)],
        loaders=["chatserver.assets.template_loader.Loader"],
        libraries={"i18n": "django.templatetags.i18n"},
    ).get_template("a.html")
    assert page.render(Context()) == "a \nd\n f\n"


def test_what_is_included_or_only_given_a_name_leaves_no_empty_lines(tmp_path: Path) -> None:
    (tmp_path / "part.html").write_text("{% if on %}\n  part\n{% endif %}\n", encoding="utf-8")
    text = (
        "a\n{% comment %}Why.{% endcomment %}\n{% firstof 1 as one %}\n{% include 'part.html' %}\n{% firstof 2 %}\nb\n"
    )
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    page = Engine(dirs=[str(tmp_path)], loaders=["chatserver.assets.template_loader.Loader"]).get_template("a.html")
    assert page.render(Context({"on": True})) == "a\npart\n2\nb\n"
    assert page.render(Context({"on": False})) == "a\n2\nb\n"
