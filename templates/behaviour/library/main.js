// The library's page, and what opens over it.

import "./page.js";
import "./popovers.js";
