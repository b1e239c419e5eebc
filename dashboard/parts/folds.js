// Topics of a long page: open on a desk and on paper, closed on a phone; links jump to them.
// Fragments in the address would make the page run again, so the jump is made here.
const NARROW = "(max-width: 640px)";

function jump(event) {
  const link = event.target.closest?.("[data-testid=stMain] a[href^='#']");
  if (!link) return;
  event.preventDefault(); // also tells the listener of our own links to leave this one alone
  event.stopPropagation();
  const target = document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
  (target.querySelector("summary, a") ?? target).focus({ preventScroll: true });
}

function fold() {
  if (!matchMedia(NARROW).matches) return;
  for (const topic of document.querySelectorAll("details.topic:not([data-folded])")) {
    topic.dataset.folded = "";
    topic.open = false;
  }
}

export default function ({ parentElement }) {
  fold();
  const watcher = new MutationObserver(fold); // tables may come after this script
  watcher.observe(parentElement.ownerDocument.body, { childList: true, subtree: true });
  document.addEventListener("click", jump, true);
  const open = () => document.querySelectorAll("details.topic").forEach((topic) => (topic.open = true));
  addEventListener("beforeprint", open);
  return () => {
    watcher.disconnect();
    document.removeEventListener("click", jump, true);
    removeEventListener("beforeprint", open);
  };
}
