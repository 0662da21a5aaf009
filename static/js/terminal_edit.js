// The editor that `vi`, `nano` and `kubectl edit` open: a dialog with the file's text.
export function editFile({ name, text }, answer) {
  const dialog = document.getElementById("terminal-editor");
  const area = document.getElementById("terminal-editor-text");
  document.getElementById("terminal-editor-name").textContent = name;
  area.value = text;
  dialog.returnValue = "cancel";
  dialog.onclose = () => answer(dialog.returnValue === "save" ? area.value : null);
  area.onkeydown = (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.close("save"); };
  dialog.showModal();
  area.focus();
  area.setSelectionRange(0, 0);
}

export function stopEditing() {
  const dialog = document.getElementById("terminal-editor");
  dialog.onclose = null;
  if (dialog.open) dialog.close("cancel");
}
