import { html, useEffect, useState } from "../lib.js";
import { api, seg } from "../api.js";
import { about } from "../words.js";
import { Failure } from "./failure.js";

/** Seconds since the status was read: the estimate counts down without asking again. */
function useSeconds(key) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const start = performance.now();
    setSeconds(0);
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - start) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [key]);
  return seconds;
}

const places = (position) => (position === 0 ? "next in the queue" : `${position} before it in the queue`);

/** State, progress, what is left, and the button that ends it. */
export function Progress({ status, story, ended }) {
  const [error, setError] = useState(null);
  const since = useSeconds(status);
  const rest = status.etaSeconds === null ? null : status.etaSeconds - since;
  // By time, going on between two readings of the status: after the last planned trial come rounds that are added.
  const open = rest === null || status.etaSeconds <= 0 ? 1 : Math.max(0, rest) / status.etaSeconds;
  const share = 1 - (1 - status.progress) * open;
  const left = rest === null ? "" : rest < 1 ? ", a little longer than estimated" : `, about ${about(rest)} left`;
  const trial = story.current?.model && !ended ? `, ${story.current.model}${story.current.round > 0 ? ` in round ${story.current.round}` : ""}` : "";
  const cancel = () => api.post(`/runs/${seg(status.id)}/cancel`, {}).catch(setError);
  const state = story.state || status.state;
  return html`<div class="progress">
    <p role="status">
      <b>${state}</b>${status.position !== null ? `: ${places(status.position)}` : ""}${state === "running" ? `${trial}${left}` : ""}
      ${status.reason ? html`<br />${status.reason}` : ""}
    </p>
    ${!ended && html`<progress max="1" value=${share} aria-label="share of the run done"></progress>
      <span>${story.done > 0 ? `${story.done} ${story.done === 1 ? "trial" : "trials"} measured` : `${Math.round(share * 100)} %`}</span>
      <button type="button" onClick=${cancel} disabled=${state === "cancelling"}>Cancel</button>`}
    ${error && html`<${Failure} error=${error} />`}
  </div>`;
}
