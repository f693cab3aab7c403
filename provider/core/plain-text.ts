/**
 * A text that others wrote, in one line and without what a terminal obeys: a gateway's error page or a name in the cloud
 * must not clear the reader's screen, begin lines of its own (which a CI may take for commands) or turn a line round.
 */
export function plainText(foreign: string): string {
  return foreign.replaceAll(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, "?");
}
