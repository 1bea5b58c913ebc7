"""Checks that find a telephone number, or an Aadhaar number, which is disguised so that no check finds it. Pure."""
