"""The commands of bin/manage."""
