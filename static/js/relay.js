// "Who did what": the steps of the relay as lanes, with time downwards. The server says who woke whom; here it is drawn.
import { beginnings, rowsOf } from "./relay_rows.js";
import { drawGraph, lanesOf, light } from "./relay_graph.js";
import { follower, html } from "./svg.js";
import { listRows } from "./relay_list.js";
import { tell } from "./relay_details.js";

const SHOWN = 400; // rows; more would make the page slow, and nobody reads them in one go
const NARROW = 480; // pixels
const workspace = document.getElementById("workspace");
let view = null;

async function ask() {
  const address = new URL(view.source, location.href);
  address.searchParams.set("after", view.cursor);
  if (workspace.dataset.at) address.searchParams.set("at", workspace.dataset.at);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const { cursor, anew, older, steps } = await answer.json();
  if (anew) Object.assign(view, { steps: [], older });
  view.steps.push(...steps);
  view.cursor = cursor;
  draw();
}

function choices() {
  const acts = beginnings(view.steps);
  const names = ["Since the last act", ...acts.map(({ text }) => text), "Everything"];
  if (names.join() !== view.names) {
    view.names = names.join();
    view.since.replaceChildren(...names.map((name, place) => html("option", { value: place }, name)));
    view.since.value = String(view.chosenSince === "all" ? names.length - 1 : Math.max(0, acts.findIndex(({ step }) => step === view.chosenSince) + 1));
  }
  return acts;
}

function begin(acts) {
  if (view.chosenSince === "all") return 0;
  const at = Number(workspace.dataset.at) || Infinity;
  return (acts.find(({ step }) => step === view.chosenSince) ?? acts.find(({ step }) => step <= at))?.step ?? 0;
}

function isAtTheEnd() {
  const last = view.list.lastElementChild?.getBoundingClientRect();
  return last && last.top < innerHeight && last.top > 0;
}

function draw() {
  const follows = isAtTheEnd() && !view.pinned && !workspace.dataset.at;
  const rows = rowsOf(view.steps, begin(choices()), view.details.checked);
  const shown = rows.slice(-SHOWN);
  view.rows = shown;
  const lanes = lanesOf(view.steps, shown, view.body.clientWidth);
  view.body.style.setProperty("--graph", `${lanes.width}px`);
  listRows(view.list, shown, Number(workspace.dataset.at) || null, view.body.clientWidth < NARROW);
  drawGraph(view.graph, shown, lanes, view.list.firstElementChild?.offsetHeight ?? 0);
  view.note.textContent = note(rows.length - shown.length);
  choose(current());
  if (follows) view.list.lastElementChild?.scrollIntoView({ block: "nearest" });
}

function note(left) {
  if (!view.rows.length) return "Nothing has happened yet. Apply something, and watch it pass from hand to hand.";
  const older = left + (view.chosenSince === "all" ? view.older : 0);
  return older ? `${older} earlier steps are not shown.` : "";
}

function choose(row) {
  light(view.graph, view.list, row, view.rows);
  tell(view.told, row, view.rows, (other) => { view.pinned = other.step.step; choose(other); reveal(other); });
}

function reveal(row) {
  const button = view.list.querySelector(`[data-step="${row.step.step}"] button`);
  button?.scrollIntoView({ block: "nearest" });
  button?.focus({ preventScroll: true });
}

const rowAt = (event) => view.rows.find(({ step }) => String(step.step) === event.target.closest?.("[data-step]")?.dataset.step);
const pinned = () => view.rows.find(({ step }) => step.step === view.pinned) ?? null;
const current = () => rowAt({ target: document.activeElement }) ?? pinned(); // a drawing takes nobody's place away

function move(event) {
  const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  const row = rowAt(event);
  if (event.key === "Escape") { view.pinned = null; choose(null); }
  if (!by || !row) return;
  event.preventDefault();
  reveal(view.rows[Math.min(view.rows.length - 1, Math.max(0, view.rows.indexOf(row) + by))]);
}

function controls(source) {
  view.since = html("select", { "aria-label": "From which act on", autocomplete: "off" });
  view.details = html("input", { type: "checkbox", autocomplete: "off" });
  view.since.addEventListener("change", () => {
    const acts = beginnings(view.steps);
    const place = Number(view.since.value);
    view.chosenSince = place > acts.length ? "all" : acts[place - 1]?.step ?? null;
    draw();
  });
  view.details.addEventListener("change", draw);
  return html("div", { class: "row drawn-controls" }, view.since, html("label", { class: "check" }, view.details, " details"));
}

function mount(place, source) {
  view = { place, source, cursor: 0, steps: [], rows: [], older: 0, chosenSince: null, pinned: null };
  const head = controls();
  view.list = html("ol", { class: "relay-rows", "aria-label": "Steps, oldest first" });
  view.graph = html("div", { class: "relay-graph", "aria-hidden": "true" });
  view.body = html("div", { class: "relay-body" }, view.graph, view.list);
  view.note = html("p", { class: "hint" });
  view.told = html("div", { class: "relay-told", role: "status" });
  place.replaceChildren(head, view.note, view.body, view.told);
  view.list.addEventListener("click", (event) => { view.pinned = rowAt(event)?.step.step ?? null; choose(pinned()); });
  view.list.addEventListener("focusin", (event) => choose(rowAt(event) ?? pinned()));
  view.list.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") choose(rowAt(event) ?? pinned()); });
  view.list.addEventListener("pointerleave", () => choose(current()));
  view.list.addEventListener("keydown", move);
  new ResizeObserver(() => { if (view.steps.length) draw(); }).observe(view.body);
  view.follow = follower(ask);
}

export function show(picture) {
  const place = picture.querySelector("[data-drawn]");
  if (view?.place !== place) mount(place, picture.dataset.source);
  if (view.at !== workspace.dataset.at) { view.at = workspace.dataset.at; draw(); }
  if (Number(picture.dataset.revision) > view.cursor || view.cursor === 0 || !onLine(picture)) view.follow();
}

// The moment shown may lie on another course of events than the one that is drawn.
function onLine(picture) {
  const revision = Number(picture.dataset.revision);
  return view.steps.some((step) => step.revision === revision);
}
