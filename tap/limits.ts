/**
 * Every bound of the tap: what a client may ask for, and what is kept for it.
 *
 * @module
 */

/** Clients at once; one more is turned away with 503. */
export const MAX_CLIENTS = 4096;

/** Clients at once that have not shown their token yet. */
export const MAX_STRANGERS = 64;

/** How long a client may take to show its token, s. */
export const AUTHENTICATION_TIME = 5;

/** Bytes of the longest message a client may send. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/** Messages a client may send per second in the long run. */
export const MESSAGE_RATE = 50;

/** Messages a client may send at once. */
export const MESSAGE_BURST = 100;

/** Commands a client may send per second in the long run. */
export const COMMAND_RATE = 20;

/** Commands a client may send at once. */
export const COMMAND_BURST = 40;

/** Commands of one client that may be unanswered at once. */
export const MAX_PENDING_COMMANDS = 64;

/** Messages beyond the rate, or that mean nothing, after which a client is sent away. */
export const MAX_OFFENCES = 50;

/** Different things a tap encodes at once: encoding, rate and fields. */
export const MAX_STREAMS = 256;

/** Frames kept for clients that come back: 20 s at 30 frames per second. */
export const RECENT_FRAMES = 600;

/** Messages other than frames that may wait for a slow client. */
export const MAX_QUEUED = 256;

/** Bytes not yet taken by the kernel above which a client gets no more frames for now. */
export const MAX_BUFFERED = 256 * 1024;

/** Bytes not yet taken by the kernel above which nothing at all is sent. */
export const MAX_BACKLOG = 1024 * 1024;

/** Time between pings of one client, s. */
export const PING_INTERVAL = 2;

/** Time without an answer to a ping after which a client counts as slow, s. */
export const PING_PATIENCE = 1.5;

/** Time for which a client may be slow before it is sent away, s. */
export const SLOW_PATIENCE = 10;

/** Frames a client that acknowledges may leave unacknowledged, s of its rate. */
export const ACKNOWLEDGE_SPAN = 2;

/** Time between two metrics messages when nothing is said, s. */
export const METRICS_INTERVAL = 30;

/** Shortest time between two metrics messages, s. */
export const SHORTEST_METRICS_INTERVAL = 1;

/** Lowest frame rate that can be asked for, 1/s. */
export const MIN_RATE = 1e-3;

/** Frames between two key frames of a delta stream. */
export const KEY_INTERVAL = 300;

/** Part of a frame interval that sending may take before rates are lowered. */
export const LOAD_HIGH = 0.6;

/** Part of a frame interval below which rates are raised again. */
export const LOAD_LOW = 0.2;

/** Largest factor by which rates are lowered. */
export const MAX_THINNING = 8;

/** Round trips of pings that percentiles are taken of. */
export const ROUND_TRIPS = 1024;

/** Requests that are answered per second in the long run. */
export const REQUEST_RATE = 200;

/** Requests that are answered at once. */
export const REQUEST_BURST = 4096;
