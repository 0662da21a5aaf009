// A push sends what differs from the picture that the page shows; here it is put in place.
import { isBeingEdited } from "./morph.js";

const isKept = (before, after) => after instanceof Element && (isBeingEdited(before) || "items" in after.dataset);
const callbacks = { beforeNodeMorphed: (before, after) => !isKept(before, after) };

// Two forms of one element mostly differ by a word: what is the same stays, and keeps focus, hover and transitions.
function turn(before, after) {
  if (before.nodeName !== after.nodeName || before.id !== after.id || before.childNodes.length !== after.childNodes.length) {
    before.replaceWith(after);
    return;
  }
  if (before instanceof CharacterData) { if (before.data !== after.data) before.data = after.data; return; }
  for (const { name, value } of after.attributes) if (before.getAttribute(name) !== value) before.setAttribute(name, value);
  for (const { name } of [...before.attributes]) if (!after.hasAttribute(name)) before.removeAttribute(name);
  if ("born" in before.dataset) return;
  const children = [...after.childNodes];
  [...before.childNodes].forEach((child, place) => turn(child, children[place]));
}

function morph(after) {
  const before = document.getElementById(after.id);
  if (!before) return;
  Idiomorph.morph(before, after, { morphStyle: "outerHTML", callbacks });
  htmx.process(document.getElementById(after.id));
}

function insert(run) {
  const list = document.getElementById(run.dataset.into);
  const after = document.getElementById(run.dataset.after);
  if (after) after.after(...run.children);
  else list?.prepend(...run.children);
}

function apply(piece) {
  const { shell, blocks, gone, changed } = piece.dataset;
  if (shell !== undefined || blocks !== undefined) [...piece.children].forEach(morph);
  else if (changed !== undefined) for (const after of [...piece.children]) {
    const before = document.getElementById(after.id);
    if (before) turn(before, after);
  } else if (gone !== undefined) for (const id of gone.split(" ")) document.getElementById(id)?.remove();
  else insert(piece);
}

function takeIn() {
  const delta = document.getElementById("delta");
  const { view, base, revision } = delta.dataset;
  if (!base) return;
  delta.removeAttribute("data-base");
  const picture = document.getElementById("picture");
  if ("at" in document.getElementById("workspace").dataset || picture.dataset.view !== view) return;
  if (picture.dataset.revision !== base) { document.getElementById(`view-${view}`).click(); return; }
  [...delta.content.children].forEach(apply);
  document.getElementById("picture").dataset.revision = revision;
  delta.replaceChildren();
  delta.content.replaceChildren();
}

export function takeDifferences() {
  document.body.addEventListener("htmx:wsAfterMessage", takeIn);
}
