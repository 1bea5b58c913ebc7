"""Promises at the desk: a moderator marks words of an answer, and the office says in public whether it is one."""
