// The search box: asks the server's /search while the reader types, shows the answers as a list of links
// (ARIA combobox with a listbox) and opens the chosen one inside the app.
const REST = 120; // milliseconds after the last letter

function option(answer, id, { address, instead }) {
  const link = document.createElement("a");
  const put = () => instead?.[answer.key] ?? address.replace("{key}", encodeURIComponent(answer.key));
  link.href = address ? put() : answer.address;
  link.id = id;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  link.tabIndex = -1;
  for (const part of ["title", "about", "kind"]) {
    const span = document.createElement("span");
    span.className = part;
    span.textContent = answer[part];
    link.append(span);
  }
  return link;
}

class Box {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input");
    this.list = root.querySelector("[role=listbox]");
    this.status = root.querySelector("[role=status]");
    this.options = [];
    this.at = -1;
    this.asked = 0;
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("focus", () => this.input.value && this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => event.target.closest("a") && this.done());
    this.input.addEventListener("blur", () => this.close());
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), REST);
  }

  async ask() {
    const question = this.input.value.trim(), number = ++this.asked;
    if (!question) return this.close();
    const told = new URLSearchParams({ q: question, lang: this.data.language, zone: this.data.zone });
    if (this.data.address) told.set("places", this.data.places); // what is found is put into an address instead of opened
    let answers = null;
    try {
      const answer = await fetch(`${this.data.base}/search?${told}`);
      if (answer.ok) answers = await answer.json();
    } catch {
      // no network: said below
    }
    if (number === this.asked && this.root.contains(document.activeElement)) this.show(answers);
  }

  show(answers) {
    this.options = (answers ?? []).map((answer, at) => option(answer, `${this.list.id}-${at}`, this.data));
    const empty = document.createElement("p");
    empty.textContent = answers ? this.data.words.nothing : this.data.words.failed;
    this.list.replaceChildren(...this.options);
    this.root.querySelector(".none").replaceChildren(...(this.options.length ? [] : [empty]));
    this.root.classList.add("open");
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.status.textContent = this.options.length
      ? `${this.options.length} ${this.data.words.count}` : empty.textContent;
    this.point(-1);
  }

  point(at) {
    this.options[this.at]?.setAttribute("aria-selected", "false");
    this.at = at;
    const chosen = this.options[at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  async key(event) {
    const count = this.options.length;
    if (event.key === "Escape") return this.done();
    if (event.key === "Enter") {
      if (event.isComposing) return;
      clearTimeout(this.waiting);
      if (!count || this.list.hidden) await this.ask();
      (this.options[this.at] ?? this.options[0])?.click();
      return;
    }
    if (!count || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    this.point((this.at + step + count) % count);
  }

  close() {
    clearTimeout(this.waiting);
    this.root.classList.remove("open");
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  done() {
    this.input.value = "";
    this.options = [];
    this.asked++;
    this.close();
    this.status.textContent = "";
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".search");
  root.box ??= new Box(root);
  root.box.data = data;
  const { input } = root.box;
  input.placeholder = data.words.short;
  input.setAttribute("aria-label", data.words.label);
}
