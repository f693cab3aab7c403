import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";

/** A name server on this machine that answers every question for an address with this one, or not at all. */
export async function nameServer(address: string | undefined) {
  const socket = createSocket("udp4");
  let asked = 0;
  socket.on("message", (question, { port }) => {
    asked += 1;
    if (address === undefined) return;
    const answer = Buffer.from(question);
    // RFC 1035, 4.1.1: a response without error, one answer, no additional records; the answer names the question.
    answer.writeUInt16BE(0x8180, 2);
    answer.writeUInt16BE(1, 6);
    answer.writeUInt16BE(0, 10);
    const end = question.indexOf(0, 12) + 5;
    const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split(".").map(Number)];
    socket.send(Buffer.concat([answer.subarray(0, end), Buffer.from(record)]), port, "127.0.0.1");
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const servers = [`127.0.0.1:${String(socket.address().port)}`];
  return {
    asked: () => asked,
    resolver: (): Resolver => {
      const resolver = new Resolver();
      resolver.setServers(servers);
      return resolver;
    },
    close: () => socket.close(),
  };
}
