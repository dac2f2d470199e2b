import type { Channel, Sample } from "./channel.ts";
import { type Component, COMPONENTS, STATISTIC, STATISTICS } from "./profile.ts";
import { RECOVERIES, type Recovery, RECOVERY_STATISTIC, RECOVERY_STATISTICS } from "./recovery.ts";
import { SIGN_LABELS } from "./runtime.ts";
import { type Queue, QUEUES, TRAFFIC } from "./traffic.ts";

/** How far the run can be trusted. */
export const STABILITY_CHANNELS = [
  {
    id: "stability",
    label: "stability",
    unit: "",
    range: [0, 1],
    decimals: 3,
    description: "Score of the worst sign of ill health: 1 all clean, 0.5 at its limit, 0 broken",
    read: ({ runtime }) => runtime.stability,
  },
  {
    id: "stability.worst",
    label: "worst sign",
    unit: "",
    range: [0, SIGN_LABELS.length - 1],
    decimals: 0,
    words: SIGN_LABELS,
    description: "Which sign that is, by its number in the table of signs; no data when all clean",
    read: ({ runtime }) => runtime.worstSign,
  },
  {
    id: "health.fault",
    label: "fault",
    unit: "",
    range: [0, 1],
    decimals: 0,
    description: "Whether a state was no longer finite, or events never ended: the run is over",
    read: ({ runtime }) => Number(runtime.hasFailed),
  },
  {
    id: "faults.active",
    label: "active faults",
    unit: "",
    range: [0, 10],
    decimals: 0,
    description: "Faults that were injected into this run and are there now",
    read: ({ runtime }) => runtime.activeFaults,
  },
] as const satisfies readonly Channel[];

/** What is wrong with floaters, found from one evaluation of the alarms to the next. */
export const FLOATER_CHANNELS = [
  {
    id: "injector.stuckShut",
    label: "floaters without air in the window",
    unit: "",
    range: [0, 5],
    decimals: 0,
    description: "Floaters in the window that have no air, and valves that are shut",
    read: ({ runtime }) => runtime.floaters.unopened,
  },
  {
    id: "injector.stuckOpen",
    label: "floaters that overfill",
    unit: "",
    range: [0, 5],
    decimals: 0,
    description: "Floaters that have more air than a fill, and valves that are open",
    read: ({ runtime }) => runtime.floaters.overfilling,
  },
  {
    id: "air.leaks",
    label: "floaters that leak",
    unit: "",
    range: [0, 5],
    decimals: 0,
    description: "Floaters that lose air on their way up though they are shut and not full",
    read: ({ runtime }) => runtime.floaters.leaking,
  },
] as const satisfies readonly Channel[];

/** How far the channels can be trusted. */
export const QUALITY_CHANNELS = [
  {
    id: "quality.stale",
    label: "stale channels",
    unit: "",
    range: [0, 10],
    decimals: 0,
    description: "Channels that are not renewed: without data, or frozen",
    read: ({ runtime }) => runtime.quality.stale,
  },
  {
    id: "quality.bad",
    label: "bad channels",
    unit: "",
    range: [0, 10],
    decimals: 0,
    description: "Channels whose value cannot be right",
    read: ({ runtime }) => runtime.quality.bad,
  },
] as const satisfies readonly Channel[];

/** Statistics of a component that are channels, by the end of the channel's id. */
const PROFILED = {
  Share: { statistic: "share", label: "share", unit: "", range: [0, 1], decimals: 5 },
  P50: { statistic: "p50", label: "median", unit: "s", range: [0, 1e-3], decimals: 6 },
  P99: { statistic: "p99", label: "99 %", unit: "s", range: [0, 1e-3], decimals: 6 },
  Max: { statistic: "max", label: "largest", unit: "s", range: [0, 1e-2], decimals: 6 },
} as const;

type Profiled = keyof typeof PROFILED;

const WORDS: Readonly<Record<Profiled, string>> = {
  Share: "Part of one core that goes into",
  P50: "Time that half of the recent frames exceed for",
  P99: "Time that 1 % of the recent frames exceed for",
  Max: "Longest time of the recent frames for",
};

/** What the parts of the program cost, from the frames that are timed. */
export const PROFILE_CHANNELS: readonly Channel<`profile.${Component}${Profiled}`>[] = COMPONENTS
  .flatMap(
    ({ id, label, description }, row) =>
      (Object.keys(PROFILED) as Profiled[]).map((end) => {
        const { statistic, ...words } = PROFILED[end];
        const place = row * STATISTICS + STATISTIC[statistic];
        return {
          ...words,
          id: `profile.${id}${end}` as const,
          label: `${label}, ${words.label}`,
          description: `${WORDS[end]} ${description}`,
          read: ({ runtime }: Sample) => runtime.profile[place],
        };
      }),
  );

/** Statistics of a recovery that are channels, by the end of the channel's id. */
const RECOVERY_SHOWN = {
  Count: { statistic: "count", label: "count", unit: "", range: [0, 10], decimals: 0 },
  SuccessRate: { statistic: "successRate", label: "success", unit: "", range: [0, 1], decimals: 2 },
  Time: { statistic: "time", label: "time", unit: "s", range: [0, 10], decimals: 3 },
} as const;

type RecoveryShown = keyof typeof RECOVERY_SHOWN;

const RECOVERY_WORDS: Readonly<Record<RecoveryShown, string>> = {
  Count: "How often it came to",
  SuccessRate: "Part of the attempts that are over that worked, of",
  Time: "How long it took last time, of",
};

/** How the program recovered from what went wrong. */
export const RECOVERY_CHANNELS: readonly Channel<`recovery.${Recovery}${RecoveryShown}`>[] =
  RECOVERIES
    .flatMap(({ id, label, description }, row) =>
      (Object.keys(RECOVERY_SHOWN) as RecoveryShown[]).map((end) => {
        const { statistic, ...words } = RECOVERY_SHOWN[end];
        const place = row * RECOVERY_STATISTICS + RECOVERY_STATISTIC[statistic];
        return {
          ...words,
          id: `recovery.${id}${end}` as const,
          label: `${label}, ${words.label}`,
          description: `${RECOVERY_WORDS[end]} ${description}; no data until there was one`,
          read: ({ runtime }: Sample) => runtime.recovery[place],
        };
      })
    );

/** What waits between the parts of the program, and what a screen takes. */
export const TRAFFIC_CHANNELS: readonly Channel<`queue.${Queue}` | "screen.frameBytes">[] = [
  ...QUEUES.map(({ id, label, unit, room, description }) => ({
    id: `queue.${id}` as const,
    label,
    unit,
    range: [0, room] as const,
    decimals: 0,
    description,
    read: ({ runtime }: Sample) => runtime.traffic[TRAFFIC[id]],
  })),
  {
    id: "screen.frameBytes",
    label: "bytes to the terminal, per frame",
    unit: "B",
    range: [0, 1500],
    decimals: 0,
    description: "Mean over the frames of the last second; no data without a screen",
    read: ({ runtime }) => runtime.traffic[TRAFFIC.screenBytes],
  },
];
