// A question for a path, in a dialog: resolves to '' when it is called off.
const part = (id) => document.getElementById(id);

export function askPath(title, verb, path) {
  const dialog = part("file-dialog");
  const field = part("file-path");
  part("file-dialog-title").textContent = title;
  dialog.querySelector("[value=yes]").textContent = verb;
  field.value = path;
  dialog.returnValue = "no";
  dialog.showModal();
  field.focus();
  const name = path.lastIndexOf("/") + 1;
  field.setSelectionRange(name, path.includes(".", name) ? path.lastIndexOf(".") : path.length);
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes" ? field.value.trim() : "");
  });
}
