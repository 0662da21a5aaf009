// Keys: whatever is marked data-hotkey is pressed or focused by that key, and `?` lists them all.
const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable], .terminal, .ace_editor, .cm-editor";

function isTyping(element) {
  return Boolean(element.closest?.(TYPING));
}

function press(element) {
  if (element.matches("input:not([type=checkbox]), textarea, select, section, main")) element.focus();
  else element.click();
}

function named(element) {
  return element.dataset.keyName || element.dataset.tells || element.getAttribute("aria-label") || element.textContent.trim();
}

function list(dialog) {
  const rows = [...document.querySelectorAll("[data-hotkey]")].filter((element) => !dialog.contains(element)).map((element) => {
    const row = document.createElement("div");
    const [key, what] = [document.createElement("dt"), document.createElement("dd")];
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.hotkey === " " ? "Space" : element.dataset.hotkey }));
    what.textContent = named(element);
    row.append(key, what);
    return row;
  });
  dialog.querySelector("dl").replaceChildren(...rows);
}

function open(dialog) {
  list(dialog);
  dialog.showModal();
}

export function listenToKeys() {
  const dialog = document.getElementById("keys");
  document.addEventListener("click", (event) => { if (event.target.closest("[data-opens=keys]")) open(dialog); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === " " && event.target.closest("button, summary, a, input")) return;
    const found = event.key === "?" ? null : document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
    if (event.key === "?") open(dialog);
    else if (found) press(found);
    else return;
    event.preventDefault();
  });
}
