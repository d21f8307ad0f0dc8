import { createSocket } from "node:dgram";
import type { Bridge } from "./bridge.ts";

const shape = /^VISITE-ECHO (\S+) (\S+) \d+$/;

/** Answers each datagram of a call with itself, so that each loss is seen. */
export function listenForMedia(bridge: Bridge, port: number): void {
  const socket = createSocket("udp4");
  socket.on("message", (message, from) => {
    const [, conference, endpoint] = shape.exec(message.toString()) ?? [];
    if (!conference || !endpoint) return;
    if (bridge.hear(conference, endpoint, message.length, Date.now())) {
      socket.send(message, from.port, from.address);
    }
  });
  socket.bind(port);
}
