import { CHANNELS, type Frame, STATUSES } from "../telemetry/mod.ts";
import type { TapMetrics } from "./hub.ts";

/** Content types of metrics as text. */
export const METRICS_TYPES = {
  prometheus: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
} as const;

/** A way to write metrics as text. */
export type MetricsFormat = keyof typeof METRICS_TYPES;

type Labels = Readonly<Record<string, string>>;

/** A family of samples. */
interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "summary";
  /** Counters get `_total`, summaries what `suffix` says. */
  readonly samples: readonly { labels?: Labels; value: number; suffix?: string }[];
}

/**
 * The state of a tap, and the newest frame, in the text formats of Prometheus and OpenMetrics. A
 * channel without data has no sample.
 */
export function metricsText(
  metrics: TapMetrics,
  { frame, format }: { frame: Frame | undefined; format: MetricsFormat },
): string {
  const families = [...tapFamilies(metrics), ...(frame === undefined ? [] : frameFamilies(frame))];
  const text = families.map((family) => familyText(family, format)).join("");
  return format === "openmetrics" ? `${text}# EOF\n` : text;
}

function familyText({ name, help, type, samples }: Family, format: MetricsFormat): string {
  const total = type === "counter" ? "_total" : "";
  const family = format === "openmetrics" ? name : `${name}${total}`;
  const lines = samples.map(({ labels = {}, value, suffix = total }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
    return `${name}${suffix}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}\n`;
  });
  return `# HELP ${family} ${help}\n# TYPE ${family} ${type}\n${lines.join("")}`;
}

function counter(name: string, help: string, value: number): Family {
  return { name: `kpp_tap_${name}`, help, type: "counter", samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): Family {
  return { name: `kpp_tap_${name}`, help, type: "gauge", samples: [{ value }] };
}

/** A counter for each name that has been counted. */
function tally(
  name: string,
  { help, label, counts }: {
    help: string;
    label: string;
    counts: Readonly<Record<string, number>>;
  },
): Family {
  const samples = Object.entries(counts).map(([key, value]) => ({
    labels: { [label]: key },
    value,
  }));
  return { name: `kpp_tap_${name}`, help, type: "counter", samples };
}

function tapFamilies(metrics: TapMetrics): Family[] {
  const { clients, frames, messages, round_trip: trip } = metrics;
  const quantiles = [[0.5, trip.p50], [0.99, trip.p99]] as const;
  return [
    gauge("uptime_seconds", "How long the tap has been open.", metrics.uptime),
    {
      name: "kpp_tap_clients",
      help: "Clients at this moment.",
      type: "gauge",
      samples: Object.entries(clients).map(([transport, value]) => ({
        labels: { transport },
        value,
      })),
    },
    gauge("streams", "Different encodings, rates and fields at this moment.", metrics.streams),
    tally("connections", {
      help: "Clients let in.",
      label: "transport",
      counts: metrics.connected,
    }),
    counter("resumes", "Clients that went on where they had left off.", metrics.resumes),
    counter("frames_received", "Frames that reached the tap.", frames.received),
    counter("frames_dropped", "Frames lost before the tap as it was behind.", frames.dropped),
    counter("frames_sent", "Frames sent to clients.", frames.sent),
    counter("frames_conflated", "Frames left out for slow clients.", frames.conflated),
    counter("sent_bytes", "Bytes of all messages sent.", metrics.bytes_sent),
    counter("messages_sent", "Messages sent, frames among them.", messages.sent),
    counter("messages_received", "Messages received.", messages.received),
    tally("messages_refused", {
      help: "Messages not obeyed.",
      label: "code",
      counts: messages.refused,
    }),
    tally("requests_refused", {
      help: "Requests turned away at the door.",
      label: "reason",
      counts: metrics.turned_away,
    }),
    tally("clients_closed", {
      help: "Clients sent away.",
      label: "reason",
      counts: metrics.closed,
    }),
    tally("commands", { help: "Commands.", label: "outcome", counts: metrics.commands }),
    {
      name: "kpp_tap_round_trip_seconds",
      help: "Time from a ping to its answer.",
      type: "summary",
      samples: [
        ...quantiles.flatMap(([quantile, value]) =>
          value === null ? [] : [{ labels: { quantile: String(quantile) }, value, suffix: "" }]
        ),
        { suffix: "_sum", value: trip.sum },
        { suffix: "_count", value: trip.count },
      ],
    },
    gauge("load_ratio", "Part of a frame interval that sending takes.", metrics.load),
    gauge("thinning_ratio", "Factor by which frame rates are lowered.", metrics.thinning),
  ].filter(({ samples }) => samples.length > 0) as Family[];
}

function frameFamilies(frame: Frame): Family[] {
  const one = (name: string, help: string, value: number): Family => {
    return { name: `kpp_${name}`, help, type: "gauge", samples: [{ value }] };
  };
  const channels = CHANNELS.flatMap(({ id, description, unit }, index): Family[] => {
    const value = frame.values[index];
    if (!Number.isFinite(value)) return [];
    return [one(metricName(id), `${description}${unit === "" ? "" : ` (${unit})`}.`, value)];
  });
  return [
    one("frame_number", "Number of the newest frame.", frame.frameId),
    one("frame_timestamp_seconds", "Unix time of the newest frame.", frame.timestamp),
    one("simulation_seconds", "Simulated time of the newest frame.", frame.simulationTime),
    {
      name: "kpp_status",
      help: "1 for the state of the source, else 0.",
      type: "gauge",
      samples: STATUSES.map((status) => ({
        labels: { status },
        value: Number(status === frame.status),
      })),
    },
    ...channels,
  ];
}

/** Ends of names that mean a kind of metric. */
const RESERVED = /_(count|sum|bucket|total|created|info)$/;

/** `chain.hasMoved` as `chain_has_moved`. */
function metricName(id: string): string {
  const name = id.replaceAll(".", "_").replaceAll(/(?<=[a-z0-9])([A-Z])/g, "_$1").toLowerCase();
  return name.replace(RESERVED, "$&_value");
}
