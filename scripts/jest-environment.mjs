import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const compileFunction = vm.compileFunction;

/**
 * Compiles a module of Jest or of a package as a script, whose code V8 keeps for the next test file in the same process. Jest loads its own
 * modules for each file, and V8 keeps no code of `compileFunction`: most of what a small file took. Code that imports dynamically needs
 * Jest's callback, and is compiled as before.
 * @type {typeof compileFunction}
 */
const compileOnce = (code, params = [], options = {}) => {
  const { parsingContext, filename = '' } = options;
  if (parsingContext === undefined || /\bimport\s*\(/.test(code)) return compileFunction(code, params, options);
  const head = `(function (${params.join()}) {`;
  const script = new vm.Script(`${head}${code}\n})`, { filename, columnOffset: -head.length });
  return script.runInContext(parsingContext);
};

vm.compileFunction = compileOnce;

/** Jest's environment for Node, with modules that are compiled once in a process. */
export default class CompiledOnce extends TestEnvironment {}
