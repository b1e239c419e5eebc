// What a reader does with a map: pointing, choosing, walking with the arrow keys, zooming, panning.
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function listen(atlas) {
  const { frame, shapes } = atlas;
  const areaAt = (event) => {
    const id = event.target.closest?.("[data-id]")?.dataset.id;
    return atlas.index?.has(id) ? id : null;
  };
  const offset = (event) => {
    const box = frame.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const units = (event) => {
    const [x, y] = offset(event);
    return [(x - atlas.left) / atlas.scale, (y - atlas.top) / atlas.scale];
  };
  let drag = null, dragged = false;

  frame.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.button === 0 && atlas.root.classList.contains("zoomed") && !event.target.closest("button"))
      drag = { x: event.clientX, y: event.clientY, view: atlas.view };
  });
  frame.addEventListener("pointermove", (event) => {
    if (!drag) {
      const id = areaAt(event);
      return atlas.mark(id ?? (shapes.matches(":focus-visible") ? atlas.active : null), id && offset(event));
    }
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!dragged && Math.hypot(dx, dy) < 5) return; // a shaky click is still a click
    if (!dragged) frame.setPointerCapture(event.pointerId);
    dragged = true;
    const [x, y, w, h] = drag.view;
    atlas.look(x - dx / atlas.scale, y - dy / atlas.scale, w, h);
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => (drag = null));
  frame.addEventListener("pointerleave", () => atlas.mark(shapes.matches(":focus-visible") ? atlas.active : null));
  frame.addEventListener("click", (event) => {
    const id = areaAt(event);
    if (!id || dragged) return;
    atlas.activate(id);
    atlas.choose(id);
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey || !atlas.root.classList.contains("zoomable")) return; // the page scrolls as ever
    event.preventDefault();
    atlas.zoom(event.deltaY < 0 ? 1.25 : 0.8, units(event));
  }, { passive: false });
  const acts = [() => atlas.zoom(1.6), () => atlas.zoom(1 / 1.6), () => atlas.look(...atlas.spec.view)];
  atlas.buttons.forEach((button, i) => button.addEventListener("click", acts[i]));

  shapes.addEventListener("focus", () => {
    if (!shapes.matches(":focus-visible") || !atlas.spec) return;
    const known = (id) => atlas.index.has(id);
    atlas.activate([atlas.active, ...atlas.spec.highlighted, ...atlas.spec.ids].find(known) ?? null);
  });
  shapes.addEventListener("blur", () => atlas.mark(null));
  shapes.addEventListener("keydown", (event) => {
    const { ids } = atlas.spec ?? { ids: [] };
    if (event.key === "Escape") return shapes.blur();
    if (!ids.length) return;
    if (event.key === "Enter" || event.key === " ") atlas.active && atlas.choose(atlas.active);
    else if (event.key === "Home") walkTo(atlas, ids[0]);
    else if (event.key === "End") walkTo(atlas, ids[ids.length - 1]);
    else if (event.key in DIRECTIONS) walkTo(atlas, nearest(atlas, DIRECTIONS[event.key]));
    else return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit has shortcuts of its own
  });
}

// The nearest marked area in a direction: straight ahead counts once, sideways twice.
function nearest(atlas, [dx, dy]) {
  const [x0, y0] = atlas.places.get(atlas.active)?.label ?? [0, 0];
  let best = atlas.active ?? atlas.spec.ids[0], least = Infinity;
  for (const id of atlas.spec.ids) {
    const [x, y] = atlas.places.get(id).label;
    const ahead = (x - x0) * dx + (y - y0) * dy, aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
    if (id === atlas.active || ahead <= 0 || aside > 2 * ahead) continue;
    if (ahead + 2 * aside < least) [best, least] = [id, ahead + 2 * aside];
  }
  return best;
}

function walkTo(atlas, id) {
  atlas.activate(id);
  const [x, y, w, h] = atlas.view, [px, py] = atlas.places.get(id).label;
  if (px < x || py < y || px > x + w || py > y + h) atlas.look(px - w / 2, py - h / 2, w, h);
}

// Circles, values, names and the scale bar over the shapes, as dashboard/sheet_map.py prints them.
function printOver(atlas, w, h) {
  const { spec, level, places, print } = atlas, frame = [2, 2, w - 2, h - 2];
  const km = roundLength((w * 0.2) / (level.units_per_km * atlas.scale));
  const bar = km * level.units_per_km * atlas.scale, taken = [[w - bar - 14, h - 34, w, h]];
  print.replaceChildren(patterns("key", 1));
  const first = new Map([...Object.keys(spec.ours), ...spec.highlighted].map((id, i) => [id, i]));
  const order = spec.ids.map((_, i) => i);
  order.sort((a, b) => Math.abs(spec.radii[b] ?? 0) - Math.abs(spec.radii[a] ?? 0));
  for (const i of order) {
    const id = spec.ids[i], radius = spec.radii[i];
    if (!radius) continue;
    const [cx, cy] = atlas.point(places.get(id).label);
    const disc = node("circle", { cx, cy, r: Math.abs(radius), "data-id": id, class: radius < 0 ? "hollow" : "disc" });
    disc.style.color = spec.ours[id]?.colour ?? spec.palette.accent;
    print.append(disc);
  }
  if (spec.labelled) {
    order.sort((a, b) => (first.get(spec.ids[a]) ?? 99) - (first.get(spec.ids[b]) ?? 99));
    for (const i of order) printLabel(atlas, spec.ids[i], spec.printed[i], Math.abs(spec.radii[i] ?? 0), frame, taken);
  }
  const names = level.water.flatMap((water) => water.labels.map(([x, y, room]) => [water.name, [x, y], room, "lake"]));
  if (spec.labelled)
    names.push(...level.context.filter((area) => !atlas.index.has(area.id)).map((area) => [area.name, area.label, area.room, "near"]));
  const named = new Set();
  for (const [name, at, room, kind] of names) {
    if (named.has(name) || room * atlas.scale < 8) continue;
    const [x, y] = atlas.point(at), text = node("text", { class: kind }, name);
    print.append(text);
    const box = place(x, y, text.getComputedTextLength() + 8, 18, frame, taken);
    if (!box) text.remove();
    else {
      named.add(name);
      text.setAttribute("x", (box[0] + box[2]) / 2);
      text.setAttribute("y", (box[1] + box[3]) / 2 + 4);
    }
  }
  print.append(node("path", { class: "bar", d: `M${w - 8 - bar} ${h - 14}v4h${bar}v-4` }),
    node("text", { class: "km", x: w - 8, y: h - 17 }, `${km} km`));
}

function printLabel(atlas, id, value, radius, frame, taken) {
  const { spec } = atlas, group = node("g", { class: "label" }), area = atlas.places.get(id);
  const own = spec.kind === "outline" ? spec.ours[id] : null, shift = own ? 16 : 0;
  const name = node("text", { class: "name", y: 13 }, area.name), number = node("text", { class: "value", y: 30 }, value);
  group.append(name, number);
  atlas.print.append(group);
  const long = name.getComputedTextLength(), wide = Math.max(long + shift, number.getComputedTextLength()) + 6;
  let [x, y] = atlas.point(area.label);
  if (radius) y += radius + 18;
  const box = place(x, y, wide, value ? 34 : 18, frame, taken);
  if (!box) return group.remove();
  name.setAttribute("x", shift / 2);
  if (own) {
    const sign = node("path", { d: own.marker, class: "sign", transform: `translate(${-long / 2 - 2} 8.5)` });
    sign.style.fill = own.colour;
    group.prepend(sign);
  }
  group.setAttribute("transform", `translate(${(box[0] + box[2]) / 2} ${box[1]})`);
}
