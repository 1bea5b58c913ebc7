"""Texts where there is little room: on one line, in one text message; pure."""
