import type { IncomingHttpHeaders } from 'node:http';
import { isBot } from './identity.ts';
import { Refusal } from './reply.ts';

/** The account of a token, and whether it may write. */
export interface TokenSeed {
  /** `name[bot]` for the token of an app, any other login for the token of a person. */
  readonly login: string;
  readonly permissions?: 'read' | 'write';
}

export interface Token {
  readonly login: string;
  readonly isApp: boolean;
  readonly canWrite: boolean;
}

export interface RateLimit {
  /** Requests in an hour; 1,000 for a GITHUB_TOKEN, for the whole repository. */
  readonly limit: number;
  /** Requests left when the server starts. */
  readonly remaining?: number;
}

export const toToken = ({ login, permissions = 'write' }: TokenSeed): Token => ({
  login,
  isApp: isBot(login),
  canWrite: permissions === 'write',
});

/** Finds the token of a request. Refuses a missing or unknown token like GitHub. */
export function authenticate(tokens: ReadonlyMap<string, Token>, headers: IncomingHttpHeaders): Token {
  const [, value] = /^(?:token|bearer) (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (value === undefined) throw new Refusal(401, 'Requires authentication');
  const token = tokens.get(value);
  if (token === undefined) throw new Refusal(401, 'Bad credentials');
  return token;
}

export function requireWrite(token: Token): void {
  if (!token.canWrite) throw notAccessible(token);
}

/** The 403 for a missing permission. A retry does not help. */
export function notAccessible({ isApp }: Token): Refusal {
  return new Refusal(403, `Resource not accessible by ${isApp ? 'integration' : 'personal access token'}`);
}

/** Counts the requests of an hour. Its headers distinguish the 403 of a rate limit from other ones. */
export class RateLimiter {
  readonly #limit: number;
  readonly #reset: number;
  #remaining: number;

  constructor({ limit, remaining = limit }: RateLimit) {
    this.#limit = limit;
    this.#remaining = remaining;
    this.#reset = Math.floor(Date.now() / 1000) + 3600;
  }

  take(): void {
    if (this.#remaining === 0) throw new Refusal(403, 'API rate limit exceeded for installation.');
    this.#remaining -= 1;
  }

  headers(): Readonly<Record<string, string>> {
    return {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(this.#remaining),
      'x-ratelimit-used': String(this.#limit - this.#remaining),
      'x-ratelimit-reset': String(this.#reset),
      'x-ratelimit-resource': 'core',
    };
  }
}
