// The editor: Ctrl+Enter applies, what was written survives a reload, and no example replaces it without a question.
const KEY = `manifest ${location.pathname}`;
const SLOW_MS = 300;
let waiting = 0;
let chosen = "";

const manifest = () => document.getElementById("manifest");
const isWritten = () => manifest().value !== manifest().defaultValue;

function remember() {
  if (isWritten()) sessionStorage.setItem(KEY, manifest().value);
  else sessionStorage.removeItem(KEY);
}

function askBeforeReplacing(event) {
  if (event.target.id !== "example" || !isWritten()) return;
  if (window.confirm("Replace what you have written?")) return;
  event.preventDefault();
  event.target.value = chosen;
}

function applyByKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === manifest()) {
    document.getElementById("apply").requestSubmit();
  }
}

export function keepManifest() {
  const field = document.getElementById("manifest-field");
  chosen = document.getElementById("example").value;
  manifest().value = sessionStorage.getItem(KEY) ?? manifest().value;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(remember, SLOW_MS); });
  document.addEventListener("keydown", applyByKey);
  document.body.addEventListener("htmx:confirm", askBeforeReplacing);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== field) return;
    sessionStorage.removeItem(KEY);
    chosen = document.getElementById("example").value;
  });
}
