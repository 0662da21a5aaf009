// Point at a button, or reach it by keyboard, and the page shows the kubectl command that it stands for.
function filledIn(button) {
  const form = button.closest("form");
  const field = form?.querySelector("input:not([type=hidden])");
  return button.dataset.command.replace("…", field?.value || "…");
}

function show(event) {
  const button = event.target.closest?.("[data-command]");
  if (button) document.getElementById("command").textContent = filledIn(button);
}

export function showCommands() {
  for (const kind of ["pointerover", "focusin", "click"]) document.addEventListener(kind, show);
}
