/** A parameter as Foxglove writes it. */
export interface FoxgloveParameter {
  readonly name: string;
  readonly value?: unknown;
  readonly type?: "float64";
}

/** What a client of Foxglove may ask of a tap. */
export type FoxgloveMessage =
  | { readonly op: "subscribe"; readonly subscriptions: readonly FoxgloveSubscription[] }
  | { readonly op: "unsubscribe"; readonly subscriptionIds: readonly number[] }
  | {
    readonly op: "getParameters";
    readonly parameterNames: readonly string[];
    readonly id?: string;
  }
  | {
    readonly op: "setParameters";
    readonly parameters: readonly FoxgloveParameter[];
    readonly id?: string;
  }
  | { readonly op: "subscribeParameterUpdates"; readonly parameterNames: readonly string[] }
  | { readonly op: "unsubscribeParameterUpdates"; readonly parameterNames: readonly string[] };

/** A subscription, by the number that its client gave it. */
export interface FoxgloveSubscription {
  readonly id: number;
  readonly channelId: number;
}

/** Most members of a list in a message. */
const LONGEST_LIST = 1024;

const isWord = (value: unknown): value is string =>
  typeof value === "string" && value.length <= 128;

const isNumber = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffffff;

const isSubscription = (value: unknown): value is FoxgloveSubscription => {
  const { id, channelId } = (value ?? {}) as Partial<FoxgloveSubscription>;
  return isNumber(id) && isNumber(channelId);
};

const isParameter = (value: unknown): value is FoxgloveParameter =>
  isWord((value as Partial<FoxgloveParameter> | null)?.name);

/** The list of each message, and what must be in it. */
const LISTS: Readonly<
  Record<FoxgloveMessage["op"], readonly [name: string, isMember: (value: unknown) => boolean]>
> = {
  subscribe: ["subscriptions", isSubscription],
  unsubscribe: ["subscriptionIds", isNumber],
  getParameters: ["parameterNames", isWord],
  setParameters: ["parameters", isParameter],
  subscribeParameterUpdates: ["parameterNames", isWord],
  unsubscribeParameterUpdates: ["parameterNames", isWord],
};

/**
 * Reads what a client of Foxglove sent.
 *
 * @throws {SyntaxError} It is no message that a tap knows; the message is one line.
 */
export function parseFoxgloveMessage(json: string): FoxgloveMessage {
  let message: Readonly<Record<string, unknown>> | null;
  try {
    message = JSON.parse(json);
  } catch {
    throw new SyntaxError("Cannot read a message as it must be JSON");
  }
  const op = String(message?.op).slice(0, 64);
  if (!Object.hasOwn(LISTS, op)) {
    throw new SyntaxError(`Cannot obey "${op}" as a tap knows ${Object.keys(LISTS).join(", ")}`);
  }
  const [name, isMember] = LISTS[op as FoxgloveMessage["op"]];
  const list = message![name];
  const isList = Array.isArray(list) && list.length <= LONGEST_LIST && list.every(isMember);
  if (!isList) throw new SyntaxError(`Cannot obey "${op}" as ${name} must be a list of such`);
  const { id } = message!;
  return { op, [name]: list, ...(isWord(id) && { id }) } as unknown as FoxgloveMessage;
}
