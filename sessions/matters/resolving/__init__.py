"""How complaints and suggestions are resolved: the office's steps, the residents' verdicts, and the clock."""
