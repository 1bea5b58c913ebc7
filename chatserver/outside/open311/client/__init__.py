"""Hands complaints on to other offices' programs by Open311 GeoReport v2, each at most once, and follows them there."""
