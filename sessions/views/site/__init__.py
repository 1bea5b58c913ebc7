"""The website of the city: the home page, pages of wards and boroughs with their timelines, and the one search."""
