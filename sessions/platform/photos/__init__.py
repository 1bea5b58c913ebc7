"""Photographs that people send: read safely, freed of everything but their pixels, stored, blurred, served."""
