// What Streamlit leaves out: the page's language for screen readers, links of our own tables that stay inside
// the app (Streamlit reruns on "popstate", as when the reader goes back or forward), and telling the server
// which zones are kept in this browser.
const SAVED = "observatory.zones";

function saved() {
  try {
    const found = JSON.parse(localStorage.getItem(SAVED) ?? "[]");
    return found.map((zone) => String(zone.key)).slice(0, 50);
  } catch {
    return []; // no storage, or somebody else's
  }
}

function follow(event) {
  const link = event.target.closest?.(".stHtml a[href], [data-inner] a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const target = new URL(link.href);
  if (target.origin !== location.origin) return;
  event.preventDefault();
  history.pushState({}, "", target);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}

export default function ({ data, setStateValue }) {
  document.documentElement.lang = data.language;
  const tell = () => {
    const keys = saved();
    if (JSON.stringify(keys) !== JSON.stringify(data.saved)) setStateValue("saved", keys);
  };
  globalThis[Symbol.for("observatory.tell")] = tell; // always of the newest run
  tell();
  const mark = Symbol.for("observatory.links");
  if (globalThis[mark]) return;
  globalThis[mark] = true;
  document.addEventListener("click", follow);
  addEventListener(SAVED, () => globalThis[Symbol.for("observatory.tell")]());
}
