"""Takes the README's pictures from a demo of its own."""
