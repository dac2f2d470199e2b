import {
  type Command,
  FIELDS,
  type Frame,
  messageOf,
  PARAMETERS,
  type PlantParameters,
  STATUSES,
} from "../telemetry/mod.ts";
import { parseCommand, parseSetting } from "./command_message.ts";
import { JsonEncoder } from "./json_encoding.ts";
import type { Hub } from "./hub.ts";
import { PAGE_PATHS, pageFile } from "./page.ts";
import { METRICS_TYPES, type MetricsFormat, metricsText } from "./prometheus.ts";
import { PROTOCOL_VERSION, SUBPROTOCOLS, TOPICS } from "./protocol.ts";
import { askedOf, selectionOf } from "./selection.ts";

/** A request that is answered at once, by one text. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  /** Who asks, for the origin of commands. */
  readonly remote: string;
  readonly contentType: string;
  readonly body: string;
}

/** An answer. */
export interface PlainResponse {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the paths show besides the hub. */
export interface RouteSource {
  readonly hub: Hub;
  /** The parameters as they are now. */
  readonly parameters: () => PlantParameters;
}

/** Age of the newest frame above which a tap is not ready, s; at low rates, frame intervals. */
const READY = { age: 2, intervals: 3 };

/** What who asks may call itself, so that it knows its own commands again; not as a socket is. */
const CLIENT_NAME = /^http(-[\w-]{1,32})?$/;

const JSON_TYPE = "application/json; charset=utf-8";

type Route = (request: PlainRequest, source: RouteSource) => PlainResponse | Promise<PlainResponse>;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  "/frame/latest": { GET: latestFrame },
  "/status": { GET: status },
  "/health": { GET: ready },
  "/health/live": { GET: () => json(200, { live: true }) },
  "/health/ready": { GET: ready },
  "/schema": { GET: schema },
  "/parameters": {
    GET: (_, { parameters }) => json(200, parameters()),
    PATCH: changeParameters,
  },
  "/commands": { POST: obeyCommand },
  "/alarms": { GET: (_, { hub }) => json(200, hub.snapshot("alarms").data) },
  "/metrics": { GET: metrics },
  ...Object.fromEntries(PAGE_PATHS.map((path) => [path, { GET: () => pageFile(path) }])),
};

/** Paths that need no token: they say nothing of the plant but that it is there. */
export const OPEN_PATHS: ReadonlySet<string> = new Set([
  ...PAGE_PATHS,
  "/health",
  "/health/live",
  "/health/ready",
]);

/** Answers a request. */
export async function answer(request: PlainRequest, source: RouteSource): Promise<PlainResponse> {
  if (!Object.hasOwn(ROUTES, request.path)) {
    const known = [...Object.keys(ROUTES), "/ws", "/events"].join(", ");
    return refusal(404, `Cannot find ${request.path.slice(0, 128)} as paths are ${known}`);
  }
  const methods = ROUTES[request.path];
  const method = request.method === "HEAD" ? "GET" : request.method;
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route !== undefined) return await route(request, source);
  const allowed = Object.keys(methods).join(", ");
  const refused = refusal(405, `Cannot ${method} ${request.path} as methods are ${allowed}`);
  return { ...refused, headers: { allow: allowed } };
}

/** A request that cannot be met, and why in one line. */
export function refusal(status: number, error: string): PlainResponse {
  return json(status, { error });
}

function json(status: number, value: unknown): PlainResponse {
  // JSON has no infinity; a configuration file writes it as a word too.
  const finite = (_: string, each: unknown) => each === Infinity ? "Infinity" : each;
  return { status, type: JSON_TYPE, body: `${JSON.stringify(value, finite)}\n` };
}

function latestFrame({ query }: PlainRequest, { hub }: RouteSource): PlainResponse {
  const frame = hub.recent.newest;
  if (frame === undefined) return refusal(503, "Cannot show a frame as none has come yet");
  try {
    const selection = selectionOf(askedOf(query));
    const encoder = new JsonEncoder({ selection, fps: hub.source.fps });
    return { status: 200, type: JSON_TYPE, body: `${encoder.frameText(frame)}\n` };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refusal(400, error.message);
  }
}

function ageOf(frame: Frame | undefined, { time }: Hub): number {
  return frame === undefined ? Infinity : Math.max(0, time.wall() - frame.timestamp);
}

function isReady({ hub }: RouteSource): boolean {
  const longest = Math.max(READY.age, READY.intervals / hub.source.fps);
  return ageOf(hub.recent.newest, hub) <= longest;
}

function ready(_: PlainRequest, source: RouteSource): PlainResponse {
  const isUp = isReady(source);
  return json(isUp ? 200 : 503, { live: true, ready: isUp });
}

function status(_: PlainRequest, source: RouteSource): PlainResponse {
  const { hub } = source;
  const frame = hub.recent.newest;
  const { fps, rate, version } = hub.source;
  const { clients, frames, load, thinning } = hub.metrics();
  return json(200, {
    version,
    protocol: PROTOCOL_VERSION,
    epoch: hub.epoch,
    uptime: hub.uptime,
    server_time: hub.time.wall(),
    control: hub.isControlled,
    ready: isReady(source),
    source: {
      status: frame?.status ?? null,
      frame_id: frame?.frameId ?? null,
      simulation_time: frame?.simulationTime ?? null,
      age: frame === undefined ? null : ageOf(frame, hub),
      fps,
      rate,
    },
    clients,
    frames,
    load,
    thinning,
  });
}

function schema(_: PlainRequest, { hub: { source } }: RouteSource): PlainResponse {
  return json(200, {
    version: source.version,
    protocol: PROTOCOL_VERSION,
    subprotocols: Object.keys(SUBPROTOCOLS),
    topics: TOPICS,
    statuses: STATUSES,
    channels: FIELDS.map(({ id, label, unit, channel }) => {
      const { range = null, decimals = null, description = null } = channel ?? {};
      return { id, label, unit, range, decimals, description };
    }),
    parameters: PARAMETERS,
  });
}

/** Why a request may not command anything; `undefined` when it may. */
function commandRefusal(
  { contentType }: PlainRequest,
  { hub, what }: { hub: Hub; what: string },
): PlainResponse | undefined {
  if (!hub.isControlled) {
    return refusal(403, `${what} as the tap must be opened with --control: it was not`);
  }
  // Forms of other sites can send plain text, but not JSON.
  if (/^application\/json\b/i.test(contentType)) return undefined;
  return refusal(415, `${what} as what is sent must be application/json`);
}

async function obeyCommand(
  request: PlainRequest,
  { hub }: RouteSource,
): Promise<PlainResponse> {
  const refused = commandRefusal(request, { hub, what: "Cannot obey" });
  if (refused !== undefined) return refused;
  const { query, body, remote } = request;
  const client = query.get("client") ?? "http";
  if (!CLIENT_NAME.test(client)) {
    const shown = client.slice(0, 128);
    return refusal(400, `Cannot obey as client must be http-NAME: current value is ${shown}`);
  }
  let command: Command;
  try {
    command = parseCommand(JSON.parse(body));
  } catch (error) {
    return refusal(400, messageOf(error));
  }
  const result = await hub.command(command, `${client} ${remote}`);
  return json(result.outcome === "refused" ? 422 : 200, result);
}

async function changeParameters(
  request: PlainRequest,
  { hub }: RouteSource,
): Promise<PlainResponse> {
  const refused = commandRefusal(request, { hub, what: "Cannot change parameters" });
  if (refused !== undefined) return refused;
  const { body, remote } = request;
  let commands: (readonly [name: string, command: Command])[];
  try {
    const values: unknown = JSON.parse(body);
    if (typeof values !== "object" || values === null || Array.isArray(values)) {
      throw new TypeError("Cannot change parameters as they must be a JSON object");
    }
    commands = Object.entries(values).map(([name, value]) => [name, parseSetting(name, value)]);
  } catch (error) {
    return refusal(400, messageOf(error));
  }
  const outcomes = await Promise.all(
    commands.map(async ([name, command]) => [name, await hub.command(command, `http ${remote}`)]),
  );
  const isRefused = commands.length > 0 &&
    outcomes.some(([, result]) => (result as { outcome: string }).outcome === "refused");
  return json(isRefused ? 422 : 200, Object.fromEntries(outcomes));
}

function metrics({ accept }: PlainRequest, { hub }: RouteSource): PlainResponse {
  if (/\bapplication\/json\b/.test(accept)) return json(200, hub.metrics());
  const isOpen = /\bapplication\/openmetrics-text\b/.test(accept);
  const format: MetricsFormat = isOpen ? "openmetrics" : "prometheus";
  const body = metricsText(hub.metrics(), { frame: hub.recent.newest, format });
  return { status: 200, type: METRICS_TYPES[format], body };
}
