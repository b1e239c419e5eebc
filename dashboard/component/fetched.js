// What the maps of a page fetch, once each: a level's shapes, and the frames of every period.
const levels = (globalThis[Symbol.for("observatory.levels")] ??= new Map());
const films = (globalThis[Symbol.for("observatory.films")] ??= new Map());
const FILMS = 12; // kept at a time; shapes are few

function fetchOnce(kept, url) {
  if (!kept.has(url)) {
    const answer = fetch(url).then((reply) => {
      if (!reply.ok) throw new Error(`${url}: ${reply.status}`);
      return reply.json();
    });
    answer.catch(() => kept.delete(url)); // the next repaint may try again
    kept.set(url, answer);
  }
  return kept.get(url);
}

const fetchLevel = (url) => fetchOnce(levels, url);

function fetchFilm(url) {
  const answer = fetchOnce(films, url);
  if (films.size > FILMS) films.delete(films.keys().next().value);
  return answer;
}
