// The periods of a map: a slider that turns to another period at once, on frames fetched while nothing else is to do.
// The server hears of it when the reader rests, and answers with sentence, dots and table for the period on screen.
const REST_MS = 250, STEP_MS = 1000;

class Timeline {
  constructor(atlas) {
    this.atlas = atlas;
    this.box = atlas.root.querySelector(".time");
    this.play = this.box.querySelector("button");
    this.track = this.box.querySelector(".track");
    this.slider = this.box.querySelector("input");
    this.ticks = this.box.querySelector("ol");
    this.now = this.box.querySelector("output");
    this.said = this.box.querySelector("p");
    this.slider.addEventListener("input", () => { this.stop(); this.turn(Number(this.slider.value)); });
    this.slider.addEventListener("keydown", (event) => event.stopPropagation()); // Streamlit has shortcuts of its own
    for (const near of ["pointerenter", "focusin"]) this.box.addEventListener(near, () => this.fetch());
    this.play.addEventListener("click", () => (this.playing ? this.rest() : this.start()));
    new ResizeObserver(() => this.reel && this.spread()).observe(this.track);
  }

  // Takes the server's reel; a reader who has moved on since stays where he is.
  update(reel, tell) {
    this.tell = tell;
    this.box.hidden = !reel;
    if (!reel) { this.stop(); clearTimeout(this.timer); this.reel = this.film = null; return; }
    const other = this.reel?.url !== reel.url;
    if (other) { this.stop(); clearTimeout(this.timer); this.timer = this.told = this.film = null; }
    const behind = !other && (this.playing || this.timer || (this.told && this.told !== reel.period));
    if (this.told === reel.period) this.told = null;
    this.reel = reel;
    if (!behind) this.at = reel.periods.findIndex((each) => each.id === reel.period);
    if (other) this.build();
    this.dress();
    if (reel.light || !other) (globalThis.requestIdleCallback ?? setTimeout)(() => this.fetch());
  }

  // The frame on screen, where it is another than the server's.
  ahead() {
    return this.reel && this.period?.id !== this.reel.period ? this.film?.[this.period.id] : null;
  }

  fetch() {
    const { reel } = this;
    if (!reel || this.film) return;
    fetchFilm(reel.url).then((frames) => {
      if (this.reel?.url !== reel.url) return;
      this.film = frames;
      this.box.dataset.ready = "";
      this.paint();
    }, () => {}); // without frames the server's answer is what repaints
  }

  get period() { return this.reel?.periods[this.at]; }

  turn(at) {
    this.at = at;
    this.dress();
    this.paint();
    if (!this.playing) this.wait();
  }

  paint() {
    const frame = this.film?.[this.period?.id];
    if (frame) this.atlas.turn(frame);
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.period.id === (this.told ?? this.reel.period)) return;
      this.told = this.period.id;
      this.tell(this.told);
    }, REST_MS);
  }

  start() {
    const last = this.reel.periods.length - 1;
    this.fetch();
    this.playing = setInterval(() => {
      if (this.at < last) this.turn(this.at + 1);
      if (this.at === last) this.rest();
    }, STEP_MS);
    if (this.at === last) this.turn(0);
    this.dress();
  }

  stop() {
    clearInterval(this.playing);
    this.playing = null;
  }

  rest() {
    this.stop();
    this.dress();
    this.wait();
  }

  // The ticks of one reel: a mark a period, hollow where the zone has no figure, a line where the method changed.
  build() {
    const { periods, words } = this.reel, last = periods.length - 1;
    delete this.box.dataset.ready;
    this.slider.max = last;
    this.slider.setAttribute("aria-label", words.period);
    this.ticks.replaceChildren(...periods.map((each, i) => {
      const tick = document.createElement("li"), mark = document.createElement("i"), text = document.createElement("span");
      tick.style.setProperty("--at", i / last);
      tick.classList.toggle("empty", each.empty);
      tick.classList.toggle("break", each.break);
      text.textContent = each.tick;
      tick.append(mark, text);
      return tick;
    }));
    this.ticks.style.setProperty("--half", 0.5 / last);
    this.spread();
  }

  // Words under the ticks as far as they have room: the two ends first, then every one that touches no other.
  spread() {
    this.ticks.style.setProperty("--wide", `${this.ticks.clientWidth}px`);
    const texts = [...this.ticks.querySelectorAll("span")], taken = [];
    texts.forEach((text) => (text.hidden = false));
    const order = [...texts.keys()].sort((a, b) => rankOf(b, texts.length) - rankOf(a, texts.length) || a - b);
    const boxes = texts.map((text) => text.getBoundingClientRect());
    for (const i of order) {
      const { left, right } = boxes[i];
      texts[i].hidden = taken.some(([from, to]) => left < to + 8 && right > from - 8);
      if (!texts[i].hidden) taken.push([left, right]);
    }
  }

  dress() {
    const { reel, period } = this;
    if (!reel || !period) return;
    const words = period.empty ? `${period.label}, ${reel.words.empty}` : period.label;
    this.slider.value = this.at;
    this.slider.setAttribute("aria-valuetext", words);
    this.now.textContent = words;
    [...this.ticks.children].forEach((tick, i) => tick.classList.toggle("now", i === this.at));
    this.said.textContent = reel.said[this.stretch()] ?? "";
    this.play.textContent = this.playing ? `■ ${reel.words.stop}` : `▶ ${reel.words.play}`;
    this.atlas.root.dataset.period = period.id;
  }

  // Which method the period on screen is of: 0 for the first.
  stretch() {
    return this.reel.periods.slice(0, this.at + 1).filter((each) => each.break).length;
  }
}

// How much a tick's word is wanted: the ends, then those that halve the rest, and so on.
function rankOf(i, count) {
  if (i === 0 || i === count - 1) return 99;
  let step = 0;
  while (i % 2 ** (step + 1) === 0) step += 1;
  return step;
}
