// Elements made by script: text is always set as text, geometry as attributes, and looks come from the style sheet.
const SVG = "http://www.w3.org/2000/svg";

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export const svg = (tag, attributes = {}, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);
export const html = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);

// A title inside a shape is what browsers show when one points at it.
export const titled = (text) => { const title = svg("title"); title.textContent = text; return title; };

export const round = (number) => Math.round(number * 10) / 10;

export function clock(ms, digits = 1) {
  return new Date(ms).toISOString().slice(11, 19 + (digits ? digits + 1 : 0));
}

export function lasting(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  return `${minutes} min${ms % 60_000 >= 1000 ? ` ${Math.round((ms % 60_000) / 1000)} s` : ""}`;
}

// Fetch what is new: one request at a time, and another one if it was asked for meanwhile.
export function follower(ask) {
  let running = false;
  let again = false;
  return async function follow() {
    if (running) { again = true; return; }
    running = true;
    do { again = false; await ask(); } while (again);
    running = false;
  };
}
