// The editor: a plain text field at once, the real editor as soon as it is loaded; keys; what is sent to be applied.
import { keepAnswers } from "./answers.js";
import { PlainField } from "./editor_plain.js";
import { lookAgain, moved, watch } from "./editor_check.js";
import { begin, changeField, opened, save, typed } from "./files_open.js";
import { keepTree } from "./files.js";
import { loadAce, wantsPlain, wishPlain } from "./editor_load.js";
import { keepWidth } from "./editor_width.js";

const LABEL = "Manifest";
const part = (id) => document.getElementById(id);
let plain = null;
let rich = null;
let field = null;

function listen(made) {
  made.heard = { change: () => { typed(); lookAgain(); }, cursor: moved, replaced: lookAgain };
}

function use(chosen) {
  const { text, isFocused } = field;
  if (chosen !== field) {
    chosen.open(text);
    field.show(false);
    chosen.show(true);
  }
  field = chosen;
  changeField(field);
  watch(field);
  if (isFocused) field.focus();
}

async function load() {
  if (!rich) {
    const AceField = await loadAce();
    part("manifest-ace").hidden = false;
    rich ??= new AceField(part("manifest-ace"), LABEL);
    part("manifest-ace").hidden = true;
    listen(rich);
  }
  if (!part("editor-plain").checked) use(rich);
}

function choose() {
  const { checked } = part("editor-plain");
  wishPlain(checked);
  if (checked) use(plain);
  else load();
}

// What the buttons of the form are about: the file, or what is selected in it.
const chosenText = () => (part("only-selection").checked && field.selection) || field.text;

function press(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !part("manifest-field").contains(event.target)) return;
  if (event.key === "Enter") part("apply").requestSubmit();
  else if (event.key.toLowerCase() === "s" && opened()) save();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// An answer that would appear below the edge of the pane is brought into sight.
function bringIntoSight({ detail }) {
  const answer = detail.target.firstElementChild;
  if (detail.target === part("look") && answer && answer.getBoundingClientRect().top > innerHeight * 0.6) answer.scrollIntoView({ block: "start" });
}

export function keepManifest() {
  if (!part("editor")) return;
  const area = part("manifest");
  field = plain = new PlainField(area);
  listen(plain);
  keepTree();
  keepWidth(() => rich?.editor.resize());
  watch(field);
  begin(field, area.dataset);
  document.addEventListener("keydown", press, { capture: true });
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    // The form sends its text field, which the real editor stands in for.
    if (part("apply").contains(detail.elt) && detail.parameters.manifest === area.value) detail.parameters.manifest = chosenText();
  });
  document.body.addEventListener("htmx:afterRequest", (event) => { if (event.target === part("apply")) lookAgain(); });
  document.body.addEventListener("htmx:afterSwap", bringIntoSight);
  document.body.addEventListener("moment", lookAgain);
  part("apply").addEventListener("submit", save);
  keepAnswers();
  part("editor-plain").addEventListener("change", choose);
  part("file-name").addEventListener("click", () => field.focus());
  part("editor-plain").checked = wantsPlain();
  // After the first picture: the editor is big.
  if (!part("editor-plain").checked) (window.requestIdleCallback ?? setTimeout)(load, { timeout: 1000 });
}
