// Every cell of a point on one scale from zero: the median, its interval, each round, and the bound as a dashed line.
import { html } from "../lib.js";
import { atText, figure, interval } from "../words.js";
import { DataTable } from "../part/data-table.js";
import { cellsAt, PointChoice, shownPoints } from "../part/points.js";
import { Term } from "../part/term.js";

const ROW = 28;
const WIDTH = 600;

export function Intervals({ cells, metric, look }) {
  const measured = cells.filter((c) => c.state === "measured" && c.metrics[metric]?.median != null);
  const unit = measured[0]?.metrics[metric].unit ?? "";
  const caption = `${metric} of each model: the bar ends at the median, the thick line is its interval, dots are rounds, the dashed line is the bound.`;
  return measured.length === 0
    ? html`<p>No cell has a figure for it; the table above gives the reasons.</p>`
    : html`<p class="soft">The bar ends at the <${Term} word="median" />, the thick line is its <${Term} word="interval" />, thin marks are <${Term} word="round">rounds</${Term}>, the dashed line is the <${Term} word="bound" />: what cannot be passed.</p>
        <${PointChoice} cells=${measured} />
        ${shownPoints(measured).map((at) => html`<${Point} cells=${cellsAt(measured, at)} at=${at} metric=${metric} unit=${unit} look=${look} />`)}
        <${DataTable} name=${caption} heads=${["model", "at", "median", "interval", "bound", "rounds"]} rows=${measured.map((c) => {
          const e = c.metrics[metric];
          return [c.model, atText(c.at), figure(e.median, unit), interval(e.lo, e.hi, unit), c.bound?.metric === metric ? `${figure(c.bound.value, unit)} (${c.bound.binding})` : "", e.rounds.map((r) => (r === null ? "void" : figure(r, unit))).join(", ")];
        })} />`;
}

/** What the picture shows, said. */
function sentence(cells, metric, unit) {
  const value = (c) => c.metrics[metric].median;
  const sorted = [...cells].sort((c, d) => value(c) - value(d));
  const [least, most] = [sorted[0], sorted.at(-1)];
  return least === most ? `${least.model} has ${figure(value(least), unit)}.` : `from ${figure(value(least), unit)} (${least.model}) to ${figure(value(most), unit)} (${most.model}).`;
}

function Point({ cells, at, metric, unit, look }) {
  if (cells.length === 0) {
    return null;
  }
  const bound = (c) => (c.bound?.metric === metric ? c.bound.value : null);
  const top = 1.04 * Math.max(...cells.flatMap((c) => [c.metrics[metric].hi ?? 0, bound(c) ?? 0, ...c.metrics[metric].rounds.map((r) => r ?? 0)]));
  const x = (v) => (v / (top || 1)) * WIDTH;
  return html`<figure>
    <figcaption>${atText(at) && html`<b>${atText(at)}:</b> `}${sentence(cells, metric, unit)}</figcaption>
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
