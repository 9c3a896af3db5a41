/** A size at a time, in bytes and milliseconds since 1970. */
export interface TimedBytes {
  readonly time: number;
  readonly bytes: number;
}

/** How fast a size grew, and when it meets a limit. */
export interface Pace {
  /** The days that it is of. */
  readonly days: number;
  /** Bytes a day. */
  readonly pace: number;
  /** Milliseconds since 1970; null where the limit is not met within a hundred years. */
  readonly met: number | null;
}

const DAY = 24 * 3_600_000;
/** Days back that the pace is measured over. */
const BACK = 90;
const FARTHEST = 36_525;

/**
 * The pace from the size of 90 days before the newest to the newest, and when a limit is met at that pace. Undefined where all sizes are of one
 * time.
 * @param sizes oldest first
 * @param limit bytes
 */
export function paceTo(sizes: readonly TimedBytes[], limit: number): Pace | undefined {
  const newest = sizes.at(-1);
  const first = sizes[0];
  if (newest === undefined || first === undefined || newest.time <= first.time) return undefined;
  const start = Math.max(first.time, newest.time - BACK * DAY);
  // The size did not change between two weighed commits of one size, so the last one before the start holds at the start.
  const then = sizes.findLast(({ time }) => time <= start) ?? first;
  const days = (newest.time - start) / DAY;
  const pace = (newest.bytes - then.bytes) / days;
  return { days: Math.round(days * 10) / 10, pace: Math.round(pace), met: metAt(newest, limit, pace) };
}

function metAt(newest: TimedBytes, limit: number, pace: number): number | null {
  if (newest.bytes > limit) return newest.time;
  if (pace <= 0) return null;
  const days = (limit - newest.bytes) / pace;
  return days > FARTHEST ? null : Math.round(newest.time + days * DAY);
}
