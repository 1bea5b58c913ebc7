"""The commands of promises."""
