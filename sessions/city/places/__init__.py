"""Places in the city: a point and its ward, a drawn map to press on, landmarks, and what of it is made public."""
