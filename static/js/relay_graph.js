// The lanes: a mark for each step in its actor's lane, a thin line to what it wrote, a curve to whom that woke.
import { actorOf } from "./relay_rows.js";
import { lasting, round, svg } from "./svg.js";

const NAMES = {
  you: ["You", "Y"],
  api: ["API server", ""],
  deployment: ["Deployment controller", "D"],
  replicaset: ["ReplicaSet controller", "R"],
  scheduler: ["Scheduler", "S"],
  kubelet: ["Kubelets", "K"],
  endpoints: ["Endpoints controllers", "E"],
  proxy: ["kube-proxy", ""],
  others: ["Others", "…"],
};
const SHORT = { Deployment: "D", ReplicaSet: "RS", Pod: "P", Service: "S", Node: "N", EndpointSlice: "ES", Endpoints: "EP", Namespace: "NS" };
const HEAD = 132;
const SHARE = 0.45; // of the width, for the lanes
const WAIT_MS = 400; // a wait that is worth being told

// Which lanes there are, and where: `x` of each, and where a kubelet has its marks.
export function lanesOf(steps, rows, room) {
  const used = new Set(steps.map(({ lane }) => lane));
  const names = Object.keys(NAMES).filter((name) => used.has(name) || !["endpoints", "proxy", "others"].includes(name) || (name === "proxy" && used.has("endpoints")));
  if (!rows.some(({ step }) => step.lane === "others")) names.splice(names.indexOf("others"), names.includes("others") ? 1 : 0);
  const step = Math.min(32, Math.max(17, (room * SHARE) / (names.length + 0.6)));
  const x = Object.fromEntries(names.map((name, place) => [name, round(step * (place + 0.5 + (place > 1 ? 0.6 : place > 0 ? 0.3 : 0)))]));
  const kubelets = [...new Set(steps.filter(({ lane }) => lane === "kubelet").map(({ actor }) => actor))].sort();
  const spread = kubelets.length > 1 && kubelets.length < 6 ? Math.min(9, (step * 0.7) / kubelets.length) : 0;
  const at = ({ lane, actor }) => round(x[lane] + (lane === "kubelet" ? (kubelets.indexOf(actor) - (kubelets.length - 1) / 2) * spread : 0));
  return { names, x, at, step, width: round(step * (names.length + 0.6)) };
}

export function drawGraph(place, rows, lanes, height) {
  const tall = rows.length * height;
  const head = svg("svg", { class: "relay-heads", width: lanes.width + 90, height: HEAD });
  for (const name of lanes.names) {
    head.append(svg("text", { "data-actor": actorOf(name), transform: `translate(${lanes.x[name] + 4} ${HEAD - 8}) rotate(-50)` }, NAMES[name][0]));
  }
  const body = svg("svg", { class: "relay-lines", width: lanes.width, height: tall });
  body.append(svg("rect", { class: "lane-band", x: round(lanes.x.api - lanes.step * 0.55), y: 0, width: round(lanes.step * 1.1), height: tall, rx: 6 }));
  for (const name of lanes.names) if (name !== "api") body.append(svg("line", { class: "lane", x1: lanes.x[name], x2: lanes.x[name], y1: 0, y2: tall }));
  const wires = rows.map((row) => drawWire(row, lanes, height));
  const marks = rows.map((row) => drawMark(row, lanes, height));
  body.append(...wires.filter(Boolean), ...marks);
  place.replaceChildren(head, body);
  for (const part of body.querySelectorAll("[data-place]")) part.toggleAttribute("data-later", Boolean(rows[part.dataset.place].later));
}

const yOf = (row, height) => round((row.place + 0.5) * height);

function drawWire(row, lanes, height) {
  const x = lanes.at(row.step);
  const y = yOf(row, height);
  const r = radius(lanes);
  const attributes = { class: "wire", "data-actor": actorOf(row.step.lane), "data-place": row.place };
  if (!row.from) return row.earlier ? svg("path", { ...attributes, class: "wire earlier", d: `M${x} ${y - height * 0.5}V${y - r}` }) : null;
  const from = yOf(row.from, height);
  if (row.waits && lanes.at(row.from.step) === x) return wait(row, x, from + r, y - r, attributes);
  const start = lanes.x.api;
  const bend = round(Math.min((y - from) / 2, height * 0.9));
  return svg("path", { ...attributes, d: `M${start} ${from}C${start} ${from + bend} ${x} ${y - r - bend} ${x} ${y - r}` });
}

function wait(row, x, y1, y2, attributes) {
  const waited = row.step.now - row.from.step.now;
  const line = svg("path", { class: "wait", d: `M${x} ${y1}V${y2}` });
  const text = waited > WAIT_MS && y2 - y1 > 14 ? svg("text", { class: "wait-text", x: x - 6, y: round((y1 + y2) / 2 + 4) }, lasting(waited)) : null;
  return svg("g", attributes, line, text);
}

const radius = ({ step }) => Math.min(9, round(step * 0.36));

function drawMark(row, lanes, height) {
  const { step, members } = row;
  const [x, y, r, api] = [lanes.at(step), yOf(row, height), radius(lanes), lanes.x.api];
  const group = svg("g", { class: "step", "data-actor": actorOf(step.lane), "data-place": row.place });
  group.append(svg("path", { class: "write", d: `M${x} ${y}H${api}` }), chip(step, api, y, lanes.step));
  if ("proxy" in lanes.x && step.lane === "endpoints" && step.writes.some(([kind]) => kind === "EndpointSlice")) {
    group.append(svg("path", { class: "reads", d: `M${api} ${y}H${lanes.x.proxy - r}` }), svg("circle", { class: "reader", cx: lanes.x.proxy, cy: y, r: r * 0.75 }));
  }
  group.append(svg("circle", { class: "mark", cx: x, cy: y, r }), svg("text", { class: "letter", x, y: y + 3.5 }, NAMES[step.lane][1]));
  if (members.length > 1) group.append(svg("text", { class: "many", x: x + r, y: y - r + 3 }, `${members.length}×`));
  return group;
}

function chip(step, x, y, width) {
  const [kind, verb] = step.writes[0] ?? ["", "none"];
  const text = kind ? SHORT[kind] ?? "…" : "·";
  const wide = Math.min(30, width * 0.9);
  return svg("g", { class: "chip", "data-verb": verb }, svg("rect", { x: round(x - wide / 2), y: y - 8, width: wide, height: 16, rx: 4 }), svg("text", { x, y: y + 3.5 }, text));
}

// The way that led to a row, and what it led to, come forward; the rest steps back.
export function light(graph, list, row, rows) {
  const lit = new Set();
  for (let one = row; one; one = one.from) lit.add(one.place);
  const led = new Set(row ? rows.filter(({ from }) => from === row).map(({ place }) => place) : []);
  graph.toggleAttribute("data-lit", Boolean(row));
  for (const part of graph.querySelectorAll("[data-place]")) {
    const place = Number(part.dataset.place);
    part.toggleAttribute("data-on", lit.has(place) || led.has(place));
  }
  [...list.children].forEach((item, place) => {
    item.toggleAttribute("data-on", lit.has(place) && place !== row.place);
    item.toggleAttribute("data-led", led.has(place));
    item.toggleAttribute("data-chosen", place === row?.place);
    item.firstElementChild.tabIndex = place === (row?.place ?? 0) ? 0 : -1;
  });
}
