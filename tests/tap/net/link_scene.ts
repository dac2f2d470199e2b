import assert from "node:assert/strict";
import { LOOP_TIME, type LoopTime } from "../../../clock/mod.ts";
import type { Hub } from "../../../tap/mod.ts";
import { type ConnectionEnd, Link, parseTarget, transportsTo } from "../../../tap/client/mod.ts";
import { channelIndex } from "../../../telemetry/mod.ts";
import { FPS, numberedFrame } from "../fixtures.ts";

/** Looks before a wait fails, and the pause between two, s. */
const LOOKS = 10_000;
const PAUSE = 2e-3;

/** Waits until something is so, and fails if it never is. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if (isSo()) return;
    await LOOP_TIME.sleepUntil(LOOP_TIME.now() + PAUSE);
  }
  assert.fail(`It never was so: ${what}`);
}

/** Frames at 30 Hz into a hub until disposed of. */
export class Pump implements AsyncDisposable {
  readonly #over = new AbortController();
  readonly #run: Promise<void>;
  hub: Hub;
  next = 0;

  constructor(hub: Hub) {
    this.hub = hub;
    this.#run = this.#pump();
  }

  async #pump(): Promise<void> {
    do {
      const frame = numberedFrame(this.next++, { timestamp: LOOP_TIME.wall() });
      // A plant that goes on as it was: nobody changes its speed, nobody holds it.
      frame.values[channelIndex("clock.target")] = 1;
      frame.values[channelIndex("clock.held")] = 0;
      this.hub.publish(frame);
    } while (await LOOP_TIME.sleepUntil(LOOP_TIME.now() + 1 / FPS, this.#over.signal));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.#run;
  }
}

/** A link to an address, and all that has come of it. */
export class LinkScene implements AsyncDisposable {
  readonly frames: number[] = [];
  readonly ways: string[] = [];
  readonly lost: ConnectionEnd[] = [];
  readonly link: Link;
  readonly #over = new AbortController();
  /** Listeners that wait for the end of the link. */
  readonly listeners = countListeners(this.#over.signal);
  readonly run: Promise<unknown>;

  static async open(host: string, time: LoopTime): Promise<LinkScene> {
    return new LinkScene(
      await transportsTo(parseTarget(host), { time, client: "http-scene" }),
      time,
    );
  }

  private constructor(transports: Awaited<ReturnType<typeof transportsTo>>, time: LoopTime) {
    this.link = new Link({
      transports,
      time,
      random: () => 0,
      wish: {},
      listener: {
        frame: ({ frameId }) => void this.frames.push(frameId),
        reply: () => {},
        message: () => {},
        connected: (way) => void this.ways.push(way),
        lost: (end) => void this.lost.push(end),
      },
    });
    this.run = this.link.run(this.#over.signal).catch((error) => error);
  }

  /** Waits for frames that come now. */
  async frameComes(): Promise<void> {
    const before = this.frames.length;
    await until("a frame comes", () => this.frames.length > before);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.run;
  }
}

/** Port of a host. */
export function portOf(host: string): number {
  return Number(host.split(":")[1]);
}

/** Counts the listeners that are added to a signal and not removed again. */
function countListeners(signal: AbortSignal): () => number {
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    count++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    count--;
    removeEventListener.apply(signal, args);
  };
  return () => count;
}
