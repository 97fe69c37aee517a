// How a metric grows along an axis: medians with their intervals, the raw rounds as dots, the bound dashed.
import { html, useMemo } from "../lib.js";
import { query, setQuery } from "../url.js";
import { atText, figure, interval } from "../words.js";
import { DataTable } from "../part/data-table.js";
import { hidden, Legend } from "./legend.js";
import { Plot } from "./plot.js";
import { colour } from "./series.js";

const without = (at, axis) => JSON.stringify(Object.entries(at).filter(([name]) => name !== axis));

/** One picture for each combination of the other axes. */
export function Curves(props) {
  const groups = new Map();
  for (const cell of props.cells) {
    const key = without(cell.at, props.axis);
    groups.set(key, [...(groups.get(key) || []), cell]);
  }
  return [...groups.values()].map((cells) => html`<${Curve} ...${props} cells=${cells} />`);
}

/** Columns for uPlot: x, then per model median, low, high and bound. */
function columns(cells, models, metric, axis) {
  const xs = [...new Set(cells.map((c) => Number(c.at[axis])))].sort((a, b) => a - b);
  const column = (model, value) =>
    xs.map((x) => {
      const cell = cells.find((c) => c.model === model && Number(c.at[axis]) === x && c.state === "measured");
      return (cell && value(cell)) ?? null;
    });
  const estimate = (pick) => (cell) => cell.metrics[metric] && pick(cell.metrics[metric]);
  return [
    xs,
    ...models.flatMap((m) => [
      column(m, estimate((e) => e.median)),
      column(m, estimate((e) => e.lo ?? e.median)),
      column(m, estimate((e) => e.hi ?? e.median)),
      column(m, (c) => (c.bound?.metric === metric ? c.bound.value : null)),
    ]),
  ];
}

const MOST_TICKS = 10;

/** The values that were measured, where they are few: a logarithmic axis by itself names powers of ten only. */
const measuredTicks = (xs) => (xs.length > MOST_TICKS ? {} : { splits: () => xs, filter: (u, splits) => splits, values: (u, ticks) => ticks.map((v) => figure(v, "")) });

const translucent = (rgb) => rgb.replace("rgb(", "rgba(").replace(")", ", 0.18)");

function options({ xs, cells, models, look, metric, axis, unit, log }) {
  const ink = colour("--soft");
  const grid = { stroke: colour("--rule"), width: 1 };
  const off = hidden();
  const lines = models.flatMap((m) => {
    const s = look(m);
    const stroke = colour(s.token);
    const show = !off.has(m);
    return [
      { label: m, stroke, width: 2, dash: s.dash, show, spanGaps: true, points: { show: true, size: 7 } },
      { label: `${m} low`, stroke: "transparent", show, points: { show: false } },
      { label: `${m} high`, stroke: "transparent", show, points: { show: false } },
      { label: `${m} bound`, stroke, width: 1, dash: [3, 6], show, spanGaps: true, points: { show: false } },
    ];
  });
  const bands = models.map((m, i) => ({ series: [4 * i + 3, 4 * i + 2], fill: translucent(colour(look(m).token)) }));
  const dots = (plot) => drawRounds(plot, cells, models.filter((m) => !off.has(m)), look, metric, axis);
  return {
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    scales: { x: { time: false, distr: log ? 3 : 1, ...(log && { range: (u, low, high) => [low / 1.15, high * 1.15] }) }, y: log ? { distr: 3 } : { range: (u, low, high) => [0, high * 1.05] } },
    axes: [
      { stroke: ink, grid, label: log ? `${axis} (log)` : axis, ...measuredTicks(xs) },
      { stroke: ink, grid, size: 80, values: (u, ticks) => ticks.map((v) => (v === null ? "" : figure(v, unit))), label: log ? `${metric} (log)` : metric },
    ],
    series: [{}, ...lines],
    bands,
    hooks: { draw: [dots] },
  };
}

function drawRounds(plot, cells, models, look, metric, axis) {
  const { ctx } = plot;
  ctx.save();
  for (const cell of cells.filter((c) => models.includes(c.model) && c.state === "measured")) {
    ctx.fillStyle = colour(look(cell.model).token);
    const x = plot.valToPos(Number(cell.at[axis]), "x", true);
    for (const round of cell.metrics[metric]?.rounds || []) {
      if (round !== null) {
        ctx.globalAlpha = 0.45;
        ctx.fillRect(x - 1.5, plot.valToPos(round, "y", true) - 1.5, 3, 3);
      }
    }
  }
  ctx.restore();
}

function Curve({ cells, look, metric, axis }) {
  const { scale = "log", hide = "" } = query();
  const models = [...new Set(cells.map((c) => c.model))];
  const unit = cells.find((c) => c.metrics[metric])?.metrics[metric].unit ?? "";
  const positive = cells.every((c) => Number(c.at[axis]) > 0 && (c.metrics[metric]?.median ?? 1) > 0);
  const log = scale === "log" && positive;
  const data = useMemo(() => columns(cells, models, metric, axis), [cells, metric, axis]);
  const make = useMemo(() => () => options({ xs: data[0], cells, models, look, metric, axis, unit, log }), [cells, metric, axis, log, hide]);
  const rest = Object.fromEntries(Object.entries(cells[0].at).filter(([name]) => name !== axis));
  const caption = `${metric} along ${axis}${atText(rest) ? ` at ${atText(rest)}` : ""}: lines are medians, bands their intervals, dots the rounds, thin dashes the bounds.`;
  return html`<figure>
    <figcaption>${caption} <button type="button" class="quiet" onClick=${() => setQuery({ scale: log ? "linear" : "" })}>${log ? "linear scale" : "log scale"}</button></figcaption>
    <${Legend} models=${models} look=${look} />
    <${Plot} options=${make} data=${data} label=${caption} />
    <${DataTable} name=${caption} heads=${["model", axis, "median", "interval", "bound", "rounds"]} rows=${cells.map((c) => {
      const e = c.metrics[metric];
      return [c.model, c.at[axis], e ? figure(e.median, unit) : c.state, e ? interval(e.lo, e.hi, unit) : "", c.bound?.metric === metric ? figure(c.bound.value, unit) : "", (e?.rounds || []).map((r) => (r === null ? "void" : figure(r, unit))).join(", ")];
    })} />
  </figure>`;
}
