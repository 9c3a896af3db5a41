import { Document, type Scalar, visit, type YAMLMap } from 'yaml';
import { VERSION } from '../../run/version.ts';
import { type ActionReference, current } from './actions.ts';

/** The major version whose tag moves with its releases; the first is 1. */
const MAJOR = Math.max(1, Number(VERSION.split('.')[0]));
/** The action as its releases name it. */
const OWN: ActionReference = { uses: `image-size-gate/image-size-gate@v${MAJOR}` };

/** What a workflow depends on. */
export interface WorkflowNeeds {
  /** Name of the branch that pull requests are made against. */
  readonly defaultBranch: string;
  /** The action in place of that of the releases. */
  readonly action?: ActionReference | undefined;
  /** Whether a build context has submodules, or files of Git LFS. */
  readonly submodules?: boolean | undefined;
  readonly lfs?: boolean | undefined;
}

const HEAD = ` Gates the size of the container images that .github/image-size.yml lists, and comments what a change adds.
 https://github.com/image-size-gate/image-size-gate`;

const expression = (text: string): string => `\${{ ${text} }}`;

/** Comments by the key that they are written above. */
const COMMENTS: Readonly<Record<string, string>> = {
  push: ' Records the sizes, so that pull requests do not have to build their base.',
  release: ' Compares with the previous release.',
  concurrency: ' A newer push of a pull request ends the run of the older one. Other runs have a group of their own.',
  contents: ' For the data branch "image-size". With "read" nothing is recorded.',
  'pull-requests': ' For the comment.',
};

const STEPS = ` Steps that a build needs come before the next one:
 - uses: ${current('docker/login-action')} # base images of a private registry
   with: { registry: ghcr.io, username: "${expression('github.actor')}", password: "${expression('github.token')}" }
 - uses: ${current('docker/setup-qemu-action')} # platforms that the runner does not have
 - uses: ${current('docker/setup-buildx-action')} # a builder of its own, as for cache-to`;

/** The text of `.github/workflows/image-size.yml`, as the README has it. */
export function workflowText({ defaultBranch, action = OWN, submodules, lfs }: WorkflowNeeds): string {
  const document = new Document({
    name: 'Image size',
    on: { pull_request: null, push: { branches: [defaultBranch] }, release: { types: ['published'] } },
    concurrency: {
      group: `${expression('github.workflow')}-${expression('github.event.pull_request.number || github.run_id')}`,
      'cancel-in-progress': true,
    },
    permissions: { contents: 'write', 'pull-requests': 'write' },
    jobs: {
      'image-size': { 'runs-on': 'ubuntu-24.04', steps: [checkout({ submodules, lfs }), { uses: action.uses }] },
    },
  });
  document.commentBefore = HEAD;
  visit(document, {
    Pair: (_, { key }) => {
      const scalar = key as Scalar<string>;
      const comment = COMMENTS[scalar.value];
      if (comment !== undefined) scalar.commentBefore = comment;
    },
  });
  const own = document.getIn(['jobs', 'image-size', 'steps', 1]) as YAMLMap;
  own.commentBefore = STEPS;
  if (action.comment !== undefined) (own.get('uses', true) as Scalar).comment = ` ${action.comment}`;
  return document.toString({ lineWidth: 0, nullStr: '' });
}

function checkout({ submodules, lfs }: Pick<WorkflowNeeds, 'submodules' | 'lfs'>): object {
  const options = { ...(submodules ? { submodules: 'recursive' } : {}), ...(lfs ? { lfs: true } : {}) };
  const uses = current('actions/checkout');
  return Object.keys(options).length === 0 ? { uses } : { uses, with: options };
}
