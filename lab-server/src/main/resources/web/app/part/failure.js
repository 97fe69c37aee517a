import { html } from "../lib.js";

/** What went wrong, in the server's words, and every problem with its place. */
export function Failure({ error }) {
  const problem = error.problem || {};
  return html`<div class="failure" role="alert">
    <p><strong>${problem.title || "Something went wrong"}</strong> ${problem.title === error.message ? "" : error.message}</p>
    ${problem.status === 401 && html`<p>Log in again: <code>lab open</code> does it.</p>`}
    <${Problems} list=${problem.errors || []} />
  </div>`;
}

export function Problems({ list }) {
  return list.length === 0
    ? null
    : html`<ul>
        ${list.map(
          (p) => html`<li>
            ${p.line ? html`<b>line ${p.line}:</b> ` : ""}${p.detail || p.message}
            ${p.suggestion ? html` Did you mean <code>${p.suggestion}</code>?` : ""} ${p.help && html`<small>${p.help}</small>`}
          </li>`,
        )}
      </ul>`;
}
