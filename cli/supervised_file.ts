import type { RecordingFile } from "../record/mod.ts";
import type { Supervision } from "./supervision.ts";
import type { DiskFile } from "./world.ts";
import { messageOf } from "../telemetry/mod.ts";

/**
 * A file of a recording that is tried again while the disk does not take it, as the supervision
 * wants: what was written in part goes on where it ended. Meanwhile the recorder keeps what comes.
 */
export class SupervisedFile implements RecordingFile {
  readonly #file: DiskFile;
  readonly #supervision: Supervision;
  readonly #hurry = Promise.withResolvers<{ readonly isTriedAgain: true }>();
  #isLast = false;

  constructor(file: DiskFile, supervision: Supervision) {
    this.#file = file;
    this.#supervision = supervision;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let isBroken = false;
    for (let rest = bytes; rest.length > 0;) {
      try {
        rest = rest.subarray(await this.#file.write(rest));
      } catch (error) {
        if (this.#isLast) throw error;
        isBroken = true;
        const failed = this.#supervision.failed("recorder", messageOf(error));
        const { isTriedAgain } = await Promise.race([failed, this.#hurry.promise]);
        if (!isTriedAgain) throw error;
      }
    }
    if (isBroken) this.#supervision.recovered("recorder");
  }

  /** Nobody waits for the disk any more: what is tried now is tried for the last time. */
  hurry(): void {
    this.#isLast = true;
    this.#hurry.resolve({ isTriedAgain: true });
  }

  close(): void {
    this.#file.close();
  }
}
