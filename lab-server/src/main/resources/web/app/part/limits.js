import { html } from "../lib.js";

/** Every effective limit of every model: what differs between them may be what was measured. */
export function Limits({ result }) {
  const names = [...new Set(result.limits.map((l) => l.name))];
  const models = [...new Set(result.limits.map((l) => l.model))].filter((m) => !m.endsWith("~twin"));
  const limit = (model, name) => result.limits.find((l) => l.model === model && l.name === name);
  const isDefault = (l) => l.value === l.default || (l.default === "cores" && l.value === String(result.environment.cores));
  return names.length === 0
    ? null
    : html`<h2>Limits each model ran under</h2>
        <p class="soft">What differs here, other than what the lesson is about, may be what was measured.</p>
        <div class="wide" tabindex="0" role="region" aria-label="limits"><table>
          <caption>Bold: set by the file; others are defaults</caption>
          <thead><tr><th scope="col">limit</th>${models.map((m) => html`<th scope="col">${m}</th>`)}</tr></thead>
          <tbody>${names.map((n) => html`<tr><th scope="row">${n}</th>${models.map((m) => {
            const l = limit(m, n);
            return html`<td>${!l ? "" : isDefault(l) ? l.value : html`<b>${l.value}</b> <small>set${l.default === null ? "" : `, default ${l.default}`}</small>`}</td>`;
          })}</tr>`)}</tbody>
        </table></div>`;
}
