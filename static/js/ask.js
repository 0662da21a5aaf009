// Questions to the server that are no swaps of HTML: files, and what the editor wants to know.
const { base } = document.getElementById("editor")?.dataset ?? {};

const address = (path) => new URL(path, new URL(base, location.href));
const token = () => JSON.parse(document.body.getAttribute("hx-headers"));

async function answer(response) {
  if (response.ok) return response.json();
  if (response.headers.get("Content-Type")?.startsWith("text/plain")) return { error: await response.text() };
  return { error: response.status === 404 ? "This sandbox is gone, or belongs to another browser." : `The server could not do that (${response.status}).` };
}

// The answer as data; { error } is a refusal in one sentence. Rejects when the server cannot be reached.
export async function post(path, fields, options = {}) {
  const headers = { ...token(), "HX-Request": "true" };
  return answer(await fetch(address(path), { method: "POST", headers, body: new URLSearchParams(fields), ...options }));
}

export async function get(path, fields) {
  const asked = address(path);
  asked.search = new URLSearchParams(fields);
  return answer(await fetch(asked, { headers: { "HX-Request": "true" } }));
}
