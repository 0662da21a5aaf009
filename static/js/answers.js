// What is answered below the editor is about the open file and the cluster as it was asked of: what is out of date goes.
const part = (id) => document.getElementById(id);

export function dropAnswers() {
  part("apply-result").replaceChildren();
  part("look").replaceChildren();
}

// The rollout that was foretold stays beside the one that it foretold; a difference is none any more.
function swapped({ detail: { target } }) {
  if (target === part("look")) part("apply-result").replaceChildren();
  else if (target === part("apply-result") && !target.querySelector(".error")) part("difference")?.remove();
}

export function keepAnswers() {
  document.body.addEventListener("htmx:afterSwap", swapped);
  part("look").addEventListener("click", (event) => { if (event.target.closest("[data-close-look]")) part("look").replaceChildren(); });
}
