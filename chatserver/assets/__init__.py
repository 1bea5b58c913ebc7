"""Static files and templates as they are sent: bundled, minified and compressed; and the compiled translations."""
