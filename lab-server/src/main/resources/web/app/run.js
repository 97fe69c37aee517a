// A run: live until it has ended, then its result. The address stays the same.
import { html, useEffect, useState } from "./lib.js";
import { api, seg, useFetched } from "./api.js";
import { follow } from "./events.js";
import { Live } from "./live.js";
import { Failure } from "./part/failure.js";
import { Fetched, useTitle } from "./part/page.js";
import { Replay, replaySpeed } from "./replay.js";
import { Result } from "./result.js";
import { after, begin } from "./story.js";

const ENDED = new Set(["succeeded", "failed", "cancelled", "poisoned"]);

/** The story of a run as far as it has been told. */
function useStory(id, live) {
  const [story, setStory] = useState(begin());
  useEffect(() => {
    if (!live) {
      return undefined;
    }
    setStory(begin());
    return follow(id, (event) => setStory((before) => after(before, event)));
  }, [id, live]);
  return story;
}

function shown(status, ended, story) {
  if (ended && replaySpeed()) {
    return html`<${Replay} key=${status.id} status=${status} speed=${replaySpeed()} />`;
  }
  if (!ended || status.outcome === null) {
    return html`<${Live} status=${status} story=${story} ended=${ended} />`;
  }
  return html`<${Result} status=${status} />
    <p class="screen"><a href=${`/runs/${seg(status.id)}?replay=10`}>Play this run again</a>, ten times as fast</p>`;
}

export function Run({ id }) {
  const [turn, setTurn] = useState(0);
  const status = useFetched(() => api.get(`/runs/${seg(id)}`), [id, turn]);
  const ended = status.value && ENDED.has(status.value.state);
  const story = useStory(id, status.value !== undefined && !ended);
  useEffect(() => {
    // Another state, another estimate of the end: asked for when told so, never on a timer.
    if (story.turns > 0) {
      setTurn((t) => t + 1);
    }
  }, [story.turns]);
  const outcome = status.value?.outcome || status.value?.state || "";
  useTitle(status.value ? `${status.value.scenario}: ${outcome}` : id);
  // A status that cannot be asked for just now leaves the page as it is: the header says so.
  const known = status.value?.id === id ? { value: status.value } : status;
  if (known.error) {
    return html`<h1>Run <code>${id}</code></h1><${Failure} error=${known.error} />`;
  }
  return html`<${Fetched} of=${known}>
    ${(s) => shown(s, ended, story)}
  <//>`;
}
