// The panel: links to objects open it; Escape, its button or a click beside it close it, and the focus goes back to
// where it was. While it is open it is drawn anew when the cluster moves, in place: what somebody reads, selects or
// writes in it stays.
import { word } from "./commands.js";
import { offerCopies } from "./copy.js";

const BESIDE = "#stage, .topbar";
const NOT_BESIDE = "a, button, input, select, textarea, label, summary, svg";
const NOT_ESCAPE = ".xterm, dialog";
const REFRESH_MS = 700;

const panel = document.getElementById("panel");
const trail = [];
let opener = null;
let address = "";
let drawnAt = 0;
let waiting = 0;
let isStale = false;

function close() {
  panel.hidden = true;
  panel.replaceChildren();
  trail.length = 0;
  (opener?.isConnected ? opener : document.getElementById("stage")).focus({ preventScroll: true });
}

const pathOf = (href) => new URL(href, location.href).pathname;

function open(href) {
  address = href;
  panel.toggleAttribute("data-trail", trail.length > 0);
  return htmx.ajax("GET", href, { target: "#panel", swap: "innerHTML" });
}

// Another object: the way back to this one is kept.
function openLink(link) {
  if (!panel.contains(link)) {
    opener = link;
    trail.length = 0;
  } else if (address && pathOf(address) !== pathOf(link.href)) {
    trail.push(address);
  }
  open(link.href);
}

// The same object: in place.
function redraw(href) {
  const body = document.getElementById("panel-body");
  if (!body) return;
  address = href;
  drawnAt = Date.now();
  htmx.ajax("GET", href, { source: body, target: body, swap: "morph" });
}

function isSelecting() {
  const selection = getSelection();
  return !selection.isCollapsed && panel.contains(selection.anchorNode);
}

function hold(held) {
  isStale = held;
  panel.toggleAttribute("data-held", held);
}

function refresh() {
  waiting = 0;
  if (panel.hidden || !document.getElementById("panel-body")?.dataset.address) return;
  if (isSelecting()) { hold(true); return; }
  hold(false);
  redraw(address);
}

// The last of many changes is drawn too, if a little later.
function refreshSoon() {
  if (!panel.hidden && !waiting) waiting = setTimeout(refresh, Math.max(0, drawnAt + REFRESH_MS - Date.now()));
}

function follow(event) {
  const link = event.target.closest("a[href*='/object/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
  event.preventDefault();
  if ("tab" in link.dataset) {
    redraw(link.href);
    panel.scrollTop = 0;
  } else openLink(link);
}

function press(event) {
  const { target } = event;
  const goTo = target.closest("[data-go-to]")?.dataset.goTo;
  if (goTo) {
    event.preventDefault();
    document.body.dispatchEvent(new CustomEvent("go-to", { detail: { revision: Number(goTo) } }));
  } else if (target.closest("[data-back=panel]")) open(trail.pop());
  else if (target.closest("[data-close=panel]")) close();
  else if (!panel.hidden && target.closest(BESIDE) && !target.closest(NOT_BESIDE)) close();
}

// What is chosen to be compared.
function choose(event) {
  const form = event.target.closest?.("#panel form[data-shows]");
  if (!form) return;
  event.preventDefault();
  redraw(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
}

function fillIn(event) {
  const command = event.target.closest?.("#panel form")?.querySelector("[data-pattern]");
  if (command) command.textContent = command.dataset.pattern.replace("…", () => (event.target.value ? word(event.target.value) : "…"));
}

export function openPanel() {
  document.addEventListener("click", follow);
  document.addEventListener("click", press);
  document.addEventListener("submit", choose);
  panel.addEventListener("change", choose);
  panel.addEventListener("input", fillIn);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    hold(false);
    drawnAt = Date.now();
    panel.hidden = false;
    panel.scrollTop = 0;
    document.getElementById("panel-close").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && !event.target.closest?.(NOT_ESCAPE)) close();
  });
  document.addEventListener("selectionchange", () => { if (isStale && !isSelecting()) refreshSoon(); });
  document.body.addEventListener("news", refreshSoon);
  // Another moment is looked at.
  new MutationObserver(refreshSoon).observe(document.getElementById("workspace"), { attributeFilter: ["data-at"] });
  offerCopies();
}
