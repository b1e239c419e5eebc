// Where printed values stand: the same rules as dashboard/labels.py, on measured widths.
const MOVES = [[0, 0], [0, -0.35], [0, 0.35], [-0.3, 0], [0.3, 0], [0, -0.7], [0, 0.7], [-0.3, -0.6],
  [0.3, -0.6], [-0.3, 0.6], [0.3, 0.6], [-0.6, 0], [0.6, 0], [0, -1], [0, 1]];

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const within = (a, f) => a[0] >= f[0] && a[1] >= f[1] && a[2] <= f[2] && a[3] <= f[3];

// The rectangle for a label of w × h pixels wished at (x, y), or null; takes its place in `taken`.
// A `fixed` label stands where it was wished or nowhere.
function place(x, y, w, h, frame, taken, fixed = false) {
  if (!within([x, y, x, y], frame)) return null;
  for (const [dx, dy] of fixed ? [[0, 0]] : MOVES) {
    const cx = x + dx * w, cy = y + dy * h;
    const box = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2];
    if (within(box, frame) && !taken.some((other) => overlap(box, other))) {
      taken.push(box);
      return box;
    }
  }
  return null;
}

// The largest of 1, 2 and 5 times a power of ten that is not longer than `most`.
function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return Math.max(...[1, 2, 5].map((step) => step * power).filter((length) => length <= most));
}

// One SVG element with attributes; text only ever arrives as textContent.
function node(name, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text) made.textContent = text;
  return made;
}

// Hatching, dots and a dash, as dashboard/sheet_parts.py draws them; `unit` is user units a pixel.
const PATTERNS = { "-1": "missing", "-2": "suppressed", "-3": "not_applicable" };
function patterns(prefix, unit) {
  const tiles = {
    missing: [6, "ground", node("path", { d: "M0 6L6 0M-1 1L1-1M5 7L7 5", class: "hatch" })],
    suppressed: [6, "blank", node("circle", { cx: 3, cy: 3, r: 1.1, class: "dot" })],
    not_applicable: [12, "blank", node("path", { d: "M4 6h4", class: "dash" })],
  };
  const defs = node("defs");
  for (const [name, [side, ground, ink]] of Object.entries(tiles)) {
    const tile = node("pattern", { id: `${prefix}-${name}`, width: side, height: side,
      patternUnits: "userSpaceOnUse", patternTransform: `scale(${unit})` });
    tile.append(node("rect", { width: side, height: side, class: ground }), ink);
    defs.append(tile);
  }
  return defs;
}

// Lines or dots over a class's colour, as dashboard/sheet_parts.py draws them.
const TEXTURES = {"lines": "M0 3h6", "dots": "M1.5 1.5h.01M4.5 4.5h.01", "grid": "M0 3h6M3 0v6", "dashes": "M1 3h3"};
function textured(prefix, palette) {
  return Object.entries(palette.textures).map(([step, { kind, ink }]) => {
    const tile = node("pattern", { id: `${prefix}-class${step}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" });
    const ground = node("rect", { width: 6, height: 6, fill: palette.steps[step] });
    const line = node("path", { d: TEXTURES[kind], stroke: ink, fill: "none", class: `texture ${kind}` });
    tile.append(ground, line);
    return tile;
  });
}
const paintOf = (prefix, palette, step) =>
  step in palette.textures ? `url(#${prefix}-class${step})` : palette.steps[step];
