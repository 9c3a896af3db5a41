import { Document, type Scalar, visit } from 'yaml';
import { VERSION } from '../../run/version.ts';

/** The major version whose tag moves with its releases; the first is 1. */
const MAJOR = Math.max(1, Number(VERSION.split('.')[0]));

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
  steps: ` Put steps that a build needs (docker/login-action, docker/setup-buildx-action, docker/setup-qemu-action for other platforms)
 before the last one.`,
};

/** The text of `.github/workflows/image-size.yml`, as the README has it, for a repository with this default branch. */
export function workflowText(defaultBranch: string): string {
  const document = new Document({
    name: 'Image size',
    on: { pull_request: null, push: { branches: [defaultBranch] }, release: { types: ['published'] } },
    concurrency: {
      group: `${expression('github.workflow')}-${expression('github.event.pull_request.number || github.run_id')}`,
      'cancel-in-progress': true,
    },
    permissions: { contents: 'write', 'pull-requests': 'write' },
    jobs: {
      'image-size': {
        'runs-on': 'ubuntu-24.04',
        steps: [{ uses: 'actions/checkout@v6' }, { uses: `image-size-gate/image-size-gate@v${MAJOR}` }],
      },
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
  return document.toString({ lineWidth: 0, nullStr: '' });
}
