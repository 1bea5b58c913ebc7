import pytest

from chatserver.shortening import shorten_names


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("function longName(a){return a}longName(1);", "function b(a){return a}b(1);"),
        ("const longName=1;say(other.longName,longName);", "const longName=1;say(other.longName,longName);"),
        ("const longName=1;say({longName});", "const longName=1;say({longName});"),
        ("const longName=1;say({longName:2},longName);", "const longName=1;say({longName:2},longName);"),
        ("const longName=1;say(`${longName}`);", "const longName=1;say(`${longName}`);"),
        ('const longName=1;say("longName",longName);', 'const a=1;say("longName",a);'),
        ("const longName=1;say({...longName},[longName]);", "const a=1;say({...a},[a]);"),
        ("const longName=1;function f(){let longName=2;return longName}", "const a=1;function f(){let a=2;return a}"),
        ("function f(){const inner=document;return inner}", "function f(){const inner=document;return inner}"),
        ("class Some{#count=1;grow(){this.#count+=1}}new Some();", "class b{#a=1;grow(){this.#a+=1}}new b();"),
        ("class Some{#count=1;say(){return `${this.#count}`}}", "class a{#count=1;say(){return `${this.#count}`}}"),
    ],
)
def test_only_what_surely_is_a_name_is_shortened(text: str, shortened: str) -> None:
    assert shorten_names(text) == shortened
