// Point at a button, or reach it by keyboard, and the page shows the kubectl command that it stands for.
function filledIn(button) {
  const field = button.closest("form")?.querySelector("input:not([type=hidden])");
  return button.dataset.command.replace("…", field?.value || "…");
}

function show(event) {
  const button = event.target.closest?.("[data-command], [data-tells]") ?? event.target.form?.querySelector("[data-command]");
  if (!button) return;
  const { command, tells } = button.dataset;
  document.getElementById("command").textContent = command ? `$ ${filledIn(button)}`.replace("$ (", "(") : tells;
}

// The second click of a double click would undo an undo, or delete what came in the place of what is gone.
function onlyOnce(event) {
  if (event.detail > 1 && event.target.closest("button[data-command]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

function deletePod(event) {
  const pod = event.key === "Delete" && event.target.closest?.(".pod");
  if (pod) pod.querySelector(".pod-delete").click();
}

export function showCommands() {
  for (const kind of ["pointerover", "focusin", "click", "input"]) document.addEventListener(kind, show);
  document.addEventListener("click", onlyOnce, { capture: true });
  document.addEventListener("keydown", deletePod);
}
