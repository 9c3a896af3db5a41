/** Bounds the work on a hostile history, in characters. */
const LONGEST_TEXT = 4000;

const BUILDKIT = '# buildkit';
const CLASSIC_NOP = /^\/bin\/sh -c #\(nop\)\s+/;
/** How BuildKit and the classic builder write a shell-form RUN, with build arguments (`|1 KEY=value`) or without. */
const SHELL = /^(?:RUN )?(?:\|\d{1,3} .*? )?\/bin\/sh -c /s;

/** The instruction of a Dockerfile in a layer's `created_by`, without what BuildKit and the classic builder wrap around it. */
export function instructionOf(createdBy: string): string {
  const text = createdBy.slice(0, LONGEST_TEXT).trim();
  const own = text.endsWith(BUILDKIT) ? text.slice(0, -BUILDKIT.length).trimEnd() : text;
  return own.replace(CLASSIC_NOP, '').replace(SHELL, 'RUN ');
}
