// A scenario: its question, what you expect, what would be measured, and the button that measures it.
import { html, useState } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { Failure } from "./part/failure.js";
import { Exercises, LastRuns } from "./part/lesson.js";
import { Fetched, useTitle } from "./part/page.js";
import { Plan } from "./part/plan.js";
import { answered, PredictForm } from "./part/predict.js";
import { Settings, wanted } from "./part/settings.js";
import { navigate } from "./url.js";

export function Scenario({ id }) {
  const fetched = useFetched(
    () => Promise.all([api.get(`/scenarios/${seg(id)}?resolved=true`), api.get(`/scenarios/${seg(id)}`)]),
    [id],
  );
  useTitle(fetched.value ? fetched.value[0].title : id);
  return html`<${Fetched} of=${fetched}>${([scenario, stored]) => html`<${Shown} scenario=${scenario} stored=${stored} />`}<//>`;
}

function Shown({ scenario, stored }) {
  const { lesson } = scenario;
  const [answers, setAnswers] = useState({});
  const settings = wanted();
  const plan = useFetched(() => api.post("/plans", { scenario: scenario.id, ...settings }), [JSON.stringify(settings)]);
  return html`<p class="path"><a href="/">Scenarios</a> / <code>${scenario.id}</code>${stored.shipped ? "" : " (your own)"}</p>
    <h1>${scenario.title}</h1>
    ${lesson && html`<p class="question">${lesson.question}</p>`}
    ${lesson && lesson.predict.length > 0 && html`<h2>1. What do you expect?</h2>
      <p class="soft">Answer before you look. Answers are locked when measuring starts. None is fine too: then the figures stay covered until you ask.</p>
      <${PredictForm} questions=${lesson.predict} models=${scenario.variants.map((v) => v.name)} answers=${answers} set=${setAnswers} />`}
    <h2>${lesson && lesson.predict.length > 0 ? "2. " : ""}Run it</h2>
    <${RunButton} scenario=${scenario.id} settings=${settings} answers=${answers} blocked=${Boolean(plan.error)} />
    <details open=${Object.keys(settings).length > 1}><summary>settings</summary><${Settings} scenario=${scenario} /></details>
    <${Fetched} of=${plan}>${(p) => html`<${Plan} plan=${p} />`}<//>
    <${LastRuns} id=${scenario.id} />
    <${Exercises} lesson=${lesson} />
    <h2>The file</h2>
    <p><a href=${stored.shipped ? `/edit?from=${seg(scenario.id)}` : `/edit/${seg(scenario.id)}`}>change it</a>${stored.shipped ? " in a copy of your own" : ""}</p>
    <details><summary><code>${scenario.id}.yaml</code></summary><pre tabindex="0">${stored.text}</pre></details>`;
}

function RunButton({ scenario, settings, answers, blocked }) {
  const [state, setState] = useState({});
  const run = async () => {
    setState({ busy: true });
    try {
      const status = await api.post("/runs", { scenario, ...settings, predictions: answered(answers) });
      navigate(`/runs/${seg(status.id)}`);
    } catch (error) {
      setState({ error });
    }
  };
  return html`<p><button type="button" class="main" disabled=${blocked || state.busy} onClick=${run}>${state.busy ? "queueing ..." : "Run"}</button></p>
    ${state.error && html`<${Failure} error=${state.error} />`}`;
}
