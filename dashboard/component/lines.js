// Arrows from one municipality to another, as dashboard/lines.py draws them on paper: the same measures.
const ARROW = { BEND: 0.24, GAP: 7.0, HEAD: 9.0, DOT: 3.0, LABEL: 22.0 };

// How far a label moves off the dot its arrows start or end at: to the side they do not come from.
function lineShift(atlas, id) {
  const height = (key) => atlas.places.get(key).label[1];
  const own = (atlas.spec.lines ?? []).filter(({ from, to }) => from === id || to === id);
  if (!own.length) return 0;
  const side = ({ from, to }) => Math.sign(height(from === id ? to : from) - height(id));
  const lean = own.reduce((sum, line) => sum + line.width * side(line), 0);
  return lean > 0 ? -ARROW.LABEL : ARROW.LABEL;
}

function printLines(atlas) {
  const { spec, places, print } = atlas;
  if (!spec.lines?.length) return;
  for (const outline of atlas.outlines.querySelectorAll(".own")) // a thick one is for ours
    if (!spec.ours[outline.getAttribute("clip-path").slice(6, -1)]) outline.style.strokeWidth = "1.2px";
  const group = node("g", { class: "flows" }), ends = new Set();
  for (const line of spec.lines) {
    const start = atlas.point(places.get(line.from).label), end = atlas.point(places.get(line.to).label);
    group.append(...arrow(start, end, Math.max(1.2, line.width * atlas.circle), line.colour));
    ends.add(line.from).add(line.to);
  }
  for (const id of ends) {
    const [cx, cy] = atlas.point(places.get(id).label);
    group.append(node("circle", { cx, cy, r: ARROW.DOT, class: "end" }));
  }
  print.append(group);
}

// A bent band and its head, with a light edge that keeps crossing arrows apart.
function arrow([x0, y0], [x1, y1], width, colour) {
  const long = Math.hypot(x1 - x0, y1 - y0);
  if (long < 1) return [];
  const gap = Math.min(ARROW.GAP, long * 0.15), head = Math.min(Math.max(ARROW.HEAD, width * 1.5), long * 0.45);
  const mx = (x0 + x1) / 2 + ARROW.BEND * (y1 - y0), my = (y0 + y1) / 2 - ARROW.BEND * (x1 - x0);
  const at = (s, t) => {
    const a = (1 - s) * (1 - t), b = (1 - s) * t + s * (1 - t), c = s * t;
    return [a * x0 + b * mx + c * x1, a * y0 + b * my + c * y1];
  };
  const first = gap / long, neck = 1 - (gap + head) / long, tip = 1 - gap / long;
  const [ax, ay] = at(first, first), [bx, by] = at(first, neck), [cx, cy] = at(neck, neck), [tx, ty] = at(tip, tip);
  const over = Math.hypot(tx - cx, ty - cy) || 1, half = Math.max(width * 0.95, 4);
  const sx = (-(ty - cy) / over) * half, sy = ((tx - cx) / over) * half;
  const band = `M${ax} ${ay}Q${bx} ${by} ${cx} ${cy}`;
  const point = node("path", { class: "head", d: `M${tx} ${ty}L${cx + sx} ${cy + sy}L${cx - sx} ${cy - sy}z` });
  const edge = node("path", { class: "edge", d: band, "stroke-width": width + 2 });
  const line = node("path", { class: "flow", d: band, "stroke-width": width });
  point.style.fill = line.style.stroke = colour;
  return [edge, point, line];
}
