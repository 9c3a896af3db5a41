/** The entry of `import { measure, compare } from "image-size-gate"`. model/public.ts has its types. */
export { compare, measure } from './command/library.ts';
export { VERSION as version } from './run/version.ts';
