// What every page does without the server, and so what comes first on it.

// Its listeners have to be the window's first.
import "./composing.js";

import "./actions.js";
import "./attention.js";
import "./connection.js";
import "./copy.js";
import "./dialogs.js";
import "./drafts.js";
import "./drag.js";
import "./export.js";
import "./form.js";
import "./gallery.js";
import "./lightbox.js";
import "./mend.js";
import "./models.js";
import "./offered.js";
import "./page.js";
import "./price.js";
import "./prompts.js";
import "./question.js";
import "./queue.js";
import "./reader.js";
import "./references.js";
import "./settings.js";
import "./start.js";
import "./styles.js";
import "./undo.js";
import "./writing.js";
