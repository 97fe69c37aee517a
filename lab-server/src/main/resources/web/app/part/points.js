// Which sweep point the pictures show. Few points are shown together; of many, one, chosen for all pictures at once.
import { html } from "../lib.js";
import { query, setQuery } from "../url.js";
import { atText } from "../words.js";

const TOGETHER = 3;

export const pointsOf = (cells) => [...new Map(cells.map((c) => [JSON.stringify(c.at), c.at])).values()];
export const cellsAt = (cells, at) => cells.filter((c) => JSON.stringify(c.at) === JSON.stringify(at));

/** The points shown; where the address names none of many, the last one: it is the furthest along the axes. */
export function shownPoints(cells, most = TOGETHER) {
  const points = pointsOf(cells);
  const named = points.find((at) => atText(at) === query().at);
  return named && points.length > most ? [named] : points.length > most ? points.slice(-1) : points;
}

/** The choice of a point; nothing where all are shown anyway. */
export function PointChoice({ cells, most = TOGETHER }) {
  const points = pointsOf(cells);
  if (points.length <= most) {
    return null;
  }
  const now = atText(shownPoints(cells, most)[0]);
  const place = points.findIndex((at) => atText(at) === now);
  const go = (to) => setQuery({ at: atText(points[to]) });
  return html`<p class="choose points">
    <label>at <select value=${now} onChange=${(e) => setQuery({ at: e.target.value })}>${points.map((at) => html`<option value=${atText(at)} selected=${atText(at) === now}>${atText(at)}</option>`)}</select></label>
    <button type="button" disabled=${place === 0} onClick=${() => go(place - 1)}>← before</button>
    <button type="button" disabled=${place === points.length - 1} onClick=${() => go(place + 1)}>next →</button>
    <span class="soft">point ${place + 1} of ${points.length}; the table has all</span>
  </p>`;
}
