import { findLocalBase } from '../../baseline/base-commit.ts';
import { historyOf } from '../../baseline/git-history.ts';
import { gitCommand, isShallow, originRepository, type Repository, resolveRemote, topLevel } from '../../git/git.ts';
import { runCommand } from '../../process/run.ts';
import type { Examination, Finding } from './finding.ts';

const BRANCH = 'image-size';
/** Seconds for a question to origin. A doctor does not wait long. */
const PATIENCE = 30;

/** The checks of git: the checkout, the base commit, origin, and the records there. */
export function repositoryExaminations(place: Repository): readonly Examination[] {
  const repository = { ...place, originLimit: PATIENCE };
  return [
    {
      name: 'git',
      look: () => lookAtCheckout(repository),
      cure: 'run in a checkout of the repository, with git on PATH',
    },
    {
      name: 'base',
      look: () => lookAtBase(repository),
      cure: 'git fetch origin, or name a commit in --baseline',
    },
    {
      name: 'origin',
      dispensable: true,
      look: () => lookAtOrigin(repository),
      cure: 'see that `git ls-remote origin` works, or give a token with contents: read in GITHUB_TOKEN',
    },
    {
      name: 'records',
      dispensable: true,
      look: () => lookAtRecords(repository),
      cure: 'let the action run on the default branch with contents: write; until then the base is built',
    },
    {
      name: 'token',
      dispensable: true,
      look: () => lookAtToken(repository),
      cure: 'give the job contents: write where it records, on the default branch and for releases',
    },
  ];
}

async function lookAtCheckout(repository: Repository): Promise<Omit<Finding, 'name'>> {
  const top = await topLevel(repository);
  if (top === undefined)
    return {
      outcome: 'warn',
      words: 'this is no git repository',
      cure: 'name what to compare with in --baseline, or use `measure` and `compare`, which need no repository',
    };
  if (!(await isShallow(repository))) return { outcome: 'ok', words: `checkout at ${top}, whole history` };
  return { outcome: 'ok', words: `checkout at ${top}, shallow: the base commit is fetched by its id` };
}

async function lookAtBase(repository: Repository): Promise<Omit<Finding, 'name'>> {
  if ((await topLevel(repository)) === undefined) return { outcome: 'skipped', words: 'no repository' };
  const base = await findLocalBase(historyOf(repository));
  if (base.kind === 'commit')
    return { outcome: 'ok', words: `compared with ${base.commit.slice(0, 7)} (${base.description})` };
  return { outcome: 'warn', words: base.reason, cure: 'git fetch origin, or name a commit in --baseline' };
}

async function lookAtOrigin(repository: Repository): Promise<Omit<Finding, 'name'>> {
  const origin = await hasOrigin(repository);
  if (!origin) return { outcome: 'skipped', words: 'there is no remote called origin' };
  const head = await resolveRemote(repository, 'HEAD');
  return { outcome: 'ok', words: `origin answers${head === undefined ? ', and is empty' : ''}` };
}

async function lookAtRecords(repository: Repository): Promise<Omit<Finding, 'name'>> {
  if (!(await hasOrigin(repository))) return { outcome: 'skipped', words: 'there is no remote called origin' };
  const commit = await resolveRemote(repository, BRANCH);
  if (commit === undefined)
    return {
      outcome: 'ok',
      words: `origin has no branch ${BRANCH} yet: each run builds the base`,
      cure: 'to record, run the action on pushes to the default branch with contents: write',
    };
  return {
    outcome: 'ok',
    words: `origin has the branch ${BRANCH} at ${commit.slice(0, 7)}; --data-branch ${BRANCH} uses its records`,
  };
}

/** Whether the token may write: git asks for it without sending anything. */
async function lookAtToken(repository: Repository): Promise<Omit<Finding, 'name'>> {
  const { token } = repository;
  if (!token) return { outcome: 'skipped', words: 'GITHUB_TOKEN is not set; git uses its own credentials' };
  if ((await originRepository(repository)) === undefined)
    return { outcome: 'skipped', words: 'no origin to use it on' };
  const args = ['push', '--dry-run', '--quiet', 'origin', `HEAD:refs/image-size-gate/waiting/${BRANCH}/doctor`];
  const { exitCode, stderr } = await runCommand(gitCommand(repository, args), {
    timeLimit: PATIENCE,
    ...(repository.signal && { signal: repository.signal }),
  });
  if (exitCode === 0) return { outcome: 'ok', words: 'GITHUB_TOKEN may write (contents: write), as records need' };
  const reason = stderr.trim().split('\n')[0] ?? '';
  return {
    outcome: 'ok',
    words: `GITHUB_TOKEN may not write, so nothing would be recorded: ${reason}`,
    cure: 'give the job contents: write where it records; a pull request needs only contents: read',
  };
}

async function hasOrigin(repository: Repository): Promise<boolean> {
  if ((await topLevel(repository)) === undefined) return false;
  const { exitCode } = await runCommand(gitCommand(repository, ['remote', 'get-url', 'origin']));
  return exitCode === 0;
}
