"""The website of the city: pages of wards and boroughs with their timelines, and the one search."""
