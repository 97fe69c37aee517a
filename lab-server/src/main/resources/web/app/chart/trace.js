// A trace as the timeline draws it: lanes with slices, in microseconds. Pure.
const TASKS = 1_000_000;

/**
 * @param document of GET .../trace, in the format that Perfetto reads
 * @returns {threads, tasks: [{name, slices: [{from, to, kind, name, task}]}], end}
 */
export function read(document) {
  const lanes = new Map();
  const lane = (event) => {
    const key = `${event.pid} ${event.tid}`;
    if (!lanes.has(key)) {
      lanes.set(key, { pid: event.pid, tid: event.tid, name: "", slices: [] });
    }
    return lanes.get(key);
  };
  const processes = new Map();
  for (const event of document.traceEvents) {
    if (event.ph === "M" && event.name === "thread_name") {
      // The library's name for it says less.
      lane(event).name = event.args.name.replace(/^vert\.x-eventloop-thread-(\d+)$/, "event loop $1");
    } else if (event.ph === "M" && event.name === "process_name") {
      processes.set(event.pid, event.args.name);
    } else if (event.ph === "X") {
      lane(event).slices.push({ from: event.ts, to: event.ts + event.dur, kind: event.cat, name: event.name, task: event.args?.task ?? event.name });
    }
  }
  const all = [...lanes.values()].filter((l) => l.slices.length > 0).sort((a, b) => a.pid - b.pid || a.tid - b.tid);
  const child = (l) => (processes.get(l.pid) || "").split(": ").at(-1);
  const threads = all.filter((l) => l.pid < TASKS).map((l) => held({ ...l, name: l.name === "task" ? child(l) : l.name }));
  const tasks = all.filter((l) => l.pid === TASKS).map((l) => ({ ...l, name: l.name.replace(/ task$/, ""), slices: l.slices.filter((s) => s.kind !== "task") }));
  return { threads, tasks, end: Math.max(1, ...all.flatMap((l) => l.slices.map((s) => s.to))), about: document.otherData?.shows || "" };
}

/**
 * A lane with the waits during which its thread was kept: a pool thread stays with its task until the answer is there,
 * while a loop or a carrier runs other tasks meanwhile. Where the tasks of a lane never interleave, it was kept.
 */
function held(lane) {
  const runs = lane.slices.filter((s) => s.kind === "running").sort((a, b) => a.from - b.from);
  const ended = new Set();
  for (const [i, s] of runs.entries()) {
    if (ended.has(s.task)) {
      return lane;
    }
    if (i + 1 < runs.length && runs[i + 1].task !== s.task) {
      ended.add(s.task);
    }
  }
  const waits = runs.slice(1).flatMap((s, i) =>
    runs[i].task === s.task && s.from > runs[i].to ? [{ from: runs[i].to, to: s.from, kind: "waiting", name: s.name, task: s.task }] : [],
  );
  return { ...lane, slices: [...lane.slices, ...waits].sort((a, b) => a.from - b.from) };
}

const KINDS = ["running", "queued", "waiting"];

/** How many tasks were running, queued and waiting, as the mean over each of so many columns: [{running, queued, waiting}]. */
export function counts(tasks, from, to, columns) {
  const made = Array.from({ length: columns }, () => ({ running: 0, queued: 0, waiting: 0 }));
  const place = (t) => ((t - from) / (to - from)) * columns;
  for (const s of tasks.flatMap((t) => t.slices.filter((x) => KINDS.includes(x.kind)))) {
    const [start, end] = [Math.max(0, place(s.from)), Math.min(columns, place(s.to))];
    for (let i = Math.floor(start); i < end; i += 1) {
      made[i][s.kind] += Math.min(end, i + 1) - Math.max(start, i);
    }
  }
  return made;
}

/** The largest numbers of tasks that were in flight at once, and queued at once. */
export function peaks(tasks) {
  const whole = tasks.filter((t) => t.slices.length > 0).map((t) => ({ from: Math.min(...t.slices.map((s) => s.from)), to: Math.max(...t.slices.map((s) => s.to)) }));
  return { inFlight: most(whole), queued: most(tasks.flatMap((t) => t.slices.filter((s) => s.kind === "queued"))) };
}

/** How many of these overlap at most; times in whole nanoseconds, so that an end meets the beginning after it. */
function most(spans) {
  const nanos = (t) => Math.round(t * 1000);
  const steps = spans.flatMap((s) => [[nanos(s.from), 1], [nanos(s.to), -1]]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  let top = 0;
  for (const [, step] of steps) {
    now += step;
    top = Math.max(top, now);
  }
  return top;
}

/** What lies between two times, by kind: microseconds. */
export function sums(lane, from, to) {
  const sum = {};
  for (const s of lane.slices) {
    const part = Math.min(s.to, to) - Math.max(s.from, from);
    if (part > 0) {
      sum[s.kind] = (sum[s.kind] || 0) + part;
    }
  }
  return sum;
}
