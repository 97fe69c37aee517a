// What was typed and not saved, kept in this browser, so that a closed tab or a lost session loses nothing.
const PREFIX = "draft ";
const ASIDE = "aside ";

/** One draft per scenario and the revision it began from: drafts of different beginnings never overwrite each other. */
const keyOf = ({ id, revision }) => `${PREFIX}${id} ${revision}`;

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
 * @param draft {id, revision, base, text}: the scenario, the revision and text it began from, the text now
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

/** A text given up on purpose: one per scenario stays, in case that was a mistake. */
export const setAside = (id, text) => write(ASIDE + id, { base: "", text, at: Date.now() });

export const aside = (id) => read(ASIDE + id)?.text ?? null;

export const dropAside = (id) => remove(ASIDE + id);

/** Tells when another tab of this browser keeps a draft of the same scenario and revision. */
export function onOtherTab(draft, listener) {
  const hear = (event) => event.key === keyOf(draft()) && event.newValue !== null && listener();
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}
