// The address is the state: the path names the page, the query what it shows. Back and forward work by themselves.
import { useEffect, useState } from "./lib.js";

const changed = new Set();
const tell = () => changed.forEach((listener) => listener());
let held = () => false;
addEventListener("popstate", () => held(location.href) || tell());

/**
 * Asks before another page is shown: `ask` gets its address, and gives true when it must wait.
 *
 * @returns what ends it
 */
export function holdLeaving(ask) {
  held = ask;
  return () => {
    held = () => false;
  };
}

export function navigate(address) {
  history.pushState(null, "", address);
  tell();
  scrollTo(0, 0);
  scrollToPlace();
}

/** Scrolls to what the address names after its `#`, as soon as it is drawn. */
export function scrollToPlace() {
  const id = location.hash.slice(1);
  const go = () => {
    const place = id && document.getElementById(id);
    place?.scrollIntoView();
    return Boolean(place);
  };
  if (id && !go()) {
    const watch = new MutationObserver(() => go() && watch.disconnect());
    watch.observe(document.body, { subtree: true, childList: true });
    // A reader who scrolls does not want to be moved any more.
    addEventListener("wheel", () => watch.disconnect(), { once: true });
    addEventListener("keydown", () => watch.disconnect(), { once: true });
  }
}

/** The same page under another address: what is shown got its name. */
export function rename(address) {
  history.replaceState(null, "", address);
  tell();
}

/** The address now; the component is drawn again when it changes. */
export function useAddress() {
  const read = () => location.pathname + location.search;
  const [address, setAddress] = useState(read());
  useEffect(() => {
    const listener = () => setAddress(read());
    changed.add(listener);
    return () => changed.delete(listener);
  }, []);
  return address;
}

/** The query as an object. */
export const query = () => Object.fromEntries(new URLSearchParams(location.search));

/**
 * Changes some of the query; empty values are left out. A step of its own in the history, unless it is only the
 * position of a slider or a zoom.
 */
export function setQuery(values, { replace = false } = {}) {
  const next = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === "") {
      next.delete(name);
    } else {
      next.set(name, value);
    }
  }
  const text = next.toString();
  const address = location.pathname + (text ? `?${text}` : "");
  if (address !== location.pathname + location.search) {
    history[replace ? "replaceState" : "pushState"](null, "", address);
    tell();
  }
}

/** Links to other pages of the dashboard do not load the page again. */
export function followLinks(isPage) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) {
      return;
    }
    const url = new URL(link.href);
    const elsewhere = url.pathname + url.search !== location.pathname + location.search;
    if (url.origin === location.origin && (elsewhere || !url.hash) && isPage(url.pathname)) {
      event.preventDefault();
      if (!held(url.href)) {
        navigate(url.pathname + url.search + url.hash);
      }
    }
  });
}
