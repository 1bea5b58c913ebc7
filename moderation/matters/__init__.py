"""Screening of complaints and suggestions: words, photos and place apart, by the reasons and checks of the desk."""
