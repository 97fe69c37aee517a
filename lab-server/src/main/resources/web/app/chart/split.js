// Where a task's time went: waiting for its turn, waiting for an answer, computing. One bar per model.
import { html } from "../lib.js";
import { atText, duration, percent } from "../words.js";
import { DataTable } from "../part/data-table.js";
import { cellsAt, PointChoice, shownPoints } from "../part/points.js";

const parts = [
  ["time.queue", "queue", "waited for a thread, loop or child"],
  ["time.wait", "wait", "waited for a backend or a timer"],
  ["time.run", "run", "computed, or held its thread"],
];

const value = (cell, id) => cell.metrics[id]?.median ?? 0;
const total = (cell) => parts.reduce((sum, [id]) => sum + value(cell, id), 0);

export function TimeSplit({ cells }) {
  const shown = cells.filter((c) => c.state === "measured" && total(c) > 0);
  if (shown.length === 0) {
    return null;
  }
  return html`<h2>Where a task's time went</h2>
    <p class="legend">${parts.map(([, name, text]) => html`<span><span class=${`swatch ${name}`} aria-hidden="true"></span> <b>${name}</b>: ${text}</span>`)}</p>
    <${PointChoice} cells=${shown} />
    ${shownPoints(shown).map((at) => html`<${Point} at=${at} cells=${cellsAt(shown, at)} />`)}
    <${DataTable} name="Mean time of a task" heads=${["model", "at", "queue", "wait", "run"]} rows=${shown.map((c) => [c.model, atText(c.at), ...parts.map(([id]) => duration(value(c, id)))])} />`;
}

function Point({ at, cells }) {
  const top = Math.max(...cells.map(total));
  const longest = cells.find((c) => total(c) === top);
  const least = cells.reduce((a, b) => (total(b) < total(a) ? b : a));
  const share = (c) => percent(value(c, "time.queue") / total(c));
  const caption = longest === least ? `${longest.model}: ${duration(top)} for a task, ${share(longest)} of it in the queue.` : `${longest.model} takes longest: ${duration(top)} for a task, ${share(longest)} of it in the queue; ${least.model} takes ${duration(total(least))}, ${share(least)} in the queue.`;
  return html`<figure>
    <figcaption>${atText(at) && html`<b>${atText(at)}:</b> `}${caption}</figcaption>
    <div class="bars">
      ${cells.map((c) => html`<div class="bar">
        <span class="label">${c.model}</span>
        <span class="stack" style=${{ width: "100%" }}>
          ${parts.map(([id, name]) => html`<span class=${`part ${name}`} title=${`${name} ${duration(value(c, id))}`} style=${{ width: `${(value(c, id) / top) * 100}%` }}></span>`)}
        </span>
        <span class="value">${duration(total(c))}</span>
      </div>`)}
    </div>
  </figure>`;
}
