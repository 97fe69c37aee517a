// The text of a scenario before anybody has written it.

/** The id a text gives itself; empty when it gives none. */
export const idOf = (text) => /^id:[ \t]*["']?([^\s"'#]*)/m.exec(text)?.[1] ?? "";

/** The same text under another id: only that line changes, comments and layout are part of a lesson. */
export const renamed = (text, id) => (/^id:/m.test(text) ? text.replace(/^id:[^\r\n]*/m, () => `id: ${id}`) : text.replace(/^format:[^\r\n]*/m, (line) => `${line}\nid: ${id}`));

/** An id like this one that nobody has. */
export function freeId(like, taken) {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? like : `${like}-${n}`;
    if (!taken.has(id)) {
      return id;
    }
  }
}

/** Where a scenario of one's own begins: small, whole, and soon measured. */
export const beginning = (id) => `format: lab/v1
id: ${id}
title: Ten callers and a pool of two

backends:
  orders: {kind: fast, delay: 20ms}

task:
  - call: orders

models:
  event-loop: {}
  pool-2: {use: platform-threads, threads: 2}

load: {closed: {concurrency: 10}}

expect:
  - id: loop-is-faster
    that: throughput of event-loop >= 3x throughput of pool-2
`;
