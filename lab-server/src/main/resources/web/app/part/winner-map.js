// Who wins where. A cell is best only when the pairs say so, never by being the largest number; wins are not counted.
import { html } from "../lib.js";
import { absence, atText, figure, interval, percent } from "../words.js";
import { Grid } from "./plan.js";
import { Term, Terms } from "./term.js";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** best, tie, open and loses: what the pairs say of a cell. */
export function standing(result, metric, cell) {
  const pairs = result.pairs.filter((p) => p.metric === metric && same(p.at, cell.at) && (p.a === cell.model || p.b === cell.model));
  const has = (asA, asB) => pairs.some((p) => p.verdict === (p.a === cell.model ? asA : asB));
  return {
    loses: has("b-beats-a", "a-beats-b"),
    wins: has("a-beats-b", "b-beats-a"),
    ties: pairs.some((p) => p.verdict === "tie"),
    open: pairs.some((p) => p.verdict === "inconclusive"),
  };
}

function Sign({ result, metric, cell }) {
  if (cell.flags.includes("errors") || cell.flags.includes("wrong-result")) {
    return html`<b class="bad" title="errors or wrong results">E</b>`;
  }
  const s = standing(result, metric, cell);
  return html`${s.ties && html`<b title="ties">=</b> `}${!s.loses && s.open && html`<b title="no verdict">?</b> `}${!s.loses && !s.open && s.wins && html`<b class="best">best</b>`}`;
}

export function WinnerMap({ result, cells, metric }) {
  const draw = (cell) => {
    if (cell.state !== "measured") {
      const [type, sign] = { void: ["void", "!"], skipped: ["skipped", ""] }[cell.state] || ["none", "–"];
      return html`<td class=${type} id=${`cell-${cell.id}`}><b>${sign}</b> <small>${absence(cell)}</small></td>`;
    }
    const estimate = cell.metrics[metric];
    if (!estimate) {
      return html`<td>n/a</td>`;
    }
    const s = standing(result, metric, cell);
    const share = cell.bound?.metric === metric && cell.efficiency !== null ? ` ${percent(cell.efficiency)}` : "";
    return html`<td id=${`cell-${cell.id}`} class=${`cell ${!s.loses && !s.open && s.wins ? "winner" : ""}`}>
      <span class="figure">${figure(estimate.median, estimate.unit)}</span>${share && html`<small title="of the bound">${share} of bound</small>`} <${Sign} result=${result} metric=${metric} cell=${cell} />
      <br /><small>${interval(estimate.lo, estimate.hi, estimate.unit)}${cell.flags.length > 0 && html` <${Terms} words=${cell.flags} />`}</small>
    </td>`;
  };
  return html`<${Grid} cells=${cells} name=${`${metric} by model and point`} caption=${html`<b><${Term} word=${metric} /></b>: <${Term} word="median" />, share of the <${Term} word="bound" />, <${Term} word="interval" />. <b>best</b> beats or ties every other it was compared with; <b>=</b> ties; <b>?</b> no verdict; <b>E</b> errors; <b>!</b> void; hatched: left out.`} draw=${draw} />
    ${result.map && result.map.metric === metric && html`<${TwoAxes} map=${result.map} />`}`;
}

const letters = { "a-beats-b": "A", "b-beats-a": "B", tie: "=", void: "!", inconclusive: "?" };

/** Who wins where over two axes, as letters. */
function TwoAxes({ map }) {
  const cell = (x, y) => map.cells.find((c) => c.x === x && c.y === y);
  return html`<div class="wide"><table class="grid letters">
    <caption>A ${map.a}, B ${map.b}, = tie, ? no verdict, ! void, · not measured; ${map.x} to the right, ${map.y} upwards</caption>
    <tbody>
      ${[...map.ys].reverse().map((y) => html`<tr><th scope="row">${y}</th>${map.xs.map((x) => { const c = cell(x, y); return html`<td class=${c?.verdict || ""} title=${c?.reason || ""}>${c ? letters[c.verdict] || "?" : "·"}</td>`; })}</tr>`)}
      <tr><th></th>${map.xs.map((x) => html`<th scope="col">${x}</th>`)}</tr>
    </tbody>
  </table></div>`;
}
