import { groupBy } from '../../text/group-by.ts';

/** The nodes that a node is there for: one, or all that share it with others. Nodes of one answer have the same object. */
export interface Heads {
  /** In the order of the nodes; at least one. */
  readonly names: readonly string[];
}

/** Nodes by position, and where the edges between them lead and come from. */
interface Graph {
  readonly nodes: readonly string[];
  readonly next: readonly (readonly number[])[];
  readonly previous: readonly (readonly number[])[];
}

const NOBODY = -1;
const SEVERAL = -2;

/**
 * For each node the heads that lead to it. A head is a node to which no other leads; of a cycle to which none leads, the first node. Nodes to which
 * several heads lead are shared by these, and by all heads that share anything with them. Takes time for each node and edge once, and never recurses.
 * @param nodes each once
 * @param edgesOf names that a node leads to; those that are no nodes do not count
 */
export function findHeads(
  nodes: readonly string[],
  edgesOf: (node: string) => Iterable<string>,
): ReadonlyMap<string, Heads> {
  const graph = graphOf(nodes, edgesOf);
  const labels = new Labels(graph);
  for (const head of headsOf(graph)) labels.spread(head);
  return labels.read();
}

function graphOf(nodes: readonly string[], edgesOf: (node: string) => Iterable<string>): Graph {
  const positions = new Map(nodes.map((node, at) => [node, at]));
  const next = nodes.map((node, at) => {
    const found = [...edgesOf(node)].flatMap((name) => positions.get(name) ?? []);
    return found.filter((to) => to !== at);
  });
  const previous = nodes.map((): number[] => []);
  for (const [from, list] of next.entries()) for (const to of list) previous[to]?.push(from);
  return { nodes, next, previous };
}

/**
 * The last node that a depth-first search leaves is in a part of the graph to which nothing leads from outside. Without all that can be reached from there,
 * the same holds for the last of the others (Kosaraju and Sharir).
 */
function headsOf({ next, previous }: Graph): readonly number[] {
  const reached = new Set<number>();
  const heads: number[] = [];
  for (const node of searchOrder(next).reverse()) {
    if (reached.has(node)) continue;
    // Nothing leads here from outside, so all from which this can be reached are of one cycle.
    let first = node;
    for (const each of reach(node, previous, new Set())) first = Math.min(first, each);
    heads.push(first);
    reach(node, next, reached);
  }
  return heads.sort((a, b) => a - b);
}

/** Adds all that can be reached from a node, itself included. */
function reach(start: number, next: Graph['next'], reached: Set<number>): ReadonlySet<number> {
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    for (const to of next[node] ?? []) if (!reached.has(to)) open.push(to);
  }
  return reached;
}

/** All nodes in the order in which a depth-first search leaves them. */
function searchOrder(next: Graph['next']): number[] {
  const isKnown = new Uint8Array(next.length);
  const left: number[] = [];
  for (const start of next.keys()) {
    if (isKnown[start] === 1) continue;
    isKnown[start] = 1;
    const path = [{ node: start, edges: next[start]?.values() }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = top.edges?.next();
      if (step === undefined || step.done) left.push(path.pop()?.node ?? start);
      else if (isKnown[step.value] !== 1) {
        isKnown[step.value] = 1;
        path.push({ node: step.value, edges: next[step.value]?.values() });
      }
    }
  }
  return left;
}

/** Which head leads to each node. A node changes at most twice: from nobody's to one head's, and from there to several heads'. */
class Labels {
  readonly #graph: Graph;
  readonly #labels: Int32Array;
  /** A head that leads to the node. */
  readonly #anyHead: Int32Array;
  /** Joins heads that share a node, as a forest: each tree is of heads that belong together. */
  readonly #joined: Int32Array;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#labels = new Int32Array(graph.nodes.length).fill(NOBODY);
    this.#anyHead = new Int32Array(graph.nodes.length).fill(NOBODY);
    this.#joined = Int32Array.from(graph.nodes.keys());
  }

  /** Adds a head to all nodes that it leads to. */
  spread(head: number): void {
    const open = [head];
    for (let node = open.pop(); node !== undefined; node = open.pop())
      if (this.#mark(node, head)) for (const to of this.#graph.next[node] ?? []) open.push(to);
  }

  read(): ReadonlyMap<string, Heads> {
    const { nodes } = this.#graph;
    const members = groupBy(this.#heads(), (head) => this.#rootOf(head));
    const shared = new Map([...members].map(([root, heads]) => [root, { names: heads.map((at) => nodes[at] ?? '') }]));
    const single = new Map(this.#heads().map((head) => [head, { names: [nodes[head] ?? ''] }]));
    return new Map(
      nodes.flatMap((node, at): [string, Heads][] => {
        const label = this.#labels[at] ?? NOBODY;
        const heads = label === SEVERAL ? shared.get(this.#rootOf(this.#anyHead[at] ?? at)) : single.get(label);
        return heads === undefined ? [] : [[node, heads]];
      }),
    );
  }

  /** Whether the node is another head's for the first time, so that what it leads to must be marked too. */
  #mark(node: number, head: number): boolean {
    const label = this.#labels[node];
    if (label === head) return false;
    if (label === NOBODY) {
      this.#labels[node] = head;
      this.#anyHead[node] = head;
      return true;
    }
    this.#join(this.#anyHead[node] ?? head, head);
    this.#labels[node] = SEVERAL;
    return label !== SEVERAL;
  }

  #heads(): readonly number[] {
    return [...this.#graph.nodes.keys()].filter((at) => this.#labels[at] === at);
  }

  #join(a: number, b: number): void {
    const [one, other] = [this.#rootOf(a), this.#rootOf(b)];
    this.#joined[Math.max(one, other)] = Math.min(one, other);
  }

  #rootOf(head: number): number {
    let root = head;
    for (let up = this.#joined[root] ?? root; up !== root; up = this.#joined[root] ?? root) {
      this.#joined[root] = this.#joined[up] ?? up; // halves the way for the next one
      root = up;
    }
    return root;
  }
}
