// The panel: links to objects open it; Escape, its button or a click beside it close it, and the focus goes
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
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='/object/']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!panel.contains(link)) opener = link;
    htmx.ajax("GET", link.href, { target: "#panel", swap: "innerHTML" });
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
