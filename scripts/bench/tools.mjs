// The programs that a row stands beside: dive and syft, built from the Go module proxy, and what inflates on this machine.
import { join } from 'node:path';
import { GO_MODULES, provideGoModule } from '../engine/go.mjs';
import { findPlaces } from '../engine/places.mjs';
import { findProgram } from '../engine/run.mjs';

/** @typedef {{ command: string } | { missing: string }} Tool */

/**
 * @param {'dive' | 'syft'} name
 * @param {(line: string) => void} log
 * @returns {Promise<Tool>} missing: why it is not to be had here
 */
export async function provideNeighbour(name, log) {
  try {
    return { command: join(await provideGoModule(findPlaces(), GO_MODULES[name], log), name) };
  } catch (error) {
    const [first = ''] = /** @type {Error} */ (error).message.split('\n').slice(-1);
    return { missing: `not to be had here: ${first}` };
  }
}

/** @returns {Tool} */
export function findInflater() {
  const command = findProgram('unpigz') ?? findProgram('gzip');
  return command === undefined ? { missing: 'neither unpigz nor gzip is in PATH' } : { command };
}
