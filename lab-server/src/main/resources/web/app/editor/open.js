// What the editor begins with: a scenario of one's own, a copy of another, or a new one; and what was not saved of it.
import { api, seg } from "../api.js";
import { draftsOf, move } from "./drafts.js";
import { openTabs, thisTab } from "./tab.js";
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
 * The draft of this tab, and those of others as {...draft, open: whether its tab is}. The draft of a scenario of one's
 * own goes to the tab that changes it next; of new ones there may be several, so they are offered.
 */
async function drafts(base) {
  const [tab, tabs] = [await thisTab(), await openTabs()];
  const all = draftsOf(base.id).filter((d) => base.id !== "" || d.revision === base.revision);
  const mine = all.filter((d) => d.tab === tab);
  const others = all.filter((d) => d.tab !== tab && d.text !== base.text).map((d) => ({ ...d, open: tabs.has(d.tab) }));
  const best = (list) => list.find((d) => d.revision === base.revision) || list[0];
  const left = mine.length === 0 && base.id !== "" && best(others.filter((d) => !d.open));
  if (left) {
    const { open: _, ...draft } = left;
    move(draft, tab);
  }
  return { tab, draft: left || best(mine), others: others.filter((d) => d !== left) };
}

/**
 * @returns {base: {id, revision, text}, taken: ids, from, text, tab, others, restored: when it was typed, theirs}:
 *   `theirs` is what is stored now, where the draft began from something older
 */
export async function open(id, from) {
  const begun = await (id ? own(id) : fresh(from));
  const { base } = begun;
  const { tab, draft, others } = await drafts(base);
  const here = { ...begun, tab, others };
  if (!draft || draft.text === base.text) {
    return { ...here, text: base.text };
  }
  const old = draft.revision !== base.revision;
  return old
    ? { ...here, base: { id: base.id, revision: draft.revision, text: draft.base }, text: draft.text, restored: draft.at, theirs: base }
    : { ...here, base: { ...base, text: draft.base }, text: draft.text, restored: draft.at };
}
