// Zones a reader keeps in this browser: the list lives in localStorage under "observatory.zones"
// ([{key, label}]) and is shown here; page.js tells the server of it, so that every page offers them.
const STORE = "observatory.zones";

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(found) ? found.filter((zone) => typeof zone?.key === "string") : [];
  } catch {
    return [];
  }
}

function keep(zones) {
  localStorage.setItem(STORE, JSON.stringify(zones));
  dispatchEvent(new Event(STORE));
}

function row(zone, data, redraw) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${data.address}${data.address.includes("?") ? "&" : "?"}zone=${encodeURIComponent(zone.key)}`;
  link.textContent = zone.label;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = data.words.remove;
  remove.setAttribute("aria-label", `${data.words.remove}: ${zone.label}`);
  remove.addEventListener("click", () => {
    keep(kept().filter((other) => other.key !== zone.key));
    redraw();
  });
  item.append(link, remove);
  return item;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".saved");
  const save = root.querySelector(".save"), list = root.querySelector("ul");
  const status = root.querySelector("[role=status]"), none = root.querySelector(".none");
  const redraw = () => {
    const zones = kept();
    list.replaceChildren(...zones.map((zone) => row(zone, data, redraw)));
    none.textContent = zones.length ? "" : data.words.none;
    save.hidden = !data.key || zones.some((zone) => zone.key === data.key);
  };
  save.textContent = data.words.save;
  save.onclick = () => {
    try {
      keep([...kept().filter((zone) => zone.key !== data.key), { key: data.key, label: data.label }]);
      status.textContent = `${data.words.kept}: ${data.label}`;
    } catch {
      status.textContent = data.words.full; // private windows may refuse
    }
    redraw();
  };
  redraw();
}
