"""Minifies a bundled script or stylesheet: removes comments and blanks, and shortens local names.

It uses tdewolff's minifier, which has no wheel for Macs with Apple silicon: there the bundles are served as they are.
The minifier is loaded at its first use: it brings Go's runtime, and a server mostly finds the files collected already.
"""

from importlib.util import find_spec


def minify_script(text: str) -> str:
    """The module, minified. It must export nothing. Inside a function its names are local, and become short.

    Raises MinifyError (ValueError) for text that is no script.
    """
    return _minify("application/javascript", f"(function(){{{text}}})()")


def minify_style(text: str) -> str:
    """The stylesheet, minified."""
    return _minify("text/css", text)


def _minify(media_type: str, text: str) -> str:
    if find_spec("minify") is None:
        return text
    import minify

    return str(minify.string(media_type, text))
