"""The skill–occupation graph around one node, as a drawing whose nodes are buttons.

Three columns: the node, what it is linked to, and the nodes of its own kind that share most of these. Columns keep
labels apart and readable, on a phone too, where the drawing scrolls sideways.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dataset_builder.errors import BadInput
from views.markup import text

MOST_LINKS, MOST_NEIGHBOURS = 14, 12
ROW, WIDTH, BOX = 34, 860, 230
LONGEST_LABEL = 30


@dataclass(frozen=True)
class Neighbourhood:
    """`links` are of the other kind than `node`; `neighbours` of its own, with how many links they share."""

    node: str
    kind: str
    category: str
    links: tuple[str, ...]
    neighbours: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Map:
    """Both directions of the graph's edges. Kinds are "occupation" and "skill"."""

    occupations: tuple[tuple[str, str], ...]
    edges: tuple[tuple[str, str], ...]

    @cached_property
    def _linked(self) -> dict[str, dict[str, list[str]]]:
        linked: dict[str, dict[str, list[str]]] = {"occupation": {}, "skill": {}}
        for occupation, skill in self.edges:
            linked["occupation"].setdefault(occupation, []).append(skill)
            linked["skill"].setdefault(skill, []).append(occupation)
        return linked

    @cached_property
    def categories(self) -> dict[str, str]:
        return dict(self.occupations)

    @cached_property
    def titles(self) -> list[str]:
        return sorted(self._linked["occupation"])

    def around(self, node: str, kind: str = "occupation") -> Neighbourhood:
        """Raises BadInput where the graph has no such node."""
        other = "skill" if kind == "occupation" else "occupation"
        if kind not in self._linked or node not in self._linked[kind]:
            raise BadInput(
                f"Graph: no {'skill' if kind == 'skill' else 'occupation'} “{str(node)[:60]}”; choose one from the list"
            )
        links = self._linked[kind][node]
        shared = Counter(one for link in links for one in self._linked[other][link] if one != node)
        near = tuple(sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NEIGHBOURS])
        names = {name for name, _ in near}
        ties = {link: sum(one in names for one in self._linked[other][link]) for link in links}
        chosen = sorted(links, key=lambda link: (-ties[link], link))[:MOST_LINKS]
        return Neighbourhood(node, kind, self.categories.get(node, ""), tuple(chosen), near)

    def joined(self, view: Neighbourhood) -> Iterable[tuple[int, int]]:
        """Which link (position) leads to which neighbour."""
        other = "skill" if view.kind == "occupation" else "occupation"
        at = {name: number for number, (name, _) in enumerate(view.neighbours)}
        for number, link in enumerate(view.links):
            yield from ((number, at[one]) for one in self._linked[other][link] if one in at)


def draw(graph: Map, view: Neighbourhood) -> str:
    """The neighbourhood as SVG; every node but the first is a button that carries its name and kind."""
    other = "skill" if view.kind == "occupation" else "occupation"
    rows = max(len(view.links), len(view.neighbours), 1)
    height, middle, last = rows * ROW + 16, (WIDTH - BOX) // 2, WIDTH - BOX
    left, right = _heights(len(view.links), height), _heights(len(view.neighbours), height)
    curves = [_curve(BOX, height / 2, middle, y) for y in left]
    curves += [_curve(middle + BOX, left[a], last, right[b]) for a, b in graph.joined(view)]
    boxes = [_box(0, height / 2, view.node, view.kind, "", is_button=False)]
    boxes += [_box(middle, y, name, other, "") for y, name in zip(left, view.links)]
    boxes += [_box(last, y, name, view.kind, f"{n} shared") for y, (name, n) in zip(right, view.neighbours)]
    heads = ["", f"its {other}s", f"{view.kind}s that share them"]
    head = "".join(
        f'<text class="rj-graph-head" x="{x}" y="14">{text(name)}</text>' for x, name in zip((0, middle, last), heads)
    )
    return (
        f'<div class="rj-graph" tabindex="0" role="group" aria-label="Graph around {text(view.node)}; it scrolls sideways">'
        f'<svg viewBox="0 -6 {WIDTH} {height + 30}" style="min-width:{WIDTH - 140}px" xmlns="http://www.w3.org/2000/svg">'
        f'{head}<g transform="translate(0 22)"><g class="rj-edges">{"".join(curves)}</g>{"".join(boxes)}</g></svg></div>'
    )


def _heights(number: int, height: int) -> list[float]:
    return [height / 2 + (at - (number - 1) / 2) * ROW for at in range(number)]


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = (x + to_x) / 2
    return f'<path d="M{x:.0f} {y:.1f}C{bend:.0f} {y:.1f} {bend:.0f} {to_y:.1f} {to_x:.0f} {to_y:.1f}"/>'


def _box(x: float, y: float, name: str, kind: str, aside: str, is_button: bool = True) -> str:
    label = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
    role = (
        f'role="button" tabindex="0" data-node="{text(name)}" data-kind="{kind}"' if is_button else 'class="rj-centre"'
    )
    says = f"{kind} {name}" + (f", {aside}" if aside else "")
    count = f'<tspan class="rj-aside" dx="6">{text(aside.split()[0])}</tspan>' if aside else ""
    return (
        f'<g {role} aria-label="{text(says)}"><title>{text(says)}</title>'
        f'<rect class="rj-{kind}" x="{x}" y="{y - 13:.1f}" width="{BOX}" height="26" rx="{13 if kind == "skill" else 5}"/>'
        f'<text x="{x + 10}" y="{y + 4.5:.1f}">{text(label)}{count}</text></g>'
    )
