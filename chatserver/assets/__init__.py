"""Scripts, styles and templates as they are sent: joined, minified, compressed, with their translations."""
