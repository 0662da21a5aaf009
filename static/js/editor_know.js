// Asks the server about the text and the cursor. Of several questions of one kind only the latest is answered, except for
// offers: of those the editor itself keeps count, and takes an empty answer for the end.
import { post } from "./ask.js";

const latest = {};

export async function know(want, text, { line, column }) {
  if (want !== "offers") latest[want]?.abort();
  const { signal } = (latest[want] = new AbortController());
  const { at } = document.getElementById("workspace").dataset;
  try {
    return await post("know", { want, text, line, column, ...(at ? { at } : {}) }, { signal });
  } catch {
    return {};  // a newer question, or no server: the next key asks again
  }
}
