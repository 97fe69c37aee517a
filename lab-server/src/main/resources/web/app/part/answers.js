import { html } from "../lib.js";
import { atText, percent } from "../words.js";

/** What you said over what was measured, and the computation by hand. */
export function Answers({ result, lesson }) {
  const asked = result.predictions.filter((p) => p.answer != null);
  if (asked.length === 0) {
    return null;
  }
  const question = (id) => lesson?.predict.find((q) => q.id === id);
  return html`<h2>Your answers</h2>
    <div class="wide"><table>
      <thead><tr>${["question", "you said", "measured", "by hand", "score"].map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
      <tbody>
        ${asked.map((p) => html`<tr>
          <th scope="row">${question(p.id)?.ask || p.id} <small>${p.about || ""} ${atText(question(p.id)?.at)}</small></th>
          <td>${String(p.answer)}</td>
          <td>${p.measured == null ? "not measured" : String(p.measured)}</td>
          <td>${p.inWords || p.byHand || ""}${p.inWords && p.byHand ? html`<br /><small>${p.byHand}</small>` : ""}</td>
          <td>${p.score == null ? "" : html`<b>${p.score === 1 ? "✓ " : ""}${percent(p.score)}</b>`}</td>
        </tr>`)}
      </tbody>
    </table></div>`;
}
