// A pod stands in two places, with its owner and on its node: point at the one, and the other is marked too.
const KINDS = ["owner", "loose", "dot"];
const sheet = new CSSStyleSheet();
let marked = "";

function point(event) {
  const uid = event.target.closest?.("[data-items] > li")?.id.replace(/^[a-z]+-/, "") ?? "";
  if (uid === marked) return;
  marked = uid;
  const both = KINDS.map((kind) => `#${CSS.escape(`${kind}-${uid}`)}`).join(", ");
  sheet.replaceSync(uid ? `:is(${both}) { outline: 3px solid var(--color-accent); outline-offset: 1px }` : "");
}

export function showTwins() {
  document.adoptedStyleSheets.push(sheet);
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);
}
