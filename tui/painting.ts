/** Paints per second while nobody looks at the window. */
export const UNSEEN_RATE = 2;

/** Paints after which the rate is judged. */
const JUDGED_PAINTS = 30;

/** Part of them that may find the terminal still busy with the one before. */
const BUSY_SHARE = 0.25;

/** Judgements in a row without a busy one after which the rate is raised again. */
const CALM_JUDGEMENTS = 10;

/** Slowest painting that a slow terminal leads to, of the frames one in so many. */
const SLOWEST = 16;

/** How often the screen is painted, and how well the terminal keeps up. */
export interface Painting {
  /** Whether the window is looked at, as far as the terminal says. */
  readonly isSeen: boolean;
  /** Of the frames one in so many is painted: a power of two. */
  readonly every: number;
  /** Paints since the last judgement, and those of them that found the terminal busy. */
  readonly paints: number;
  readonly busy: number;
  /** Judgements in a row without a busy paint. */
  readonly calm: number;
}

/** Every frame is painted. */
export const FIRST_PAINTING: Painting = { isSeen: true, every: 1, paints: 0, busy: 0, calm: 0 };

/** Whether frame number `frames` is to be painted at so many frames per second. */
export function isPainted(
  { isSeen, every }: Painting,
  { frames, fps }: { frames: number; fps: number },
): boolean {
  const unseen = isSeen ? 1 : Math.max(1, Math.round(fps / UNSEEN_RATE));
  return frames % Math.max(every, unseen) === 0;
}

/**
 * The painting after one more paint. A terminal that is busy at a quarter of the paints gets half
 * as many; one that is not for ten times as long gets twice as many again.
 */
export function painted(painting: Painting, isBusy: boolean): Painting {
  const paints = painting.paints + 1;
  const busy = painting.busy + (isBusy ? 1 : 0);
  if (busy > BUSY_SHARE * JUDGED_PAINTS) {
    const every = Math.min(SLOWEST, 2 * painting.every);
    return { ...painting, every, paints: 0, busy: 0, calm: 0 };
  }
  if (paints < JUDGED_PAINTS) return { ...painting, paints, busy };
  const calm = busy === 0 ? painting.calm + 1 : 0;
  return calm >= CALM_JUDGEMENTS && painting.every > 1
    ? { ...painting, every: painting.every / 2, paints: 0, busy: 0, calm: 0 }
    : { ...painting, paints: 0, busy: 0, calm };
}
