// The panel opens when an object is drawn into it; Escape, its button or a click beside it close it, and the focus goes
// back to where it was.
const NOT_BESIDE = "#panel, a, button, input, select, textarea, label, summary, .toast";
let opener = null;

function close(panel) {
  panel.hidden = true;
  panel.replaceChildren();
  (opener?.isConnected ? opener : document.getElementById("stage")).focus({ preventScroll: true });
}

export function openPanel() {
  const panel = document.getElementById("panel");
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === panel && !panel.contains(event.target)) opener = event.target;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    panel.hidden = false;
    panel.scrollTop = 0;
    document.getElementById("panel-close").focus();
  });
  document.addEventListener("click", (event) => {
    const aside = !event.target.closest(NOT_BESIDE) && event.target.isConnected;
    if (!panel.hidden && (aside || event.target.closest("[data-close=panel]"))) close(panel);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) close(panel); });
}
