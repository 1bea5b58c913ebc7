"""Open311 GeoReport v2: other programs lodge and read complaints here, and we hand complaints on to other programs."""
