"""Takes the README's pictures from a demo of its own, so that they show what the product does."""
