import { html } from "../lib.js";
import { api, seg, useFetched } from "../api.js";
import { ticks } from "./card.js";
import { Outcome } from "./outcome.js";

/** The runs of a scenario there are. */
export function LastRuns({ id }) {
  const { value } = useFetched(() => api.get(`/runs?scenario=${seg(id)}&pageSize=5`), [id]);
  return !value || value.runs.length === 0
    ? null
    : html`<h2>Your runs of it</h2>
        <ul>
          ${value.runs.map((r) => html`<li><a href=${`/runs/${seg(r.id)}`}>${new Date(r.submitted).toLocaleString()}</a> ${r.profile} <${Outcome} word=${r.outcome} /> ${r.outcome ? r.summary : r.state}</li>`)}
        </ul>`;
}

/** What to change, and hints for who wants one. */
export function Exercises({ lesson }) {
  if (!lesson || lesson.exercises.length + lesson.hints.length === 0) {
    return null;
  }
  return html`<h2>Then change it</h2>
    ${lesson.exercises.map((e) => html`<p>${ticks(e.instruction)}</p>${e.hint && html`<details><summary>a hint</summary><p>${ticks(e.hint)}</p></details>`}`)}
    ${lesson.hints.length > 0 && html`<details><summary>questions that help</summary><ul>${lesson.hints.map((h) => html`<li>${ticks(h)}</li>`)}</ul></details>`}`;
}

/** The lesson's own explanation: shown after the run, not before. */
export function Explanation({ lesson }) {
  return lesson?.explain ? html`<h2>What the lesson says</h2>${lesson.explain.split(/\n\s*\n/).map((p) => html`<p>${ticks(p)}</p>`)}` : null;
}
