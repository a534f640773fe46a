import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP relay in front of the service. Shutting it is, for a browser, the service gone. */
export interface Gateway {
  url: string;
  /** Cuts every connection and refuses new ones. */
  shut: () => Promise<void>;
  /** Lets connections through again, at the same address. */
  reopen: () => Promise<void>;
  close: () => Promise<void>;
}

/** Opens a relay to an address, on a free loopback port. */
export async function openGateway(target: URL): Promise<Gateway> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port || 80), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const shut = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    return closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = () => (server.listening ? shut() : Promise.resolve());
  return { url: `http://127.0.0.1:${port}`, shut, reopen: () => listen(port), close };
}
