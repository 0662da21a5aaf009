// A form in which somebody is writing is not drawn over: it is marked data-keep, and kept until what it says is done.
export function isBeingEdited(element) {
  if (!element.matches?.("[data-keep]")) return false;
  return element.dataset.touched || (element.contains(document.activeElement) && !element.dataset.sent);
}

function keep(event) {
  const kept = event.target.closest?.("[data-keep]");
  if (!kept) return;
  delete kept.dataset.sent;
  if (event.type === "input") kept.dataset.touched = "yes";
}

function settle(event) {
  const kept = event.target.closest?.("[data-keep]");
  if (!kept) return;
  if (kept.dataset.refused) { delete kept.dataset.refused; return; }
  delete kept.dataset.touched;
  kept.dataset.sent = "yes";
}

export function keepEdits() {
  Idiomorph.defaults.callbacks.beforeNodeMorphed = (before) => !(before instanceof Element && isBeingEdited(before));
  document.addEventListener("input", keep);
  document.addEventListener("focusin", keep);
  document.body.addEventListener("refused", (event) => {
    const kept = event.target.closest?.("[data-keep]");
    if (kept) kept.dataset.refused = "yes";
  });
  document.body.addEventListener("htmx:afterRequest", settle);
}
