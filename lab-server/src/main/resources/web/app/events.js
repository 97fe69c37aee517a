// Events of runs for the pages: what the connection says, and the whole story of one run without gap or double.
import { useEffect, useState } from "./lib.js";
import { api, BACK, seg } from "./api.js";
import { inOrder } from "./in-order.js";
import { listen } from "./stream.js";

const listeners = new Set();
let connection = "";

function tell(news) {
  if (news.connection) {
    if (connection === "reconnecting" && news.connection === "open") {
      dispatchEvent(new Event(BACK));
    }
    connection = news.connection;
  }
  listeners.forEach((listener) => listener(news));
}

function start() {
  if (typeof SharedWorker === "undefined") {
    listen(tell);
    return;
  }
  const address = new URL("./shared-stream.js", import.meta.url).href;
  const policy = globalThis.trustedTypes?.createPolicy("lab", {
    createScriptURL: (url) => {
      if (url !== address) {
        throw new TypeError("not a script of the lab");
      }
      return url;
    },
  });
  const worker = new SharedWorker(policy ? policy.createScriptURL(address) : address, { type: "module", name: "lab" });
  worker.port.onmessage = ({ data }) => tell(data);
  worker.port.start();
  addEventListener("pagehide", () => worker.port.postMessage("bye"));
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

let started = false;

/** @returns what ends it */
export function subscribe(listener) {
  if (!started) {
    started = true;
    start();
  }
  listeners.add(listener);
  if (connection) {
    listener({ connection });
  }
  return () => listeners.delete(listener);
}

export function useConnection() {
  const [state, setState] = useState(connection);
  useEffect(() => subscribe((news) => news.connection && setState(news.connection)), []);
  return state;
}

/**
 * Follows one run: every stored event once and in order, live samples as they come. What came before the page was
 * there, or while the connection was broken, is fetched.
 *
 * @returns what ends it
 */
export function follow(run, onEvent) {
  const fetchAfter = async (last) => (await api.get(`/runs/${seg(run)}/events`, { "Last-Event-ID": String(last) })).events;
  const { offer, opened } = inOrder(onEvent, fetchAfter);
  return subscribe(({ connection: news, event }) => {
    if (news === "open") {
      opened();
    }
    if (event && event.run === run) {
      offer(event);
    }
  });
}
