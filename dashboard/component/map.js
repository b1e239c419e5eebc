// One map: fetches a level's shapes once, then only repaints them; reports the area a reader chooses.
// The shapes lie in one SVG in the level's units; text and circles in a second one, in pixels above it.
class Atlas {
  constructor(root) {
    this.root = root;
    this.frame = root.querySelector(".frame");
    this.legend = root.querySelector(".legend");
    this.tip = root.querySelector(".tip");
    this.shapes = node("svg", { class: "shapes", role: "listbox", tabindex: "0" });
    this.print = node("svg", { class: "print", "aria-hidden": "true" });
    this.frame.prepend(this.shapes, this.print);
    this.buttons = root.querySelectorAll(".zoom button");
    this.time = new Timeline(this);
    listen(this);
    new ResizeObserver(() => this.level && this.layout()).observe(this.frame);
  }

  async update(data, tell) {
    const { spec } = data;
    this.choose = (id) => this.chooses(id, data.chosen, tell);
    this.root.classList.toggle("zoomable", spec.ids.length > 15);
    this.time.update(data.reel, (period) => tell("period", period));
    this.wanted = data.revision;
    let level;
    try {
      level = await fetchLevel(data.geometry);
    } catch (error) {
      this.root.dataset.failed = spec.words.failed;
      throw error;
    }
    if (this.wanted !== data.revision) return; // a newer drawing overtook this one
    delete this.root.dataset.failed;
    if (this.level !== level) this.build(level);
    const moved = String(this.spec?.view) !== String(spec.view);
    this.spec = spec;
    this.index = new Map(spec.ids.map((id, i) => [id, i]));
    if (moved || !this.view) this.view = [...spec.view];
    if (this.expected === data.chosen) delete this.expected; // the server knows what was chosen here
    this.served = data.chosen;
    this.chosen = this.expected ?? data.chosen;
    this.revision = data.revision;
    const ahead = this.time.ahead(); // the reader has turned to another period since
    if (ahead) Object.assign(this, { spec: { ...spec, ...ahead }, revision: ahead.revision });
    this.show();
  }

  // Another period of the same map.
  turn(frame) {
    if (!this.spec || this.revision === frame.revision) return;
    this.spec = { ...this.spec, ...frame };
    this.revision = frame.revision;
    this.show();
  }

  // Paints what is not on screen already; words for machines and outlines are cheap and always renewed.
  show() {
    const { dataset } = this.root, known = dataset.painted === this.revision;
    if (!known) this.paint();
    this.shapes.setAttribute("aria-label", this.spec.alternative);
    this.outline();
    if (known) return;
    this.layout();
    dataset.painted = this.revision;
  }

  // The area a reader chose is outlined before the server answers; chosen again, it is let go.
  chooses(id, chosen, tell) {
    if (chosen !== null) {
      this.expected = this.chosen === id ? "" : id;
      this.chosen = this.expected;
      this.outline();
    }
    tell("chosen", id);
  }

  build(level) {
    this.level = level;
    this.view = null;
    this.places = new Map();
    const group = (name) => node("g", { class: name, role: "none" });
    const areas = group("areas");
    for (const area of [...level.context, ...level.areas]) {
      const path = node("path", { d: area.d, id: `a${area.id}`, "data-id": area.id });
      this.places.set(area.id, { ...area, path });
      areas.append(path);
    }
    const plain = (name, list) => {
      const made = group(name);
      made.append(...list.map((d) => node("path", { d })));
      made.setAttribute("aria-hidden", "true");
      return made;
    };
    this.outlines = plain("outlines", []);
    this.focus = plain("focus", ["", ""]); // a light line under a dark one: seen on every class
    this.defs = patterns("map", 1);
    this.towns = plain("towns", level.localities.map((place) => place.d));
    this.shapes.replaceChildren(this.defs, areas, this.towns,
      plain("water", level.water.map((water) => water.d)), plain("borders", level.borders),
      this.outlines, this.focus);
    this.root.classList.toggle("grounded", level.context.length > 0);
    this.root.classList.toggle("many", level.areas.length > 500);
  }

  paint() {
    const { spec } = this;
    this.defs.querySelectorAll("[id^=map-class]").forEach((tile) => tile.remove());
    this.defs.append(...textured("map", spec.palette));
    for (const [id, place] of this.places) {
      const i = this.index.get(id), path = place.path;
      path.setAttribute("class", i === undefined ? "context" : spec.fills[i] in PATTERNS ? "pattern" : "area");
      if (i === undefined) {
        path.style.fill = "";
        path.setAttribute("aria-hidden", "true");
        path.removeAttribute("role");
      } else {
        path.style.fill = this.fill(id, spec.fills[i]);
        path.removeAttribute("aria-hidden");
        path.setAttribute("role", "option");
        path.setAttribute("aria-label", this.words(id).filter(Boolean).join(", "));
      }
    }
    this.towns.style.display = spec.kind === "classes" ? "none" : "";
    ["zoomIn", "zoomOut", "reset"].forEach((name, i) => {
      this.buttons[i].title = spec.words[name];
      this.buttons[i].setAttribute("aria-label", spec.words[name]);
    });
  }

  fill(id, code) {
    const { palette, ours, kind } = this.spec;
    if (code >= 0) return paintOf("map", palette, code);
    if (code in PATTERNS) return `url(#map-${PATTERNS[code]})`;
    const own = kind === "outline" && ours[id];
    return own ? `color-mix(in srgb, ${own.colour} 14%, var(--paper))` : "var(--neutral)";
  }

  outline() {
    const { spec, chosen } = this;
    const gone = (id) => id === chosen || (id === this.served && !(id in spec.ours));
    const ours = spec.highlighted.filter((id) => !gone(id) && this.places.has(id));
    const lines = spec.kind === "outline"
      ? spec.ids.flatMap((id) => this.ownOutline(id))
      : ours.map((id) => node("path", { d: this.places.get(id).d, class: "ours" }));
    if (this.index.has(chosen))
      lines.push(...["halo", "chosen"].map((kind) => node("path", { d: this.places.get(chosen).d, class: kind })));
    this.outlines.replaceChildren(...lines);
    if (this.root.dataset.chosen !== chosen) this.root.dataset.chosen = chosen ?? "";
  }

  // An outline that stays inside its own shape, so that a neighbour's does not cover it.
  ownOutline(id) {
    const d = this.places.get(id).d;
    const clip = node("clipPath", { id: `c${id}` });
    clip.append(node("path", { d }));
    const line = node("path", { d, class: "own", "clip-path": `url(#c${id})` });
    line.style.stroke = this.spec.ours[id]?.colour ?? "var(--muted)";
    return [clip, line];
  }

  words(id) {
    const i = this.index.get(id), { spec } = this;
    return [this.places.get(id).name, spec.printed[i] ?? "", spec.notes[id] ?? ""];
  }

  // Everything that keeps its size in pixels: after a repaint, a resize or a zoom.
  layout() {
    const [vx, vy, vw, vh] = this.view, w = this.frame.clientWidth, h = this.frame.clientHeight;
    if (!w || !h) return;
    const scale = Math.min(w / vw, h / vh);
    this.scale = scale;
    this.left = (w - vw * scale) / 2 - vx * scale;
    this.top = (h - vh * scale) / 2 - vy * scale;
    this.shapes.setAttribute("viewBox", this.view.join(" "));
    this.print.setAttribute("viewBox", `0 0 ${w} ${h}`);
    for (const tile of this.defs.children) tile.setAttribute("patternTransform", `scale(${1 / scale})`);
    this.root.classList.toggle("narrow", w < 500);
    this.circle = Math.max(0.5, Math.min(1, w / 800)); // circles shrink with a small screen
    this.root.classList.toggle("zoomed", vw < this.spec.view[2] - 1);
    printOver(this, w, h);
    this.paintLegend();
    if (this.active && this.shapes.matches(":focus-visible")) this.mark(this.active);
  }

  point([x, y]) {
    return [this.left + x * this.scale, this.top + y * this.scale];
  }

  // Shows the focus ring and the tip on an area; null takes both away.
  mark(id, at = null) {
    if (!this.focus) return; // a finger leaves before the map is painted
    const place = id && this.places.get(id);
    for (const line of this.focus.children) line.setAttribute("d", place ? place.d : "");
    this.tip.hidden = !place;
    if (!place) return;
    const [name, value, note] = this.words(id);
    const parts = [["strong", name], ["span", value], ["small", value && this.spec.measure], ["small", note]];
    this.tip.replaceChildren(...parts.filter(([, text]) => text).map(([tag, text]) =>
      Object.assign(document.createElement(tag), { textContent: text })));
    const [x, y] = at ?? this.point(place.label);
    const w = this.frame.clientWidth, { offsetWidth: tw, offsetHeight: th } = this.tip;
    this.tip.style.left = `${Math.max(4, Math.min(w - tw - 4, x - tw / 2))}px`;
    this.tip.style.top = `${y - th - 16 > 0 ? y - th - 16 : y + 20}px`;
  }

  activate(id) {
    this.shapes.querySelector("[aria-selected]")?.removeAttribute("aria-selected");
    this.active = id;
    if (id) {
      this.places.get(id).path.setAttribute("aria-selected", "true");
      this.shapes.setAttribute("aria-activedescendant", `a${id}`);
    } else this.shapes.removeAttribute("aria-activedescendant");
    this.mark(id);
  }

  zoom(factor, at = null) {
    const [x, y, w, h] = this.view, base = this.spec.view;
    const wide = Math.min(base[2], Math.max(base[2] / 60, w / factor)), tall = wide * (base[3] / base[2]);
    const [px, py] = at ?? [x + w / 2, y + h / 2];
    this.look(px - (px - x) * (wide / w), py - (py - y) * (tall / h), wide, tall);
  }

  // Sets the view, never beyond the drawing's own.
  look(x, y, w, h) {
    const [bx, by, bw, bh] = this.spec.view;
    this.view = [Math.min(Math.max(x, bx), bx + bw - w), Math.min(Math.max(y, by), by + bh - h), w, h];
    this.layout();
  }

  paintLegend() {
    const { legend, palette } = this.spec, items = [];
    const swatch = (fill, label, count) => {
      const box = node("svg", { width: 24, height: 12, class: "swatch" });
      const rect = node("rect", { width: 24, height: 12 });
      rect.style.fill = fill;
      box.append(rect);
      items.push([box, `${label} (${count.toLocaleString("en-US")})`]);
    };
    for (const entry of legend.classes) swatch(paintOf("key", palette, entry.step), entry.label, entry.count);
    for (const entry of legend.states) swatch(`url(#key-${entry.state})`, entry.label, entry.count);
    for (const { radius, label } of legend.sizes) {
      const r = Math.abs(radius) * this.circle, box = node("svg", { width: 2 * r + 2, height: 2 * r + 2, class: "size" });
      box.append(node("circle", { cx: r + 1, cy: r + 1, r }));
      items.push([box, label]);
    }
    const [method, list] = this.legend.children;
    method.textContent = legend.method;
    list.replaceChildren(...items.map(([box, label]) => {
      box.setAttribute("aria-hidden", "true");
      const item = document.createElement("li");
      item.append(box, label);
      return item;
    }));
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".atlas");
  root.atlas ??= new Atlas(root);
  root.atlas.update(data, setTriggerValue);
}
