import type { getOctokit } from '@actions/github';
import { z } from 'zod';
import { bytes, commitId, type Infer } from '../../model/schema.ts';

type Methods = ReturnType<typeof getOctokit>['rest'];

/** Gitea and Forgejo give the account of their jobs a negative id. */
const account = z.object({ login: z.string(), id: z.number().int().optional() });
/** Null for an account that was deleted. */
const user = account.nullable();
const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const count = bytes;
const named = z.object({ name: z.string() });

const comment = z.object({
  id,
  node_id: z.string().nullish(),
  body: z.string(),
  html_url: z.string(),
  user,
  updated_at: z.string(),
});

/** An event of another kind than `labeled` need not have more. */
const issueEvent = z
  .object({
    id,
    event: z.string(),
    label: named.nullish(),
    actor: user.optional(),
    created_at: z.string().nullish(),
  })
  .refine(({ event, label, actor, created_at: at }) => event !== 'labeled' || (label && actor !== undefined && at), {
    message: 'an event that set a label has no label, actor or time',
  });

const pull = z.object({
  number: id,
  state: z.string(),
  user,
  base: z.object({ ref: z.string() }),
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id }).nullable() }),
});

const review = z.object({
  id,
  state: z.string(),
  user,
  /** A review that is not submitted yet has none. */
  submitted_at: z.string().nullish(),
  commit_id: z.string().nullable(),
  /** Not every server that speaks this API has it. */
  author_association: z.string().default('NONE'),
  /** Gitea and Forgejo keep the state of a review that was dismissed. */
  dismissed: z.boolean().default(false),
});

const line = z.number().int().positive().nullish();
const reviewComment = z.object({
  id,
  body: z.string(),
  user,
  /** Null where the lines are gone. */
  line,
  start_line: line,
  in_reply_to_id: id.nullish(),
});

const artifact = z.object({
  id,
  name: z.string(),
  size_in_bytes: bytes,
  expired: z.boolean(),
  digest: z.string().nullish(),
  workflow_run: z
    .object({
      id: id.nullish(),
      head_sha: z.string().nullish(),
      head_repository_id: id.nullish(),
    })
    .nullish(),
});

const file = z.object({
  type: z.string(),
  size: bytes,
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});

const made = z.object({ sha: commitId });
const ref = z.object({ object: made });

/**
 * What GitHub promises to answer, by the methods of octokit that this product may call. Only the fields that it uses are listed. A field that is
 * here must be there, so that nothing that is missing reads as "there is none". A method that is not here cannot be called.
 */
export const ANSWERS = {
  actions: {
    /** A redirect: its address is in the header `location`, and there is no body to check. */
    downloadArtifact: z.unknown(),
    listWorkflowRunArtifacts: z.object({ total_count: count, artifacts: z.array(artifact) }),
  },
  git: { createCommit: made, createRef: ref, createTree: made, updateRef: ref },
  issues: {
    createComment: z.object({ id, html_url: z.string(), user: user.optional(), node_id: z.string().nullish() }),
    /** 204: there is no body. */
    deleteComment: z.literal(''),
    getComment: comment,
    listComments: z.array(comment),
    listEvents: z.array(issueEvent),
    listLabelsOnIssue: z.array(named),
    /** The labels that are left, or nothing on other servers (204). Neither is used. */
    removeLabel: z.array(named).or(z.literal('')),
    updateComment: z.object({ id }),
  },
  pulls: {
    createReviewComment: z.object({ id }),
    /** 204: there is no body. */
    deleteReviewComment: z.literal(''),
    get: pull,
    list: z.array(pull),
    listFiles: z.array(z.object({ filename: z.string(), patch: z.string().nullish() })),
    listReviewComments: z.array(reviewComment),
    listReviews: z.array(review),
  },
  repos: {
    compareCommitsWithBasehead: z.object({
      base_commit: made,
      merge_base_commit: made,
      ahead_by: count,
      behind_by: count,
    }),
    get: z.object({ private: z.boolean() }),
    /** A list for a folder, which git never has empty. */
    getContent: file.or(z.array(z.object({ type: z.string() })).min(1)),
    listReleases: z.array(z.object({ tag_name: z.string(), draft: z.boolean(), prerelease: z.boolean() })),
  },
  teams: { getMembershipForUserInOrg: z.object({ state: z.string() }) },
  users: { getAuthenticated: z.object({ login: z.string(), id: z.number().int() }) },
} as const satisfies { readonly [Group in keyof Methods]?: { readonly [Method in keyof Methods[Group]]?: z.ZodType } };

type Answers = typeof ANSWERS;

type Parameters<Group, Method> = Group extends keyof Methods
  ? Method extends keyof Methods[Group]
    ? Methods[Group][Method] extends (parameters?: infer Parameters) => unknown
      ? NonNullable<Parameters>
      : never
    : never
  : never;

/** The parameters may be left out where all of them may. */
type Arguments<Given> = Record<never, never> extends Given ? [parameters?: Given] : [parameters: Given];

/** A checked answer. Fields that nobody uses are left out. */
export interface Answer<Data> {
  readonly status: number;
  readonly headers: { readonly link?: string | undefined; readonly location?: string | undefined };
  readonly data: Data;
}

/** The methods of octokit whose answers are checked. */
export type CheckedMethods = {
  readonly [Group in keyof Answers]: {
    readonly [Method in keyof Answers[Group]]: Answers[Group][Method] extends z.ZodType
      ? (...given: Arguments<Parameters<Group, Method>>) => Promise<Answer<Infer<Answers[Group][Method]>>>
      : never;
  };
};

/** Data of the GraphQL query `viewer { login }`. */
export const VIEWER = z.object({ viewer: z.object({ login: z.string().min(1) }) });

/** Data of a GraphQL query whose fields the caller checks one by one. */
export const ANY_DATA = z.looseObject({});

/** What an answer must be. */
export type Schema = z.ZodType;

/** Whether a row's value is a schema, not a function that chooses one. */
export function isSchema(value: unknown): value is Schema {
  return value instanceof z.ZodType;
}

/** An answer of GraphQL: errors, which octokit throws, or the data. */
export function graphqlAnswer(data: Schema): Schema {
  const errors = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });
  return errors.or(z.object({ data }));
}
