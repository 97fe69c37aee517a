// What sampled tasks did, on lanes: the threads that ran them, or the tasks themselves. Zoomed by buttons, keys,
// or by drawing over a part; cell, lanes and part stand in the address.
import { html, useEffect, useMemo, useRef, useState } from "../lib.js";
import { api, seg, useFetched } from "../api.js";
import { query, setQuery } from "../url.js";
import { duration, percent } from "../words.js";
import { DataTable } from "../part/data-table.js";
import { draw, laneAt, LABEL } from "./lanes.js";
import { useTheme } from "./theme.js";
import { peaks, read, sums } from "./trace.js";

const MOST_LANES = 120;

export function Timeline({ run }) {
  const cells = useFetched(() => api.get(`/runs/${seg(run)}/traces`), [run]);
  const known = cells.value?.cells || [];
  const cell = known.includes(query().cell) ? query().cell : known[0];
  return html`<h2>What the tasks did</h2>
    ${cells.value && known.length === 0 && html`<p>This run recorded no tasks. Choose "record what tasks do" on the scenario's page, or <code>lab run --trace</code>.</p>`}
    ${cell && html`<p role="group" aria-label="traced cell">${known.map((c) => html`<button type="button" aria-pressed=${c === cell} onClick=${() => setQuery({ cell: c, t: "" })}>${c}</button> `)}</p>
      <${OneCell} key=${cell} run=${run} cell=${cell} />`}`;
}

function OneCell({ run, cell }) {
  const { value, error } = useFetched(() => api.get(`/runs/${seg(run)}/cells/${seg(cell)}/trace`).then(read), [run, cell]);
  return error ? html`<p>${error.message}</p>` : value ? html`<${Lanes} trace=${value} cell=${cell} />` : html`<p class="soft">loading ...</p>`;
}

const within = ([from, to], end) => {
  const width = Math.min(end, Math.max(1, to - from));
  const start = Math.min(Math.max(0, from), end - width);
  return [start, start + width];
};

/** The part shown, from the address. */
function part(end) {
  const [from, to] = (query().t || "").split(",").map(Number);
  return Number.isFinite(from) && Number.isFinite(to) && to > from ? within([from, to], end) : [0, end];
}

function Lanes({ trace, cell }) {
  const by = query().lanes === "tasks" ? "tasks" : "threads";
  const all = trace[by];
  const lanes = all.slice(0, MOST_LANES);
  const [from, to] = part(trace.end);
  const show = (range) => {
    const [a, b] = within(range, trace.end);
    setQuery({ t: b - a >= trace.end ? "" : `${a.toFixed(1)},${b.toFixed(1)}` }, { replace: true });
  };
  const zoom = (factor) => {
    const middle = (from + to) / 2;
    const half = ((to - from) / 2) * factor;
    show([middle - half, middle + half]);
  };
  const pan = (share) => show([from + (to - from) * share, to + (to - from) * share]);
  const keys = { "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), ArrowLeft: () => pan(-0.25), ArrowRight: () => pan(0.25), 0: () => show([0, trace.end]) };
  const onKeyDown = (event) => {
    if (keys[event.key] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      keys[event.key]();
    }
  };
  const most = useMemo(() => peaks(trace.tasks), [trace]);
  const ran = trace.threads.filter((l) => l.slices.some((s) => s.kind === "running")).length;
  const caption = `${cell}: ${ran} ${ran === 1 ? "thread" : "threads"} ran ${trace.tasks.length} sampled tasks; at most ${most.inFlight} of them were in flight at once, and at most ${most.queued} queued. ${duration((to - from) / 1e6)} shown. ${trace.about}.`;
  return html`<figure class="timeline">
    <figcaption>${caption}</figcaption>
    <p class="tools">
      <button type="button" aria-pressed=${by === "threads"} onClick=${() => setQuery({ lanes: "" })}>by thread</button>
      <button type="button" aria-pressed=${by === "tasks"} onClick=${() => setQuery({ lanes: "tasks" })}>by task</button>
      <span class="room"></span>
      <button type="button" aria-label="earlier" onClick=${() => pan(-0.25)}>←</button>
      <button type="button" aria-label="zoom out" onClick=${() => zoom(2)}>−</button>
      <button type="button" aria-label="zoom in" onClick=${() => zoom(0.5)}>+</button>
      <button type="button" aria-label="later" onClick=${() => pan(0.25)}>→</button>
      <button type="button" onClick=${() => show([0, trace.end])}>all</button>
    </p>
    <p class="legend"><span><span class="swatch run" aria-hidden="true"></span> running</span><span><span class="swatch queue" aria-hidden="true"></span> queued: could go on</span><span><span class="swatch wait" aria-hidden="true"></span> waiting for an answer${by === "threads" && " (on a lane: its thread waits too)"}</span>${all.some((l) => l.slices.some((s) => s.kind === "pause")) && html`<span><span class="swatch pause" aria-hidden="true"></span> pause of the collector</span>`}</p>
    <${Canvas} lanes=${lanes} tasks=${trace.tasks} from=${from} to=${to} show=${show} label=${caption} onKeyDown=${onKeyDown} />
    ${all.length > MOST_LANES && html`<p class="soft">${all.length - MOST_LANES} more lanes are not drawn; the download has them.</p>`}
    <${DataTable} name="Share of the time shown, by lane" heads=${["lane", "running", "queued", "waiting", "slices"]} rows=${lanes.map((l) => {
      const s = sums(l, from, to);
      return [l.name, ...["running", "queued", "waiting"].map((k) => percent((s[k] || 0) / (to - from))), String(l.slices.filter((x) => x.to > from && x.from < to).length)];
    })} />
  </figure>`;
}

function Canvas({ lanes, tasks, from, to, show, label, onKeyDown }) {
  const canvas = useRef();
  const theme = useTheme();
  const [width, setWidth] = useState(0);
  const [drag, setDrag] = useState(null);
  const [under, setUnder] = useState("");
  useEffect(() => {
    const sizes = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    sizes.observe(canvas.current.parentElement);
    return () => sizes.disconnect();
  }, []);
  const time = useMemo(() => (x) => from + ((x - LABEL) / Math.max(1, width - LABEL)) * (to - from), [from, to, width]);
  useEffect(() => {
    if (width > 0) {
      draw(canvas.current, { lanes, tasks, from, to, width, drag });
    }
  }, [lanes, tasks, from, to, width, drag, theme]);
  const at = (event) => event.clientX - canvas.current.getBoundingClientRect().left;
  const down = (event) => at(event) > LABEL && setDrag([at(event), at(event)]);
  const move = (event) => {
    if (drag) {
      setDrag([drag[0], Math.max(LABEL, at(event))]);
    }
    const lane = laneAt(lanes, event.clientY - canvas.current.getBoundingClientRect().top);
    const t = time(at(event));
    const slice = lane?.slices.findLast((s) => s.from <= t && t <= s.to);
    setUnder(slice ? `${lane.name}: ${slice.name}, ${slice.kind} ${duration((slice.to - slice.from) / 1e6)}` : lane?.name || "");
  };
  const up = () => {
    if (drag && Math.abs(drag[1] - drag[0]) > 4) {
      const [a, b] = [...drag].sort((x, y) => x - y);
      show([time(a), time(b)]);
    }
    setDrag(null);
  };
  return html`<div class="lanes"><canvas ref=${canvas} tabindex="0" role="img" aria-label=${`${label} Keys: + and - zoom, arrows move, 0 shows all.`}
      onKeyDown=${onKeyDown} onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerLeave=${() => { setDrag(null); setUnder(""); }}></canvas></div>
    <p class="soft under">${under || "draw over a part to zoom; keys: + − ← → 0"}</p>`;
}
