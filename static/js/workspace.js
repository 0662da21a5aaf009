// What the workspace does beyond htmx: each module attaches one behaviour.
import { announceProgress } from "./announce.js";
import { chooseAppearance } from "./appearance.js";
import { closeMenus } from "./menu.js";
import { fadeToasts } from "./toasts.js";
import { keepCursor } from "./feed.js";
import { keepEdits } from "./morph.js";
import { keepFocus } from "./focus.js";
import { keepManifest } from "./editor.js";
import { listenToKeys } from "./keys.js";
import { offerTour } from "./tour.js";
import { openPanel } from "./panel.js";
import { roveByArrows } from "./rove.js";
import { runClock } from "./clock.js";
import { sayMoment } from "./past.js";
import { showCommands } from "./commands.js";
import { showProgress } from "./progress.js";
import { switchViews } from "./stage.js";
import { tidyLog } from "./log.js";

keepCursor();
keepEdits();
keepFocus();
keepManifest();
roveByArrows();
runClock();
sayMoment();
showCommands();
switchViews();
tidyLog();
openPanel();
fadeToasts();
listenToKeys();
showProgress();
offerTour();
if (document.getElementById("sandbox-menu")) { closeMenus(); chooseAppearance(); }
announceProgress();
