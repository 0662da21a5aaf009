// While somebody types: what is wrong is underlined and listed, and the field under the cursor is explained.
import { know } from "./editor_know.js";

const TYPED_MS = 350;
const MOVED_MS = 120;
const SHOWN = 20;
const part = (id) => document.getElementById(id);
let field = null;
let waiting = { problems: 0, meaning: 0 };

function later(kind, delay, act) {
  clearTimeout(waiting[kind]);
  waiting[kind] = setTimeout(act, delay);
}

function row(problem) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  item.dataset.severity = problem.severity;
  button.type = "button";
  button.append(Object.assign(document.createElement("b"), { textContent: `line ${problem.line + 1}:${problem.start + 1}` }), ` ${problem.text}`);
  button.addEventListener("click", () => field.go(problem));
  item.append(button);
  return item;
}

async function judge() {
  const { text } = field;
  const { problems } = await know("problems", text, field.cursor);
  if (!problems || field.text !== text) return;
  field.mark(problems);
  const list = part("problems");
  list.replaceChildren(...problems.slice(0, SHOWN).map(row));
  list.hidden = !problems.length;
}

async function explain() {
  const found = await know("meaning", field.text, field.cursor);
  if (!("meaning" in found)) return;
  const { meaning } = found;
  const place = part("meaning");
  place.hidden = !meaning;
  if (!meaning) return;
  const [name, type] = [document.createElement("code"), document.createElement("span")];
  name.textContent = meaning.path;
  type.className = "hint";
  type.textContent = `${meaning.type}${meaning.is_required ? ", required" : ""}`;
  place.querySelector("summary").replaceChildren(name, " ", type);
  place.querySelector("p").textContent = meaning.description || "Kubernetes says nothing about this field.";
}

function showOnly() {
  const isSelected = Boolean(field.selection.trim());
  part("only-label").hidden = !isSelected;
  if (!isSelected) part("only-selection").checked = false;
}

export function lookAgain() {
  later("problems", TYPED_MS, judge);
  later("meaning", MOVED_MS, explain);
}

export function watch(watched) {
  field = watched;
  lookAgain();
}

export function moved() {
  showOnly();
  later("meaning", MOVED_MS, explain);
}
