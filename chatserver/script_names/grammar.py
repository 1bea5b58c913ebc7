"""Reads a script and finds what each of its names stands for. Pure.

Only what our own files use is understood; whatever else stands there is refused rather than guessed at: above all a
statement that ends without a semicolon, `var`, and labels.
"""

import re
from collections.abc import Callable

from chatserver.script_names.pieces import Piece, divide_script
from chatserver.script_names.scopes import Place, Scope, Script
from chatserver.script_names.tokens import END, PAIRS, CannotShorten, Tokens

_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_KEY = re.compile(r"kept [\"']|#?[\w$]")
_IN_EXPRESSIONS = re.compile("await|delete|in|instanceof|new|null|super|this|true|false|typeof|void")
_NOT_IN_EXPRESSIONS = re.compile(
    "arguments|break|case|catch|const|continue|debugger|default|do|else|enum|eval|export|extends|finally|for|if|import"
    "|let|return|switch|throw|try|var|while|with|yield"
)
_MODIFIERS = ("async", "get", "set", "static", "*")
_ENDS_EXPRESSION = {",", ";", ")", "]", "}", END}


def read_script(text: str) -> Script:
    """Takes one module. Raises CannotShorten."""
    grammar = _Grammar(list(divide_script(text)))
    while grammar.tokens.peek() != END:
        grammar.read_statement(grammar.script.module)
    grammar.resolve()
    return grammar.script


class _Grammar:
    """Each name is left with the scope in which it stands until everything is declared."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.tokens = Tokens(pieces)
        self.script = Script([piece.text for piece in pieces])
        self._uses: list[tuple[Scope, Place]] = []
        self._class = Scope()

    def resolve(self) -> None:
        for scope, place in self._uses:
            name = self.script.pieces[place]
            if declared := scope.find(name):
                declared.places.append(place)
            elif name[0] == "#":
                raise CannotShorten(f"No class around it declares {name}.")
            else:
                self.script.unknown.add(name)

    def _use(self, scope: Scope) -> None:
        self._uses.append((scope, self.tokens.place))
        self.tokens.next()

    def _declare(self, scope: Scope) -> None:
        name = self.tokens.peek()
        if not _NAME.fullmatch(name) or _IN_EXPRESSIONS.fullmatch(name) or _NOT_IN_EXPRESSIONS.fullmatch(name):
            raise self.tokens.refuse("Not a name")
        scope.declare(name)
        self._use(scope)

    # Statements

    def read_statement(self, scope: Scope) -> None:
        word = self.tokens.peek()
        if word in STATEMENTS:
            self.tokens.next()
            STATEMENTS[word](self, scope)
        elif word == "{":
            self._read_block(scope.open())
        elif word == "async" and self.tokens.peek(1) == "function":
            self.tokens.next()
        elif not self.tokens.takes(";"):
            self.read_result(scope)

    def _read_block(self, scope: Scope) -> None:
        self.tokens.expect("{")
        while not self.tokens.takes("}"):
            self.read_statement(scope)

    def read_result(self, scope: Scope) -> None:
        self._read_list(scope)
        self._end_statement()

    def _end_statement(self) -> None:
        if not self.tokens.takes(";") and self.tokens.peek() not in ("}", END):
            raise self.tokens.refuse("A statement does not end with a semicolon, or is not understood")

    def read_declarations(self, scope: Scope) -> None:
        self._read_declared(scope)
        self._end_statement()

    def _read_declared(self, scope: Scope) -> None:
        while True:
            self._read_pattern(scope)
            if not self.tokens.takes(","):
                return

    def read_named_function(self, scope: Scope) -> None:
        self.tokens.takes("*")
        self._declare(scope)
        self._read_function(scope)

    def read_named_class(self, scope: Scope) -> None:
        self._declare(scope)
        self._read_class(scope)

    def read_if(self, scope: Scope) -> None:
        self.read_while(scope)
        if self.tokens.takes("else"):
            self.read_statement(scope)

    def read_while(self, scope: Scope) -> None:
        self.tokens.expect("(")
        self._read_list(scope)
        self.tokens.expect(")")
        self.read_statement(scope)

    def read_for(self, scope: Scope) -> None:
        inner = scope.open()
        self.tokens.takes("await")
        self.tokens.expect("(")
        if self.tokens.takes("const", "let"):
            self._read_declared(inner)
        if self.tokens.takes("of"):
            self._read_expression(inner)
        while self.tokens.takes(";"):
            self._read_list(inner)
        self.tokens.expect(")")
        self.read_statement(inner)

    def read_try(self, scope: Scope) -> None:
        self._read_block(scope.open())
        if self.tokens.takes("catch"):
            caught = scope.open()
            if self.tokens.takes("("):
                self._read_pattern(caught)
                self.tokens.expect(")")
            self._read_block(caught)
        if self.tokens.takes("finally"):
            self._read_block(scope.open())

    # Expressions

    def _read_list(self, scope: Scope) -> None:
        """Expressions with commas between them, each of which may be left out."""
        self._read_expression(scope)
        while self.tokens.takes(","):
            self._read_expression(scope)

    def _read_expression(self, scope: Scope) -> None:
        """Up to what ends it: a colon does where no question mark in it has asked for one."""
        asked = 0
        while (sign := self.tokens.peek()) not in _ENDS_EXPRESSION and not sign.startswith("kept }"):
            asked += (sign == "?") - (sign == ":")
            if asked < 0:
                return
            self._read_operand(scope, sign)

    def _read_operand(self, scope: Scope, sign: str) -> None:
        if sign in (".", "?.") and _NAME.fullmatch(self.tokens.peek(1)):
            self.tokens.next()
            self.tokens.next()
        elif sign.startswith("kept `") and sign.endswith("${"):
            self._read_template(scope)
        elif sign in PAIRS:
            self._read_brackets(scope, sign)
        elif sign[0] == "#":
            self._use(self._class)
        elif _NAME.fullmatch(sign):
            self._read_word(scope, sign)
        elif sign == "=>":
            raise self.tokens.refuse("An arrow behind no parameters")
        else:
            self.tokens.next()

    def _read_word(self, scope: Scope, word: str) -> None:
        if _NOT_IN_EXPRESSIONS.fullmatch(word):
            raise self.tokens.refuse("A semicolon is missing, or this is not understood")
        if self.tokens.peek(1) == "=>":
            self._read_arrow(scope)
        elif word in ("class", "function"):
            self.tokens.next()
            self._read_class(scope) if word == "class" else self._read_function(scope)
        elif _IN_EXPRESSIONS.fullmatch(word) or (word == "async" and self._is_function(1)):
            self.tokens.next()
        else:
            self._use(scope)

    def _is_function(self, ahead: int) -> bool:
        sign = self.tokens.peek(ahead)
        if sign == "(":
            return self.tokens.peek_behind_bracket(ahead) == "=>"
        return sign == "function" or self.tokens.peek(ahead + 1) == "=>"

    def _read_template(self, scope: Scope) -> None:
        while self.tokens.next().endswith("${"):
            self._read_list(scope)

    def _read_brackets(self, scope: Scope, bracket: str) -> None:
        if bracket == "(" and self._is_function(0):
            self._read_arrow(scope)
            return
        self.tokens.next()
        if bracket == "{":
            self._read_members(scope, self._read_property)
        else:
            self._read_list(scope)
            self.tokens.expect(PAIRS[bracket])

    # Functions and patterns

    def _read_arrow(self, scope: Scope) -> None:
        inner = scope.open()
        self._read_parameters(inner) if self.tokens.peek() == "(" else self._declare(inner)
        self.tokens.expect("=>")
        self._read_block(inner.open()) if self.tokens.peek() == "{" else self._read_expression(inner)

    def _read_function(self, scope: Scope) -> None:
        inner = scope.open()
        self._read_parameters(inner)
        self._read_block(inner.open())

    def _read_parameters(self, scope: Scope) -> None:
        self.tokens.expect("(")
        self._read_patterns(scope, ")")

    def _read_patterns(self, scope: Scope, end: str) -> None:
        while not self.tokens.takes(end):
            if not self.tokens.takes(","):
                self.tokens.takes("...")
                self._read_pattern(scope)

    def _read_pattern(self, scope: Scope) -> None:
        """What is declared, and what it is unless it is given."""
        if self.tokens.takes("["):
            self._read_patterns(scope, "]")
        elif self.tokens.takes("{"):
            self._read_members(scope, self._read_pattern_member)
        else:
            self._declare(scope)
        if self.tokens.takes("="):
            self._read_expression(scope)

    def _read_pattern_member(self, scope: Scope) -> None:
        if self.tokens.peek() == "[" or self.tokens.peek(1) == ":":
            self._read_key(scope)
            self.tokens.expect(":")
        elif not self.tokens.takes("..."):
            self.script.both.add(self.tokens.place)
        self._read_pattern(scope)

    # Objects and classes

    def _read_members(self, scope: Scope, read_member: Callable[[Scope], None]) -> None:
        while not self.tokens.takes("}"):
            read_member(scope)
            if self.tokens.peek() != "}":
                self.tokens.expect(",")

    def _read_property(self, scope: Scope) -> None:
        if self.tokens.takes("..."):
            self._read_expression(scope)
        elif _NAME.fullmatch(self.tokens.peek()) and self.tokens.peek(1) in (",", "}", "="):
            self.script.both.add(self.tokens.place)
            self._read_expression(scope)
        else:
            self._skip_modifiers()
            self._read_key(scope)
            self._read_expression(scope) if self.tokens.takes(":") else self._read_function(scope)

    def _skip_modifiers(self) -> None:
        while self.tokens.peek() in _MODIFIERS and self.tokens.peek(1) not in ("(", ":", "=", ";"):
            self.tokens.next()

    def _read_key(self, scope: Scope) -> None:
        if self.tokens.takes("["):
            self._read_expression(scope)
            self.tokens.expect("]")
        elif not _KEY.match(self.tokens.next()):
            raise self.tokens.refuse("Not the name of a property")

    def _read_class(self, scope: Scope) -> None:
        around, self._class = self._class, Scope(self._class)
        self.script.classes.append(self._class)
        if self.tokens.takes("extends"):
            self._use(scope)
        self.tokens.expect("{")
        while not self.tokens.takes("}"):
            self._read_class_member(scope)
        self._class = around

    def _read_class_member(self, scope: Scope) -> None:
        if self.tokens.takes(";"):
            return
        self._skip_modifiers()
        if self.tokens.peek()[0] == "#":
            self._class.declare(self.tokens.peek())
            self._use(self._class)
        else:
            self._read_key(scope)
        if self.tokens.peek() == "(":
            self._read_function(scope)
            return
        if self.tokens.takes("="):
            self._read_expression(scope)
        self._end_statement()

    def read_end(self, _: Scope) -> None:
        self._end_statement()


STATEMENTS: dict[str, Callable[[_Grammar, Scope], None]] = {
    "break": _Grammar.read_end,
    "class": _Grammar.read_named_class,
    "const": _Grammar.read_declarations,
    "continue": _Grammar.read_end,
    "for": _Grammar.read_for,
    "function": _Grammar.read_named_function,
    "if": _Grammar.read_if,
    "let": _Grammar.read_declarations,
    "return": _Grammar.read_result,
    "throw": _Grammar.read_result,
    "try": _Grammar.read_try,
    "while": _Grammar.read_while,
}
