// What the workspace does beyond htmx: each module attaches one behaviour.
import { announceProgress } from "./announce.js";
import { askFirst } from "./confirm.js";
import { fadeToasts } from "./toasts.js";
import { keepCursor } from "./feed.js";
import { keepEdits } from "./morph.js";
import { keepFocus } from "./focus.js";
import { keepManifest } from "./editor.js";
import { openPanel } from "./panel.js";
import { runClock } from "./clock.js";
import { sayMoment } from "./past.js";
import { showCommands } from "./commands.js";
import { switchViews } from "./stage.js";
import { tidyLog } from "./log.js";

keepCursor();
keepEdits();
keepFocus();
keepManifest();
runClock();
sayMoment();
showCommands();
switchViews();
tidyLog();
openPanel();
fadeToasts();
askFirst();
announceProgress();
