// What takes longer than a second says that it is under way.
const PATIENCE_MS = 1000;
const waiting = new Map();

function show() {
  document.getElementById("progress").hidden = ![...waiting.values()].includes("slow");
}

function begin(event) {
  const { xhr } = event.detail;
  waiting.set(xhr, "quick");
  setTimeout(() => { if (waiting.has(xhr)) { waiting.set(xhr, "slow"); show(); } }, PATIENCE_MS);
}

function end(event) {
  waiting.delete(event.detail.xhr);
  show();
}

export function showProgress() {
  document.body.addEventListener("htmx:beforeSend", begin);
  for (const kind of ["htmx:afterRequest", "htmx:sendError", "htmx:sendAbort"]) document.body.addEventListener(kind, end);
}
