// The library's page, and what opens over it.

import "./comparison.js";
import "./page.js";
import "./popovers.js";
