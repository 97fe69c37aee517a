// Draws the lanes of a timeline on a canvas. Running is a full block, queued is hatched, waiting a thin line.
import { duration } from "../words.js";
import { colour } from "./series.js";
import { counts } from "./trace.js";

export const LABEL = 120;
const AXIS = 22;
const STRIP = 64;
const TOP = AXIS + STRIP;
const rowHeight = (lanes) => (lanes.length > 60 ? 9 : lanes.length > 24 ? 13 : 20);

export function laneAt(lanes, y) {
  return lanes[Math.floor((y - TOP) / rowHeight(lanes))];
}

/** tasks are those of the strip above the lanes: how many are in flight, whatever thread they are on. */
export function draw(canvas, { lanes, tasks, from, to, width, drag }) {
  const row = rowHeight(lanes);
  const height = TOP + lanes.length * row;
  const ratio = devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  const x = (t) => LABEL + ((t - from) / (to - from)) * (width - LABEL);
  const paint = { running: colour("--run"), queued: colour("--queue"), waiting: colour("--wait"), other: colour("--bad"), ink: colour("--soft"), rule: colour("--rule"), accent: colour("--accent") };
  axis(ctx, { from, to, width, height, x, paint });
  strip(ctx, { tasks, from, to, width, paint });
  lanes.forEach((lane, i) => drawLane(ctx, lane, { top: TOP + i * row, row, from, to, width, x, paint }));
  if (drag) {
    ctx.globalAlpha = 0.2;
    ctx.fillStyle = paint.accent;
    ctx.fillRect(Math.min(...drag), AXIS, Math.abs(drag[1] - drag[0]), height - AXIS);
    ctx.globalAlpha = 1;
  }
}

function axis(ctx, { from, to, width, height, x, paint }) {
  const room = Math.max(2, Math.floor((width - LABEL) / 90));
  const raw = (to - from) / room;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw);
  ctx.font = "11px system-ui, sans-serif";
  ctx.textBaseline = "top";
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
    ctx.fillStyle = paint.rule;
    ctx.fillRect(Math.round(x(t)), AXIS - 4, 1, height);
    ctx.fillStyle = paint.ink;
    ctx.fillText(t === 0 ? "0" : duration(t / 1e6), Math.min(x(t) + 2, width - 46), 2);
  }
}

const COLUMN = 3;

function strip(ctx, { tasks, from, to, width, paint }) {
  const columns = Math.max(1, Math.floor((width - LABEL) / COLUMN));
  const all = counts(tasks, from, to, columns);
  const top = Math.max(1, ...all.map((c) => c.running + c.queued + c.waiting));
  const room = STRIP - 12;
  ctx.fillStyle = paint.ink;
  ctx.font = "11px system-ui, sans-serif";
  ctx.fillText("tasks in flight", 2, AXIS + 6);
  ctx.fillText(`up to ${Math.min(Math.ceil(top), tasks.length)}`, 2, AXIS + 22);
  all.forEach((c, i) => {
    let bottom = AXIS + STRIP - 6;
    for (const kind of ["running", "waiting", "queued"]) {
      const high = (c[kind] / top) * room;
      ctx.fillStyle = paint[kind];
      // Queued is hatched here too: every other column is left pale.
      ctx.globalAlpha = kind === "queued" && i % 2 ? 0.35 : 1;
      ctx.fillRect(LABEL + i * COLUMN, bottom - high, COLUMN, high);
      bottom -= high;
    }
  });
  ctx.globalAlpha = 1;
  ctx.fillStyle = paint.rule;
  ctx.fillRect(0, AXIS + STRIP - 6, width, 1);
}

function drawLane(ctx, lane, { top, row, from, to, width, x, paint }) {
  ctx.fillStyle = paint.rule;
  ctx.fillRect(0, top + row - 1, width, 0.5);
  if (row >= 9) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, top, LABEL - 6, row);
    ctx.clip();
    ctx.fillStyle = paint.ink;
    ctx.font = `${Math.min(12, row - 1)}px system-ui, sans-serif`;
    ctx.textBaseline = "middle";
    ctx.fillText(lane.name, 2, top + row / 2);
    ctx.restore();
  }
  for (const s of lane.slices) {
    if (s.to < from || s.from > to) {
      continue;
    }
    const left = Math.max(LABEL, x(s.from));
    const length = Math.max(0.75, Math.min(width, x(s.to)) - left);
    ctx.fillStyle = paint[s.kind] || paint.other;
    if (s.kind === "waiting") {
      ctx.fillRect(left, top + row / 2 - 1, length, 2);
    } else if (s.kind === "queued") {
      hatch(ctx, left, top + 2, length, row - 4);
    } else {
      ctx.fillRect(left, top + 1.5, length, row - 3);
    }
  }
}

function hatch(ctx, left, top, length, height) {
  ctx.globalAlpha = 0.35;
  ctx.fillRect(left, top, length, height);
  ctx.globalAlpha = 1;
  for (let at = left; at < left + length; at += 4) {
    ctx.fillRect(at, top, 1, height);
  }
}
