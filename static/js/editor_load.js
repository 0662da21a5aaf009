// Loads the real editor when it is first wanted: 60 kB that a page can do without for its first second.
const PLAIN = "plain editor";
let loading = null;

// Whoever uses a screen reader or a phone may wish for a plain text field.
export const wantsPlain = () => (localStorage.getItem(PLAIN) ?? (matchMedia("(pointer: coarse)").matches ? "yes" : "no")) === "yes";
export const wishPlain = (yes) => localStorage.setItem(PLAIN, yes ? "yes" : "no");

function style() {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: document.getElementById("editor").dataset.aceStyle });
  return new Promise((done) => { link.onload = done; link.onerror = done; document.head.prepend(link); });
}

export function loadAce() {
  loading ??= Promise.all([import("./editor_ace.js"), style()]).then(([{ AceField }]) => AceField);
  return loading;
}
