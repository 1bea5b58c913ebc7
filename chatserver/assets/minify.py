"""Makes what a page loads small: a joined script or stylesheet loses its comments and blanks, and long names.

By tdewolff's minifier, of which there is no wheel for Macs with Apple silicon: there they are served as they were
joined. It is loaded with its first use, as it brings Go's runtime, and a server mostly finds all collected already.
"""

from importlib.util import find_spec


def minify_script(text: str) -> str:
    """The same module, of which nothing is exported. In a function its own names are local, and so become short.

    Raises MinifyError (ValueError) for what is no script.
    """
    return _minify("application/javascript", f"(function(){{{text}}})()")


def minify_style(text: str) -> str:
    """The same stylesheet."""
    return _minify("text/css", text)


def _minify(media_type: str, text: str) -> str:
    if find_spec("minify") is None:
        return text
    import minify

    return str(minify.string(media_type, text))
