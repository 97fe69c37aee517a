// Every cell of a point on one scale from zero: the median, its interval, each round, and the bound as a dashed line.
import { html } from "../lib.js";
import { atText, figure, interval } from "../words.js";
import { DataTable } from "../part/data-table.js";

const ROW = 28;
const WIDTH = 600;

export function Intervals({ cells, metric, look }) {
  const points = [...new Map(cells.map((c) => [JSON.stringify(c.at), c.at])).values()];
  const measured = cells.filter((c) => c.state === "measured" && c.metrics[metric]?.median != null);
  const unit = measured[0]?.metrics[metric].unit ?? "";
  const caption = `${metric} of each model: the bar ends at the median, the thick line is its interval, dots are rounds, the dashed line is the bound.`;
  return measured.length === 0
    ? null
    : html`<p class="soft">${caption}</p>
        ${points.map((at) => html`<${Point} cells=${measured.filter((c) => JSON.stringify(c.at) === JSON.stringify(at))} at=${at} metric=${metric} unit=${unit} look=${look} />`)}
        <${DataTable} name=${caption} heads=${["model", "at", "median", "interval", "bound", "rounds"]} rows=${measured.map((c) => {
          const e = c.metrics[metric];
          return [c.model, atText(c.at), figure(e.median, unit), interval(e.lo, e.hi, unit), c.bound?.metric === metric ? `${figure(c.bound.value, unit)} (${c.bound.binding})` : "", e.rounds.map((r) => (r === null ? "void" : figure(r, unit))).join(", ")];
        })} />`;
}

function Point({ cells, at, metric, unit, look }) {
  if (cells.length === 0) {
    return null;
  }
  const bound = (c) => (c.bound?.metric === metric ? c.bound.value : null);
  const top = 1.04 * Math.max(...cells.flatMap((c) => [c.metrics[metric].hi ?? 0, bound(c) ?? 0, ...c.metrics[metric].rounds.map((r) => r ?? 0)]));
  const x = (v) => (v / (top || 1)) * WIDTH;
  return html`<figure>
    <figcaption><b>${atText(at)}</b></figcaption>
    <div class="bars">
      ${cells.map((c) => {
        const e = c.metrics[metric];
        const s = look(c.model);
        const b = bound(c);
        return html`<div class=${`bar series-${s.index + 1}`}>
          <span class="label"><span aria-hidden="true">${s.sign}</span> ${c.model}</span>
          <svg viewBox=${`0 0 ${WIDTH} ${ROW}`} preserveAspectRatio="none" aria-hidden="true">
            <rect class="median" x="0" y="6" height=${ROW - 12} width=${x(e.median)} />
            ${e.lo != null && html`<line class="range" x1=${x(e.lo)} x2=${x(e.hi)} y1=${ROW / 2} y2=${ROW / 2} />`}
            ${e.rounds.map((r) => r !== null && html`<rect class="round" x=${x(r) - 1.5} y=${ROW / 2 - 5} width="3" height="10" />`)}
            ${b != null && html`<line class="bound" x1=${x(b)} x2=${x(b)} y1="0" y2=${ROW} />`}
          </svg>
          <span class="value">${figure(e.median, unit)}</span>
        </div>`;
      })}
    </div>
  </figure>`;
}
