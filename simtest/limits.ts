/** How long a channel may be wrong before it must be told, s: three evaluations and a frame. */
export const QUALITY_LIMIT = 0.6;

/** How long after the last fault a channel may still be in doubt, s: a second, and a frame. */
export const CLEAR_LIMIT = 2;
