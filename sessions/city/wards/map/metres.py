"""Degrees to metres near one place: an equirectangular projection, exact enough for a city.

It uses one length of a degree of longitude, the one in the middle of the map. For a city of 25 km the error at the
edges is 0.1 %: 5 cm in the 50 m that matter.
"""

import math
from dataclasses import dataclass
from typing import Any

METRES_PER_DEGREE = 111_194.9266
"""Metres of a degree of latitude, on a sphere of 6,371,008.8 m (the mean radius of GRS 80)."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Projects degrees to metres east and north of an origin."""

    lat: float
    lon: float
    metres_east: float

    @classmethod
    def around(cls, lat: float, lon: float) -> "Projection":
        return cls(lat, lon, METRES_PER_DEGREE * math.cos(math.radians(lat)))

    def project(self, lat: float, lon: float) -> tuple[float, float]:
        return (lon - self.lon) * self.metres_east, (lat - self.lat) * METRES_PER_DEGREE

    def project_shape(self, shape: Any) -> Any:
        """Project a shape to metres. shape: in degrees, longitude before latitude (RFC 7946)."""
        import shapely  # with NumPy, which a process needs only once somebody uses a map

        factors, origin = (self.metres_east, METRES_PER_DEGREE), (self.lon, self.lat)
        return shapely.transform(shape, lambda corners: (corners - origin) * factors)

    def unproject(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.lat + y / METRES_PER_DEGREE, self.lon + x / self.metres_east
