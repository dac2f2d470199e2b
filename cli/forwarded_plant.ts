import type { Command } from "../telemetry/mod.ts";
import type { RunningPlant } from "./world.ts";

/** A plant through which another one is reached; whoever extends it changes what it needs to. */
export abstract class ForwardedPlant implements RunningPlant {
  constructor(protected readonly plant: RunningPlant) {}

  get replies(): RunningPlant["replies"] {
    return this.plant.replies;
  }

  get journal(): RunningPlant["journal"] {
    return this.plant.journal;
  }

  get outages(): RunningPlant["outages"] {
    return this.plant.outages;
  }

  get profile(): RunningPlant["profile"] {
    return this.plant.profile;
  }

  get traffic(): RunningPlant["traffic"] {
    return this.plant.traffic;
  }

  get last(): RunningPlant["last"] {
    return this.plant.last;
  }

  send(command: Command): void {
    this.plant.send(command);
  }

  abstract frames(...taken: Parameters<RunningPlant["frames"]>): ReturnType<RunningPlant["frames"]>;

  abstract [Symbol.asyncDispose](): Promise<void>;
}
