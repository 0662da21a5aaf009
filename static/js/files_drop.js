// Files of this machine, dropped onto the pane or chosen: read here, then posted as text.
import { complain } from "./toasts.js";

const LARGEST = 1 << 20;

async function read(file) {
  if (file.size > 4 * LARGEST) throw new Error(`${file.name}: File too large (at most 1 MB)`);
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text.replaceAll("\r\n", "\n");
  } catch { /* said below */ }
  throw new Error(`${file.name}: this is no text file`);
}

async function takeAll(files, takeIn) {
  for (const file of files) {
    try {
      await takeIn(file.name, await read(file));
    } catch (fault) {
      complain(fault.message);
    }
  }
}

const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

export function takeDropped(place, takeIn) {
  const upload = document.getElementById("file-upload");
  upload.addEventListener("change", async () => { await takeAll([...upload.files], takeIn); upload.value = ""; });
  for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => { if (hasFiles(event)) { event.preventDefault(); place.dataset.dropping = "yes"; } }, { capture: true });
  }
  place.addEventListener("dragleave", (event) => { if (!place.contains(event.relatedTarget)) delete place.dataset.dropping; });
  place.addEventListener("drop", (event) => {
    delete place.dataset.dropping;
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    takeAll([...event.dataTransfer.files], takeIn);
  }, { capture: true });
}
