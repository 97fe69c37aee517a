// Which tab this is, and which others are open: each tab has drafts of its own.
//
// The name of a tab lives as long as the tab, also through a reload. A browser that duplicates a tab copies the name,
// too; a lock that is held until the tab is closed tells the two apart, and a closed tab from an open one. Where there
// are no locks, as without https on another machine, every other tab counts as closed.
const KEY = "tab";
const LOCK = "lab tab ";

/** A page that is just being reloaded lets its lock go a moment later; a tab that was duplicated keeps it. */
const LET_GO_MILLIS = 1000;

export const freshName = () => [...crypto.getRandomValues(new Uint8Array(8))].map((b) => b.toString(16).padStart(2, "0")).join("");

function storage(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

/** Resolves to whether the name is this tab's now; it is until the tab is closed. */
function held(name) {
  return new Promise((tell) => {
    const forever = () => {
      tell(true);
      return new Promise(() => {});
    };
    navigator.locks.request(LOCK + name, { signal: AbortSignal.timeout(LET_GO_MILLIS) }, forever).catch(() => tell(false));
  });
}

async function claimed() {
  const before = storage((s) => s.getItem(KEY));
  if (before && (!navigator.locks || (await held(before)))) {
    return before;
  }
  const name = freshName();
  storage((s) => s.setItem(KEY, name));
  if (navigator.locks) {
    await held(name);
  }
  return name;
}

let mine;

/** Resolves to the name of this tab. */
export const thisTab = () => (mine ??= claimed());

/** Resolves to the names of the tabs that are open, this one among them. */
export async function openTabs() {
  const locks = navigator.locks ? (await navigator.locks.query()).held : [];
  return new Set(locks.filter((l) => l.name.startsWith(LOCK)).map((l) => l.name.slice(LOCK.length)));
}
