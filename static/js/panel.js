// The panel opens when an object is drawn into it; Escape and its button close it, and focus goes back where it was.
let opener = null;

function close(panel) {
  panel.hidden = true;
  panel.replaceChildren();
  opener?.focus();
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
    panel.querySelector(".close")?.focus();
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-close=panel]")) close(panel); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) close(panel); });
}
