// "Over time": a rollout as pods upon an axis of simulated time. The server says when each pod was what; here it is drawn.
import { choices, empty, lastAt, lastRollout, merge, momentsOf, partOf, sayCount, sayRequests, wholeOf } from "./timeline_data.js";
import { follower, html, svg } from "./svg.js";
import { Cursor } from "./timeline_cursor.js";
import { PHASES, fillOf } from "./timeline_bars.js";
import { fillTable } from "./timeline_table.js";
import { listMarks } from "./timeline_marks.js";
import { plot } from "./timeline_plot.js";
import { simulatedNow } from "./clock.js";

const TICK_MS = 400;
const LEGEND = ["pending", "starting", "running", "ready", "available", "broken", "terminating"];
const workspace = document.getElementById("workspace");
let view = null;
let ticking = 0;

async function ask() {
  const address = new URL(view.source, location.href);
  address.searchParams.set("after", view.data.cursor);
  if (workspace.dataset.at) address.searchParams.set("at", workspace.dataset.at);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  merge(view.data, await answer.json());
  draw();
}

function chooseWorkload() {
  const all = choices(view.data);
  const names = all.map(({ kind, name }) => `${kind ? `${kind} ` : ""}${name}`);
  if (names.join() !== view.names) {
    view.names = names.join();
    view.which.replaceChildren(...names.map((name, place) => html("option", { value: all[place].uid }, name)));
  }
  view.which.hidden = all.length < 2;
  if (!all.some(({ uid }) => uid === view.workload)) view.workload = view.data.marks.findLast(({ kind, workload }) => kind === "revision" && all.some(({ uid }) => uid === workload))?.workload ?? all[0]?.uid;
  if (view.workload) view.which.value = view.workload;
  return view.workload;
}

function windowOf(part) {
  if (Array.isArray(view.zoom)) return view.zoom;
  return view.zoom === "whole" ? wholeOf(part) : lastRollout(part);
}

function draw() {
  const workload = chooseWorkload();
  view.nothing.hidden = Boolean(workload);
  view.whole.hidden = !workload;
  if (!workload || !view.plot.clientWidth) return;
  const part = partOf(view.data, workload);
  const window = windowOf(part);
  const { drawing, frame, plan } = plot(part, window, view.plot.clientWidth);
  Object.assign(view, { part, window });
  view.plot.replaceChildren(drawing);
  view.cursor.on(frame, drawing, momentShown());
  legend(part, plan);
  listMarks(view.marks, part, window, go);
  view.marksTitle.hidden = !view.marks.childElementCount;
  if (view.table.parentElement.open) fillTable(view.table, plan, part);
  view.plan = plan;
  for (const button of view.zooms) button.setAttribute("aria-pressed", String(button.dataset.zoom === (Array.isArray(view.zoom) ? "" : view.zoom)));
}

// Between two pushes time runs on: what is under way grows, until nothing has happened for a while.
function tick() {
  if (!view.part || !view.plot.isConnected || document.hidden || workspace.dataset.at || document.getElementById("connection").dataset.state !== "live") return;
  view.data.now = Math.max(view.data.now, simulatedNow());
  const window = windowOf({ ...view.part, now: view.data.now });
  const grows = Math.min(view.data.now, window[1]) > Math.min(view.part.now, view.window[1]);
  if (grows || window[1] !== view.window[1]) draw();
}

function momentShown() {
  return workspace.dataset.at ? Number(document.getElementById("picture").dataset.now) : null;
}

function swatch(phase, hue, text) {
  const box = svg("svg", { width: 22, height: 14, class: `hue-${hue}`, "aria-hidden": "true" }, svg("rect", { class: `phase ${phase}`, x: 1, y: 1, width: 20, height: 12, rx: 3, fill: fillOf(phase, hue) }));
  return html("li", {}, box, ` ${text}`);
}

function legend(part, plan) {
  const seen = new Set(plan.bars.map(({ version }) => version));
  const versions = part.versions.filter(({ uid }) => seen.has(uid));
  const hue = versions.at(-1)?.hue ?? 0;
  const phases = new Set(plan.bars.flatMap(({ segments }) => segments.map(([phase]) => phase)));
  view.legend.replaceChildren(
    ...versions.map((version) => html("li", { class: `hue-${version.hue}` }, html("b", { class: "letter" }, version.letter), ` ${version.images}`, html("span", { class: "hint" }, version.revision ? ` rollout revision ${version.revision}` : ""))),
    ...LEGEND.filter((phase) => phases.has(phase)).map((phase) => swatch(phase, hue, PHASES[phase])),
    part.requests?.pieces.some(([, , , , , lost]) => lost) ? html("li", {}, html("b", { class: "cross" }, "✕"), " requests without an answer") : "");
}

function go(revision) {
  document.body.dispatchEvent(new CustomEvent("go-to", { detail: { revision } }));
}

function zoomTo(window) {
  view.zoom = window ?? "rollout";
  draw();
}

function zoomButton(zoom, text) {
  const button = html("button", { type: "button", class: "button", "data-zoom": zoom }, text);
  button.addEventListener("click", () => zoomTo(zoom));
  return button;
}

function mount(place, source) {
  view = { place, source, data: empty(), zoom: "rollout", workload: null, names: null };
  view.which = html("select", { "aria-label": "Which workload", autocomplete: "off", hidden: true });
  view.which.addEventListener("change", () => { view.workload = view.which.value; draw(); });
  view.zooms = [zoomButton("rollout", "Last rollout"), zoomButton("whole", "Everything")];
  view.plot = html("div", { class: "timeline-plot", role: "slider", tabindex: "0", "aria-label": "Moments of the timeline: arrow keys walk from change to change, Enter goes there, plus and minus zoom" });
  view.said = html("p", { class: "timeline-said" });
  view.legend = html("ul", { class: "timeline-legend", "aria-label": "What the signs mean" });
  view.marksTitle = html("h3", {}, "What stands out");
  view.marks = html("ol", { class: "timeline-marks" });
  view.table = html("table", { class: "timeline-table" });
  const details = html("details", { class: "timeline-twin" }, html("summary", {}, "The same as numbers"), view.table);
  details.addEventListener("toggle", () => { if (details.open && view.plan) fillTable(view.table, view.plan, view.part); });
  view.nothing = html("p", { class: "hint" }, "No pods yet. Apply something, and watch them come.");
  const controls = html("div", { class: "row drawn-controls" }, view.which, ...view.zooms, html("span", { class: "hint" }, "drag to look closer; a click goes to that moment"));
  view.whole = html("div", {}, controls, view.said, view.plot, view.legend, view.marksTitle, view.marks, details);
  place.replaceChildren(view.nothing, view.whole);
  view.cursor = new Cursor(view.plot, { moments: () => momentsOf(view.data), told: (at) => sayCount(view.part, at) + sayRequests(view.part, at), go, zoom: zoomTo, said: view.said });
  new ResizeObserver(() => { if (view.data.cursor) draw(); }).observe(view.plot);
  view.follow = follower(ask);
  clearInterval(ticking);
  ticking = setInterval(tick, TICK_MS);
}

export function show(picture) {
  const place = picture.querySelector("[data-drawn]");
  if (view?.place !== place) mount(place, picture.dataset.source);
  const [revision, now] = [Number(picture.dataset.revision), Number(picture.dataset.now)];
  if (revision > view.data.cursor || !view.data.cursor || !isKnown(now, revision)) view.follow();
  else if (view.at !== workspace.dataset.at) draw();
  view.at = workspace.dataset.at;
}

// The moment shown may lie on another course of events than the one that is drawn.
function isKnown(now, revision) {
  return view.data.cursor === revision || (lastAt(momentsOf(view.data), now)?.revision ?? 0) <= revision;
}
