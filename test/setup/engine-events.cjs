"use strict";
// Reads what `pulumi up|refresh|destroy --json` prints: one engine event a line, after a preview in many lines.

/** What the engine did to resources of a type (its last part: "Havip"), in order: "create", "update", "delete" ... */
function stepsOf(stdout, type) {
  return events(stdout)
    .map((event) => event.resOutputsEvent?.metadata)
    .filter((step) => step?.type.endsWith(`:${type}`) && step.op !== "same")
    .map((step) => step.op);
}

/** How many resources of all types were created, updated ...; `{ same: 4 }` when nothing changed. */
function changesOf(stdout) {
  return events(stdout).find((event) => event.summaryEvent !== undefined)?.summaryEvent.resourceChanges ?? {};
}

/** The errors and warnings that a person would have seen. */
function messagesOf(stdout) {
  return events(stdout)
    .map((event) => event.diagnosticEvent)
    .filter((message) => message?.severity === "error" || message?.severity === "warning")
    .map((message) => `${message.severity}: ${message.message.trim()}`)
    .join("\n");
}

const events = (stdout) =>
  stdout
    .split("\n")
    .filter((line) => line.startsWith('{"'))
    .map((line) => JSON.parse(line));

module.exports = { changesOf, messagesOf, stepsOf };
