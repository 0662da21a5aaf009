// A button that copies a text: `data-copy` names the element it is in. The button says for a moment that it did.
const SAID_MS = 1500;

// Outside https and localhost there is no clipboard to write to; a selection can still be copied.
function copySelected(element) {
  const selection = getSelection();
  selection.selectAllChildren(element);
  const done = document.execCommand("copy");
  selection.removeAllRanges();
  return done;
}

async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    return copySelected(element);
  }
}

export function offerCopies() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button || button.dataset.says) return;
    button.dataset.says = button.textContent;
    button.textContent = await copy(document.getElementById(button.dataset.copy)) ? "Copied" : "Select and copy it";
    setTimeout(() => { button.textContent = button.dataset.says; delete button.dataset.says; }, SAID_MS);
  });
}
