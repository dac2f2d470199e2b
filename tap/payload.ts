/** One message as it travels, encoded once for all who are sent it. */
export interface Payload {
  readonly bytes: Uint8Array;
  /** Whether it is a text message; otherwise a binary one. */
  readonly isText: boolean;
}

const UTF_8 = new TextEncoder();

/** A text message. */
export function textPayload(text: string): Payload {
  return { bytes: UTF_8.encode(text), isText: true };
}

/** A message as JSON; a number that is not finite becomes null. */
export function jsonPayload(message: unknown): Payload {
  return textPayload(JSON.stringify(message));
}
