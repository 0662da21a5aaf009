// A form in which somebody is writing is not drawn over: it is marked data-keep, and touched until it is sent.
function isBeingEdited(element) {
  return element.matches?.("[data-keep]") && (element.dataset.touched || element.contains(document.activeElement));
}

export function keepEdits() {
  Idiomorph.defaults.callbacks.beforeNodeMorphed = (before) => !(before instanceof Element && isBeingEdited(before));
  document.addEventListener("input", (event) => {
    const kept = event.target.closest("[data-keep]");
    if (kept) kept.dataset.touched = "yes";
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const kept = event.target.closest?.("[data-keep]");
    if (!kept) return;
    delete kept.dataset.touched;
    if (kept.contains(document.activeElement)) document.activeElement.blur();
  });
}
