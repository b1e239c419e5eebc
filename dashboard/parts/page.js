// Two things Streamlit leaves out: the page's language for screen readers, and links of our own tables
// that stay inside the app. Streamlit reruns on "popstate", as when the reader goes back or forward.
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

export default function ({ data }) {
  document.documentElement.lang = data.language;
  const mark = Symbol.for("observatory.links");
  if (globalThis[mark]) return;
  globalThis[mark] = true;
  document.addEventListener("click", follow);
}
