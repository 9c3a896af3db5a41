import type { Measurement } from '../../model/measurement.ts';

/** Programs that build, test or serve notebooks. An image that starts one needs its development tools. */
const WORKSHOP =
  /^(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|make|cmake|ninja|meson|bazel(?:isk)?|cargo|rustc|rustup|go|mvnw?|gradlew?|msbuild|tox|nox|pytest|py\.test|mypy|ruff|black|pylint|flake8|jest|vitest|mocha|eslint|ipython3?|jupyter(?:-?[a-z]+)?|code-server|gdb|buildkitd|sccache|ccache)(?:-?[\d.]+)?$/;
const WORKSHOP_SCRIPT =
  /(?:^|[-_.])(?:build(?:er)?|compile|tests?|lint|ci|runner|agent|notebook|devcontainer)(?:[-_.]|$)/;
/** `python -m pytest` */
const WORKSHOP_MODULE =
  /^(?:pytest|unittest|mypy|tox|nox|build|notebook|jupyter(?:lab|_[a-z]+)?|ipykernel(?:_launcher)?)$/;
const WORKSHOP_STAGE =
  /(?:^|[-_.])(?:dev|devel|develop|development|devcontainer|tests?|testing|ci|debug|lint|build|builder|sdk|notebook)(?:[-_.]|$)/i;
/** Default commands of official base images, and commands that only keep a container alive. */
const INTERPRETER =
  /^(?:sh|bash|ash|dash|zsh|fish|busybox|python[\d.]*|node|irb|ruby|perl|php|jshell|R|julia|psql|sleep|tail|cat)$/;
const STARTERS: ReadonlySet<string> = new Set(['docker-entrypoint.sh', 'tini', 'dumb-init', 'catatonit', 'env', '--']);

/**
 * Whether an image seems made for building, testing or development: by its command, and by the name of its last stage. An image without
 * a command of its own counts too: it may be a base of other images, and may need its tools.
 */
export function isWorkshop({ config, layers }: Pick<Measurement, 'config' | 'layers'>): boolean {
  const words = commandWords(config);
  const stage = layers.at(-1)?.source?.stage ?? '';
  if (WORKSHOP_STAGE.test(stage)) return true;
  if (words.length === 0 || isIdle(words)) return true;
  return words.some((word, index) => {
    const name = baseName(word);
    const isModule = words[index - 1] === '-m' && WORKSHOP_MODULE.test(name);
    return isModule || (index < 3 && (WORKSHOP.test(name) || WORKSHOP_SCRIPT.test(name)));
  });
}

/** The words of the command that an image starts: of entrypoint and cmd, shell form included, without programs that only start others. */
export function commandWords({ entrypoint, cmd }: Measurement['config']): readonly string[] {
  const words = [...entrypoint, ...cmd]
    .slice(0, 50)
    .flatMap((argument) => argument.slice(0, 2000).split(/[\s;&|'"()]+/));
  const own = words.filter((word) => word !== '' && !STARTERS.has(baseName(word)));
  return /^(?:ba|da|a|z)?sh$/.test(baseName(own[0] ?? '')) && own[1] === '-c' ? own.slice(2) : own;
}

/** Whether a command is a bare interpreter, or only waits. */
function isIdle([first = '', ...rest]: readonly string[]): boolean {
  const name = baseName(first);
  if (!INTERPRETER.test(name)) return false;
  if (/^(?:sleep|tail|cat)$/.test(name))
    return rest.every((word) => /^(?:-f|infinity|inf|[\d.]+[smhd]?|\/dev\/null)$/.test(word));
  return rest.every((word) => /^-(?:l|i|il|li|-login|-interactive)$/.test(word));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
