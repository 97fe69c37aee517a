// What each model needed: processors, memory, threads, collections. Less is better, except where more work was done.
import { html } from "../lib.js";
import { atText, figure } from "../words.js";
import { DataTable } from "../part/data-table.js";
import { cellsAt, PointChoice, shownPoints } from "../part/points.js";
import { Term } from "../part/term.js";

const wanted = [
  ["cpu.cores", "processors in use"],
  ["cpu.per-task", "CPU time per task"],
  ["rss.peak", "resident memory"],
  ["threads.peak", "threads of the system"],
  ["switches.per-task", "context switches per task"],
  ["gc.share", "time in collections"],
  ["dispatch.p99", "delay before an empty task starts, p99"],
];

export function Resources({ cells, look }) {
  const measured = cells.filter((c) => c.state === "measured");
  const there = wanted.filter(([id]) => measured.some((c) => c.metrics[id]?.median != null));
  return there.length === 0
    ? null
    : html`<h2>Resources</h2>
        <p class="soft">What each model needed, as the median of its rounds. Bars of one picture share a scale that begins at zero.</p>
        <${PointChoice} cells=${measured} />
        ${shownPoints(measured).map((at) => html`${atText(at) && html`<h3>${atText(at)}</h3>`}<div class="multiples">${there.map(([id, name]) => html`<${Multiple} id=${id} name=${name} look=${look} cells=${cellsAt(measured, at)} />`)}</div>`)}
        <${DataTable} name="Resources, medians" heads=${["model", "at", ...there.map(([, name]) => name)]} rows=${measured.map((c) => [c.model, atText(c.at), ...there.map(([id]) => { const e = c.metrics[id]; return e ? figure(e.median, e.unit) : "n/a"; })])} />`;
}

function Multiple({ id, name, cells, look }) {
  const top = Math.max(...cells.map((c) => c.metrics[id]?.median ?? 0)) || 1;
  return html`<figure class="multiple">
    <figcaption>${name} <small><${Term} word=${id} /></small>${cells.every((c) => !c.metrics[id]?.median) && html`: <b>none</b>`}</figcaption>
    ${!cells.every((c) => !c.metrics[id]?.median) && cells.map((c) => {
      const e = c.metrics[id];
      const s = look(c.model);
      return html`<div class=${`mini series-${s.index + 1}`}>
        <span class="label">${c.model}</span>
        <span class="track"><span class="fill" style=${{ width: `${((e?.median ?? 0) / top) * 100}%` }}></span></span>
        <span class="value">${e ? figure(e.median, e.unit) : "n/a"}</span>
      </div>`;
    })}
  </figure>`;
}
