"use strict";
// Required by a provider process that shall live at another time.
const offset = Number(process.env.CLOCK_OFFSET_MS);
const now = Date.now;
Date.now = () => now() + offset;
