import type { ServerResponse } from "node:http";

/** The answers that a fault withholds: their clients wait until they give up, or until a reset cuts them off. */
export class Hanging {
  private readonly responses = new Set<ServerResponse>();

  hold(response: ServerResponse): void {
    this.responses.add(response);
    response.once("close", () => this.responses.delete(response));
  }

  clear(): void {
    for (const { req } of this.responses) req.socket.resetAndDestroy();
    this.responses.clear();
  }
}
