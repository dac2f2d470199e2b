import { parseClientMessage, ProtocolError, type Topic } from "./protocol.ts";
import { type Asked, askedOf } from "./selection.ts";
import type { Beginning } from "./subscriber.ts";

/** What can be asked of a stream of events. */
const KNOWN = ["topics", "rate", "fields", "floaters", "encoding", "last_event_id"];

/**
 * What the address of a stream of events asks for: `?topics=frames,alarms&rate=10&fields=power`,
 * the same words as in a subscription.
 *
 * @param lastEventId What an EventSource that comes back says it has seen last.
 * @throws {ProtocolError} It asks for what there is not.
 */
export function parseEventQuery(
  query: URLSearchParams,
  lastEventId: string | string[] | undefined,
): Beginning {
  const unknown = [...query.keys()].find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) {
    const allowed = KNOWN.join(", ");
    throw new ProtocolError(
      "bad-message",
      `Cannot stream as a query must be of ${allowed}: current value is ${unknown.slice(0, 128)}`,
    );
  }
  const encoding = query.get("encoding") ?? "json";
  if (encoding !== "json" && encoding !== "json-delta") {
    throw new ProtocolError(
      "bad-message",
      `Cannot stream as encoding must be json or json-delta: current value is ` +
        encoding.slice(0, 128),
    );
  }
  const rate = query.get("rate");
  const { fields, floaters } = asked(query);
  const topics = (query.get("topics") ?? "frames").split(",");
  const subscriptions = topics.map((topic) => {
    const message = parseClientMessage(JSON.stringify({
      type: "subscribe",
      topic: topic as Topic,
      ...(rate === null ? {} : { rate: Number(rate) }),
      ...(fields === undefined ? {} : { fields }),
      ...(floaters ? { floaters } : {}),
    }));
    if (message.type !== "subscribe") throw new TypeError("a subscription is one");
    return message;
  });
  const seen = query.get("last_event_id") ?? lastEventId;
  const resume = typeof seen === "string" ? /^(\w+):(\d{1,15})$/.exec(seen) : null;
  return {
    encoding,
    subscriptions,
    isGreeted: false,
    isTrusted: true,
    ...(resume === null ? {} : { resume: { epoch: resume[1], after: Number(resume[2]) } }),
  };
}

/** @throws {ProtocolError} It asks for what there is not. */
function asked(query: URLSearchParams): Asked {
  try {
    return askedOf(query);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProtocolError("bad-message", error.message);
  }
}
