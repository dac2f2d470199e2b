// @ts-types="../../../tap/ws.d.ts"
import { WebSocket } from "ws";
import { LOOP_TIME } from "../../../clock/mod.ts";
import { Hub, type HubParts, type ServerParts, TapServer } from "../../../tap/mod.ts";
import { PRESETS } from "../../../telemetry/mod.ts";
import { Inbox, SOURCE, type TestClient, type TestTap } from "../test_tap.ts";

/** A tap on a port of its own. */
export class SocketTap implements TestTap {
  readonly hub: Hub;
  readonly #server: TapServer;

  static async open(
    parts: Partial<HubParts> = {},
    server: Partial<ServerParts> = {},
  ): Promise<SocketTap> {
    const hub = new Hub({ time: LOOP_TIME, source: SOURCE, ...parts });
    const opened = await TapServer.open({
      hub,
      time: LOOP_TIME,
      address: { host: "127.0.0.1", port: 0 },
      parameters: () => PRESETS["kpp-01"].parameters,
      ...server,
    });
    return new SocketTap(hub, opened);
  }

  private constructor(hub: Hub, server: TapServer) {
    this.hub = hub;
    this.#server = server;
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    const { host, port } = this.#server.address;
    return `${host}:${port}`;
  }

  /** Fetches a path. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`http://${this.host}${path}`, init);
  }

  async connect(subprotocol?: string): Promise<TestClient> {
    const { connected } = this.hub.counters;
    const before = connected.websocket;
    const socket = new WebSocket(
      `ws://${this.host}/ws`,
      subprotocol === undefined ? [] : [subprotocol],
    );
    const inbox = new Inbox();
    socket.on("message", (data: Uint8Array, isBinary: boolean) => {
      inbox.put(isBinary ? data : new TextDecoder().decode(data));
    });
    const closed = new Promise<number>((resolve) => socket.on("close", resolve));
    socket.on("error", () => {});
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    while (connected.websocket === before) await LOOP_TIME.turn();
    return {
      send: (message) => {
        const isPlain = typeof message === "string" || message instanceof Uint8Array;
        socket.send(isPlain ? message : JSON.stringify(message));
      },
      next: () => inbox.next(),
      closed,
      vanish: () => socket.terminate(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
