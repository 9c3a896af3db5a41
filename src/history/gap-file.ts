import type { BranchSnapshot } from '../model/data-branch.ts';
import { type Gap, type Gaps, gapsSchema, imagePath, MAX_GAPS } from '../model/record.ts';
import { issueWords } from '../model/schema.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { readBelievable } from './records.ts';

/** Path of the file on the data branch that says which old commits of an image did not build. */
export function gapsPath(image: string): string {
  return `gaps/${imagePath(image)}.json`;
}

/** The old commits of an image that did not build, and why; none where there is no such file or it is not valid. */
export async function readGaps(snapshot: BranchSnapshot, image: string): Promise<readonly Gap[]> {
  const found = await readBelievable(snapshot, gapsPath(image), parseGaps);
  return found?.image === image ? found.gaps : [];
}

/** Parses `gaps/<image>.json`. @throws UserError with the path, the place and what is wrong there */
function parseGaps(text: string, path: string): Gaps {
  const value = parseJson(text, path);
  const parsed = gapsSchema.safeParse(value);
  if (!parsed.success) throw new UserError(`${path}: not a list of gaps${issueWords(parsed.error, value)}`);
  return parsed.data;
}

/** The text of the file: one gap a line. Beyond MAX_GAPS, the first are left out. */
export function formatGaps(image: string, gaps: readonly Gap[]): string {
  const lines = gaps.slice(-MAX_GAPS).map(({ commit, build, reason }) => JSON.stringify({ commit, build, reason }));
  return `{"schemaVersion":1,"image":${JSON.stringify(image)},"gaps":[\n${lines.join(',\n')}\n]}\n`;
}
