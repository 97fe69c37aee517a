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
      lane(event).name = event.args.name;
    } else if (event.ph === "M" && event.name === "process_name") {
      processes.set(event.pid, event.args.name);
    } else if (event.ph === "X") {
      lane(event).slices.push({ from: event.ts, to: event.ts + event.dur, kind: event.cat, name: event.name, task: event.args?.task ?? event.name });
    }
  }
  const all = [...lanes.values()].filter((l) => l.slices.length > 0).sort((a, b) => a.pid - b.pid || a.tid - b.tid);
  const child = (l) => (processes.get(l.pid) || "").split(": ").at(-1);
  const threads = all.filter((l) => l.pid < TASKS).map((l) => ({ ...l, name: l.name === "task" ? child(l) : l.name }));
  const tasks = all.filter((l) => l.pid === TASKS).map((l) => ({ ...l, name: l.name.replace(/ task$/, ""), slices: l.slices.filter((s) => s.kind !== "task") }));
  return { threads, tasks, end: Math.max(1, ...all.flatMap((l) => l.slices.map((s) => s.to))), about: document.otherData?.shows || "" };
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
