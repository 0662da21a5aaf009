// The editor that `vi`, `nano` and `kubectl edit` open: a dialog with the file's text, in the same editor as the pane's.
import { PlainField } from "./editor_plain.js";
import { know } from "./editor_know.js";
import { loadAce, wantsPlain } from "./editor_load.js";

const TYPED_MS = 350;
const part = (id) => document.getElementById(id);
let plain = null;
let rich = null;
let waiting = 0;

async function judge() {
  const { problems } = await know("problems", rich.text, rich.cursor);
  if (problems) rich.mark(problems);
}

async function choose() {
  plain ??= new PlainField(part("terminal-editor-text"));
  if (wantsPlain()) return plain;
  const AceField = await loadAce();
  part("terminal-editor-ace").hidden = false;
  rich ??= new AceField(part("terminal-editor-ace"), "Text of the file");
  return rich;
}

export async function editFile({ name, text }, answer) {
  const dialog = part("terminal-editor");
  const field = await choose();
  const isManifest = /\.ya?ml$/.test(name) && !name.startsWith("kubectl-edit");
  part("terminal-editor-name").textContent = name;
  plain.show(field === plain);
  rich?.show(field === rich);
  dialog.returnValue = "cancel";
  dialog.onclose = () => { clearTimeout(waiting); answer(dialog.returnValue === "save" ? field.text : null); };
  dialog.onkeydown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    dialog.close("save");
  };
  dialog.showModal();
  field.mark([]);
  field.open(text);
  field.heard.change = () => { clearTimeout(waiting); if (isManifest && field === rich) waiting = setTimeout(judge, TYPED_MS); };
  field.focus();
}

export function stopEditing() {
  const dialog = part("terminal-editor");
  dialog.onclose = null;
  if (dialog.open) dialog.close("cancel");
}
