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
    if (event.button === 0 && atlas.root.classList.contains("zoomed"))
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
