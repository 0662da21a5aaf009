// Answers stay long enough to be read; refusals longer, because they tell what to do. A click takes one away.
const READ_MS = { done: 3000, error: 12_000, offer: 12_000 };
const MOST = 3;
const UNREACHABLE = "The server cannot be reached. Nothing was changed.";
const FAULTS = { 404: "This sandbox is gone, or belongs to another browser.", 500: "Something broke in the server. It is not your fault." };

function fade(toasts, toast) {
  while (toasts.children.length > MOST) toasts.lastElementChild.remove();
  setTimeout(() => toast.remove(), READ_MS[toast.dataset.kind] ?? READ_MS.done);
}

function tell(text, kind) {
  const toasts = document.getElementById("toasts");
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.kind = kind;
  if (kind === "error") toast.setAttribute("role", "alert");
  toast.textContent = text;
  toasts.prepend(toast);
  fade(toasts, toast);
}

export const complain = (text) => tell(text, "error");
export const praise = (text) => tell(text, "done");

function sentence(xhr) {
  const isPlain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return isPlain ? xhr.responseText : FAULTS[xhr.status] ?? `The server could not do that (${xhr.status}). Nothing was changed.`;
}

export function fadeToasts() {
  const toasts = document.getElementById("toasts");
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === toasts && toasts.firstElementChild) fade(toasts, toasts.firstElementChild);
  });
  toasts.addEventListener("click", (event) => event.target.closest(".toast")?.remove());
  document.body.addEventListener("htmx:responseError", (event) => {
    // A panel that is drawn anew keeps quiet: what is wrong is said when somebody does something.
    if (event.detail.requestConfig.verb !== "get" || event.detail.target.id === "panel") complain(sentence(event.detail.xhr));
  });
  document.body.addEventListener("htmx:sendError", (event) => {
    if (event.detail.requestConfig.verb !== "get" || event.detail.target.id === "panel") complain(UNREACHABLE);
  });
}
