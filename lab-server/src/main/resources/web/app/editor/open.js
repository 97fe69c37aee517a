// What the editor begins with: a scenario of one's own, a copy of another, or a new one; and what was not saved of it.
import { api, seg } from "../api.js";
import { draftsOf } from "./drafts.js";
import { beginning, freeId, renamed } from "./texts.js";

const ids = async () => new Set((await api.get("/scenarios?pageSize=500")).scenarios.map((s) => s.id));

/** A text that is not stored yet. `revision` tells drafts of different beginnings apart. */
async function fresh(from) {
  const taken = await ids();
  if (!from) {
    const text = beginning(freeId("my-scenario", taken));
    return { base: { id: "", revision: "new", text }, taken, from };
  }
  const stored = await api.get(`/scenarios/${seg(from)}`);
  const text = renamed(stored.text, freeId(from.startsWith("my-") ? from : `my-${from}`, taken));
  return { base: { id: "", revision: `from ${from}`, text }, taken, from };
}

async function own(id) {
  const [stored, taken] = await Promise.all([api.get(`/scenarios/${seg(id)}`), ids()]);
  if (stored.shipped) {
    // A shipped one is changed in a copy.
    history.replaceState(null, "", `/edit?from=${seg(id)}`);
    return fresh(id);
  }
  return { base: { id, revision: stored.revision, text: stored.text }, taken, from: "" };
}

/**
 * @returns {base: {id, revision, text}, taken: ids, from, text, restored: when it was typed, theirs}: `theirs` is what
 *   is stored now, where the draft began from something older
 */
export async function open(id, from) {
  const begun = await (id ? own(id) : fresh(from));
  const { base } = begun;
  const drafts = draftsOf(base.id).filter((d) => base.id !== "" || d.revision === base.revision);
  const draft = drafts.find((d) => d.revision === base.revision) || drafts[0];
  if (!draft || draft.text === base.text) {
    return { ...begun, text: base.text };
  }
  const old = draft.revision !== base.revision;
  return old
    ? { ...begun, base: { id: base.id, revision: draft.revision, text: draft.base }, text: draft.text, restored: draft.at, theirs: base }
    : { ...begun, base: { ...base, text: draft.base }, text: draft.text, restored: draft.at };
}
