"""Who says "me too" of a complaint or suggestion, how many do in public, and where it goes when one is withdrawn."""
