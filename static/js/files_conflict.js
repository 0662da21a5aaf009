// Two people, or a person and a terminal, wrote the same file: nobody's text is lost unawares.
const place = () => document.getElementById("file-conflict");

export function hideQuestion() {
  place().hidden = true;
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: text });
  made.addEventListener("click", () => { hideQuestion(); act(); });
  return made;
}

// `theirs` is the file as it is now, null when it is gone.
export function askWhich(theirs, keepMine, takeOther) {
  const words = document.createElement("p");
  words.textContent = theirs
    ? "This file was changed elsewhere, in a terminal or another tab, while you were writing."
    : "This file was deleted or renamed elsewhere.";
  place().replaceChildren(words, button("Keep mine", keepMine), button(theirs ? "Take the other" : "Let it go", takeOther));
  place().hidden = false;
}
