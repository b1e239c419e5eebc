// Circles, values, names and the scale bar over the shapes, as dashboard/sheet_map.py prints them.
function printOver(atlas, w, h) {
  const { spec, level, print } = atlas, frame = [2, 2, w - 2, h - 2];
  const perKm = level.units_per_km * atlas.scale, km = roundLength(Math.min(w * 0.2, 140) / perKm);
  const bar = km * perKm, taken = [[0, h - 34, bar + 14, h]];
  const defs = patterns("key", 1);
  defs.append(...textured("key", spec.palette));
  print.replaceChildren(defs);
  const bySize = spec.ids.map((_, i) => i);
  bySize.sort((a, b) => Math.abs(spec.radii[b] ?? 0) - Math.abs(spec.radii[a] ?? 0));
  for (const i of bySize) if (spec.radii[i]) printCircle(atlas, spec.ids[i], spec.radii[i]);
  printLines(atlas);
  if (spec.labelled) {
    const first = new Map([...Object.keys(spec.ours), ...spec.highlighted].map((id, i) => [id, i]));
    bySize.sort((a, b) => (first.get(spec.ids[a]) ?? 99) - (first.get(spec.ids[b]) ?? 99));
    for (const i of bySize) printLabel(atlas, i, frame, taken);
  }
  printNames(atlas, frame, taken);
  print.append(node("path", { class: "bar", d: `M8 ${h - 14}v4h${bar}v-4` }),
    node("text", { class: "km", x: 8, y: h - 17 }, `${km} km`));
}

function printCircle(atlas, id, radius) {
  const [cx, cy] = atlas.point(atlas.places.get(id).label), kind = radius < 0 ? "hollow" : "disc";
  const disc = node("circle", { cx, cy, r: Math.abs(radius) * atlas.circle, "data-id": id, class: kind });
  disc.style.color = atlas.spec.ours[id]?.colour ?? atlas.spec.palette.accent;
  atlas.print.append(disc);
}

// Name over value; without room for both the value alone, which the name can be asked for.
function printLabel(atlas, i, frame, taken) {
  const { spec } = atlas, id = spec.ids[i], area = atlas.places.get(id), value = spec.printed[i];
  const radius = Math.abs(spec.radii[i] ?? 0) * atlas.circle, own = spec.kind === "outline" ? spec.ours[id] : null;
  const group = node("g", { class: "label" }), shift = own ? 16 : 0;
  const name = node("text", { class: "name", y: 13 }, area.name);
  const number = node("text", { class: "value", y: 30 }, value);
  group.append(name, number);
  atlas.print.append(group);
  const long = name.getComputedTextLength(), short = number.getComputedTextLength();
  let [x, y] = atlas.point(area.label);
  if (radius) y += radius + 18;
  else y += lineShift(atlas, id);
  const crowded = atlas.root.classList.contains("narrow") && spec.ids.length > 6 && !spec.lines?.length;
  let box = crowded ? null : place(x, y, Math.max(long + shift, short) + 6, value ? 34 : 18, frame, taken);
  if (!box) {
    name.remove();
    number.setAttribute("y", 15);
    box = value && place(x, y, short + 4, 18, frame, taken);
    if (!box) return group.remove();
  } else if (own) {
    name.setAttribute("x", shift / 2);
    const at = `translate(${-long / 2 - 2} 8.5)`;
    const sign = node("path", { d: own.marker, class: "sign", transform: at });
    sign.style.fill = own.colour;
    group.prepend(sign);
  }
  group.setAttribute("transform", `translate(${(box[0] + box[2]) / 2} ${box[1]})`);
}

// The lake, and the municipalities around, where their names fit without moving.
function printNames(atlas, frame, taken) {
  const { spec, level, print } = atlas;
  const names = level.water.flatMap(({ name, labels }) =>
    [13, 11].flatMap((size) => labels.map(([x, y, room]) => [name, [x, y], room, "lake", size])));
  if (spec.labelled)
    for (const { id, name, label, room } of level.context)
      if (!atlas.index.has(id)) names.push([name, label, room, "near", 11]);
  const named = new Set();
  for (const [name, at, room, kind, size] of names) {
    if (named.has(name)) continue;
    const [x, y] = atlas.point(at), text = node("text", { class: kind, x, y: y + 4 }, name);
    text.style.fontSize = `${size}px`;
    print.append(text);
    const wide = text.getComputedTextLength(), space = room * atlas.scale;
    const fits = space > size * 0.6 && wide < space * (kind === "lake" ? 9 : 5);
    if (fits && place(x, y, wide + 8, 18, frame, taken, true)) named.add(name);
    else text.remove();
  }
}
