// Latency by percentile, on an axis that gives each nine as much room as the one before.
import { html, useMemo } from "../lib.js";
import { api, seg, useFetched } from "../api.js";
import { query } from "../url.js";
import { atText, duration } from "../words.js";
import { DataTable } from "../part/data-table.js";
import { cellsAt, PointChoice, shownPoints } from "../part/points.js";
import { hidden, Legend } from "./legend.js";
import { Plot } from "./plot.js";
import { colour } from "./series.js";

const wanted = [50, 90, 99, 99.9];
const METRICS = { 50: "p50", 90: "p90", 99: "p99", 99.9: "p999" };

const parse = (csv) =>
  csv.trim().split("\n").slice(1).map((line) => line.split(",").map(Number)).map(([percentile, nanos]) => ({ percentile, seconds: nanos / 1e9 }));

const place = (percentile) => 1 / (1 - Math.min(percentile, 99.999) / 100);

async function histograms(run, cells) {
  const asked = cells.map((c) => api.text(`/runs/${seg(run)}/cells/${seg(c.id)}/histogram?format=csv`, "text/csv").then(parse, () => []));
  return Promise.all(asked);
}

export function Percentiles({ result, cells, look }) {
  const measured = cells.filter((c) => c.state === "measured" && c.metrics["latency.p50"]);
  const [at] = shownPoints(measured, 1);
  const shown = at ? cellsAt(measured, at) : [];
  const { value } = useFetched(() => histograms(result.run, shown), [result.run, JSON.stringify(at)]);
  return measured.length === 0
    ? null
    : html`<h2>Latency by percentile</h2>
        <${PointChoice} cells=${measured} most=${1} />
        ${value && value.length === shown.length && html`<${Chart} cells=${shown} curves=${value} look=${look} at=${at} />`}
        <${DataTable} name="Latency from the intended start (corrected), and in brackets from the actual start" heads=${["model", "at", ...wanted.map((p) => `p${p}`), "max"]} rows=${measured.map((c) => [
          c.model,
          atText(c.at),
          ...[...wanted.map((p) => METRICS[p]), "max"].map((p) => {
            const corrected = c.metrics[`latency.${p}`]?.median;
            const service = c.metrics[`service.${p}`]?.median;
            return `${corrected == null ? "n/a" : duration(corrected)}${service == null ? "" : ` (${duration(service)})`}`;
          }),
        ])} />`;
}

function Chart({ cells, curves, look, at }) {
  const { hide = "" } = query();
  const xs = useMemo(() => [...new Set(curves.flat().map((p) => place(p.percentile)))].sort((a, b) => a - b), [curves]);
  const data = useMemo(() => [xs, ...curves.map((c) => { const by = new Map(c.map((p) => [place(p.percentile), p.seconds])); return xs.map((x) => by.get(x) ?? null); })], [curves]);
  const make = useMemo(() => () => options(cells, look), [curves, hide]);
  const caption = `Time from the intended start to the result${atText(at) ? ` at ${atText(at)}` : ""}, all rounds together; both scales logarithmic.`;
  return xs.length < 2
    ? html`<p class="soft">No histograms were kept for this point.</p>`
    : html`<figure><figcaption>${caption}</figcaption>
        <${Legend} models=${cells.map((c) => c.model)} look=${look} />
        <${Plot} options=${make} data=${data} label=${caption} /></figure>`;
}

function options(cells, look) {
  const ink = colour("--soft");
  const grid = { stroke: colour("--rule"), width: 1 };
  const off = hidden();
  const nines = [1, 2, 10, 100, 1000, 10000, 100000];
  const names = { 1: "0 %", 2: "50 %", 10: "90 %", 100: "99 %", 1000: "99.9 %", 10000: "99.99 %", 100000: "max" };
  return {
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    scales: { x: { time: false, distr: 3 }, y: { distr: 3 } },
    axes: [
      { stroke: ink, grid, splits: (u, i, low, high) => nines.filter((n) => n >= low && n <= high), values: (u, ticks) => ticks.map((t) => names[t] || ""), label: "percentile" },
      { stroke: ink, grid, size: 80, values: (u, ticks) => ticks.map((v) => (v === null ? "" : duration(v))), label: "latency (log)" },
    ],
    series: [{}, ...cells.map((c) => ({ label: c.model, stroke: colour(look(c.model).token), dash: look(c.model).dash, width: 2, show: !off.has(c.model), spanGaps: true, points: { show: false } }))],
  };
}
