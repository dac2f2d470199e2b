import { errorEnd } from "./ends.ts";
import { readText, request } from "./http.ts";
import type { Target } from "./target.ts";
import type { CommandMessage, ConnectionListener } from "./transport.ts";

/** Statuses whose body says what became of a command, or why nothing did. */
const TELLING = [400, 403, 413, 415, 422, 429];

/** What commands are sent with. */
interface RequestParts {
  readonly target: Target;
  readonly client: string;
  readonly listener: Pick<ConnectionListener, "message">;
  readonly signal: AbortSignal;
}

/**
 * Commands of a connection that only brings: each is a request of its own, which waits for the
 * answer to the one before, so that they are obeyed in the order in which they were given.
 */
export class CommandRequests {
  readonly #parts: RequestParts;
  #last: Promise<void> = Promise.resolve();

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** Sends one; the listener is told what becomes of it. */
  send(message: CommandMessage): void {
    this.#last = this.#last.then(() => this.#post(message));
  }

  async #post({ id, command }: CommandMessage): Promise<void> {
    const { target, client, listener, signal } = this.#parts;
    try {
      const path = `commands?${new URLSearchParams({ client })}`;
      const body = JSON.stringify(command);
      const answer = await request(target, path, { signal, body, allowed: TELLING });
      const told = JSON.parse(await readText(answer)) as Readonly<Record<string, unknown>>;
      const message = typeof told.error === "string"
        ? { type: "error", message: told.error }
        : { type: "command_result", ...told };
      listener.message(JSON.stringify({ ...message, id }));
    } catch (error) {
      const { message } = errorEnd(error, target.ca);
      listener.message(JSON.stringify({ type: "error", id, message }));
    }
  }
}
