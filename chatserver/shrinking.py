"""Takes out of a script or stylesheet what only its readers need: comments and blanks. Pure.

Strings, templates and regular expressions stay as they are, and so does every line end by which a statement could end.
"""

import re
from collections.abc import Callable

import regex

SCRIPT_TOKEN = regex.compile(
    r"""
    (?P<kept>
        (?P<string> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
        | (?P<template> `(?: [^`\\$] | \\. | \$(?!\{)
            | \$(?P<braces> \{(?: [^`"'{}] | (?&string) | (?&template) | (?&braces) )*\} )
          )*` )
        | (?<=[(,=:\[!&|?{};\ ]) (?<![\w)\]][ ]) /(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*
    )
    | (?P<comment> /\*.*?\*/ | //[^\n]* )
    """,
    regex.VERBOSE | regex.DOTALL,
)
_QUOTE = re.compile(r"[\"'`]")
_BLANKS = re.compile(r"[ \t]+")
_LINE_END = re.compile(r"[ \t]*\n\s*")
_AROUND_SIGN = re.compile(r" ?([{}()\[\];,:=?<>*|&!]) ?")
_AROUND_OPERATOR = re.compile(r"(?<=[\w)\]]) ([+\-/%]) (?=[\w(\[#$])")
_AFTER_OPEN = re.compile(r"(?<=[{;,(\[:])\n")
_BEFORE_CLOSE = re.compile(r"\n(?=[})\].?:])")

_STYLE_TOKEN = regex.compile(
    r"""(?P<kept>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<comment>/\*.*?\*/)""", regex.DOTALL
)
_AROUND_STYLE_SIGN = re.compile(r"\s*([{};,])\s*")
_AFTER_COLON = re.compile(r":\s+")


class CannotShrink(Exception):
    """A string or template that does not end, or is not understood."""


def shrink_script(text: str) -> str:
    """The same script. A line end stays where only it may end the statement before it. Raises CannotShrink."""
    return _between(SCRIPT_TOKEN, text, _shrink_code)


def shrink_style(text: str) -> str:
    """The same stylesheet, in one line. A blank in a selector or a value means something, and stays."""
    return _between(_STYLE_TOKEN, text, _shrink_rules)


def _between(token: regex.Pattern[str], text: str, shrink: Callable[[str], str]) -> str:
    """Shrink what stands between the tokens that are kept; comments are left out."""
    text = token.sub(lambda found: found["kept"] or "", text)  # first, so that a comment divides nothing
    parts, end = [], 0
    for found in token.finditer(text):
        parts += [shrink(text[end : found.start()]), found["kept"]]
        end = found.end()
    return "".join([*parts, shrink(text[end:])])


def _shrink_code(code: str) -> str:
    if _QUOTE.search(code):
        raise CannotShrink(f"A string or template begins here and is not understood: {code.strip()[-80:]!r}")
    code = _AROUND_OPERATOR.sub(r"\1", _LINE_END.sub("\n", _BLANKS.sub(" ", code)))
    code = _AROUND_SIGN.sub(r"\1", code)
    return _BEFORE_CLOSE.sub("", _AFTER_OPEN.sub("", code))


def _shrink_rules(rules: str) -> str:
    return _AFTER_COLON.sub(":", _AROUND_STYLE_SIGN.sub(r"\1", re.sub(r"\s+", " ", rules))).replace(";}", "}")
