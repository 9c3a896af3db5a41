import type { Measurement } from '../../model/measurement.ts';
import type { FileRule, Find, MakeFileRule, Saying } from './file-rule.ts';
import { keywordOf } from './layers.ts';

const REPOSITORY = /^(?:.*?\/)?\.(?:git|hg|svn)(?=\/|$)/;
/** Tools that are installed as a clone and need it to work or to update themselves; and clones that package managers keep. */
const NEEDED =
  /(?:^|\/)(?:flutter|Homebrew|homebrew(?:-[a-z]+)?|Taps\/.*|\.?nvm|\.?(?:rb|py|nod|go|j|goen)env(?:\/.*)?|\.asdf(?:\/.*)?|\.oh-my-zsh(?:\/.*)?|vcpkg|emsdk|depot_tools)\/\.git$/;
const ELSEWHERE =
  /(?:^|\/)(?:site-packages|dist-packages|node_modules|usr\/share|pkg\/mod|cargo\/git|testdata|fixtures)\//;

/** Version control repositories with all their history. */
export const versionControlRule: MakeFileRule = ({ measurement }): FileRule => ({
  rule: 'version-control',
  claim(directory) {
    const root = REPOSITORY.exec(directory)?.[0];
    return root === undefined || NEEDED.test(root) || ELSEWHERE.test(root) ? undefined : { root };
  },
  say: (find) => sayRepository(find, measurement),
});

function sayRepository({ pile, layer }: Find, { layers }: Measurement): Saying {
  const names = [...new Set(pile.allPaths.map((path) => path.slice(path.lastIndexOf('/') + 1)))].toSorted();
  const title = `The version control history is in the image: ${names.join(', ')}.`;
  if (keywordOf(layers[layer]) === 'RUN')
    return {
      title,
      change: `If nothing needs the history at run time, remove it in the RUN that clones.\nRUN git clone --depth 1 … app && rm -rf app/.git`,
    };
  return {
    title,
    change: [
      'Keep it out of the build context with lines in .dockerignore.',
      ...names.map((name) => `**/${name}`),
    ].join('\n'),
  };
}
