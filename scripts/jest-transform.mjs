import { transformSync } from 'esbuild';

/** Only erases types, which takes milliseconds a file. `npm run check` checks them. */
const process = (/** @type {string} */ source, /** @type {string} */ path) =>
  transformSync(source, { loader: 'ts', format: 'esm', target: 'node24', sourcemap: 'inline', sourcefile: path });

export default { process };
