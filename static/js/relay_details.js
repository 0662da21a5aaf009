// One step in full: when, who, what, why, what woke it, what it led to; and the way to that moment.
import { clock, html, lasting } from "./svg.js";
import { actorOf, textOf } from "./relay_rows.js";

const PROXY = "kube-proxy on every node reads this slice and sends requests to the pods that it lists from then on. That takes it no time here, and it writes nothing; so its lane has hollow marks.";
const SHOWN = 6;

function link(row, choose, before) {
  const button = html("button", { type: "button", class: "relay-link" }, html("b", {}, row.step.actor.replace("/", " on ")), `: ${textOf(row)}`);
  button.addEventListener("click", () => choose(row));
  return html("li", { "data-actor": actorOf(row.step.lane) }, button, before ? html("span", { class: "hint" }, ` ${before}`) : "");
}

function cause(row, choose) {
  const { cause: found } = row.step;
  if (!found) return null;
  const word = found.itself ? "It went on by itself" : "Woken by";
  const waited = row.from ? `${lasting(row.step.now - row.from.step.now)} before` : "";
  if (row.from) return html("div", {}, html("h3", {}, word), html("ul", {}, link(row.from, choose, waited)));
  return html("p", {}, html("b", {}, word), ` ${found.title}, ${lasting(found.waited)} before`);
}

function led(row, rows, choose) {
  const next = rows.filter(({ from }) => from === row);
  if (!next.length) return null;
  const more = next.length > SHOWN ? html("li", { class: "hint" }, `and ${next.length - SHOWN} more`) : null;
  return html("div", {}, html("h3", {}, "Led to"), html("ul", {}, ...next.slice(0, SHOWN).map((one) => link(one, choose)), more));
}

function goThere(step) {
  const button = html("button", { type: "button", class: "button" }, "Look at this moment");
  button.addEventListener("click", () => document.body.dispatchEvent(new CustomEvent("go-to", { detail: { revision: step.revision } })));
  return button;
}

export function tell(place, row, rows, choose) {
  if (!row) { place.replaceChildren(); return; }
  const { step, members } = row;
  const whats = members.length > 1 ? members.slice(0, SHOWN).map(({ whats: [first] }) => first) : step.whats;
  const left = (members.length > 1 ? members.length : step.telling) - whats.length;
  place.replaceChildren(
    html("header", { class: "row", "data-actor": actorOf(step.lane) }, html("b", { class: "actor" }, step.actor.replace("/", " on ")), html("time", {}, clock(step.now, 3)), goThere(step)),
    html("ul", { class: "whats" }, ...whats.map((what) => html("li", {}, what)), left > 0 ? html("li", { class: "hint" }, `and ${left} more`) : null),
    step.why && step.why !== step.whats[0] ? html("p", { class: "why" }, step.why) : "",
    html("div", { class: "relay-ways" }, cause(row, choose) ?? "", led(row, rows, choose) ?? ""),
    step.writes.some(([kind]) => kind === "EndpointSlice") && step.lane === "endpoints" ? html("p", { class: "hint" }, PROXY) : "",
  );
}
