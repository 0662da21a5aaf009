// Theme and size: changed at once, and kept in cookies, so that the server draws the next page right from the start.
const YEAR_S = 365 * 24 * 3600;

function keep(name, value) {
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR_S : 0}; samesite=lax`;
}

export function chooseAppearance() {
  document.getElementById("theme-choice").addEventListener("change", (event) => keep("theme", event.target.value));
  document.getElementById("large").addEventListener("change", (event) => keep("size", event.target.checked ? "large" : ""));
}
