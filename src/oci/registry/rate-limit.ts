/** What a registry tells of its limit on pulls: how many are left, of how many, in how many seconds. */
export interface RateLimit {
  readonly remaining: number;
  readonly limit: number;
  readonly window: number | undefined;
}

/** Below this part of the limit a user is told. */
const LOW = 0.1;

/** Reads `ratelimit-limit: 100;w=21600` and `ratelimit-remaining: 76;w=21600` (docs.docker.com, "Docker Hub pull usage and limits"). */
export function readRateLimit(headers: Headers): RateLimit | undefined {
  const [limit, remaining] = [numberIn(headers, 'ratelimit-limit'), numberIn(headers, 'ratelimit-remaining')];
  if (limit === undefined || remaining === undefined) return undefined;
  const window = /;\s*w=(\d{1,9})\b/.exec(headers.get('ratelimit-limit') ?? '')?.[1];
  return { limit, remaining, window: window === undefined ? undefined : Number(window) };
}

function numberIn(headers: Headers, name: string): number | undefined {
  const digits = /^\s*(\d{1,9})\b/.exec(headers.get(name) ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether so few pulls are left that the user should know. */
export function isLow({ limit, remaining }: RateLimit): boolean {
  return remaining <= limit * LOW;
}

/** `76 of 100 pulls in 6 h are left` */
export function describeRateLimit({ limit, remaining, window }: RateLimit): string {
  return `${remaining} of ${limit} pulls${window === undefined ? '' : ` in ${duration(window)}`} are left`;
}

/** Seconds in words: `40 s`, `12 min`, `6 h`. Rounded up. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 100 * 60 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
