/** The entry of `import { measure, compare } from "image-size-gate"`. command/library/public.ts has its types. */
export { compare, measure } from './command/library/library.ts';
export { VERSION as version } from './run/version.ts';
