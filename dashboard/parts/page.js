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
  stay(link);
  history.pushState({}, "", target);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}

// A chip that is taken out had the focus: its neighbour gets it, or the list when no chip can be taken out.
function stay(link) {
  const list = link.closest(".chips");
  if (!list) return;
  const at = [...list.querySelectorAll("a")].indexOf(link), name = list.getAttribute("aria-label");
  const watcher = new MutationObserver(() => {
    if (link.isConnected) return;
    const now = [...document.querySelectorAll(".chips")].find((other) => other.getAttribute("aria-label") === name);
    if (!now) return;
    watcher.disconnect();
    const links = now.querySelectorAll("a");
    if (document.activeElement === document.body) (links[Math.min(at, links.length - 1)] ?? now).focus();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watcher.disconnect(), 5000);
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
  document.documentElement.dataset.ready = ""; // from here on links stay inside
  addEventListener(SAVED, () => globalThis[Symbol.for("observatory.tell")]());
}
