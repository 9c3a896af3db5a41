import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** What follows `containers-storage:`. */
export interface StorageReference {
  /** Where the store is, if the reference says so: its driver, and its directory (an absolute path). */
  readonly store?: { readonly driver: string; readonly root: string };
  /** Name or id of the image, as the user wrote it. */
  readonly image: string;
}

const LONGEST = 1024;
/** A docker reference, an id, or a short form of one. */
const IMAGE = /^[A-Za-z0-9][A-Za-z0-9._/:@+[\]-]*$/;
const DRIVER = /^[a-z][a-z0-9]{0,31}$/;
const FORM = 'containers-storage:[[DRIVER@DIRECTORY[+RUN-DIRECTORY][:OPTIONS]]]IMAGE';

/**
 * Parses `[[DRIVER@]ROOT[+RUN-ROOT][:OPTIONS]]IMAGE` (containers-transports(5), "containers-storage"). The run directory and the options matter to
 * writers only.
 * @throws UserError for another form
 */
export function parseStorageReference(text: string): StorageReference {
  if (text.length > LONGEST) throw malformed(text, `is longer than ${LONGEST} characters`);
  const [, specifier, image = ''] = /^(?:\[([^\]]*)\])?(.*)$/s.exec(text) ?? [];
  if (!IMAGE.test(image)) throw malformed(text, 'names no image');
  if (specifier === undefined) return { image };
  const [, driver = '', root = ''] = /^(?:([^@/]*)@)?([^+:]*)/.exec(specifier) ?? [];
  if (driver !== '' && !DRIVER.test(driver)) throw malformed(text, 'has a malformed storage driver');
  if (!root.startsWith('/')) throw malformed(text, 'has no absolute path as the directory of the store');
  return { store: { driver, root }, image };
}

function malformed(text: string, problem: string): UserError {
  return new UserError(`"containers-storage:${printable(text.slice(0, 200))}" ${problem}; expected ${FORM}`);
}
