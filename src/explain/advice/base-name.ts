import type { Measurement } from '../../model/measurement.ts';
import { familiarName } from '../../model/reference.ts';

/** The base image as a Dockerfile names it: `debian:bookworm`; `…` where nobody knows, or it is no plain reference. */
export function baseName({ base }: Pick<Measurement, 'base'>): string {
  const name = familiarName(base?.image ?? '').replace(/@.*$/s, '');
  return /^[\w.:/-]+$/.test(name) ? name : '…';
}
