"use strict";
/* global jest */
// Other suites run beside this one: that a machine is busy is no defect. What must be quick is measured where it matters.
jest.setTimeout(30_000);
