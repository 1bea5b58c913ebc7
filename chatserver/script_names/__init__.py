"""Finds what each name in a script stands for, so that it can get a shorter one."""
