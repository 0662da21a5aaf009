// How many pods of each version there are, as areas upon each other: first all that are available, then the others.
import { round, svg } from "./svg.js";

export const HEIGHT = 132;
const TICKS = 4;

function steps(counts, [from, to], now) {
  const before = counts.findLastIndex((count) => count.now <= from);
  const shown = counts.slice(Math.max(0, before)).filter((count) => count.now <= to);
  return shown.map((count, place) => ({ ...count, now: Math.max(count.now, from), until: shown[place + 1]?.now ?? Math.min(now, to) })).filter((one) => one.until > one.now);
}

// Of points that fall upon one pixel the last is drawn: 500 pods have thousands.
export function thinned(points, x) {
  const kept = [];
  for (const point of points) {
    if (x(point.until) - x(point.now) < 0.6 && kept.length && x(point.now) - x(kept.at(-1).now) < 0.6) point.now = kept.pop().now;
    kept.push(point);
  }
  return kept;
}

// A band between two step lines; `low` and `high` say where it is at each step.
export function band(points, x, y, low, high) {
  const there = points.filter((point) => high(point) > low(point));
  if (!there.length) return "";
  let upper = "";
  let lower = "";
  for (const point of points) {
    upper += `${upper ? "L" : "M"}${x(point.now)} ${y(high(point))}L${x(point.until)} ${y(high(point))}`;
    lower = `L${x(point.until)} ${y(low(point))}L${x(point.now)} ${y(low(point))}${lower}`;
  }
  return `${upper}${lower}Z`;
}

function line(points, x, y, value) {
  let path = "";
  let open = false;
  for (const point of points) {
    if (value(point) === null) { open = false; continue; }
    path += `${open ? "L" : "M"}${x(point.now)} ${y(value(point))}L${x(point.until)} ${y(value(point))}`;
    open = true;
  }
  return path;
}

// `layers`: of each version, twice: what is available, and what is not; and of every point where each layer begins.
function layered(points, versions) {
  const layers = [...versions.map((version) => [version, true]), ...versions.map((version) => [version, false])];
  for (const point of points) {
    const sums = new Map(point.sums);
    let reached = 0;
    point.edges = [0, ...layers.map(([{ uid }, available]) => {
      const [pods, , ready] = sums.get(uid) ?? [0, 0, 0, 0];
      reached += available ? ready : pods - ready;
      return reached;
    })];
    point.total = reached;
  }
  return layers;
}

export function drawCounts(part, frame) {
  const { x, left, right, window } = frame;
  const points = thinned(steps(part.counts, window, part.now), x);
  const layers = layered(points, part.versions);
  const top = Math.max(1, ...points.map(({ most, total }) => Math.max(most ?? 0, total))) + 0.6;
  const y = (value) => round(frame.top + HEIGHT - (value / top) * HEIGHT);
  const group = svg("g", { class: "counts" });
  const every = Math.max(1, Math.ceil(top / TICKS));
  for (let tick = 0; tick < top; tick += every) {
    group.append(svg("line", { class: "grid", x1: left, x2: right, y1: y(tick), y2: y(tick) }), svg("text", { class: "tick", x: left - 8, y: y(tick) + 4 }, tick));
  }
  layers.forEach(([version, available], place) => {
    const path = band(points, x, y, ({ edges }) => edges[place], ({ edges }) => edges[place + 1]);
    if (path) group.append(svg("path", { class: `hue-${version.hue} area ${available ? "available" : "coming"}`, fill: available ? null : `url(#starting-${version.hue})`, d: path }));
  });
  group.append(...bounds(points, x, y, frame));
  return group;
}

function bounds(points, x, y, { left, right }) {
  const last = points.at(-1);
  const drawn = [svg("path", { class: "bound most", d: line(points, x, y, ({ most }) => most) }), svg("path", { class: "bound fewest", d: line(points, x, y, ({ fewest }) => fewest) })];
  if (!last || last.most === null) return drawn;
  const at = Math.min(right, x(last.until)) - 4;
  if (at - left < 120) return drawn;
  const far = last.most > last.fewest;
  drawn.push(svg("text", { class: "bound-text", x: at, y: y(last.most) - 4 }, `at most ${last.most} pods`));
  drawn.push(svg("text", { class: "bound-text", x: at, y: y(last.fewest) + (far ? 13 : -17) }, `at least ${last.fewest} available`));
  return drawn;
}
