import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client, connect, isServerError } from '../../src/github/client.ts';
import { ANSWERS, type CheckedMethods, VIEWER } from '../../src/github/request/answers.ts';
import { BROKEN, sendBroken } from '../support/github/broken-answer.ts';

const PLACE = { owner: 'acme', repo: 'app' };
const ISSUE = { ...PLACE, issue_number: 7 };
const SHA = 'a'.repeat(40);
const BOT = { login: 'github-actions[bot]' };
const COMMENT = { id: 1, body: 'x', html_url: 'http://x', user: BOT, updated_at: '2026-11-01T00:00:00Z' };
const PULL = {
  number: 7,
  state: 'open',
  user: BOT,
  base: { ref: 'main' },
  head: { ref: 'b', sha: SHA, repo: { id: 1 } },
};

interface Example {
  readonly ask: (client: Client) => Promise<unknown>;
  /** A good answer with no more than what must be there. */
  readonly answer: unknown;
  /** 200 when absent. */
  readonly status?: number;
}

/** A method that may be called and has no example here is an error of types. */
const EXAMPLES: {
  readonly [Group in keyof CheckedMethods]: { readonly [Method in keyof CheckedMethods[Group]]: Example };
} = {
  actions: {
    downloadArtifact: {
      ask: ({ rest }) => rest.actions.downloadArtifact({ ...PLACE, artifact_id: 1, archive_format: 'zip' }),
      answer: undefined,
    },
    listWorkflowRunArtifacts: {
      ask: ({ rest }) => rest.actions.listWorkflowRunArtifacts({ ...PLACE, run_id: 1 }),
      answer: { total_count: 1, artifacts: [{ id: 1, name: 'a', size_in_bytes: 1, expired: false }] },
    },
  },
  git: {
    createCommit: {
      ask: ({ rest }) => rest.git.createCommit({ ...PLACE, message: 'm', tree: SHA }),
      answer: { sha: SHA },
    },
    createRef: {
      ask: ({ rest }) => rest.git.createRef({ ...PLACE, ref: 'refs/heads/b', sha: SHA }),
      answer: { object: { sha: SHA } },
    },
    createTree: { ask: ({ rest }) => rest.git.createTree({ ...PLACE, tree: [] }), answer: { sha: SHA } },
    updateRef: {
      ask: ({ rest }) => rest.git.updateRef({ ...PLACE, ref: 'heads/b', sha: SHA }),
      answer: { object: { sha: SHA } },
    },
  },
  issues: {
    createComment: {
      ask: ({ rest }) => rest.issues.createComment({ ...ISSUE, body: 'x' }),
      answer: { id: 1, html_url: 'http://x' },
    },
    deleteComment: {
      ask: ({ rest }) => rest.issues.deleteComment({ ...PLACE, comment_id: 1 }),
      answer: undefined,
      status: 204,
    },
    getComment: { ask: ({ rest }) => rest.issues.getComment({ ...PLACE, comment_id: 1 }), answer: COMMENT },
    listComments: { ask: ({ rest }) => rest.issues.listComments(ISSUE), answer: [COMMENT] },
    listEvents: {
      ask: ({ rest }) => rest.issues.listEvents(ISSUE),
      answer: [{ id: 1, event: 'labeled', label: { name: 'l' }, actor: BOT, created_at: '2026-11-01T00:00:00Z' }],
    },
    listLabelsOnIssue: { ask: ({ rest }) => rest.issues.listLabelsOnIssue(ISSUE), answer: [{ name: 'l' }] },
    removeLabel: { ask: ({ rest }) => rest.issues.removeLabel({ ...ISSUE, name: 'l' }), answer: [{ name: 'other' }] },
    updateComment: {
      ask: ({ rest }) => rest.issues.updateComment({ ...PLACE, comment_id: 1, body: 'x' }),
      answer: { id: 1 },
    },
  },
  pulls: {
    createReviewComment: {
      ask: ({ rest }) =>
        rest.pulls.createReviewComment({ ...PLACE, pull_number: 7, body: 'x', commit_id: SHA, path: 'f', line: 1 }),
      answer: { id: 1 },
    },
    deleteReviewComment: {
      ask: ({ rest }) => rest.pulls.deleteReviewComment({ ...PLACE, comment_id: 1 }),
      answer: undefined,
      status: 204,
    },
    listFiles: {
      ask: ({ rest }) => rest.pulls.listFiles({ ...PLACE, pull_number: 7 }),
      answer: [{ filename: 'f' }],
    },
    listReviewComments: {
      ask: ({ rest }) => rest.pulls.listReviewComments({ ...PLACE, pull_number: 7 }),
      answer: [{ id: 1, body: 'x', user: BOT }],
    },
    get: { ask: ({ rest }) => rest.pulls.get({ ...PLACE, pull_number: 7 }), answer: PULL },
    list: { ask: ({ rest }) => rest.pulls.list(PLACE), answer: [PULL] },
    listReviews: {
      ask: ({ rest }) => rest.pulls.listReviews({ ...PLACE, pull_number: 7 }),
      answer: [{ id: 1, state: 'APPROVED', user: BOT, commit_id: SHA }],
    },
  },
  repos: {
    compareCommitsWithBasehead: {
      ask: ({ rest }) => rest.repos.compareCommitsWithBasehead({ ...PLACE, basehead: 'a...b' }),
      answer: { base_commit: { sha: SHA }, merge_base_commit: { sha: SHA }, ahead_by: 1, behind_by: 0 },
    },
    get: { ask: ({ rest }) => rest.repos.get(PLACE), answer: { private: true } },
    getContent: {
      ask: ({ rest }) => rest.repos.getContent({ ...PLACE, path: 'f' }),
      answer: { type: 'file', size: 1 },
    },
    listReleases: {
      ask: ({ rest }) => rest.repos.listReleases(PLACE),
      answer: [{ tag_name: 'v1.0.0', draft: false, prerelease: true }],
    },
  },
  teams: {
    getMembershipForUserInOrg: {
      ask: ({ rest }) => rest.teams.getMembershipForUserInOrg({ org: 'o', team_slug: 't', username: 'u' }),
      answer: { state: 'active' },
    },
  },
  users: {
    getAuthenticated: {
      ask: ({ rest }) => rest.users.getAuthenticated({}),
      answer: { login: 'gitea-actions', id: -2 },
    },
  },
};

const GRAPHQL: Example = {
  ask: ({ graphql }) => graphql('query { viewer { login } }', VIEWER),
  answer: { data: { viewer: BOT } },
};
const ROUTES: readonly (readonly [string, Example])[] = [
  ...Object.entries(EXAMPLES).flatMap(([group, methods]) =>
    Object.entries(methods as Readonly<Record<string, Example>>).map(
      ([method, example]) => [`${group}.${method}`, example] as const,
    ),
  ),
  ['graphql', GRAPHQL],
];
/** Their answers have no body. */
const WITHOUT_BODY = ['actions.downloadArtifact', 'issues.deleteComment', 'pulls.deleteReviewComment'];
const WITH_BODY = ROUTES.filter(([name]) => !WITHOUT_BODY.includes(name));
/** Reads are tried twice. */
const WRITES = /\.(?:create|update|remove|delete)/;

/** The answer without one of its fields, at any depth. */
function* incomplete(answer: unknown): Generator<readonly [path: string, answer: unknown]> {
  if (typeof answer !== 'object' || answer === null) return;
  for (const [key, value] of Object.entries(answer)) {
    const { [key]: _, ...others } = answer as Record<string, unknown>;
    if (!Array.isArray(answer)) yield [key, others];
    for (const [path, part] of incomplete(value)) {
      yield [`${key}.${path}`, Array.isArray(answer) ? [part] : { ...answer, [key]: part }];
    }
  }
}

let respond: (response: ServerResponse) => void;
let requests = 0;
const server = createServer((_, response) => {
  requests += 1;
  respond(response);
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  requests = 0;
});

const client = (more = {}) => {
  const { port } = server.address() as AddressInfo;
  return connect({ token: 't', apiUrl: `http://127.0.0.1:${port}`, retryDelay: 0, ...more });
};
const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => {
      throw new Error('It was believed');
    },
    (error: Error) => error,
  );
const sendJson = (answer: unknown, status = 200) =>
  ((response) => {
    const json = { 'content-type': 'application/json' };
    response.writeHead(status, json).end(JSON.stringify(answer));
  }) as typeof respond;

test('every method has a schema, and nothing else can be called', () => {
  const called = Object.keys(client().rest).flatMap((group) =>
    Object.keys(client().rest[group as keyof CheckedMethods]).map((method) => `${group}.${method}`),
  );
  expect(called).toEqual(
    Object.entries(ANSWERS).flatMap(([group, all]) => Object.keys(all).map((m) => `${group}.${m}`)),
  );
});

describe('an answer of GitHub', () => {
  test.each(WITH_BODY)(
    'to %s is believed where it has what its route promises',
    async (_name, { ask, answer, status }) => {
      respond = sendJson(answer, status);
      await expect(ask(client())).resolves.toBeInstanceOf(Object);
      expect(requests).toBe(1);
    },
  );

  test.each(WITH_BODY.flatMap(([name, example]) => BROKEN.map((broken) => [name, broken, example] as const)))(
    'to %s is an error like a 500 where it is broken: %s',
    async (name, broken, { ask, answer }) => {
      respond = (response) => sendBroken(response, 200, answer, broken);
      const error = await failureOf(ask(client()));
      expect(error.message).toMatch(/^GitHub's answer to [A-Z]+ \/\S+ (?:is|has) /);
      expect(isServerError(error)).toBe(true);
      expect(requests).toBe(WRITES.test(name) ? 1 : 2);
    },
  );

  test.each(
    WITH_BODY.flatMap(([name, { ask, answer }]) =>
      [...incomplete(answer)].map(([path, part]) => [name, path, ask, part] as const),
    ),
  )('to %s is an error where %s is missing', async (_name, _path, ask, part) => {
    respond = sendJson(part);
    const error = await failureOf(ask(client()));
    expect(error.message).toContain("is not what GitHub's API promises");
    expect(isServerError(error)).toBe(true);
  });

  test('that was broken once is read again', async () => {
    let first = true;
    respond = (response) => {
      if (first) sendBroken(response, 200, [], 'reset');
      else sendJson([{ name: 'l' }])(response);
      first = false;
    };
    const { data } = await client().rest.issues.listLabelsOnIssue(ISSUE);
    expect(data).toEqual([{ name: 'l' }]);
  });

  test.each([404, 410])('of a proxy that says %d in HTML is not "there is none"', async (status) => {
    respond = (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<p>Not here');
    const error = await failureOf(client().rest.repos.getContent({ ...PLACE, path: 'f' }));
    expect(isServerError(error)).toBe(true);
    expect(error.message).toBe(
      `GitHub's answer to GET /repos/acme/app/contents/f is ${status} without the words of GitHub's API`,
    );
  });

  test.each([401, 403, 429, 502])(
    'of a proxy that says %d in HTML keeps its status, and no HTML is told',
    async (status) => {
      respond = (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<p>Sign in');
      const error = await failureOf(client().rest.repos.get(PLACE));
      expect(error).toMatchObject({ status, message: expect.stringContaining(`is ${status} without the words`) });
    },
  );

  test('that has more bytes than are read is an error', async () => {
    const chunk = Buffer.alloc(8 * 1024 * 1024, ' ');
    respond = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => void (response.destroyed || response.write(chunk, more));
      more();
    };
    const error = await failureOf(client().rest.issues.updateComment({ ...PLACE, comment_id: 1, body: 'x' }));
    expect(error.message).toContain('has more than 67108864 bytes');
  });
});

describe('time', () => {
  const drip = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 5);
    response.once('close', () => clearInterval(timer));
  };

  test.each([
    ['is silent', () => {}],
    ['drips', drip],
  ])('ends a request whose answer %s, and says so', async (_name, answer) => {
    respond = answer;
    const error = await failureOf(client({ timeLimit: 1_000 }).rest.repos.get(PLACE));
    expect(error.message).toBe('no whole answer to GET /repos/acme/app within 1 s');
    expect(isServerError(error)).toBe(true);
    expect(requests).toBe(2);
  });

  test('that was lost is bounded in all', async () => {
    respond = () => {};
    const patient = client({ timeLimit: 1_000, patience: 2_000 });
    await failureOf(patient.rest.repos.get(PLACE));
    const error = await failureOf(patient.rest.repos.get(PLACE));
    expect(error.message).toBe('GitHub left this run without an answer for 2 s in all, so it is not asked again');
    expect(requests).toBe(2);
  });
});

describe('the end of a run', () => {
  test.each([
    ['while GitHub is silent', () => {}, 60_000],
    ['between two tries', sendJson({ message: 'Server Error' }, 500), 60_000],
  ])('is heard %s, and nothing is sent afterwards', async (_name, answer, retryDelay) => {
    const end = new AbortController();
    respond = (response) => {
      setImmediate(() => setTimeout(() => end.abort(new Error('ended by SIGTERM')), 20));
      answer(response);
    };
    const ended = client({ signal: end.signal, retryDelay });
    expect((await failureOf(ended.rest.repos.get(PLACE))).message).toBe('ended by SIGTERM');
    expect((await failureOf(ended.rest.issues.createComment({ ...ISSUE, body: 'x' }))).message).toBe(
      'ended by SIGTERM',
    );
    expect(requests).toBe(1);
  });
});
