"""A grid over the map: a search tests only the few sides of outlines that are near its square.

The test is in plain Python on purpose: one call into a geometry library costs as much as twenty sides.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

CELL_M = 50.0
MAX_CELLS = 400_000
"""A larger map gets larger squares instead of more."""

OFF_ROUND = 0.3713
"""An odd offset in metres, so that no middle of a square is on a side: maps are drawn in round numbers."""

TOUCHES_M = 0.001

type Side = tuple[float, float, float, float, float]
"""A side of an outline: its start (x, y), its vector (x, y), and 1 / squared length."""


@dataclass(slots=True)
class GridPart:
    """One ward in one square: whether the square's middle is in the ward, and the ward's sides near the square."""

    ward: int
    holds_middle: bool = False
    sides: list[Side] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A square, by its middle. reach: the squared distance from the middle to a corner.

    is_hole: no ward is in the square or near it, but the city is all around.
    """

    x: float
    y: float
    reach: float
    parts: list[GridPart]
    is_hole: bool = False


class Grid:
    """Squares over shapes in metres. near: the distance in metres within which sides have to be found."""

    def __init__(self, shapes: Sequence[Any], filled: Any, *, near: float) -> None:
        west, south, east, north = filled.bounds
        self._size = max(CELL_M, math.sqrt((east - west + 4 * near) * (north - south + 4 * near) / MAX_CELLS))
        self._west, self._south = west - 2 * near - OFF_ROUND, south - 2 * near - OFF_ROUND
        self._columns = int((east - self._west + 2 * near) / self._size) + 1
        self._rows = int((north - self._south + 2 * near) / self._size) + 1
        self._cells: dict[int, Cell] = {}
        self._mark_middles(shapes, filled)
        for ward, shape in enumerate(shapes):
            self._add_sides(ward, shape, near)

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The square of a place; None where no ward is near."""
        column, row = int((x - self._west) // self._size), int((y - self._south) // self._size)
        if 0 <= column < self._columns and 0 <= row < self._rows:
            return self._cells.get(column * self._rows + row)
        return None

    def _mark_middles(self, shapes: Sequence[Any], filled: Any) -> None:
        xs = self._west + (np.arange(self._columns) + 0.5) * self._size
        ys = self._south + (np.arange(self._rows) + 0.5) * self._size
        for column, row in self._middles_in(filled, xs, ys):
            self._cell(column, row).is_hole = True
        for ward, shape in enumerate(shapes):
            for column, row in self._middles_in(shape, xs, ys):
                cell = self._cell(column, row)
                cell.parts.append(GridPart(ward, holds_middle=True))
                cell.is_hole = False

    def _middles_in(self, shape: Any, xs: Any, ys: Any) -> list[tuple[int, int]]:
        west, south, east, north = shape.bounds
        columns = np.flatnonzero((xs >= west) & (xs <= east))
        rows = np.flatnonzero((ys >= south) & (ys <= north))
        across, along = np.meshgrid(columns, rows, indexing="ij")
        held = shapely.contains_xy(shape, xs[across], ys[along])
        return list(zip(across[held].tolist(), along[held].tolist(), strict=True))

    def _add_sides(self, ward: int, shape: Any, near: float) -> None:
        for side in _sides_of(shape):
            x, y, dx, dy, _per_square = side
            columns = self._span(min(x, x + dx) - near, max(x, x + dx) + near, self._west)
            rows = self._span(min(y, y + dy) - near, max(y, y + dy) + near, self._south)
            for column in columns:
                for row in rows:
                    self._part(column, row, ward).sides.append(side)

    def _span(self, low: float, high: float, origin: float) -> range:
        return range(int((low - origin) // self._size), int((high - origin) // self._size) + 1)

    def _cell(self, column: int, row: int) -> Cell:
        key = column * self._rows + row
        if key not in self._cells:
            x = self._west + (column + 0.5) * self._size
            self._cells[key] = Cell(x, self._south + (row + 0.5) * self._size, self._size**2 / 2, [])
        return self._cells[key]

    def _part(self, column: int, row: int, ward: int) -> GridPart:
        cell = self._cell(column, row)
        cell.is_hole = False
        for part in cell.parts:
            if part.ward == ward:
                return part
        part = GridPart(ward)
        cell.parts.append(part)
        return part


def measure(cell: Cell, part: GridPart, x: float, y: float) -> tuple[bool, float]:
    """Whether a place in the square is in the ward, and its distance to the ward's border, infinite where it is far.

    The line from the square's middle to the place crosses the border an even number of times if both are on one side.
    """
    is_inside, least = part.holds_middle, math.inf
    middle_x, middle_y, reach = cell.x, cell.y, cell.reach
    way_x, way_y = x - middle_x, y - middle_y
    for start_x, start_y, dx, dy, per_square in part.sides:
        off_x, off_y = x - start_x, y - start_y
        along = (off_x * dx + off_y * dy) * per_square
        if along >= 1.0:
            off_x -= dx
            off_y -= dy
        elif along > 0.0:
            off_x -= along * dx
            off_y -= along * dy
        square = off_x * off_x + off_y * off_y
        if square < least:
            least = square
        elif square > reach:
            continue  # too far from the place to be between it and the middle
        begin_x, begin_y = start_x - middle_x, start_y - middle_y
        turn = way_x * begin_y - way_y * begin_x
        if (turn > 0.0) != (turn + way_x * dy - way_y * dx > 0.0) and (dy * begin_x - dx * begin_y > 0.0) != (
            dx * (y - start_y) - dy * (x - start_x) > 0.0
        ):
            is_inside = not is_inside
    metres = math.sqrt(least)
    return is_inside or metres < TOUCHES_M, metres


def _sides_of(shape: Any) -> Iterator[Side]:
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        corners = shapely.get_coordinates(ring)
        for (x, y), (dx, dy) in zip(corners[:-1].tolist(), np.diff(corners, axis=0).tolist(), strict=True):
            if dx or dy:
                yield x, y, dx, dy, 1.0 / (dx * dx + dy * dy)
