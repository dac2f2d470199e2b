import { FOXGLOVE_TOPICS, type FoxgloveTopic } from "./channels.ts";
import { type FoxgloveParameter, parseFoxgloveMessage } from "./client_message.ts";
import { advertise, introduction, messageData, status, type ToldFrame } from "./server_message.ts";

/** Subscriptions of one client; a further one is refused. */
export const MAX_SUBSCRIPTIONS = 256;

/** What a translator reaches. */
export interface TranslatorParts {
  /** To the client of Foxglove: an object as JSON, or bytes. */
  readonly send: (message: object | Uint8Array<ArrayBuffer>) => void;
  /** To the tap: a message as any of its clients may send. */
  readonly ask: (message: object) => void;
  readonly parameters: () => object;
}

/** A message of the tap that is no frame. */
interface TapMessage {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Speaks Foxglove to one client, and the tap's own protocol to the tap. */
export class FoxgloveTranslator {
  readonly #parts: TranslatorParts;
  readonly #subscriptions = new Map<number, FoxgloveTopic>();
  readonly #watched = new Set<string>();
  /** Replies that are awaited: by the number of the command, what was asked for. */
  readonly #pending = new Map<number, { readonly name: string; readonly id: string | undefined }>();
  #count = 0;
  /** Whether the tap has let the client in. */
  #isWelcome = false;

  constructor(parts: TranslatorParts) {
    this.#parts = parts;
  }

  /** Takes a frame in: every subscription is sent its part of it. */
  frame(frame: ToldFrame): void {
    for (const [subscription, topic] of this.#subscriptions) {
      this.#parts.send(messageData(topic, { subscription, frame }));
    }
  }

  /** Takes in what else the tap says. */
  message(message: TapMessage): void {
    const { send, ask } = this.#parts;
    switch (message.type) {
      case "welcome":
        this.#isWelcome = true;
        send(introduction({
          name: `kpp ${message.version}`,
          epoch: String(message.epoch),
          isControlled: message.control === true,
        }));
        send(advertise());
        return ask({ type: "subscribe", topic: "events" });
      case "event":
        return this.#event(message.data as Readonly<Record<string, unknown>>);
      case "command_result":
        return this.#result(message);
      case "error":
        send(status("error", String(message.message)));
        return this.#result(message);
    }
  }

  /** Takes in what the client sent. */
  hear(json: string): void {
    try {
      if (!this.#isWelcome) throw new RangeError("Cannot obey as a token must come first");
      this.#obey(parseFoxgloveMessage(json));
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
      this.#parts.send(status("error", error.message));
    }
  }

  #obey(message: ReturnType<typeof parseFoxgloveMessage>): void {
    switch (message.op) {
      case "subscribe":
        for (const { id, channelId } of message.subscriptions) this.#subscribe(id, channelId);
        return;
      case "unsubscribe":
        for (const id of message.subscriptionIds) this.#subscriptions.delete(id);
        return;
      case "getParameters":
        return this.#tell(message.parameterNames, message.id);
      case "setParameters":
        for (const parameter of message.parameters) this.#set(parameter, message.id);
        return;
      case "subscribeParameterUpdates":
        for (const name of message.parameterNames) {
          if (Object.hasOwn(this.#parts.parameters(), name)) this.#watched.add(name);
        }
        return;
      case "unsubscribeParameterUpdates":
        for (const name of message.parameterNames) this.#watched.delete(name);
    }
  }

  /** @throws {RangeError} There is no such channel, or there are too many subscriptions. */
  #subscribe(id: number, channelId: number): void {
    const topic = FOXGLOVE_TOPICS.find(({ channel }) => channel.id === channelId);
    if (topic === undefined) {
      throw new RangeError(
        `Cannot subscribe as channel ${channelId} must be advertised: it is not`,
      );
    }
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      throw new RangeError(`Cannot subscribe to more than ${MAX_SUBSCRIPTIONS} channels`);
    }
    this.#subscriptions.set(id, topic);
  }

  #set({ name, value }: FoxgloveParameter, id: string | undefined): void {
    const number = ++this.#count;
    this.#pending.set(number, { name, id });
    const command = { kind: "set", parameter: name, value };
    this.#parts.ask({ type: "command", id: number, command });
  }

  /** Tells who has asked for a change what the parameter is now, whatever became of it. */
  #result({ id: number, outcome, reason }: TapMessage): void {
    const asked = this.#pending.get(number as number);
    if (asked === undefined) return;
    this.#pending.delete(number as number);
    if (outcome === "refused") this.#parts.send(status("error", String(reason)));
    if (asked.id !== undefined) this.#tell([asked.name], asked.id);
  }

  /** Tells of a change whoever watches the parameter. */
  #event({ event, command, outcome }: Readonly<Record<string, unknown>>): void {
    const { kind, parameter, value } = (command ?? {}) as Readonly<Record<string, unknown>>;
    if (event !== "command" || kind !== "set" || outcome === "refused") return;
    if (!this.#watched.has(String(parameter))) return;
    this.#parts.send({ op: "parameterValues", parameters: [written(String(parameter), value)] });
  }

  /** Tells what parameters are; without names all of them. */
  #tell(names: readonly string[], id: string | undefined): void {
    const values = Object.fromEntries(Object.entries(this.#parts.parameters()));
    const wanted = names.length === 0 ? Object.keys(values) : names;
    const parameters = wanted.filter((name) => Object.hasOwn(values, name))
      .map((name) => written(name, values[name]));
    this.#parts.send({ op: "parameterValues", parameters, ...(id !== undefined && { id }) });
  }
}

/** A parameter as Foxglove reads it: numbers say that they are such, so that 9 stays one. */
function written(name: string, value: unknown): FoxgloveParameter {
  if (value === Infinity) return { name, value: "Infinity" };
  return typeof value === "number" ? { name, value, type: "float64" } : { name, value };
}
