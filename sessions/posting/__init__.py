"""Posts on social media: written from what happens, approved by a clerk, sent once to each service."""
