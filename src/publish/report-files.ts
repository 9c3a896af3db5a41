import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../process/environment.ts';
import { makeLastingFolder } from '../process/temporary-folder.ts';
import { UserError } from '../text/error.ts';
import { systemProblem } from '../text/system-error.ts';

/** A file that was written, or why it was not: a full disk takes the file, and not the verdict. */
export type Written = { readonly path: string } | { readonly problem: string };

/** The files of a report, in a folder of their own that outlives the run: later steps read them. */
export interface ReportFiles {
  write(name: string, text: string): Promise<Written>;
}

/** Makes the folder. Never throws what the system answers: then each file has this problem. */
export async function openReportFiles(env: Environment): Promise<ReportFiles> {
  const folder = await attempt(() => makeLastingFolder('report', env));
  return 'problem' in folder ? { write: async () => folder } : filesIn(folder.path);
}

/** Files of a report in a folder that is there. */
export function filesIn(folder: string): ReportFiles {
  return {
    write: (name, text) => {
      const path = join(folder, name);
      return attempt(() => writeFile(path, text).then(() => path), path);
    },
  };
}

async function attempt(work: () => Promise<string>, place?: string): Promise<Written> {
  try {
    return { path: await work() };
  } catch (error) {
    const problem = error instanceof UserError ? error.message : systemProblem(error, place);
    if (problem === undefined) throw error;
    return { problem };
  }
}
