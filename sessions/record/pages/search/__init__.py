"""Finding something in the records: the search, office-holders, the sitemap, the read-only API."""
