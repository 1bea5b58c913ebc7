"""The pages by which people lodge complaints and suggestions, and follow their own."""
