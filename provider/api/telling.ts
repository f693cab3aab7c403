import type { Client } from "./client";

/** Is told of every attempt that failed, while the call still goes on. */
export type Tell = (failure: Error) => void;

/**
 * The same client, for work that several wait for: whoever gives up before it ends has been told by then what went wrong
 * with it so far.
 */
export function telling(client: Client, tell: Tell): Client {
  return { call: (action, request, signal, onTheWay) => client.call(action, request, signal, { ...onTheWay, tell }) };
}
