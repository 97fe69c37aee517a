// What a run would do: the grid of cells, how long it takes, what it can show.
import { html } from "../lib.js";
import { about, atText } from "../words.js";

const ACROSS = 5;
const key = (at) => JSON.stringify(at);

/** The sweep points and the models of a list of cells, in its order. */
export function grid(cells) {
  const points = [...new Map(cells.map((c) => [key(c.at), c.at])).values()];
  const models = [...new Set(cells.map((c) => c.model))].filter((m) => !m.endsWith("~twin"));
  const cell = (model, at) => cells.find((c) => c.model === model && key(c.at) === key(at));
  return { points, models, cell };
}

/** A table of models and sweep points; draw gets a cell of the list, name says what it is where the caption is markup. */
export function Grid({ cells, caption, draw, name = "" }) {
  const { points, models, cell } = grid(cells);
  const box = (m, at) => { const c = cell(m, at); return c ? draw(c) : html`<td class="skipped"></td>`; };
  // A long sweep reads better downwards.
  if (points.length > ACROSS && points.length > models.length) {
    return html`<div class="wide" tabindex="0" role="region" aria-label=${name || caption}>
      <table class="grid">
        <caption>${caption}</caption>
        <thead><tr><th scope="col">at</th>${models.map((m) => html`<th scope="col">${m}</th>`)}</tr></thead>
        <tbody>${points.map((at) => html`<tr><th scope="row">${atText(at)}</th>${models.map((m) => box(m, at))}</tr>`)}</tbody>
      </table>
    </div>`;
  }
  return html`<div class="wide" tabindex="0" role="region" aria-label=${name || caption}>
    <table class="grid">
      <caption>${caption}</caption>
      <thead>
        <tr><th scope="col">model</th>${points.map((at) => html`<th scope="col">${atText(at) || "result"}</th>`)}</tr>
      </thead>
      <tbody>
        ${models.map((m) => html`<tr><th scope="row">${m}</th>${points.map((at) => box(m, at))}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

export function Plan({ plan }) {
  const planned = plan.cells.filter((c) => c.state === "planned").length;
  return html`<p>
      <b>${about(plan.estimatedSeconds)}</b> for ${planned} cells in ${plan.rounds === 1 ? "1 round" : `${plan.rounds} rounds`}
      ${plan.roundsMax > plan.rounds ? ` (up to ${plan.roundsMax})` : ""}, profile ${plan.profile}, at most ${about(plan.budgetSeconds)}. ${plan.forecast ? `${plan.forecast}.` : ""}
    </p>
    ${!plan.verdicts && html`<p class="note">These settings name no winner: ${plan.roundsNeeded} rounds would be needed. Choose <b>quick</b> for a verdict.</p>`}
    ${plan.warnings.map((w) => html`<p class="note">${w}</p>`)}
    <${Grid}
      cells=${plan.cells}
      caption="What would be measured"
      draw=${(c) => (c.state === "skipped" ? html`<td class="skipped"><small>left out: ${c.reason}</small></td>` : html`<td>planned</td>`)}
    />`;
}
