/**
 * Every bound of the client side: how long it waits, what it keeps, and how often it tries again.
 *
 * @module
 */

/** First pause before a lost tap is tried again, s; each further one is twice as long. */
export const FIRST_PAUSE = 0.25;

/** Longest pause before a lost tap is tried again, s. */
export const LONGEST_PAUSE = 10;

/** Time that a connection must have lasted for its loss to be a first one again, s. */
export const STEADY = 10;

/** Connections that end sooner than that in a row before the next transport is tried. */
export const MAX_SHORT_LIVES = 3;

/** Time that a transport is given to bring a first frame before the next one is tried, s. */
export const OPEN_PATIENCE = 5;

/** Time between two attempts to get back to a better transport, s. */
export const CLIMB_INTERVAL = 30;

/** Time without a sign of life after which a WebSocket counts as half-open, s: two lost pings. */
export const SILENCE = 5;

/** The same of a stream of events, which a tap with nothing to say comments every 15 s. */
export const STREAM_SILENCE = 20;

/** Time between two pings, s. */
export const PING_INTERVAL = 2;

/** Time between two acknowledgements, s: well within what a tap leaves unacknowledged. */
export const ACKNOWLEDGE_INTERVAL = 0.5;

/** Age of the newest frame above which it is shown as stale, s; at low rates, intervals. */
export const STALE = { age: 1.5, intervals: 3 };

/** Time between two looks at a frame that polling asks for, s. */
export const POLL_INTERVAL = 0.5;

/** Redirections that are followed to a tap that has moved. */
export const MAX_REDIRECTS = 5;

/** Bytes of the longest message a tap may send: a whole frame has some 10 kB. */
export const LONGEST_MESSAGE = 1024 * 1024;

/** Frames that may wait to be shown; when there is no more room the oldest is shown at once. */
export const PLAYOUT_FRAMES = 256;

/** Longest delay of the jitter buffer, s: beyond it motion stops rather than lags. */
export const LONGEST_DELAY = 2;

/** How much faster or slower what is shown runs until the delay is kept: below what is noticed. */
export const STRETCH = 0.1;

/** Time that is caught up with by running faster, s; beyond it, by a jump. */
export const LONGEST_CATCH_UP = 0.5;

/** Longest stretch between two frames that is interpolated, s: beyond it nobody knows. */
export const LONGEST_STRETCH = 2;

/** Time without a frame that is a standstill rather than jitter, s; at low rates, intervals. */
export const STANDSTILL = { time: 1, intervals: 3 };

/** Arrivals that the jitter buffer judges the jitter by. */
export const ARRIVALS = 64;

/** Round trips that the quality of a connection is judged by. */
export const ROUND_TRIPS = 32;

/** Commands that may be unanswered at once; a further one is refused on the spot. */
export const MAX_UNANSWERED = 64;
