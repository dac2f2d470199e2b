/**
 * The messages of the tap, see docs/PROTOCOL.md. Clients write JSON text; what the tap sends is
 * JSON text too, but for the frames of binary encodings.
 *
 * @module
 */

import { type Command, didYouMean } from "../telemetry/mod.ts";
import { parseCommand } from "./command_message.ts";
import { type Encoding, ENCODINGS } from "./encoding.ts";

/** Version of the protocol, the second part of every sub-protocol. */
export const PROTOCOL_VERSION = 1;

/** Sub-protocols of a WebSocket, which say in which encoding frames come. */
export const SUBPROTOCOLS: Readonly<Record<string, Encoding>> = Object.fromEntries(
  ENCODINGS.map((encoding) => [`kpp.v${PROTOCOL_VERSION}.${encoding}`, encoding]),
);

/** Start of a sub-protocol that carries a token as base64url of its UTF-8. */
export const TOKEN_SUBPROTOCOL = "kpp.token.";

/** What can be subscribed to. */
export const TOPICS = ["frames", "alarms", "events", "metrics"] as const;

/** What can be subscribed to. */
export type Topic = (typeof TOPICS)[number];

/** What a client calls a message, so that it knows the answer to it. */
export type MessageId = string | number;

/** What a client may send. */
export type ClientMessage =
  & { readonly id?: MessageId }
  & (
    | {
      readonly type: "subscribe";
      readonly topic: Topic;
      /** Messages per second at most. */
      readonly rate?: number;
      readonly fields?: readonly string[];
      /** Whether frames are to say what each floater holds. */
      readonly floaters?: boolean;
      readonly encoding?: Encoding;
    }
    | { readonly type: "unsubscribe"; readonly topic: Topic }
    | { readonly type: "ping"; readonly time?: number }
    | { readonly type: "ack"; readonly frameId: number }
    | { readonly type: "resume"; readonly epoch: string; readonly after: number }
    | { readonly type: "authenticate"; readonly token: string }
    | { readonly type: "command"; readonly command: Command }
  );

/** Why a message was not obeyed. */
export type ErrorCode =
  | "bad-json"
  | "bad-message"
  | "bad-command"
  | "unauthorized"
  | "control-off"
  | "too-many-messages"
  | "too-many-commands"
  | "too-many-streams"
  | "busy";

/** A message that cannot be obeyed, and the name of the reason. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: ErrorCode;
  readonly id: MessageId | undefined;

  constructor(code: ErrorCode, message: string, id?: MessageId) {
    super(message);
    this.code = code;
    this.id = id;
  }
}

/** Why a client is sent away: the codes of RFC 6455, and from 4000 on the tap's own. */
export const CLOSE_CODES = {
  "going-away": 1001,
  "binary-message": 1003,
  "bad-token": 4001,
  "no-token": 4002,
  "too-slow": 4008,
  "no-answer": 4009,
  "too-many-offences": 4029,
} as const;

/** Why a client is sent away. */
export type CloseReason = keyof typeof CLOSE_CODES;

/** Longest string that means anything in a message, but for a token. */
const LONGEST_WORD = 128;

/** Longest token. */
export const LONGEST_TOKEN = 1024;

/** Objects and arrays that may lie in one another. */
const DEEPEST = 8;

type Members = Readonly<Record<string, unknown>>;

const READERS: Readonly<Record<ClientMessage["type"], (members: Members) => ClientMessage>> = {
  subscribe: (members) => ({
    type: "subscribe",
    topic: topicOf(members),
    ...optional("rate", members.rate, positive),
    ...optional("fields", members.fields, wordList),
    ...optional("floaters", members.floaters, truth),
    ...optional("encoding", members.encoding, encodingOf),
  }),
  unsubscribe: (members) => ({ type: "unsubscribe", topic: topicOf(members) }),
  ping: (members) => ({ type: "ping", ...optional("time", members.time, finite) }),
  ack: (members) => ({ type: "ack", frameId: wholeNumber("frame_id", members.frame_id) }),
  resume: (members) => ({
    type: "resume",
    epoch: word("epoch", members.epoch),
    after: wholeNumber("after", members.after),
  }),
  authenticate: ({ token }) => ({ type: "authenticate", token: text("token", token) }),
  command: ({ command }) => ({ type: "command", command: commandOf(command) }),
};

/**
 * Reads what a client sent.
 *
 * @throws {ProtocolError} It is no message of a client.
 */
export function parseClientMessage(json: string): ClientMessage {
  const members = objectOf(json);
  const id = idOf(members.id);
  try {
    return { ...(id === undefined ? {} : { id }), ...readMessage(members) };
  } catch (error) {
    if (error instanceof ProtocolError) throw new ProtocolError(error.code, error.message, id);
    throw error;
  }
}

function objectOf(json: string): Members {
  if (isDeep(json)) {
    throw new ProtocolError("bad-json", `Cannot read a message as it must nest at most ${DEEPEST}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ProtocolError("bad-json", "Cannot read a message as it must be JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Members;
  throw new ProtocolError("bad-message", "Cannot read a message as it must be a JSON object");
}

/** Whether objects and arrays lie in one another deeper than any message of a client has them. */
function isDeep(json: string): boolean {
  let depth = 0;
  for (const [mark] of json.replaceAll(/"(?:[^"\\]|\\.)*"/g, "").matchAll(/[[\]{}]/g)) {
    depth += mark === "[" || mark === "{" ? 1 : -1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function readMessage(members: Members): ClientMessage {
  const { type } = members;
  if (typeof type !== "string") refuse("type", "a string", type);
  if (Object.hasOwn(READERS, type)) return READERS[type as ClientMessage["type"]](members);
  const known = Object.keys(READERS);
  const hint = didYouMean(type.slice(0, LONGEST_WORD), known) || `: ${known.join(", ")}`;
  throw new ProtocolError(
    "bad-message",
    `Cannot obey ${quote(type)} as no message is called that${hint}`,
  );
}

function commandOf(value: unknown): Command {
  try {
    return parseCommand(value);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new ProtocolError("bad-command", error.message);
    }
    throw error;
  }
}

function idOf(id: unknown): MessageId | undefined {
  if (id === undefined) return undefined;
  if (typeof id === "string" && id.length <= LONGEST_WORD) return id;
  if (Number.isFinite(id)) return id as number;
  return refuse("id", `a number or a string of at most ${LONGEST_WORD} characters`, id);
}

function topicOf({ topic }: Members): Topic {
  const known = TOPICS.find((each) => each === topic);
  return known ?? refuse("topic", TOPICS.join(" or "), topic);
}

function encodingOf(_: string, value: unknown): Encoding {
  const known = ENCODINGS.find((each) => each === value);
  return known ?? refuse("encoding", ENCODINGS.join(" or "), value);
}

function positive(name: string, value: unknown): number {
  return typeof value === "number" && value > 0 ? value : refuse(name, "a number above 0", value);
}

function truth(name: string, value: unknown): boolean {
  return typeof value === "boolean" ? value : refuse(name, "true or false", value);
}

function finite(name: string, value: unknown): number {
  return Number.isFinite(value) ? value as number : refuse(name, "a number", value);
}

function wholeNumber(name: string, value: unknown): number {
  const isWhole = Number.isSafeInteger(value) && (value as number) >= -1;
  return isWhole ? value as number : refuse(name, "a whole number", value);
}

function word(name: string, value: unknown): string {
  const fits = typeof value === "string" && value.length <= LONGEST_WORD;
  return fits ? value : refuse(name, `a string of at most ${LONGEST_WORD} characters`, value);
}

function text(name: string, value: unknown): string {
  if (typeof value === "string" && value.length <= LONGEST_TOKEN) return value;
  // A token is never quoted.
  throw new ProtocolError(
    "bad-message",
    `Cannot obey as ${name} must be a string of at most ${LONGEST_TOKEN} characters`,
  );
}

function wordList(name: string, value: unknown): string[] {
  const isList = Array.isArray(value) && value.length > 0 &&
    value.every((each) => typeof each === "string" && each.length <= LONGEST_WORD);
  return isList ? value : refuse(name, "a list of strings", value);
}

function optional<Name extends string, Value>(
  name: Name,
  value: unknown,
  read: (name: string, value: unknown) => Value,
): { [Key in Name]?: Value } {
  if (value === undefined) return {};
  return { [name]: read(name, value) } as { [Key in Name]?: Value };
}

function refuse(name: string, allowed: string, value: unknown): never {
  const current = value === undefined ? "nothing" : quote(value);
  throw new ProtocolError(
    "bad-message",
    `Cannot obey as ${name} must be ${allowed}: current value is ${current}`,
  );
}

/** What a client sent, no longer than a line. */
function quote(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length <= LONGEST_WORD ? json : `${json.slice(0, LONGEST_WORD)}...`;
}
