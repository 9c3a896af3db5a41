interface Node<Value> {
  value?: Value;
  readonly children: Map<string, Node<Value>>;
}

/** Values at directories and files. Finds the deepest value at or above a path, in one walk along the path. */
export class PathTree<Value> {
  readonly #root: Node<Value> = { children: new Map() };

  /** Sets the value at a path; a second value replaces the first. */
  set(path: string, value: Value): void {
    let node = this.#root;
    for (const part of path.split('/')) {
      const child: Node<Value> = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }

  deepest(path: string): Value | undefined {
    let found: Value | undefined;
    for (const value of this.along(path)) found = value;
    return found;
  }

  /** The values at and above a path, the highest first. */
  *along(path: string): Generator<Value, void, undefined> {
    let node: Node<Value> | undefined = this.#root;
    for (let start = 0; start <= path.length; ) {
      const slash = path.indexOf('/', start);
      const end = slash < 0 ? path.length : slash;
      node = node.children.get(path.slice(start, end));
      if (node === undefined) return;
      if (node.value !== undefined) yield node.value;
      start = end + 1;
    }
  }
}
