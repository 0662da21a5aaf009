// Answers stay long enough to be read; refusals longer, because they tell what to do.
const READ_MS = { done: 4000, error: 12000 };

export function fadeToasts() {
  const toasts = document.getElementById("toasts");
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== toasts) return;
    const newest = toasts.firstElementChild;
    setTimeout(() => newest?.remove(), READ_MS[newest?.dataset.kind] ?? READ_MS.done);
  });
  toasts.addEventListener("click", (event) => event.target.closest(".toast")?.remove());
  document.body.addEventListener("htmx:responseError", () => tell(toasts, "The server could not do that. Nothing was changed."));
  document.body.addEventListener("htmx:sendError", () => tell(toasts, "The server cannot be reached. Nothing was changed."));
}

function tell(toasts, text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.kind = "error";
  toast.setAttribute("role", "alert");
  toast.textContent = text;
  toasts.prepend(toast);
  setTimeout(() => toast.remove(), READ_MS.error);
}
