// A lane of requests: which version answers what share of them, errors hatched, what is lost on top, with a cross.
import { clock, round, svg, titled } from "./svg.js";

export const LANE = 34;
export const LANE_GAP = 30;
const BIN_PX = 3;
const EVERY_MS = 100; // clients ask so often: between two stretches that are not further apart nothing changed
const CROSS_PX = 14; // from one cross to the next at least

// Stretches are shorter than a pixel while much happens: what falls into one bin is added up.
function binned(pieces, { x, left, right, window: [from, to] }) {
  const bins = [];
  for (const [number, [start, over, sent, answered, failed, lost]] of pieces.entries()) {
    const next = pieces[number + 1]?.[0] ?? over;
    const end = next - over <= EVERY_MS ? next : over;
    if (end < from || start > to || !sent) continue;
    const first = Math.max(0, Math.floor((x(Math.max(start, from)) - left) / BIN_PX));
    const last = Math.min(Math.ceil((right - left) / BIN_PX), Math.max(first + 1, Math.ceil((x(Math.min(end, to)) - left) / BIN_PX)));
    for (let place = first; place < last; place += 1) {
      const bin = (bins[place] ??= { sent: 0, lost: 0, parts: new Map() });
      const share = 1 / (last - first);
      bin.sent += sent * share;
      bin.lost += lost * share;
      for (const [kind, counts] of [["answered", answered], ["failed", failed]]) for (const [uid, count] of counts) bin.parts.set(`${uid} ${kind}`, (bin.parts.get(`${uid} ${kind}`) ?? 0) + count * share);
    }
  }
  return bins;
}

function look(bin, order) {
  const found = order.map(([uid, kind]) => [uid, kind, (bin.parts.get(`${uid} ${kind}`) ?? 0) / bin.sent]).filter(([, , share]) => share > 0.001);
  return bin.lost ? [...found, ["", "lost", bin.lost / bin.sent]] : found;
}

function column(looks, at, wide, y, versions) {
  const group = [];
  let reached = 0;
  for (const [uid, kind, share] of looks) {
    const tall = Math.max(kind === "lost" ? 4 : 0, share * LANE);
    const attributes = { x: round(at), width: round(wide), y: round(Math.max(y, y + LANE - reached - tall)), height: round(Math.min(tall, LANE)) };
    reached += share * LANE;
    const hue = versions.get(uid)?.hue ?? 0;
    group.push(svg("rect", { ...attributes, class: `request ${kind} hue-${hue}`, fill: kind === "failed" ? "url(#broken)" : null }));
  }
  return group;
}

export function drawRequests(part, frame, y) {
  const group = svg("g", { class: "requests-lane" });
  const versions = new Map(part.versions.map((version) => [version.uid, version]));
  const bins = binned(part.requests.pieces, frame);
  const others = [...new Set(bins.flatMap((bin) => [...(bin?.parts.keys() ?? [])].map((key) => key.split(" ")[0])))].filter((uid) => !versions.has(uid));
  const order = [...versions.keys(), ...others].flatMap((uid) => [[uid, "answered"], [uid, "failed"]]);
  let crossed = -Infinity;
  for (let place = 0; place < bins.length; place += 1) {
    if (!bins[place]) continue;
    const looks = look(bins[place], order);
    let end = place + 1;
    while (bins[end] && JSON.stringify(look(bins[end], order)) === JSON.stringify(looks)) end += 1;
    const at = frame.left + place * BIN_PX;
    group.append(...column(looks, at, Math.min((end - place) * BIN_PX, frame.right - at), y, versions));
    if (bins[place].lost && at - crossed > CROSS_PX) {
      group.append(svg("text", { class: "cross", x: round(at + BIN_PX / 2), y: y - 3 }, "✕", titled(`requests are lost at ${clock(frame.at(at))}`)));
      crossed = at;
    }
    place = end - 1;
  }
  group.append(svg("text", { class: "tick", x: frame.left - 8, y: y + 10 }, "100 %"), svg("text", { class: "tick", x: frame.left - 8, y: y + LANE }, "0"));
  return group;
}
