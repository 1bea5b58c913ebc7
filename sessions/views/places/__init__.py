"""Pictures of places, and in time their pages."""
