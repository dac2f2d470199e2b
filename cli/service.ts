import type { World } from "./world.ts";
import { messageOf } from "../telemetry/mod.ts";

/** A way to the service manager that started this program. */
export interface ServiceSocket extends Disposable {
  /** Sends assignments, one a line. */
  send(text: string): Promise<void>;
}

/** Part of the watchdog's time after which it is told again, as sd_watchdog_enabled(3) asks. */
const WATCHDOG_SHARE = 0.5;

/** How long the last word may take, s. */
const PATIENCE = 0.1;

/**
 * Tells a service manager how a run goes, after sd_notify(3): READY=1 with the first frame,
 * WATCHDOG=1 as frames come, STOPPING=1 when the run is over.
 */
export class Service implements AsyncDisposable {
  readonly #world: World;
  readonly #socket: ServiceSocket;
  /** Time between two words to the watchdog, s; Infinity without one. */
  readonly #interval: number;
  #isReady = false;
  #told = -Infinity;
  #sent: Promise<void> = Promise.resolve();
  #failed = false;

  /** The service manager that waits to be told, if one does. */
  static open(world: World): Service | undefined {
    const path = world.environment("NOTIFY_SOCKET");
    if (path === undefined || path === "") return undefined;
    try {
      return new Service(world, world.openServiceSocket(path));
    } catch (error) {
      complain(world, error);
      return undefined;
    }
  }

  private constructor(world: World, socket: ServiceSocket) {
    this.#world = world;
    this.#socket = socket;
    const watched = world.environment("WATCHDOG_PID");
    const isMine = watched === undefined || Number(watched) === world.pid;
    const microseconds = Number(world.environment("WATCHDOG_USEC") ?? NaN);
    this.#interval = isMine && microseconds > 0 ? microseconds * 1e-6 * WATCHDOG_SHARE : Infinity;
  }

  /** A frame has come: the run is alive. */
  alive(): void {
    if (!this.#isReady) {
      this.#isReady = true;
      this.#send("READY=1");
    }
    if (this.#interval === Infinity) return;
    const now = this.#world.time.now();
    if (now - this.#told < this.#interval) return;
    this.#told = now;
    this.#send("WATCHDOG=1");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#send("STOPPING=1");
    const patience = new AbortController();
    const { time } = this.#world;
    await time.turn();
    await Promise.race([this.#sent, time.sleepUntil(time.now() + PATIENCE, patience.signal)]);
    patience.abort();
    this.#socket[Symbol.dispose]();
  }

  #send(text: string): void {
    this.#sent = this.#sent.then(() => this.#socket.send(text)).catch((error) => {
      if (!this.#failed) complain(this.#world, error);
      this.#failed = true;
    });
  }
}

function complain(world: World, error: unknown): void {
  const why = messageOf(error);
  world.complain(`warning: the service manager cannot be told how the run goes: ${why}`);
}
