import { connect, type Socket } from "node:net";

/** A bare connection, for requests that no client would send. */
export class RawConnection implements Disposable {
  readonly #socket: Socket;
  #text = "";
  /** Resolves when the other side has hung up. */
  readonly closed: Promise<void>;

  constructor(host: string) {
    const [name, port] = host.split(":");
    this.#socket = connect(Number(port), name);
    this.#socket.on("data", (part: Buffer) => {
      this.#text += part.toString("latin1");
    });
    this.#socket.on("error", () => {});
    this.closed = new Promise((resolve) => this.#socket.on("close", () => resolve()));
  }

  /** All that has come, a byte a character. */
  get text(): string {
    return this.#text;
  }

  /** The number in the first line of the response; NaN before there is one. */
  get status(): number {
    return Number(/^HTTP\/1\.1 (\d+)/.exec(this.#text)?.[1] ?? NaN);
  }

  send(data: string | Uint8Array): void {
    this.#socket.write(data);
  }

  /** Takes nothing in any more. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Hangs up without a word. */
  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

/** The request that opens a WebSocket. */
export function upgradeRequest(path: string, headers: Readonly<Record<string, string>>): string {
  const all = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `GET ${path} HTTP/1.1\r\n${lines}\r\n`;
}

/** A frame of RFC 6455 as a client sends it, masked with zeros. */
export function socketFrame(
  opcode: number,
  payload: Uint8Array,
  { fin = true, length = payload.length }: { fin?: boolean; length?: number } = {},
): Uint8Array {
  const head = new Uint8Array(14);
  const view = new DataView(head.buffer);
  head[0] = (fin ? 0x80 : 0) | opcode;
  head[1] = 0x80 | 127;
  view.setBigUint64(2, BigInt(length));
  const bytes = new Uint8Array(14 + payload.length);
  bytes.set(head);
  bytes.set(payload, 14);
  return bytes;
}

/** What comes of an attempt to open a WebSocket: a status, 101 when it is open. */
export async function upgradeStatus(
  host: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  using raw = new RawConnection(host);
  raw.send(upgradeRequest(path, { Host: host, ...headers }));
  while (Number.isNaN(raw.status)) await new Promise((resolve) => setTimeout(resolve, 1));
  return raw.status;
}
