"""What other programs ask of us by Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/), in XML and JSON."""
