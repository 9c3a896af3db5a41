import { type EntrypointCheck, isRootUser, type PortsCheck, type UserCheck } from '../model/check.ts';
import type { CheckResult, Measurement } from '../model/measurement.ts';

/** A check that needs no container. */
export type StaticCheck = UserCheck | EntrypointCheck | PortsCheck;

/** Runs a check that needs only the image's config, and no container. */
export function checkConfig(check: StaticCheck, config: Measurement['config']): CheckResult {
  const reason = reasonAgainst(check, config);
  return { check: check.label, ...(reason === undefined ? { outcome: 'pass' } : { outcome: 'fail', reason }) };
}

function reasonAgainst(check: StaticCheck, { user, entrypoint, exposedPorts }: Measurement['config']) {
  switch (check.kind) {
    case 'user':
      return wrongUser(check.user, user);
    case 'entrypoint':
      return sameWords(check.entrypoint, entrypoint)
        ? undefined
        : `the entrypoint is ${JSON.stringify(entrypoint)}, expected ${JSON.stringify(check.entrypoint)}`;
    case 'ports':
      return wrongPorts(check.ports, exposedPorts);
  }
}

function wrongUser(expected: string, found: string): string | undefined {
  if (expected !== 'non-root')
    return found === expected ? undefined : `the user is ${quoted(found)}, expected ${quoted(expected)}`;
  return isRootUser(found) ? `the user is ${quoted(found)}, which is root` : undefined;
}

function quoted(user: string): string {
  return user === '' ? 'not set' : JSON.stringify(user);
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}

function wrongPorts(allowed: readonly string[], exposed: readonly string[]): string | undefined {
  const known = new Set(allowed.map(fullPort));
  const others = exposed.filter((port) => !known.has(fullPort(port)));
  if (others.length === 0) return undefined;
  return `exposes ${others.join(', ')}; allowed: ${allowed.length === 0 ? 'none' : allowed.join(', ')}`;
}

/** image-spec, config.md: a port without a protocol is a TCP port. */
function fullPort(port: string): string {
  const lower = port.toLowerCase();
  return lower.includes('/') ? lower : `${lower}/tcp`;
}
