"""What a script declares gets a short name wherever it is meant; properties and the browser's names stay."""

from pathlib import Path

import pytest

from chatserver.joining import join_script
from chatserver.script_names.tokens import CannotShorten
from chatserver.shortening import shorten_names
from chatserver.shrinking import shrink_script

STATIC = Path(__file__).resolve().parents[2] / "chatserver" / "static"


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("const name=1;say(other.name,other?.name,name);", "const a=1;say(other.name,other?.name,a);"),
        ("const name=1;say({name,other:name},{name:2});", "const a=1;say({name:a,other:a},{name:2});"),
        ("const name=1;say(`name ${f(`${name}`)}`,'name');", "const a=1;say(`name ${f(`${a}`)}`,'name');"),
        ("const name=1;say({...name},[name],f?name:x);", "const a=1;say({...a},[a],f?a:x);"),
        ("const b=say(c=>c?d=>c:e);", "const c=say(a=>a?b=>a:e);"),
        ("say(a,b);const name=c;", "say(a,b);const d=c;"),
    ],
)
def test_a_variable_is_renamed_and_a_property_is_not(text: str, shortened: str) -> None:
    assert shorten_names(text) == shortened


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("function grow(by){return by}grow(1);", "function b(a){return a}b(1);"),
        ("const one=1;const f=(one)=>one;f(one);", "const b=1;const c=(a)=>a;c(b);"),
        ("const f=async(one,...two)=>one+two;f();", "const c=async(a,...b)=>a+b;c();"),
        ("const f=async one=>{await one};f();", "const b=async a=>{await a};b();"),
        ("const f=({one,two:[three,,{four=one}]})=>four;", "const d=({one:a,two:[b,,{four:c=a}]})=>c;"),
        ("const f=({[key]:one={},...two})=>[one,two];", "const c=({[key]:a={},...b})=>[a,b];"),
        ("const one=1;if(f){const one=2;say(one)}say(one);", "const b=1;if(f){const a=2;say(a)}say(b);"),
        ("for(const one of all)if(one)say(one);else tell(one);", "for(const a of all)if(a)say(a);else tell(a);"),
        ("for(let one=0;one<2;one+=1){say(one);}say(one);", "for(let a=0;a<2;a+=1){say(a);}say(one);"),
        ("try{go()}catch(error){say(error)}finally{const b=1;b()}", "try{go()}catch(a){say(a)}finally{const a=1;a()}"),
        ("function f(){return g()}function g(){}", "function a(){return b()}function b(){}"),
        ("let one,two;[one,two]=[two,one];({one,two=1}=f);", "let a,b;[a,b]=[b,a];({one:a,two:b=1}=f);"),
        ("while(f){break}async function go(){throw e;}", "while(f){break}async function a(){throw e;}"),
    ],
)
def test_each_scope_has_names_of_its_own(text: str, shortened: str) -> None:
    assert shorten_names(text) == shortened


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("class Some{#n=1;grow(){this.#n+=1}}new Some();", "class a{#a=1;grow(){this.#a+=1}}new a();"),
        ("class Some{#n;say(){return `${this.#n}`}}", "class a{#a;say(){return `${this.#a}`}}"),
        ("class A{#n=1;#m(){}}class B extends A{#m=2;#n}", "class a{#a=1;#b(){}}class b extends a{#a=2;#b}"),
        ("class A{static get one(){}async two(three){}get(){}}", "class b{static get one(){}async two(a){}get(){}}"),
        ("say({get one(){},two(three){},async four(){}});", "say({get one(){},two(a){},async four(){}});"),
    ],
)
def test_methods_keep_their_name_and_private_members_do_not(text: str, shortened: str) -> None:
    assert shorten_names(text) == shortened


@pytest.mark.parametrize(
    "text",
    [
        "const a=1\nconst b=2;",
        "const f=()=>1\nfunction g(){}",
        "var a=1;",
        "outer:for(;;){}",
        "const f=function g(){};",
        "switch(a){case 1:f()}",
        "class A{f(){this.#n}}",
        "class A{static{f()}}",
        "say((a,b);",
        "say(a));",
        "import('./a.js');",
        "const if=1;",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(CannotShorten):
        shorten_names(text)


def test_our_own_scripts_are_understood_and_nothing_is_left_to_rename() -> None:
    def read(name: str) -> str:
        return (STATIC / name).read_text(encoding="utf-8")

    for path in sorted(STATIC.glob("js/pages/*.js")):
        text = shorten_names(shrink_script(join_script(f"js/pages/{path.name}", read)[0]))
        assert shorten_names(text) == text
