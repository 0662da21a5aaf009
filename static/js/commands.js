// Point at a button, or reach it by keyboard, and the page shows the kubectl command that it stands for.
let button = null;

// As a shell takes it.
export const word = (text) => (/[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text);

function filledIn() {
  const field = button.closest("form")?.querySelector("input:not([type=hidden])");
  return button.dataset.command.replace("…", () => (field?.value ? word(field.value) : "…"));
}

function point(event) {
  const pointed = event.target.closest?.("[data-command], [data-tells]") ?? event.target.form?.querySelector("[data-command]");
  button = pointed ?? button;
  if (pointed) show();
}

// Again with every push, for the button may have become another one.
function show() {
  if (!button?.isConnected) return;
  const { command, tells } = button.dataset;
  document.getElementById("command").textContent = command ? `$ ${filledIn()}`.replace("$ (", "(") : tells;
}

// The second click of a double click would undo an undo, or delete what came in the place of what is gone.
function onlyOnce(event) {
  if (event.detail > 1 && event.target.closest("button[data-command]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

// Of these there are hundreds, so htmx need not look after each.
function act(event) {
  const { act: values } = event.target.closest?.("[data-act]")?.dataset ?? {};
  const { acts } = document.getElementById("workspace").dataset;
  if (values) htmx.ajax("POST", acts, { values: JSON.parse(values), target: "#toasts", swap: "afterbegin" });
}

function deletePod(event) {
  const pod = event.key === "Delete" && event.target.closest?.(".pod");
  if (pod) pod.querySelector(".pod-delete").click();
}

export function showCommands() {
  for (const kind of ["pointerover", "focusin", "click", "input"]) document.addEventListener(kind, point);
  document.addEventListener("click", onlyOnce, { capture: true });
  document.addEventListener("click", act);
  document.addEventListener("keydown", deletePod);
  document.body.addEventListener("news", show);
}
