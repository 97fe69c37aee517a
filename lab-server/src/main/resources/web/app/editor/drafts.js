// What was typed and not saved, kept in this browser, so that a closed tab or a lost session loses nothing.
const PREFIX = "draft ";
const ASIDE = "aside ";

/**
 * One draft per scenario, the revision it began from, and the tab it is written in: drafts of different beginnings or
 * tabs never overwrite each other. Those of an earlier version know no tab.
 */
const keyOf = ({ id, revision, tab }) => `${PREFIX}${id} ${revision}${tab ? ` ${tab}` : ""}`;

function read(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found && typeof found.text === "string" && typeof found.base === "string" ? found : null;
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // There is no storage, so nothing was in it.
  }
}

/**
 * @param draft {id, revision, tab, base, text}: the scenario, the revision and text it began from, its tab, the text now
 * @returns whether it is kept
 */
export const keep = (draft) => write(keyOf(draft), { ...draft, at: Date.now() });

export const drop = (draft) => remove(keyOf(draft));

/** All drafts of a scenario, the newest first. */
export function draftsOf(id) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`${PREFIX}${id} `))
      .map(read)
      .filter((draft) => draft !== null)
      .sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

/** Forgets a draft of another tab, unless that tab has gone on with it meanwhile. */
export const release = (draft) => read(keyOf(draft))?.at === draft.at && drop(draft);

/** Gives a draft to another tab, with the time it was typed. */
export const move = (draft, tab) => write(keyOf({ ...draft, tab }), { ...draft, tab }) && release(draft);

/** A scenario that is not stored yet has no id: what it began from tells it from others. */
const asideOf = ({ id, revision }) => ASIDE + (id || revision);

/** A text given up on purpose: one per scenario stays, in case that was a mistake. */
export const setAside = (base, text) => write(asideOf(base), { base: "", text, at: Date.now() });

export const aside = (base) => read(asideOf(base))?.text ?? null;

export const dropAside = (base) => remove(asideOf(base));

/** Tells when another tab of this browser keeps a draft of the same stored scenario. */
export function onOtherTab(session, listener) {
  const hear = ({ key, newValue }) => {
    const { base, tab } = session;
    const same = base.id !== "" && key?.startsWith(`${PREFIX}${base.id} `) && !key.endsWith(` ${tab}`);
    return same && newValue !== null && listener();
  };
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}
