// The rows' text: what was done, by whom, why. Items are kept as long as they say the same, so that focus stays.
import { clock, html, lasting } from "./svg.js";
import { actorOf, textOf } from "./relay_rows.js";

export function because(row) {
  const { cause } = row.step;
  if (!cause) return "";
  const waited = lasting(cause.waited);
  return cause.itself ? `by itself, ${waited} after its own last step` : `woken by ${cause.title}, ${waited} before`;
}

// On a phone a pod goes by the end of its name: `Pod web-5d9f7c6b4-x7x2p: bound to node-2` is `Pod …x7x2p: bound to node-2`.
const shorter = (text) => text.replace(/[\w.-]+-[a-z0-9]{8,10}-([a-z0-9]{5})\b/g, "…$1");

function item(row, text) {
  const { step } = row;
  return html("li", { class: "relay-row", "data-actor": actorOf(step.lane), "data-step": step.step, "data-says": text },
    html("button", { type: "button", tabindex: "-1" },
      html("span", { class: "what" }, text),
      html("span", { class: "why" }, html("b", {}, step.actor.replace("/", " on ")), step.why && step.why !== step.whats[0] ? ` · ${step.why}` : ""),
      html("time", {}, clock(step.now)),
      html("span", { class: "unseen" }, because(row))));
}

export function listRows(list, rows, at, isNarrow) {
  const known = new Map([...list.children].map((one) => [one.dataset.step, one]));
  const items = rows.map((row) => {
    const old = known.get(String(row.step.step));
    const text = isNarrow ? shorter(textOf(row)) : textOf(row);
    return old?.dataset.says === text ? old : item(row, text);
  });
  items.forEach((one, place) => {
    if (list.children[place] !== one) list.insertBefore(one, list.children[place] ?? null);
    const { step } = rows[place];
    rows[place].later = Boolean(at) && step.step > at;
    one.toggleAttribute("data-later", rows[place].later);
    one.toggleAttribute("data-at", Boolean(at) && step.step <= at && (rows[place + 1]?.step.step ?? Infinity) > at);
  });
  while (list.children.length > items.length) list.lastElementChild.remove();
}
