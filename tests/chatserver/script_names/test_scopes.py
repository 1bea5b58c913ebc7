from chatserver.script_names.scopes import Scope


def test_a_name_means_its_innermost_declaration() -> None:
    module = Scope()
    module.declare("name")
    function, other = module.open(), module.open()
    function.declare("name")
    block = function.open()
    assert block.find("name") is function.declared["name"]
    assert other.find("name") is module.declared["name"]
    assert block.find("another") is None
