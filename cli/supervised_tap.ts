import type { CommandObeyer, TapOptions } from "../runtime/tap_thread.ts";
import type { Supervision } from "./supervision.ts";
import type { Tap, World } from "./world.ts";
import { messageOf } from "../telemetry/mod.ts";

/**
 * A tap that is opened again, at the same address, when its thread dies. Clients reconnect by
 * themselves; what is shown to those who come is shown again. While there is none, frames are left
 * out, and what happens is not told.
 */
export class SupervisedTap implements Tap {
  readonly #options: TapOptions;
  readonly #world: World;
  readonly #supervision: Supervision;
  readonly #shown = new Map<Parameters<Tap["show"]>[0], unknown>();
  #obey: CommandObeyer | undefined;
  #parameters: Parameters<Tap["showParameters"]>[0] | undefined;
  #tap: Tap | undefined;
  #isClosed = false;

  /** Where it listens. */
  readonly address: Tap["address"];

  /** It does not die: it is opened again. */
  readonly death: Promise<string> = new Promise(() => {});

  /**
   * Opens a tap.
   *
   * @throws {Error} It cannot be opened; one line.
   */
  static async open(
    options: TapOptions,
    world: World,
    supervision: Supervision,
  ): Promise<SupervisedTap> {
    const tap = await world.openTap(options);
    return new SupervisedTap(tap, { options, world, supervision });
  }

  private constructor(
    tap: Tap,
    { options, world, supervision }: {
      options: TapOptions;
      world: World;
      supervision: Supervision;
    },
  ) {
    this.address = tap.address;
    // Whoever let the system choose a port finds the tap at the same one again.
    this.#options = { ...options, address: tap.address };
    this.#world = world;
    this.#supervision = supervision;
    this.#use(tap);
  }

  get waiting(): number {
    return this.#tap?.waiting ?? 0;
  }

  relay(frame: Parameters<Tap["relay"]>[0]): void {
    this.#tap?.relay(frame);
  }

  control(obey: CommandObeyer): void {
    this.#obey = obey;
    this.#tap?.control(obey);
  }

  tell(...[topic, data, state]: Parameters<Tap["tell"]>): void {
    if (state !== undefined) this.#shown.set(topic, state);
    this.#tap?.tell(topic, data, state);
  }

  show(...[topic, state]: Parameters<Tap["show"]>): void {
    this.#shown.set(topic, state);
    this.#tap?.show(topic, state);
  }

  showCommand(...command: Parameters<Tap["showCommand"]>): void {
    this.#tap?.showCommand(...command);
  }

  showParameters(parameters: Parameters<Tap["showParameters"]>[0]): void {
    this.#parameters = parameters;
    this.#tap?.showParameters(parameters);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#tap?.[Symbol.asyncDispose]();
  }

  #use(tap: Tap): void {
    this.#tap = tap;
    for (const [topic, state] of this.#shown) tap.show(topic, state);
    if (this.#obey) tap.control(this.#obey);
    if (this.#parameters) tap.showParameters(this.#parameters);
    void tap.death.then((why) => {
      if (!this.#isClosed) void this.#recover(why);
    });
  }

  async #recover(death: string): Promise<void> {
    this.#tap = undefined;
    for (let why = death;;) {
      const { isTriedAgain } = await this.#supervision.failed("tap", why);
      if (!isTriedAgain || this.#isClosed) return;
      try {
        const tap = await this.#world.openTap(this.#options);
        if (this.#isClosed) return await tap[Symbol.asyncDispose]();
        this.#use(tap);
        return this.#supervision.recovered("tap");
      } catch (error) {
        why = messageOf(error);
      }
    }
  }
}
