from chatserver.script_names.grammar import read_script


def test_each_declaration_knows_where_it_stands() -> None:
    script = read_script("const one=f;say({one},two);")
    [one] = script.module.declared.values()
    assert [script.pieces[place] for place in one.places] == ["one", "one"]
    assert script.both == {one.places[1]}
    assert script.unknown == {"f", "say", "two"}


def test_a_class_has_its_private_members() -> None:
    script = read_script("class A{#n=1;f(){class B{#m;g(){this.#m=a.#n}}}}")
    assert [{name: len(found.places) for name, found in scope.declared.items()} for scope in script.classes] == [
        {"#n": 2},
        {"#m": 2},
    ]
