import { html } from "../lib.js";
import { atText, claimText } from "../words.js";
import { Outcome } from "./outcome.js";
import { Term } from "./term.js";

/** What the file claimed before anything was measured, and what came of it. */
export function Claims({ result }) {
  return result.claims.length === 0
    ? null
    : html`<h2>Claims</h2>
        <div class="wide" tabindex="0" role="region" aria-label="claims"><table>
          <caption>What the lesson's author said before anything was measured. <${Term} word="must" />: the run fails without it.</caption>
          <thead><tr>${["outcome", "claim", "grade", "statement", "measured"].map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
          <tbody>${result.claims.map((c) => html`<tr>
            <td><${Outcome} word=${c.outcome} /></td><th scope="row">${c.id}</th><td>${c.grade}</td>
            <td><code>${c.that}</code> <small>${atText(c.at) && `at ${atText(c.at)}`}</small></td><td>${claimText(c)}</td>
          </tr>`)}</tbody>
        </table></div>`;
}
