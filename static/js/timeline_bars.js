// Pods as bars of phases, one below the other; where there are too many, as areas: how many are in which phase.
import { band, thinned } from "./timeline_counts.js";
import { clock, lasting, round, svg, titled } from "./svg.js";
import { endOf, startOf } from "./timeline_data.js";

const TOGETHER = 60; // more bars than this are drawn as areas
const AREAS = 240;
const WORD = 6.4; // pixels of a letter
export const PHASES = { pending: "pending", starting: "starting", running: "not ready", ready: "ready", available: "available", broken: "in trouble", terminating: "terminating", finished: "finished", failed: "failed" };
const ORDER = ["available", "ready", "running", "starting", "pending", "broken", "terminating"];

// What is to be drawn in a window, and how much room that takes.
export function planBars(part, [from, to], wide) {
  const bars = part.bars.filter((bar) => startOf(bar) <= to && endOf(bar, part.now) >= from);
  bars.sort((a, b) => startOf(a) - startOf(b) || a.name.localeCompare(b.name));
  if (bars.length > TOGETHER) return { bars, together: true, height: AREAS };
  const row = Math.max(13, Math.min(wide ? 26 : 24, 520 / Math.max(1, bars.length)));
  return { bars, together: false, row, height: Math.max(row, row * bars.length) };
}

export const fillOf = (phase, hue) => {
  if (["starting", "running", "ready"].includes(phase)) return `url(#${phase}-${hue})`;
  return ["terminating", "broken"].includes(phase) ? `url(#${phase})` : null;
};

function spans(bar, now) {
  const end = endOf(bar, now);
  return bar.segments.map(([phase, start], place) => ({ phase, now: start, until: Math.min(bar.segments[place + 1]?.[1] ?? end, end) })).filter((one) => one.until > one.now);
}

export function drawBars(plan, part, frame) {
  const group = svg("g", { class: "bars" });
  const versions = new Map(part.versions.map((version) => [version.uid, version]));
  plan.bars.forEach((bar, place) => {
    const version = versions.get(bar.version) ?? { hue: 0, letter: "" };
    group.append(drawBar(bar, version, part.now, frame, frame.bars + place * plan.row, plan.row));
  });
  return group;
}

function drawBar(bar, version, now, { x, left, window: [from, to] }, y, row) {
  const tall = round(row - Math.min(5, row * 0.25));
  const group = svg("g", { class: `bar hue-${version.hue}` }, titled(say(bar, version, now)));
  group.append(svg("text", { class: "pod-label", x: left - 8, y: y + tall / 2 + 4 }, `${version.letter} ${bar.name.slice(-5)}`));
  for (const { phase, now: start, until } of spans(bar, now)) {
    if (until < from || start > to) continue;
    const [a, b] = [x(Math.max(start, from)), x(Math.min(until, to))];
    const wide = Math.max(1.5, round(b - a));
    group.append(svg("rect", { class: `phase ${phase}`, x: a, y: round(y), width: wide, height: tall, rx: Math.min(3, wide / 2), fill: fillOf(phase, version.hue) }));
    const word = PHASES[phase];
    if (wide > word.length * WORD + 8 && tall > 11) group.append(svg("text", { class: `word ${phase}`, x: round(a + 5), y: round(y + tall / 2 + 4) }, word));
  }
  return group;
}

function say(bar, version, now) {
  const told = spans(bar, now).map(({ phase, now: start, until }) => `${PHASES[phase]} from ${clock(start, 3)} (${lasting(until - start)})`);
  const end = bar.end ? `, gone at ${clock(bar.end, 3)}` : "";
  return `${bar.name}, ${version.images ?? ""}${bar.node ? `, ${bar.node}` : ""}: ${told.join(", ")}${end}`;
}

// At each moment, how many pods of each version are in each phase.
function tallied(plan, part, [from, to]) {
  const events = [];
  for (const bar of plan.bars) {
    for (const { phase, now, until } of spans(bar, part.now)) {
      if (until <= from || now >= to) continue;
      const key = `${bar.version} ${phase}`;
      events.push([Math.max(now, from), key, 1], [Math.min(until, to), key, -1]);
    }
  }
  events.sort((a, b) => a[0] - b[0]);
  const tally = new Map();
  const points = [];
  events.forEach(([at, key, by], place) => {
    tally.set(key, (tally.get(key) ?? 0) + by);
    const next = events[place + 1]?.[0] ?? Math.min(to, part.now);
    if (next > at) points.push({ now: at, until: next, tally: [...tally] });
  });
  return points;
}

export function drawAreas(plan, part, frame) {
  const points = thinned(tallied(plan, part, frame.window), frame.x);
  const layers = part.versions.flatMap((version) => ORDER.map((phase) => [version, phase, `${version.uid} ${phase}`]));
  for (const point of points) {
    let reached = 0;
    const tally = new Map(point.tally);
    point.edges = [0, ...layers.map(([, , key]) => (reached += tally.get(key) ?? 0))];
  }
  const top = Math.max(1, ...points.map(({ edges }) => edges.at(-1))) * 1.05;
  const y = (value) => round(frame.bars + AREAS - (value / top) * AREAS);
  const group = svg("g", { class: "areas" });
  layers.forEach(([version, phase], place) => {
    const path = band(points, frame.x, y, ({ edges }) => edges[place], ({ edges }) => edges[place + 1]);
    if (path) group.append(svg("path", { class: `hue-${version.hue} phase ${phase}`, fill: fillOf(phase, version.hue), d: path }, titled(`${version.letter} ${version.images}: ${PHASES[phase]}`)));
  });
  for (const tick of [0, Math.floor(top / 1.05 / 2), Math.floor(top / 1.05)]) group.append(svg("text", { class: "tick", x: frame.left - 8, y: y(tick) + 4 }, tick));
  return group;
}
