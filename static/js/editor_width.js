// The width of the pane: an edge to drag or to move by arrow keys, and a button for much room at once.
const KEY = "editor width";
const [LEAST, MOST, USUAL, WIDE] = [18, 70, 24, 40];
const STEP = 2;
const workspace = document.getElementById("workspace");
const edge = () => document.getElementById("editor-edge");
const button = () => document.getElementById("editor-wide");
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
let changed = () => {};

function limit(width) {
  return Math.max(LEAST, Math.min(width, MOST, (0.7 * innerWidth) / rem()));
}

function set(width, isKept = true) {
  const limited = limit(width);
  workspace.style.setProperty("--editor-width", `${limited}rem`);
  edge().setAttribute("aria-valuenow", Math.round(limited));
  button().setAttribute("aria-pressed", String(limited > (USUAL + limit(WIDE)) / 2));
  if (isKept) localStorage.setItem(KEY, limited);
  changed();
}

const now = () => document.getElementById("editor").offsetWidth / rem();

function drag(event) {
  event.preventDefault();
  edge().setPointerCapture(event.pointerId);
  const move = ({ clientX }) => set((clientX - workspace.getBoundingClientRect().left) / rem());
  edge().addEventListener("pointermove", move);
  edge().addEventListener("lostpointercapture", () => edge().removeEventListener("pointermove", move), { once: true });
}

function press(event) {
  const width = { ArrowLeft: now() - STEP, ArrowRight: now() + STEP, Home: LEAST, End: MOST }[event.key];
  if (width === undefined) return;
  event.preventDefault();
  set(width);
}

export function keepWidth(heard) {
  changed = heard;
  edge().addEventListener("pointerdown", drag);
  edge().addEventListener("keydown", press);
  edge().addEventListener("dblclick", () => set(USUAL));
  button().addEventListener("click", () => set(button().getAttribute("aria-pressed") === "true" ? USUAL : WIDE));
  const kept = Number(localStorage.getItem(KEY));
  if (kept) set(kept, false);
}
