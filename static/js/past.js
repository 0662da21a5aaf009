// While the page looks at the past, every request says which moment it is about.
const workspace = document.getElementById("workspace");

export function isPast() {
  return "at" in workspace.dataset;
}

export function sayMoment() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (isPast()) event.detail.parameters.at = workspace.dataset.at;
  });
}
