// A form in which somebody is writing is not drawn over: it is marked data-keep, and kept until what it says is done.
export function isBeingEdited(element) {
  if (!element.matches?.("[data-keep]")) return false;
  return element.dataset.touched || (element.contains(document.activeElement) && !element.dataset.sent);
}

// What was fetched once and never changes again.
const stays = (element) => element.hasAttribute("data-stays");

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
  const { callbacks } = Idiomorph.defaults;
  callbacks.beforeNodeMorphed = (before) => !(before instanceof Element && (stays(before) || isBeingEdited(before)));
  // Whether details are open is for who reads them to say.
  callbacks.beforeAttributeUpdated = (name, element) => !(name === "open" && element.matches("details"));
  document.addEventListener("input", keep);
  // A field keeps the focus after it was sent: whoever selects or types in it again is writing again.
  for (const kind of ["focusin", "select", "pointerdown", "keydown"]) document.addEventListener(kind, keep);
  document.body.addEventListener("refused", (event) => {
    const kept = event.target.closest?.("[data-keep]");
    if (kept) kept.dataset.refused = "yes";
  });
  document.body.addEventListener("htmx:afterRequest", settle);
}
