"""Lodges what another program sends: reads its fields, finds its place, and lodges it once."""
