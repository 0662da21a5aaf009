"""What a page shows of the cluster as the server drew it: pushed in pieces or sent as a whole, it must be the same."""

# What scripts alone write there is left out: ages, held heights, what somebody typed. Attributes have no order.
DRAWN = """() => {
  const copy = document.getElementById("picture").cloneNode(true);
  for (const place of copy.querySelectorAll("[style]")) place.removeAttribute("style");
  for (const place of copy.querySelectorAll("[class='']")) place.removeAttribute("class");
  for (const place of copy.querySelectorAll("time, output")) place.textContent = "";
  for (const place of copy.querySelectorAll("input")) place.removeAttribute("data-touched");
  for (const place of copy.querySelectorAll("*")) {
    const sorted = [...place.attributes].sort((one, other) => one.name.localeCompare(other.name));
    for (const attribute of sorted) { place.removeAttributeNode(attribute); place.setAttributeNode(attribute); }
  }
  return copy.innerHTML.replace(/\\s+/g, " ").replace(/> </g, "><");
}"""
