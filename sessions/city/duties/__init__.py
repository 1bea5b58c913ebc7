"""Duties in public: who was given which by whom, and who may be the second person of an act."""
