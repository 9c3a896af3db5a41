import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DataBranch, openDataBranch, REF } from '../support/data-branch.ts';
import { BROKEN } from '../support/github/broken-answer.ts';

let branch: DataBranch;
beforeAll(async () => {
  branch = await openDataBranch();
});
afterAll(async () => {
  await branch[Symbol.asyncDispose]();
});

const OPERATIONS = ['git/create-tree', 'git/create-commit', 'git/create-ref', 'git/update-ref'] as const;

test.each(OPERATIONS.flatMap((operation) => BROKEN.map((broken) => [operation, broken] as const)))(
  'where the answer to %s is broken (%s), the branch is looked at before anything is sent again',
  async (operationId, broken) => {
    await branch.reset();
    await using github = await branch.start();
    if (operationId === 'git/update-ref') await branch.write(github, { first: 'x' });
    github.failNext({ operationId, status: 200, broken });
    expect(await branch.write(github, { file: 'text' })).toMatchObject({ outcome: 'written' });
    const commits = await branch.origin.git('rev-list', '--count', REF);
    expect(commits).toBe(operationId === 'git/update-ref' ? '2' : '1');
    expect(await branch.origin.git('show', `${REF}:file`)).toBe('text');
  },
);
