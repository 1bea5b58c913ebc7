"""All forms of a record in one archive: a BagIt 1.0 bag (RFC 8493), zipped."""
