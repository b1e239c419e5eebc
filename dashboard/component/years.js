// Small maps, one a period, on canvas: twelve times 2,469 shapes are too many for a document.
class Years {
  constructor(root) {
    this.root = root;
    new ResizeObserver(() => this.drawn && root.clientWidth !== this.wide && this.draw()).observe(root);
  }

  async update(data, tell) {
    this.wanted = data;
    const [level, film] = await Promise.all([fetchLevel(data.geometry), fetchFilm(data.url)]);
    if (this.wanted !== data) return;
    Object.assign(this, { data, level, film, tell });
    const every = [...level.context, ...level.areas];
    level.paths ??= new Map(every.map((area) => [area.id, new Path2D(area.d)]));
    level.lakes ??= level.water.map((water) => new Path2D(water.d));
    level.spots ??= new Map(every.map((area) => [area.id, area.label]));
    this.build();
    this.draw();
  }

  // The page's own colours, mixed as map.css mixes them; those of the classes come with the frames.
  colours() {
    const style = getComputedStyle(this.root), probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const read = (name, unsaid) => {
      probe.fillStyle = unsaid;
      probe.fillStyle = style.getPropertyValue(name) || unsaid;
      probe.fillRect(0, 0, 1, 1);
      return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const ink = read("--st-text-color", "#1b2733"), paper = read("--st-background-color", "#ffffff");
    const mix = (over, share) => `rgb(${paper.map((part, i) => Math.round(over[i] * share + part * (1 - share)))})`;
    return { ink: mix(ink, 1), paper: mix(ink, 0), muted: mix(ink, 0.72), context: mix(ink, 0.06), neutral: mix(ink, 0.12),
      line: mix(ink, 0.28), water: mix([74, 148, 187], 0.24) };
  }

  build() {
    const { data } = this;
    this.page = this.colours();
    this.panels = [];
    this.root.replaceChildren(...data.groups.flatMap((group) => {
      const grid = document.createElement("div");
      grid.className = "panels";
      grid.append(...group.panels.map((panel) => this.panel(panel)));
      const parts = [grid, this.legend(this.film[group.panels[0].id])];
      return group.said ? [said(group.said), ...parts] : parts;
    }));
  }

  panel({ id, label, figure, href }) {
    const link = document.createElement("a"), canvas = document.createElement("canvas");
    link.href = href;
    link.dataset.period = id;
    link.classList.toggle("now", id === this.data.period);
    const [head, foot] = ["strong", "span"].map((tag) => document.createElement(tag));
    head.textContent = label;
    foot.textContent = figure;
    canvas.setAttribute("aria-hidden", "true");
    link.append(head, canvas, foot);
    link.addEventListener("click", (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.tell("period", id);
    });
    this.panels.push([canvas, this.film[id]]);
    return link;
  }

  // The legend of a stretch, without counts: they differ from one period to the next.
  legend({ legend, palette: own }) {
    const palette = { ...own, ...this.page };
    const box = document.createElement("div"), list = document.createElement("ul"), method = said(legend.method);
    box.className = "legend";
    const items = legend.classes.map(({ step, label }) => [palette.steps[step], label]);
    list.append(...items.map(([fill, label]) => {
      const item = document.createElement("li"), swatch = document.createElement("i");
      swatch.style.background = fill;
      item.append(swatch, label);
      return item;
    }));
    const states = new Map(this.data.groups.flatMap(({ panels }) => panels)
      .flatMap(({ id }) => this.film[id].legend.states.map((entry) => [entry.state, entry.label])));
    for (const [state, label] of states) {
      const item = document.createElement("li"), swatch = document.createElement("canvas");
      Object.assign(swatch, { width: 48, height: 24 });
      const pen = swatch.getContext("2d");
      pen.scale(2, 2);
      pen.fillStyle = tile(pen, state, palette, 2);
      pen.fillRect(0, 0, 24, 12);
      item.append(swatch, label);
      list.append(item);
    }
    box.append(method, list);
    return box;
  }

  draw() {
    this.drawn = true;
    this.wide = this.root.clientWidth;
    const waiting = [...this.panels];
    const next = () => {
      const one = waiting.shift();
      if (!one) return void (this.root.dataset.painted = this.data.url);
      if (one[0].isConnected) this.paint(...one);
      requestAnimationFrame(next); // one at a time: the page stays alive
    };
    next();
  }

  paint(canvas, frame) {
    const { level, data } = this, [vx, vy, vw, vh] = data.view, palette = { ...frame.palette, ...this.page };
    const wide = canvas.clientWidth, tall = Math.min((wide * vh) / vw, wide * 1.1), dense = devicePixelRatio || 1;
    if (!wide) return;
    canvas.style.height = `${tall}px`;
    Object.assign(canvas, { width: wide * dense, height: tall * dense });
    const pen = canvas.getContext("2d"), scale = Math.min(wide / vw, tall / vh);
    const left = (wide - vw * scale) / 2 - vx * scale, top = (tall - vh * scale) / 2 - vy * scale;
    if (level.context.length) {
      pen.fillStyle = palette.context;
      pen.fillRect(0, 0, canvas.width, canvas.height);
    }
    pen.setTransform(dense * scale, 0, 0, dense * scale, dense * left, dense * top);
    this.shapes(pen, { ...frame, palette }, scale, dense);
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    const point = (id) => {
      const [x, y] = level.spots.get(id);
      return [left + x * scale, top + y * scale];
    };
    this.circles(pen, frame, point, wide);
    if (data.labelled) this.values(pen, { ...frame, palette }, point, [0, 0, wide, tall]);
  }

  shapes(pen, frame, scale, dense) {
    const { level, data } = this, { palette } = frame, many = data.ids.length > 500;
    const fills = new Map(data.ids.map((id, i) => [id, frame.fills[i]]));
    const tiles = new Map();
    pen.lineJoin = "round";
    for (const [id, path] of level.paths) {
      const code = fills.get(id), own = data.ours[id];
      if (code in PATTERNS && !tiles.has(code)) tiles.set(code, tile(pen, PATTERNS[code], palette, dense, 1 / scale));
      pen.fillStyle = code === undefined ? palette.context : code >= 0 ? palette.steps[code]
        : tiles.get(code) ?? (frame.kind === "outline" && own ? own.colour + "24" : palette.neutral);
      pen.fill(path, "evenodd");
      if (many) continue;
      pen.strokeStyle = code === undefined ? palette.line : palette.paper;
      pen.lineWidth = 0.6 / scale;
      pen.stroke(path);
    }
    pen.fillStyle = palette.water;
    for (const lake of level.lakes) pen.fill(lake, "evenodd");
    for (const id of frame.kind === "outline" ? data.ids : data.highlighted) {
      pen.strokeStyle = (frame.kind === "outline" && data.ours[id]?.colour) || palette.ink;
      pen.lineWidth = (many ? 0.8 : 1.5) / scale;
      pen.stroke(level.paths.get(id));
    }
  }

  circles(pen, frame, point, wide) {
    const many = this.data.ids.length > 500;
    const size = Math.min(1, wide / 800) * (many ? 0.6 : 1.4), order = [...frame.radii.keys()];
    order.sort((a, b) => Math.abs(frame.radii[b]) - Math.abs(frame.radii[a]));
    for (const i of order) {
      if (!frame.radii[i]) continue;
      const id = this.data.ids[i], colour = this.data.ours[id]?.colour ?? frame.palette.accent;
      pen.beginPath();
      pen.arc(...point(id), Math.abs(frame.radii[i]) * size, 0, 2 * Math.PI);
      Object.assign(pen, { fillStyle: colour, strokeStyle: colour, lineWidth: 1, globalAlpha: frame.radii[i] > 0 ? 0.55 : 0 });
      pen.fill();
      pen.globalAlpha = 1;
      pen.stroke();
    }
  }

  // Figures where they fit; the table has them all.
  values(pen, frame, point, room) {
    const { data } = this, taken = [], { palette } = frame;
    Object.assign(pen, { textAlign: "center", textBaseline: "middle", font: `13px ${getComputedStyle(this.root).fontFamily}` });
    Object.assign(pen, { strokeStyle: palette.paper, fillStyle: palette.ink, lineWidth: 3, lineJoin: "round" });
    data.ids.forEach((id, i) => {
      const [x, y] = point(id), words = frame.printed[i];
      const box = place(x, y, pen.measureText(words).width + 4, 17, room, taken);
      if (!box) return;
      const at = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      pen.strokeText(words, ...at);
      pen.fillText(words, ...at);
    });
  }
}

function said(words) {
  return Object.assign(document.createElement("p"), { textContent: words });
}

// Hatching, dots or a dash as a canvas pattern; `unit` is drawing units a pixel.
function tile(pen, state, palette, dense, unit = 1) {
  const side = state === "not_applicable" ? 12 : 6, small = document.createElement("canvas");
  small.width = small.height = side * dense;
  const ink = small.getContext("2d");
  ink.scale(dense, dense);
  ink.fillStyle = state === "missing" ? palette.neutral : palette.paper;
  ink.fillRect(0, 0, side, side);
  ink.strokeStyle = ink.fillStyle = palette.muted;
  ink.beginPath();
  if (state === "missing") ink.stroke(new Path2D("M0 6L6 0M-1 1L1-1M5 7L7 5"));
  else if (state === "suppressed") { ink.arc(3, 3, 1.1, 0, 2 * Math.PI); ink.fill(); }
  else ink.stroke(new Path2D("M4 6h4"));
  const made = pen.createPattern(small, "repeat");
  made.setTransform(new DOMMatrix().scale(unit / dense));
  return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".years");
  root.years ??= new Years(root);
  root.years.update(data, setTriggerValue);
}
