import { html } from "../lib.js";
import { api, seg, useFetched } from "../api.js";
import { ticks } from "./card.js";
import { Outcome } from "./outcome.js";

/** The runs of a scenario there are. */
export function LastRuns({ id }) {
  const { value } = useFetched(() => api.get(`/runs?scenario=${seg(id)}&pageSize=5`), [id]);
  return !value || value.runs.length === 0
    ? null
    : html`<h3>Your runs of it</h3>
        <ul>
          ${value.runs.map((r) => html`<li><a href=${`/runs/${seg(r.id)}`}>${new Date(r.submitted).toLocaleString()}</a> ${r.profile} <${Outcome} word=${r.outcome} /> ${r.outcome ? r.summary : r.state}</li>`)}
        </ul>`;
}

/** What to change, with hints for who wants one, and how to make a scenario of one's own. */
export function Exercises({ lesson, id, number = "" }) {
  if (!lesson) {
    return null;
  }
  const editor = `/edit?from=${seg(id)}`;
  return html`<h2 id="change">${number && `${number}. `}Change it</h2>
    ${lesson.exercises.length === 0 && html`<p>No exercise comes with this lesson. Change a number of the file, say first what that will do, and run it.</p>`}
    ${lesson.exercises.map((e) => html`<article class="card exercise"><p>${ticks(e.instruction)}</p>
      <p><a class="button" href=${editor}>open in the editor</a></p>
      ${e.hint && html`<details><summary>a hint</summary><p>${ticks(e.hint)}</p></details>`}</article>`)}
    ${lesson.exercises.length === 0 && html`<p><a class="button" href=${editor}>open in the editor</a></p>`}
    <h2 id="make" class="screen">${number && `${number + 1}. `}Make your own</h2>
    <p class="screen">A question of yours, as a file: begin <a href=${editor}>with this lesson</a> or <a href="/edit">with an empty one</a>.</p>
    ${lesson.hints.length > 0 && html`<details><summary>questions that help</summary><ul>${lesson.hints.map((h) => html`<li>${ticks(h)}</li>`)}</ul></details>`}`;
}

/** The lesson's own explanation: shown after the run, not before. */
export function Explanation({ lesson }) {
  return lesson?.explain ? html`<h2 id="says">What the lesson says</h2>${lesson.explain.split(/\n\s*\n/).map((p) => html`<p>${ticks(p)}</p>`)}` : null;
}
